"""Permutation of exposure calendars with their coverage mask; outcomes never move."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray
from scipy.fft import irfft, rfft
from scipy.special import betaincinv

from standoff.errors import InputError
from standoff.stats.gate import Totals, check_days

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]

MIN_SHIFT_DAYS = 30
MONTE_CARLO_LEVEL = 0.99


@dataclass(frozen=True, slots=True, kw_only=True)
class PValue:
    """A permutation p-value, (1 + beyond) / (1 + drawn), with its 99% Monte Carlo interval."""

    p: float
    interval: tuple[float, float]
    beyond: int
    drawn: int


def z_score(totals: Totals) -> Floats:
    """(O - E) / sqrt(V) over all years of each calendar; 0 where nothing can vary.

    Args:
        totals: arrays of shape (..., years).
    """
    variance = totals.variance.sum(axis=-1)
    surplus = totals.observed.sum(axis=-1) - totals.expected.sum(axis=-1)
    scale = np.sqrt(np.where(variance > 1e-12, variance, 1.0))
    return np.asarray(np.where(variance > 1e-12, surplus / scale, 0.0), dtype=np.float64)


def shifted_totals(event: Floats, exposure: Floats, year: Integers, *, years: int) -> Totals:
    """Yearly totals under every circular shift of the exposure and its coverage mask.

    Args:
        event: 1, 0 or NaN; shape (n,).
        exposure: 1, 0 or NaN; shape (n,).
        year: index of each day's year; shape (n,).
        years: how many years there are.

    Returns:
        Totals of shape (n, years); row s holds the calendar moved s days later.

    Raises:
        InputError: shapes differ, or a value is none of 0, 1, NaN.
    """
    check_days(event, exposure, year)
    n = len(event)
    of_year = np.zeros((years, n))
    of_year[year, np.arange(n)] = 1.0
    known = np.where(np.isnan(event), 0.0, 1.0)
    mask = rfft(np.where(np.isnan(exposure), 0.0, 1.0))
    marked = rfft(np.nan_to_num(exposure))
    covered = rfft(of_year * known, axis=1)
    happened = rfft(of_year * np.nan_to_num(event), axis=1)

    def correlate(still: NDArray[np.complex128], moved: NDArray[np.complex128]) -> Floats:
        return np.asarray(np.rint(irfft(still * np.conj(moved), n=n, axis=1)).T, dtype=np.float64)

    return Totals(
        days=correlate(covered, mask),
        exposed=correlate(covered, marked),
        events=correlate(happened, mask),
        observed=correlate(happened, marked),
    )


def shift_scores(
    event: Floats,
    exposure: Floats,
    year: Integers,
    *,
    years: int,
    draws: int,
    rng: np.random.Generator,
    min_shift_days: int = MIN_SHIFT_DAYS,
) -> Floats:
    """Scores z under `draws` random circular shifts, or every allowed one if those are fewer.

    Args:
        event: 1, 0 or NaN; shape (n,).
        exposure: 1, 0 or NaN; shape (n,).
        year: index of each day's year; shape (n,).
        years: how many years there are.
        draws: how many shifts to draw, with replacement.
        rng: source of chance.
        min_shift_days: shifts nearer than this to no shift are left out.

    Raises:
        InputError: the series is too short to be shifted at all.
    """
    allowed = np.arange(min_shift_days, len(event) - min_shift_days + 1)
    if not allowed.size:
        raise InputError(f"{len(event)} days are too few to shift by {min_shift_days} or more")
    scores = z_score(shifted_totals(event, exposure, year, years=years))
    return scores[allowed if allowed.size <= draws else rng.choice(allowed, size=draws)]


def swap_scores(
    event: Floats,
    exposure: Floats,
    year: Integers,
    day_of_year: Integers,
    *,
    eras: Sequence[int],
    draws: int,
    rng: np.random.Generator,
) -> Floats:
    """Scores z under `draws` random exchanges of whole-year exposure calendars within eras.

    Args:
        event: 1, 0 or NaN; shape (n,).
        exposure: 1, 0 or NaN; shape (n,).
        year: index of each day's year, 0..len(eras)-1; shape (n,).
        day_of_year: 0..365; shape (n,).
        eras: the era of each year; calendars are exchanged within an era only.
        draws: how many exchanges.
        rng: source of chance.
    """
    table = _swap_table(event, exposure, year, day_of_year, years=len(eras))
    rows = np.arange(len(eras))
    order = np.tile(rows, (draws, 1))
    for era in set(eras):
        members = np.flatnonzero(np.asarray(eras) == era)
        order[:, members] = rng.permuted(np.tile(members, (draws, 1)), axis=1)
    picked = Totals(
        days=table.days[rows, order],
        exposed=table.exposed[rows, order],
        events=table.events[rows, order],
        observed=table.observed[rows, order],
    )
    return z_score(picked)


def p_value(
    observed: float,
    scores: Floats,
    *,
    sign: Literal["higher", "lower"],
    exhaustive: bool = False,
) -> PValue:
    """The one-sided permutation p-value in the predicted direction.

    Args:
        observed: z of the real calendar.
        scores: z of the permuted calendars; shape (draws,).
        sign: which way the prediction points.
        exhaustive: True if `scores` hold every possible permutation; then nothing is left
            to chance and the interval is the p-value itself.

    Source:
        (1 + b) / (B + 1): Davison and Hinkley (1997), Bootstrap Methods, 4.2; interval for
        b of B by Clopper and Pearson (1934), Biometrika 26(4), 404-413.
    """
    turn = 1.0 if sign == "higher" else -1.0
    beyond, drawn = int((turn * scores >= turn * observed - 1e-9).sum()), len(scores)
    p = (1 + beyond) / (1 + drawn)
    tail = (1 - MONTE_CARLO_LEVEL) / 2
    low = float(betaincinv(beyond, drawn - beyond + 1, tail)) if beyond else 0.0
    high = float(betaincinv(beyond + 1, drawn - beyond, 1 - tail)) if beyond < drawn else 1.0
    interval = (p, p) if exhaustive else (min(low, p), max(high, p))
    return PValue(p=p, interval=interval, beyond=beyond, drawn=drawn)


def holm(p_values: Sequence[float]) -> tuple[float, ...]:
    """The p-values adjusted for being a family, in the order given.

    Source:
        Holm (1979), Scandinavian Journal of Statistics 6(2), 65-70.

    >>> holm([0.01, 0.04, 0.03])
    (0.03, 0.06, 0.06)
    """
    adjusted, running = [0.0] * len(p_values), 0.0
    order = sorted(range(len(p_values)), key=lambda index: p_values[index])
    for rank, index in enumerate(order):
        running = max(running, min(1.0, (len(order) - rank) * p_values[index]))
        adjusted[index] = running
    return tuple(adjusted)


def _swap_table(
    event: Floats, exposure: Floats, year: Integers, day_of_year: Integers, *, years: int
) -> Totals:
    """Totals of year y under the calendar of year c; shape (years, years)."""
    check_days(event, exposure, year)
    outcome = np.full((years, 366), np.nan)
    calendar = np.full((years, 366), np.nan)
    outcome[year, day_of_year] = event
    calendar[year, day_of_year] = exposure
    known, happened = (~np.isnan(outcome)).astype(float), np.nan_to_num(outcome)
    mask, marked = (~np.isnan(calendar)).astype(float), np.nan_to_num(calendar)
    return Totals(
        days=known @ mask.T,
        exposed=known @ marked.T,
        events=happened @ mask.T,
        observed=happened @ marked.T,
    )
