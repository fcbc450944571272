"""Discrete time rescaling: gaps between events that are even if the rates are right."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True)
class Rescaled:
    """How even the rescaled gaps are, and whether they follow one another: with bootstrap p."""

    ks_distance: float
    ks_p: float
    lag_correlation: float
    lag_p: float


def rescaled_gaps(event: Floats, rate: Floats, *, rng: np.random.Generator) -> Floats:
    """One value in (0, 1) for each gap between events; even if P(event) = 1 - exp(-rate).

    Args:
        event: 1 or 0; shape (n,).
        rate: q of each day; shape (n,).
        rng: source of the randomisation within a day.

    Source:
        Haslinger, Pipa and Brown (2010), Neural Computation 22(10), 2477-2506.
    """
    place = np.flatnonzero(event == 1)
    total = np.concatenate([[0.0], np.cumsum(rate)])
    begun = np.concatenate([[0], place[:-1] + 1])
    between = total[place] - total[begun]
    share = rng.random(len(place))
    within = -np.log1p(share * np.expm1(-rate[place]))
    return np.asarray(-np.expm1(-(between + within)))


def ks_distance(values: Floats) -> float:
    """The largest distance between the values' distribution and the even one."""
    ordered, n = np.sort(values), len(values)
    above = np.arange(1, n + 1) / n - ordered
    return float(max(above.max(), (ordered - np.arange(n) / n).max()))


def lag_correlation(values: Floats) -> float:
    """The correlation of each value with the one before; 0 where there are under three."""
    return float(np.corrcoef(values[:-1], values[1:])[0, 1]) if len(values) > 2 else 0.0


def judge_rescaling(
    event: Floats, rate: Floats, *, draws: int, rng: np.random.Generator
) -> Rescaled:
    """The fit of the rates, judged against series drawn from them.

    Args:
        event: 1 or 0; shape (n,).
        rate: q of each day; shape (n,).
        draws: how many series.
        rng: source of chance.
    """
    gaps = rescaled_gaps(event, rate, rng=rng)
    distance, lag = ks_distance(gaps), lag_correlation(gaps)
    chance = -np.expm1(-rate)
    further = closer = 0
    for _ in range(draws):
        drawn = (rng.random(len(rate)) < chance).astype(np.float64)
        if drawn.sum() < 3:
            continue
        other = rescaled_gaps(drawn, rate, rng=rng)
        further += ks_distance(other) >= distance
        closer += abs(lag_correlation(other)) >= abs(lag)
    return Rescaled(
        ks_distance=distance,
        ks_p=(1 + further) / (1 + draws),
        lag_correlation=lag,
        lag_p=(1 + closer) / (1 + draws),
    )
