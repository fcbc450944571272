"""Event rates from one daily series, each using only the days before its origin.

Every function takes `events`, one value a day: 1 an event day, 0 none, NaN not covered. A rate at
index t is what could be known before day t; index n is the day after the last one given. Days not
covered leave numerator and denominator alike, so they never count as days without events.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from standoff.errors import InputError
from standoff.stats.decay import decayed

Floats = NDArray[np.float64]


def overall_rate(events: Floats) -> Floats:
    """Return the plain average of all covered days before each origin ("climatology").

    Args:
        events: 1, 0 or NaN a day; shape (n,).

    Returns:
        Event days per covered day; shape (n + 1,); NaN before the first covered day.

    Raises:
        InputError: a value is none of 0, 1 and NaN, or the array is not one-dimensional.

    >>> overall_rate(np.array([1.0, 0.0, np.nan, 0.0]))
    array([       nan, 1.        , 0.5       , 0.5       , 0.33333333])
    """
    happened, covered = _running(_checked(events))
    return _ratio(happened, covered)


def leader_rate(events: Floats, *, starts: Sequence[int], prior_days: float = 365.0) -> Floats:
    """Return the average since the leader in office began, pulled to the overall rate.

    Args:
        events: 1, 0 or NaN a day; shape (n,).
        starts: indices of the days on which a leader took office, negative if before day 0;
            origins before the first count from day 0.
        prior_days: weight of the overall rate, in days.

    Returns:
        (event days since + prior_days x overall rate) / (covered days since + prior_days),
        per day; shape (n + 1,).

    Raises:
        InputError: see `overall_rate`; or `prior_days` is not above 0.
    """
    if not prior_days > 0:
        raise InputError(f"prior_days must be above 0, got {prior_days}")
    happened, covered = _running(_checked(events))
    began = _latest_start(len(happened), starts)
    prior = prior_days * _ratio(happened, covered)
    return (happened - happened[began] + prior) / (covered - covered[began] + prior_days)


def weighted_rate(events: Floats, *, half_life_days: float, overall_share: float = 0.02) -> Floats:
    """Return the exponentially weighted rate, mixed with a little of the overall rate.

    A day's weight halves every `half_life_days`; weights of covered days are normalised to sum 1.
    A stretch of uncovered days at the end therefore leaves the rate where the last covered day
    put it. The overall rate keeps the chance above 0 after a long silence.

    Args:
        events: 1, 0 or NaN a day; shape (n,).
        half_life_days: age at which a day counts half.
        overall_share: share of `overall_rate` in the mixture, in [0, 1].

    Returns:
        Event days per day; shape (n + 1,); NaN before the first covered day.

    Raises:
        InputError: see `overall_rate`; or an option lies outside its range.
    """
    if not half_life_days > 0 or not 0 <= overall_share <= 1:
        raise InputError("half_life_days must be above 0 and overall_share between 0 and 1")
    checked = _checked(events)
    keep = 0.5 ** (1.0 / half_life_days)
    happened, covered = np.nan_to_num(checked), (~np.isnan(checked)).astype(np.float64)
    recent = _ratio(decayed(happened, keep=keep), decayed(covered, keep=keep))
    return (1.0 - overall_share) * recent + overall_share * overall_rate(checked)


def chance_of(rate: Floats, *, horizon_days: int, at_least: int = 1) -> Floats:
    """Return the chance of enough event days within the horizon at a constant rate.

    Args:
        rate: expected event days per day, 0 or more, NaN where unknown; any shape.
        horizon_days: length of the window.
        at_least: how many event days make a "yes".

    Returns:
        The Poisson chance of `at_least` or more, 1 - exp(-horizon_days x rate) for one; same
        shape.

    Raises:
        InputError: a rate is negative, or the horizon or count is under 1.

    >>> chance_of(np.array([0.0, 0.1]), horizon_days=7).round(3)
    array([0.   , 0.503])
    """
    mean = horizon_days * np.asarray(rate, dtype=np.float64)
    if horizon_days < 1 or at_least < 1 or np.any(mean < 0):
        raise InputError("horizon_days and at_least must be 1 or more, and no rate below 0")
    terms = np.stack([mean**few / math.factorial(few) for few in range(1, at_least)] or [0 * mean])
    return np.asarray(np.clip(-np.expm1(-mean) - np.exp(-mean) * terms.sum(axis=0), 0.0, 1.0))


def any_within(events: Floats, *, horizon_days: int, at_least: int = 1) -> Floats:
    """Return whether enough event days fell in [t, t + horizon), for each origin t.

    An origin is resolved only when its whole window is covered: taking an early "yes" from
    a window still open, while every "no" must wait, would tilt the outcomes towards "yes".

    Args:
        events: 1, 0 or NaN a day; shape (n,).
        horizon_days: length of the window.
        at_least: how many event days make a "yes".

    Returns:
        1, 0, or NaN where a day of the window is not covered; shape (n + 1,).

    Raises:
        InputError: see `overall_rate`; or the horizon or count is under 1.
    """
    if horizon_days < 1 or at_least < 1:
        raise InputError("horizon_days and at_least must be 1 or more")
    happened, covered = _running(_checked(events))
    outcome = np.full(len(happened), np.nan)
    origins = np.arange(max(len(happened) - horizon_days, 0))
    whole = covered[origins + horizon_days] - covered[origins] == horizon_days
    counts = happened[origins + horizon_days] - happened[origins]
    outcome[origins[whole]] = counts[whole] >= at_least
    return outcome


def _checked(events: Floats) -> Floats:
    array = np.asarray(events, dtype=np.float64)
    if array.ndim != 1 or not np.all(np.isnan(array) | (array == 0) | (array == 1)):
        raise InputError("a daily series is one-dimensional and holds only 0, 1 and NaN")
    return array


def _running(events: Floats) -> tuple[Floats, Floats]:
    """Event days and covered days before each origin."""
    happened = np.concatenate([[0.0], np.cumsum(np.nan_to_num(events))])
    covered = np.concatenate([[0.0], np.cumsum(~np.isnan(events))])
    return happened, covered


def _ratio(part: Floats, whole: Floats) -> Floats:
    ratio: Floats = np.divide(part, whole, out=np.full(len(whole), np.nan), where=whole > 0)
    return ratio


def _latest_start(origins: int, starts: Sequence[int]) -> NDArray[np.int64]:
    latest = np.zeros(origins, dtype=np.int64)
    for start in sorted(max(one, 0) for one in starts):
        latest[start:] = start
    return latest
