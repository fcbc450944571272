"""Daily series of events and exposures: what is not covered is NaN, never 0."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date

import numpy as np
from numpy.typing import NDArray

from standoff.errors import InputError
from standoff.model import CountUnit, Event, Query, Series
from standoff.packs import Pack
from standoff.record.coverage import Mask, covered, covered_span

Floats = NDArray[np.float64]


def onset(event: Event) -> date | None:
    """The local day on which an event is counted, None where its sources do not say one.

    An act that lasts counts on its first day; one that takes a moment has no day as long as
    its date is a range of days.
    """
    when = event.when
    if when is None or when.first is None or when.precision not in ("day", "minute"):
        return None
    return when.first if event.lasting else when.day


def span(query: Query, pack: Pack, *, as_of: date | None) -> tuple[date, date]:
    """The first and last day of a series: as asked, else what the tables cover.

    Raises:
        InputError: an end is not asked for and no table declares it, or they are reversed.
    """
    ends = covered_span(query, pack, as_of=as_of)
    first = query.first or (ends[0] if ends else None)
    last = query.last or (ends[1] if ends else None)
    if first is None or last is None:
        raise InputError(
            f"no table covers {query.kind or 'events'}: give the first and the last day"
        )
    if first > last:
        raise InputError(f"a series cannot end ({last}) before it begins ({first})")
    return first, last


def daily(events: Iterable[Event], first: date, coverage: Mask, unit: CountUnit) -> Floats:
    """The count of each day in `unit`; NaN where uncovered.

    Args:
        events: those that fit the query.
        first: the day of the first element.
        coverage: whether each day is covered; shape (n,).
        unit: days (1 if anything happened), occasions, events, or items (missiles; an event
            whose sources give no number counts one).

    Returns:
        Counts, shape (n,).
    """
    by_day: dict[int, list[Event]] = {}
    for event in events:
        day = onset(event)
        if day is not None and 0 <= (day - first).days < len(coverage):
            by_day.setdefault((day - first).days, []).append(event)
    values = np.where(coverage, 0.0, np.nan)
    for index, found in by_day.items():
        if coverage[index]:
            values[index] = _amount(found, unit)
    return values


def exposed(events: Iterable[Event], first: date, coverage: Mask) -> Floats:
    """Each day's exposure: 1 within an event, 0 where none is declared, else NaN.

    Args:
        events: those that expose; one known only to the month or so makes its days unknown.
        first: the day of the first element.
        coverage: where the tables are complete, so that no event means no; shape (n,).

    Returns:
        1, 0 or NaN; shape (n,).
    """
    values = np.where(coverage, 0.0, np.nan)
    listed = list(events)
    for event in sorted(listed, key=lambda one: onset(one) is not None):
        when = event.when
        if when is None:
            continue
        start = max((when.first - first).days, 0) if when.first else 0
        end = (when.last - first).days + 1 if when.last else len(values)
        values[start : max(end, 0)] = np.nan if onset(event) is None else 1.0
    return values


def make_series(
    query: Query,
    events: Iterable[Event],
    *,
    count: CountUnit,
    exposing: tuple[Query, Sequence[Event]] | None,
    pack: Pack,
    as_of: date | None,
) -> Series:
    """The daily series of a query, with the exposure where one is asked for.

    Raises:
        InputError: the span is neither asked for nor declared.
    """
    first, last = span(query, pack, as_of=as_of)
    coverage = covered(query, first, last, pack, as_of=as_of)
    exposure = None
    if exposing is not None:
        asked, found = exposing
        declared = covered(asked, first, last, pack, as_of=as_of)
        exposure = exposed(found, first, declared)
    return Series(
        start=first,
        values=daily(events, first, coverage, count),
        exposure=exposure,
        coverage=coverage,
        unit=count,
        zone=pack.manifest.zone,
    )


def without_days(query: Query) -> Query:
    """The query for any day."""
    return replace(query, first=None, last=None)


def _amount(events: Sequence[Event], unit: CountUnit) -> float:
    if unit == "days":
        return 1.0
    if unit == "occasions":
        return float(len({event.occasion or event.id for event in events}))
    if unit == "events":
        return float(len(events))
    return float(sum(_items(event) for event in events))


def _items(event: Event) -> int:
    count = event.get("count")
    return int(count) if isinstance(count, int | float) else 1
