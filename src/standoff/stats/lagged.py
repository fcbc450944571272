"""Negative binomial regression of the number of event days in a window on lagged counts."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.special import gammaln

from standoff.errors import InputError

Floats = NDArray[np.float64]

LAGS_DAYS = (30, 90, 365)
RIDGE = 0.25
STEPS = 60
# Sizes tried: from counts far more spread than Poisson's to hardly more.
SIZES = tuple(float(one) for one in np.geomspace(0.1, 51.2, 10))
# Added to a lagged daily rate before its logarithm is taken: about one event day in 500.
FLOOR = 0.002


@dataclass(frozen=True, slots=True, kw_only=True)
class Lagged:
    """A fit of counts with mean days x exp(intercept + x b) and variance mean + mean^2 / size.

    The x are the logs of lagged daily rates.
    """

    intercept: float
    slopes: Floats
    size: float

    def mean(self, event: Floats, *, days: int) -> float:
        """The count expected in the days after the last one given."""
        past = _lags(event, np.array([len(event)]))[0]
        return float(days * np.exp(np.clip(self.intercept + past @ self.slopes, -20.0, 0.5)))

    def pmf(self, mean: float, *, days: int) -> Floats:
        """The chance of each count 0 .. days; what lies beyond counts as days; (days + 1,)."""
        counts = np.arange(days + 1.0)
        found = np.exp(_log_chance(counts, np.full(days + 1, mean), self.size))
        found[-1] += max(0.0, 1 - float(found.sum()))
        return np.asarray(found / found.sum())


def fit_lagged(event: Floats, *, days: int) -> Lagged:
    """The fit over windows that do not overlap, laid back from the last day given.

    Args:
        event: 1 on event days, else 0, NaN where unknown; shape (n,). Unknown days shorten
            their window and leave the lagged rates.
        days: length of a window.

    Raises:
        InputError: fewer than ten windows have a past of a year and a known day, or all their
            counts are 0.

    Source:
        Cameron and Trivedi (2013), Regression Analysis of Count Data, 2nd ed., section 3.3.
    """
    starts = np.arange(len(event) - days, LAGS_DAYS[-1] - 1, -days)
    happened = np.concatenate([[0.0], np.cumsum(np.nan_to_num(event))])
    known = np.concatenate([[0.0], np.cumsum(~np.isnan(event))])
    count = happened[starts + days] - happened[starts] if len(starts) else np.zeros(0)
    length = known[starts + days] - known[starts] if len(starts) else np.zeros(0)
    kept = length > 0
    if kept.sum() < 10 or not count[kept].any():
        raise InputError("a fit needs ten windows after the first year, one of them with an event")
    return _fit(count[kept], np.log(length[kept]), _lags(event, starts[kept]))


def _fit(count: Floats, offset: Floats, past: Floats) -> Lagged:
    """The best size out of those tried, each with its most probable slopes."""
    centre = past.mean(axis=0)
    design = np.column_stack([np.ones(len(count)), past - centre])
    ridge = np.append(0.0, np.full(past.shape[1], 2 * RIDGE))
    at = np.append(np.log(count.sum() / np.exp(offset).sum()), np.zeros(past.shape[1]))
    best, found = -np.inf, (at, SIZES[0])
    for size in SIZES:
        at = _slopes(count, offset, design, ridge, size, at)
        chance = _log_chance(count, _means(offset, design, at), size)
        value = float(chance.sum() - ridge @ at**2 / 2)
        if value > best:
            best, found = value, (at, size)
    at, size = found
    return Lagged(intercept=float(at[0] - centre @ at[1:]), slopes=at[1:], size=size)


def _slopes(
    count: Floats, offset: Floats, design: Floats, ridge: Floats, size: float, at: Floats
) -> Floats:
    """The most probable coefficients for a size, by Fisher scoring from a start."""
    for _ in range(STEPS):
        mean = _means(offset, design, at)
        weight = size / (size + mean)
        slope = design.T @ ((count - mean) * weight) - ridge * at
        bend = (design.T * (mean * weight)) @ design + np.diag(ridge)
        step = np.clip(np.linalg.solve(bend, slope), -1.0, 1.0)
        at = at + step
        if np.abs(step).max() < 1e-7:
            break
    return at


def _means(offset: Floats, design: Floats, at: Floats) -> Floats:
    return np.asarray(np.exp(np.clip(offset + design @ at, -30.0, 10.0)))


def _log_chance(count: Floats, mean: Floats, size: float) -> Floats:
    share = size / (size + mean)
    return np.asarray(
        gammaln(count + size)
        - gammaln(size)
        - gammaln(count + 1)
        + size * np.log(share)
        + count * np.log1p(-share)
    )


def _lags(event: Floats, places: NDArray[np.int64]) -> Floats:
    """Logs of the daily rates over the lags before each place; shape (places, lags)."""
    happened = np.concatenate([[0.0], np.cumsum(np.nan_to_num(event))])
    known = np.concatenate([[0.0], np.cumsum(~np.isnan(event))])
    columns = []
    for lag in LAGS_DAYS:
        begin = np.maximum(places - lag, 0)
        days = known[places] - known[begin]
        columns.append((happened[places] - happened[begin]) / np.maximum(days, 1.0))
    return np.log(FLOOR + np.stack(columns, axis=1))
