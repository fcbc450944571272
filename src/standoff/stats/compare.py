"""Whether one forecaster's losses are lower than another's, allowing for years that are alike."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.special import stdtr, stdtrit

from standoff.errors import InputError

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """A mean difference of losses, ours less theirs: below 0 ours are lower."""

    mean: float
    low: float
    high: float
    p: float
    n: int


def yearly_difference(
    ours: Floats, theirs: Floats, year: Integers, *, level: float = 0.95
) -> Difference:
    """The mean of the yearly mean differences, with Student's interval: one value a year.

    Args:
        ours: losses; shape (n,).
        theirs: losses on the same origins; shape (n,).
        year: calendar year of each origin; shape (n,).
        level: coverage of the interval.

    Returns:
        Mean, interval and two-sided p; the interval is NaN with fewer than two years.

    Raises:
        InputError: shapes differ, or there is nothing to compare.
    """
    if not ours.shape == theirs.shape == year.shape or not len(ours):
        raise InputError("losses and years need one value for each origin, and one origin at least")
    gaps = ours - theirs
    means = np.array([gaps[year == one].mean() for one in np.unique(year)])
    spread = float(means.std(ddof=1)) if len(means) > 1 else np.nan
    return _student(float(means.mean()), spread / np.sqrt(len(means)), len(means), level)


def harvey_leybourne_newbold(
    ours: Floats, theirs: Floats, *, overlap: int, level: float = 0.95
) -> Difference:
    """The mean difference with the small-sample correction of the Diebold-Mariano test.

    Args:
        ours: losses in order of origins; shape (n,).
        theirs: losses on the same origins; shape (n,).
        overlap: origins whose windows overlap, ceil(horizon / step); 1 for none.
        level: coverage of the interval.

    Raises:
        InputError: shapes differ, or there are not more origins than twice the overlap.

    Source:
        Harvey, Leybourne and Newbold (1997), International Journal of Forecasting 13, 281-291.
    """
    n = len(ours)
    if ours.shape != theirs.shape or overlap < 1 or n <= 2 * overlap:
        raise InputError("the test needs equally many losses, more than twice the overlap")
    gaps = ours - theirs
    around = gaps - gaps.mean()
    variance = float(around @ around) / n
    variance += sum(2 * float(around[lag:] @ around[:-lag]) / n for lag in range(1, overlap))
    factor = (n + 1 - 2 * overlap + overlap * (overlap - 1) / n) / n
    # A negative long-run variance says nothing; the plain one stands in for it.
    variance = variance if variance > 0 else float(around @ around) / n
    return _student(float(gaps.mean()), np.sqrt(variance / n / factor), n, level)


def _student(mean: float, spread: float, n: int, level: float) -> Difference:
    error = float(spread)
    if n < 2 or not error > 0:
        return Difference(mean=mean, low=np.nan, high=np.nan, p=np.nan, n=n)
    reach = float(stdtrit(n - 1, (1 + level) / 2)) * error
    p = 2 * float(stdtr(n - 1, -abs(mean) / error))
    return Difference(mean=mean, low=mean - reach, high=mean + reach, p=p, n=n)
