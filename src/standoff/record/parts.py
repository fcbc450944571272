"""Observations in parts that merge never looks at together.

Merging each part by itself gives what merging all of them gives, so that a part whose
observations and rulings have not changed need not be merged again. Two observations belong
together if they stand on the same anchor, if a ruling points to where both stand, or if they
are of one kind and their days touch. An interval with an open end meets only its like.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator, Sequence
from datetime import date, timedelta
from itertools import groupby

from standoff.dates import When
from standoff.model import Anchor, Observation, Ruling, TextAnchor
from standoff.record.outline import OpenSpan, Outline, Place, Span
from standoff.record.rows import scope_of

# A source that keeps another zone's day is a day off.
ONE_DAY = timedelta(days=1)


def parted(observations: Sequence[Outline], rulings: Iterable[Ruling]) -> list[list[Outline]]:
    """The observations in such parts, each in the order given.

    Args:
        observations: without repetition.
        rulings: those in force.
    """
    groups = _Groups(len(observations))
    bound = hubs(rulings)
    for at, one in enumerate(observations):
        groups.join(at, ("anchor", one.anchor))
        for hub in bound.get(one.place, ()):
            groups.join(at, ("ruling", hub))
        if one.opened:
            groups.join(at, ("open", *one.opened))
    for run, at in _touching(observations):
        groups.join(at, ("days", run))
    found: dict[int, list[Outline]] = {}
    for at, one in enumerate(observations):
        found.setdefault(groups.root(at), []).append(one)
    return list(found.values())


def hubs(rulings: Iterable[Ruling]) -> dict[Place, list[str]]:
    """By place, the rulings that point to it."""
    found: dict[Place, list[str]] = {}
    for ruling in rulings:
        for anchor in ruling.anchors:
            found.setdefault(place_of(anchor), []).append(ruling.id)
    return found


def place_of(anchor: Anchor) -> Place:
    """What a ruling's anchor may reach, by its scope: all of a report, or one row of a table."""
    return scope_of(anchor), "" if isinstance(anchor, TextAnchor) else anchor.row


def closed_span(observation: Observation) -> Span | None:
    """The first and last day, None where one is not known."""
    when = observation.get("date")
    if not isinstance(when, When) or when.first is None or when.last is None:
        return None
    return when.first, when.last


def open_span(observation: Observation) -> OpenSpan | None:
    """Kind and ends of an interval with an open end; None of any other."""
    when = observation.get("date")
    if not isinstance(when, When) or (when.first is not None and when.last is not None):
        return None
    return observation.kind, str(when.first), str(when.last)


def _touching(observations: Sequence[Outline]) -> Iterator[tuple[int, int]]:
    """Runs of days of one kind without a gap, each observation with the number of its run.

    A single day also touches the day before and the day after; two longer stretches do not.
    """
    spans = [(one.kind, *one.closed, at) for at, one in enumerate(observations) if one.closed]
    run, kind, reach, single = 0, "", date.min, False
    for own, days in groupby(sorted(spans), key=lambda span: span[:2]):
        begun = list(days)
        shorter = any(last == first for _, first, last, _ in begun)
        gap = begun[0][1] - reach
        if own[0] != kind or gap > ONE_DAY or (gap == ONE_DAY and not (single or shorter)):
            run, kind, reach, single = run + 1, own[0], date.min, False
        for _, first, last, at in begun:
            if last >= reach:
                single = (single and last == reach) or last == first
                reach = last
            yield run, at


class _Groups:
    """Numbers that share a key, directly or through others."""

    def __init__(self, size: int) -> None:
        self.above = list(range(size))
        self.home: dict[Hashable, int] = {}

    def root(self, at: int) -> int:
        """The number that stands for the group."""
        while self.above[at] != at:
            self.above[at] = at = self.above[self.above[at]]
        return at

    def join(self, at: int, key: Hashable) -> None:
        """Put the number with all others of the key."""
        one, other = self.root(at), self.root(self.home.setdefault(key, at))
        self.above[max(one, other)] = min(one, other)
