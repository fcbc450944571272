"""Negative binomial regression of the number of event days in a window on lagged counts."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize
from scipy.special import digamma, gammaln

from standoff.errors import InputError

Floats = NDArray[np.float64]

LAGS_DAYS = (30, 90, 365)
RIDGE = 0.25
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
    centre = past.mean(axis=0)
    design = np.column_stack([np.ones(len(count)), past - centre])
    begin = np.array([np.log(count.sum() / np.exp(offset).sum()), *np.zeros(past.shape[1]), 0.0])

    def loss(given: Floats) -> tuple[float, Floats]:
        slopes, size = given[:-1], float(np.exp(given[-1]))
        mean = np.exp(np.clip(offset + design @ slopes, -30.0, 10.0))
        value = -_log_chance(count, mean, size).sum() + RIDGE * float(slopes[1:] @ slopes[1:])
        pull = (count - mean) * size / (size + mean)
        slope = -(design.T @ pull)
        slope[1:] += 2 * RIDGE * slopes[1:]
        by_size = (
            digamma(count + size)
            - digamma(size)
            + np.log(size / (size + mean))
            + (mean - count) / (size + mean)
        )
        return float(value), np.append(slope, -size * by_size.sum())

    bounds = [(None, None)] * design.shape[1] + [(-3.0, 6.0)]
    found = minimize(loss, begin, jac=True, method="L-BFGS-B", bounds=bounds).x
    slopes = np.asarray(found[1:-1])
    return Lagged(
        intercept=float(found[0] - centre @ slopes), slopes=slopes, size=float(np.exp(found[-1]))
    )


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
