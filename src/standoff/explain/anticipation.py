"""Bins round an exposure: does the outcome move before it, during it, after it?"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from standoff.explain.days import Calendar
from standoff.explain.exposures import announcement
from standoff.explain.verdict import Bin
from standoff.model import Event
from standoff.stats.alike import alike_days
from standoff.stats.cloglog import fit, prepare, profile_interval
from standoff.stats.intervals import days_since

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]

BINS = (
    "announced, not begun",
    "30 to 15 days before",
    "14 to 1 days before",
    "while under way",
    "1 to 14 days after",
    "15 to 30 days after",
)
BEFORE = BINS[:3]
NEAR_DAYS, FAR_DAYS = 14, 30


def phases(state: Floats, events: Sequence[Event], calendar: Calendar) -> Floats:
    """The bin of each day, 1 to 6 as `BINS` has them, 0 outside all, NaN where unknown.

    Nearer beats farther and before beats after, so that a day stands in one bin only; days
    between an exact announcement and the start stand in the first.

    Args:
        state: 1 under way, 0 not, NaN unknown; shape (days,).
        events: those that expose, for their announcements.
        calendar: the days.
    """
    under = state == 1
    none = np.zeros(len(state), dtype=bool)
    since = days_since(under, none)
    until = days_since(under[::-1], none)[::-1]
    phase = np.zeros(len(state))
    phase[_between(since, NEAR_DAYS + 1, FAR_DAYS)] = 6
    phase[_between(until, NEAR_DAYS + 1, FAR_DAYS)] = 2
    phase[_between(since, 1, NEAR_DAYS)] = 5
    phase[_between(until, 1, NEAR_DAYS)] = 3
    phase[_announced(events, calendar)] = 1
    phase[under] = 4
    return np.where(np.isnan(state), np.nan, phase)


def measure_bins(
    event: Floats, phase: Floats, year: Integers, season: Floats | None
) -> tuple[Bin, ...]:
    """Each bin against the days outside all bins of the same year, in one model.

    Args:
        event: 1, 0 or NaN; shape (n,).
        phase: from `phases`; shape (n,).
        year: index of each day's year; shape (n,).
        season: seasonal covariates, shape (n, k), or None.
    """
    known = ~(np.isnan(event) | np.isnan(phase))
    happened, stage, index = event[known], phase[known].astype(np.int64), year[known]
    share = np.bincount(index, happened) / np.maximum(np.bincount(index), 1)
    counts = [
        (int((stage == k).sum()), happened[stage == k].sum(), share[index[stage == k]].sum())
        for k in range(1, len(BINS) + 1)
    ]
    usable = [k for k, (days, _, _) in enumerate(counts, 1) if days and days < len(stage)]
    effects = _effects(happened, stage, index, None if season is None else season[known], usable)
    return tuple(
        Bin(
            name=BINS[k - 1],
            days=days,
            observed=int(seen),
            expected=float(expected),
            effect=effects[k][0] if k in effects else None,
            interval=effects[k][1] if k in effects else None,
        )
        for k, (days, seen, expected) in enumerate(counts, 1)
    )


def moved_before(bins: Sequence[Bin]) -> tuple[str, ...]:
    """The bins before the start whose interval excludes no difference."""
    return tuple(
        one.name
        for one in bins
        if one.name in BEFORE and one.interval and not one.interval[0] <= 0 <= one.interval[1]
    )


def _effects(
    event: Floats, stage: Integers, year: Integers, season: Floats | None, usable: Sequence[int]
) -> dict[int, tuple[float, tuple[float, float]]]:
    marks = [(stage == k).astype(np.float64) for k in usable]
    columns = [*marks, *(season.T if season is not None else ())]
    rows, weight = alike_days([event, year, *columns])
    design, _ = prepare(rows[:, 0], rows[:, 2:], rows[:, 1].astype(np.int64), weight=weight)
    varying = [i for i in range(design.covariates.shape[1]) if np.ptp(design.covariates[:, i]) > 0]
    if not design.groups or not varying:
        return {}
    design, _ = prepare(
        design.event, design.covariates[:, varying], design.group, weight=design.weight
    )
    found = fit(design)
    return {
        usable[place]: (
            float(found.coefficients[column]),
            profile_interval(design, found, column=column),
        )
        for column, place in enumerate(varying)
        if place < len(usable)
    }


def _between(days: Floats, first: int, last: int) -> NDArray[np.bool_]:
    return np.asarray((days >= first) & (days <= last))


def _announced(events: Sequence[Event], calendar: Calendar) -> NDArray[np.bool_]:
    found = np.zeros(calendar.days, dtype=bool)
    for event in events:
        public = announcement(event)
        if event.verified and public and event.when and event.when.first:
            found[calendar.clip(public, event.when.first)] = True
    return found
