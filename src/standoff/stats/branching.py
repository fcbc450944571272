"""Branching ratios judged by simulation: bootstrap, correction and intervals by inversion."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from standoff.stats.hawkes import Excited, fit_hawkes, simulate_hawkes

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]

GRID = np.array([0.0, 0.1, 0.2, 0.35, 0.5, 0.7])
TAIL = 0.025


@dataclass(frozen=True, slots=True, kw_only=True)
class MeanCurve:
    """How estimates of the branching ratio fall out when the truth is each value of `GRID`.

    `mean`, `low` and `high` (2.5% and 97.5%) have its shape and never fall; `exploded` is the
    largest share of series that exploded at a truth up to the estimate's neighbourhood.
    """

    mean: Floats
    low: Floats
    high: Floats
    exploded: Floats

    def correct(self, estimate: float) -> tuple[float, tuple[float, float]]:
        """The truth whose mean estimate is this one, with the truths not refuted at 5%."""
        low, high = _inverse(self.high, estimate), _inverse(self.low, estimate)
        return _inverse(self.mean, estimate), (low, high)

    def exploded_near(self, estimate: float) -> float:
        """The share of series that exploded at the first truth of the grid not below."""
        place = int(np.searchsorted(GRID, min(estimate, GRID[-1])))
        return float(self.exploded[place])


def corrected(
    found: Excited, curve_at: Callable[[float], MeanCurve]
) -> tuple[float, tuple[float, float]]:
    """The corrected branching ratio, and the truths that no half-life near the best refutes.

    The interval is the union over the best half-life and the ends of its likelihood range: at a
    short half-life estimates scatter less, and one curve alone would cover too seldom.

    Args:
        found: the fit.
        curve_at: the mean curve at a half-life in days.
    """
    value, (low, high) = curve_at(found.half_life_days).correct(found.branching)
    for end in found.half_life_range_days:
        _, (other_low, other_high) = curve_at(end).correct(found.branching)
        low, high = min(low, other_low), max(high, other_high)
    return value, (low, high)


def daily_rate(event: Floats, group: Integers) -> Floats:
    """Each day's rate if events fell evenly over the known days of their group; shape (n,)."""
    known = ~np.isnan(event)
    count = np.bincount(group[known], event[known], int(group.max()) + 1)
    days = np.bincount(group[known], minlength=int(group.max()) + 1)
    share = np.clip(count / np.maximum(days, 1), 0.0, 0.95)
    return np.asarray(-np.log1p(-share)[group])


def mean_curve(
    event: Floats,
    group: Integers,
    *,
    half_life_days: float,
    draws: int,
    rng: np.random.Generator,
) -> MeanCurve:
    """The curve of estimates over truths, for series with the same group rates as this one.

    Args:
        event: 1, 0 or NaN; shape (n,).
        group: index of each day's group; shape (n,).
        half_life_days: of the kernel simulated.
        draws: series for each truth.
        rng: source of chance.
    """
    rate, unknown = daily_rate(event, group), np.isnan(event)
    columns, exploded = [], []
    for truth in GRID:
        series, share = simulate_hawkes(
            (1 - truth) * rate, branching=truth, half_life_days=half_life_days, draws=draws, rng=rng
        )
        columns.append([_estimate(one, group, unknown) for one in series])
        exploded.append(share)
    found = np.array(columns)
    return MeanCurve(
        mean=_rising(found.mean(axis=1)),
        low=_rising(np.quantile(found, TAIL, axis=1)),
        high=_rising(np.quantile(found, 1 - TAIL, axis=1)),
        exploded=np.array(exploded),
    )


def no_excitation_p(
    found: Excited, event: Floats, group: Integers, *, draws: int, rng: np.random.Generator
) -> float:
    """P of the likelihood ratio under n = 0 with the same baseline, by parametric bootstrap.

    Args:
        found: the fit over these groups.
        event: the series fitted; shape (n,).
        group: its groups; shape (n,).
        draws: how many series.
        rng: source of chance.
    """
    series, _ = simulate_hawkes(
        daily_rate(event, group), branching=0.0, half_life_days=1.0, draws=draws, rng=rng
    )
    larger = how_many_as_large(found.likelihood_ratio, series, group, np.isnan(event))
    return (1 + larger) / (1 + draws)


def how_many_as_large(
    ratio: float, series: Floats, group: Integers, unknown: NDArray[np.bool_]
) -> int:
    """How many of the series have a likelihood ratio as large."""
    masked = (np.where(unknown, np.nan, one) for one in series if one.any())
    return sum(fit_hawkes(one, group).likelihood_ratio >= ratio - 1e-9 for one in masked)


def _estimate(one: Floats, group: Integers, unknown: NDArray[np.bool_]) -> float:
    return fit_hawkes(np.where(unknown, np.nan, one), group).branching if one.any() else 0.0


def _rising(values: Floats) -> Floats:
    return np.maximum.accumulate(values)


def _inverse(curve: Floats, estimate: float) -> float:
    """Where on the grid a rising curve reaches the estimate; its ends where it never does."""
    above = np.flatnonzero(curve >= estimate)
    if not above.size:
        return float(GRID[-1])
    place = int(above[0])
    if place == 0:
        return float(GRID[0])
    share = (estimate - curve[place - 1]) / (curve[place] - curve[place - 1])
    return float(GRID[place - 1] + share * (GRID[place] - GRID[place - 1]))
