"""Stretches of days: joining near ones, finding their starts, and what they leave behind."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from standoff.errors import InputError

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]
Integers = NDArray[np.int64]


def joined(days: Flags, *, gap_days: int) -> Flags:
    """The days with every gap shorter than `gap_days` filled in.

    Args:
        days: True on days that belong; shape (n,).
        gap_days: two days belong together if fewer than this many lie from one to the next.

    >>> joined(np.array([1, 0, 0, 1, 0, 0, 0, 1], dtype=bool), gap_days=4).astype(int)
    array([1, 1, 1, 1, 0, 0, 0, 1])
    """
    found = days.copy()
    positions = np.flatnonzero(days)
    for before, after in pairwise(positions):
        if after - before < gap_days:
            found[before:after] = True
    return found


def starts(days: Flags) -> Flags:
    """True on the first day of every unbroken stretch; shape (n,)."""
    return np.asarray(days & ~np.concatenate([[False], days[:-1]]))


def days_since(days: Flags, unknown: Flags) -> Floats:
    """Days since the last day that belongs, NaN where none did or an unknown day lies between.

    Args:
        days: True on days that belong; shape (n,).
        unknown: True where it cannot be told; shape (n,).

    >>> days_since(np.array([0, 1, 0, 0, 0], bool), np.array([0, 0, 0, 0, 1], bool))
    array([nan,  0.,  1.,  2., nan])
    """
    index = np.arange(len(days))
    last = np.maximum.accumulate(np.where(days, index, -1))
    broken = np.maximum.accumulate(np.where(unknown, index, -1))
    return np.where((last >= 0) & (last > broken), (index - last).astype(np.float64), np.nan)


def within(days: Flags, *, window_days: int, lag_days: int) -> Flags:
    """Whether one of the days lies `lag_days` to `lag_days + window_days - 1` days back."""
    count = np.concatenate([[0], np.cumsum(days)])
    index = np.arange(len(days))
    newest = np.clip(index - lag_days + 1, 0, None)
    oldest = np.clip(index - lag_days - window_days + 1, 0, None)
    return np.asarray(count[newest] > count[oldest])


def decayed(days: Flags, *, half_life_days: float, lag_days: int) -> Floats:
    """The sum over past days of one halved every `half_life_days`, seen `lag_days` later.

    Args:
        days: True on days that count; shape (n,).
        half_life_days: after so many days a past day counts half.
        lag_days: a day counts in full this many days later, and not before.

    Raises:
        InputError: the half-life is not positive, or the lag is negative.

    >>> decayed(np.array([1, 0, 0, 1], bool), half_life_days=1, lag_days=1)
    array([0.  , 1.  , 0.5 , 0.25])
    """
    if half_life_days <= 0 or lag_days < 0:
        raise InputError("a half-life must be positive and a lag not negative")
    keep, level = 0.5 ** (1 / half_life_days), 0.0
    levels = np.zeros(len(days))
    for index, happened in enumerate(days):
        level = level * keep + float(happened)
        levels[index] = level
    return np.concatenate([np.zeros(min(lag_days, len(days))), levels[: len(days) - lag_days]])
