"""Runs of tests: the test days of each type, with how they turned out."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from standoff.explain.days import Calendar
from standoff.explain.run_kind import Trials
from standoff.explain.specification import Run
from standoff.model import Event
from standoff.record import onset


def tests_of(
    events: Sequence[Event], asked: Run, calendar: Calendar
) -> tuple[Trials, tuple[str, ...], int]:
    """The test days by type, the names of the types, and how many test days have no type.

    Only verified events with a day count. A day's tests of one type are one test: it worked
    if any of them did, failed if none did and one is known to have failed.
    """
    found: dict[tuple[str, int], list[float]] = {}
    untyped: set[int] = set()
    for event in events:
        day = onset(event)
        place = calendar.index(day) if day is not None and event.verified else -1
        if not 0 <= place < calendar.days:
            continue
        if (name := event.get(asked.slot)) is None:
            untyped.add(place)
        else:
            found.setdefault((str(name), place), []).append(_failed(event, asked))
    types = tuple(sorted({name for name, _ in found}))
    listed = sorted(
        (types.index(name), place, _whole(each)) for (name, place), each in found.items()
    )
    unseen = len(untyped - {place for _, place in found})
    kind, place_of, failed = (
        (np.array(part) for part in zip(*listed, strict=True))
        if listed
        else (np.zeros(0, int), np.zeros(0, int), np.zeros(0))
    )
    return Trials(kind=kind, day=place_of, failed=failed.astype(np.float64)), types, unseen


def _failed(event: Event, asked: Run) -> float:
    outcome = event.get("outcome")
    if outcome in asked.worked:
        return 0.0
    return 1.0 if outcome in asked.failed or event.status == "failed" else float("nan")


def _whole(each: Sequence[float]) -> float:
    if 0.0 in each:
        return 0.0
    return 1.0 if 1.0 in each else float("nan")
