"""From the record to days that are yes, no or unknown, for outcome and exposure alike."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from typing import Protocol, Self

import numpy as np
from numpy.typing import NDArray

from standoff.explain.days import Calendar, aligned
from standoff.model import Anchor, CountUnit, Event, Query, Series
from standoff.packs import Pack
from standoff.record import onset
from standoff.record.coverage import feeding_tables
from standoff.stats.intervals import joined

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]

EXACT = ("day", "minute")


class Readable(Protocol):
    """The part of a record that tests read."""

    @property
    def version(self) -> str:
        """Which content of the record this is."""
        ...

    def as_of(self, day: date) -> Self:
        """The record as it was publicly known on a day."""
        ...

    def events(self, query: Query) -> Iterator[Event]:
        """The events that match."""
        ...

    def series(self, query: Query, *, count: CountUnit) -> Series:
        """How many a day, NaN where not covered."""
        ...


def outcome_days(
    record: Readable, query: Query, calendar: Calendar, *, count: CountUnit = "days"
) -> Floats:
    """Days with a verified event: 1, 0, or NaN where not covered or only unverified rows speak.

    Args:
        record: as of the day asked about.
        query: what counts; verified rows are asked for whatever it says.
        calendar: the days wanted.
        count: the unit in which the record counts; any positive count is an event day.
    """
    verified = aligned(record.series(_with(query, verified=True), count=count), calendar)
    everything = aligned(record.series(_with(query, verified=False), count=count), calendar)
    days = np.where(np.isnan(verified), np.nan, (verified > 0).astype(np.float64))
    days[(days == 0) & (everything > 0)] = np.nan
    return days


def matching(
    record: Readable, query: Query, pack: Pack, *, between: Sequence[str]
) -> tuple[Event, ...]:
    """The events of a query in which all of `between` take part, verified or not."""
    found = []
    for event in record.events(_with(query, verified=False)):
        parties = {pack.state_of(actor) for actor in (*event.actors, *event.targets)}
        if event.when is not None and set(between) <= parties:
            found.append(event)
    return tuple(found)


def state_days(
    events: Sequence[Event],
    covered: Flags,
    calendar: Calendar,
    *,
    join_gap_days: int,
    from_start: bool = False,
) -> Floats:
    """Whether something is under way: 1 yes, 0 no, NaN unknown.

    Yes from verified events with exact days, gaps under `join_gap_days` joined. No only on
    days covered by a table that is declared complete. Days under an unverified row, of a row
    that knows only the month, and after a row without an end (for `join_gap_days`) stay
    unknown.

    Args:
        events: from `matching`.
        covered: from `complete_days`; shape (days,).
        calendar: the days wanted.
        join_gap_days: two meetings less than this apart belong to one episode.
        from_start: take the first day of each event alone.
    """
    under = np.zeros(calendar.days, dtype=bool)
    unsure = np.zeros(calendar.days, dtype=bool)
    for event in events:
        when = event.when
        if when is None:
            continue
        first = when.first or calendar.first
        end = first if from_start and _exact(event) else when.last
        last = end or first + timedelta(days=join_gap_days - 1)
        sure = _exact(event) and when.first is not None
        if sure:
            under[calendar.clip(first, end or first)] = True
        if not sure or end is None:
            unsure[calendar.clip(first, last)] = True
    state = np.where(covered & ~unsure, 0.0, np.nan)
    state[joined(under, gap_days=join_gap_days)] = 1.0
    return state


def complete_days(
    pack: Pack, query: Query, calendar: Calendar, *, between: Sequence[str], as_of: date
) -> Flags:
    """Days on which a table with this kind is declared complete for exactly these parties.

    A table counts up to its declared end, and never nearer to `as_of` than its reporting lag.
    """
    covered = np.zeros(calendar.days, dtype=bool)
    for table in feeding_tables(query.kind, pack):
        latest = as_of - timedelta(days=table.spec.lag_days)
        for span in table.spec.coverage:
            if span.complete and set(span.between) in (set(), set(between)):
                covered[calendar.clip(span.first, min(span.last, latest))] = True
    return covered


def onset_days(
    events: Sequence[Event], calendar: Calendar, *, join_gap_days: int
) -> tuple[Flags, Flags]:
    """Days in an episode, and the day each episode became public (announced, else begun).

    Only verified events with exact days make episodes; the announcement of a meeting opens
    its episode, so that no day between announcement and meeting is at risk.
    """
    under = np.zeros(calendar.days, dtype=bool)
    for event in events:
        when = event.when
        if when is None or when.first is None or not _exact(event):
            continue
        public = announcement(event) or when.first
        under[calendar.clip(min(public, when.first), when.last or when.first)] = True
    episodes = joined(under, gap_days=join_gap_days)
    onsets = episodes & ~np.concatenate([[True], episodes[:-1]])
    return episodes, onsets


def announcement(event: Event) -> date | None:
    """The exact day on which an event was first announced, where a source says it."""
    announced = event.get("announced")
    exact = getattr(announced, "precision", None) in EXACT
    return announced.first if exact else None


def undated(events: Sequence[Event], calendar: Calendar) -> int:
    """How many verified events overlap the calendar but have no day to be counted on."""
    return len(undated_spans(events, calendar))


def undated_spans(events: Sequence[Event], calendar: Calendar) -> tuple[slice, ...]:
    """The days among which each verified event without a day of its own may lie."""
    found = []
    for event in events:
        when = event.when
        if event.verified and onset(event) is None and when is not None and when.first is not None:
            span = calendar.clip(when.first, when.last or when.first)
            if span.start < span.stop:
                found.append(span)
    return tuple(found)


def without_origin(events: Sequence[Event], days: Floats, calendar: Calendar) -> dict[str, Floats]:
    """The event days again, once for every origin left out, by origin.

    An event stays if another origin also reports it. Empty where there is only one origin.
    """
    dated = [(onset(event), set(event.origins)) for event in events if event.verified]
    places = [(calendar.index(day), origins) for day, origins in dated if day is not None]
    names = sorted({name for _, origins in places for name in origins})
    return {
        name: _reported(days, [place for place, origins in places if origins - {name}])
        for name in (names if len(names) > 1 else ())
    }


def _reported(days: Floats, places: Sequence[int]) -> Floats:
    """The known days, 1 where one of the places is, else 0."""
    kept = np.zeros(len(days))
    kept[[place for place in places if 0 <= place < len(days)]] = 1.0
    return np.where(np.isnan(days), np.nan, kept)


def anchors_on(events: Sequence[Event], days: Flags, calendar: Calendar) -> tuple[Anchor, ...]:
    """The anchors of all verified events that touch one of the days, each once, in order."""
    found: dict[Anchor, None] = {}
    for event in events:
        when = event.when
        if not event.verified or when is None or when.first is None:
            continue
        if days[calendar.clip(when.first, when.last or when.first)].any():
            found.update(dict.fromkeys(event.anchors))
    return tuple(found)


def _exact(event: Event) -> bool:
    return bool(event.verified and event.when and event.when.precision in EXACT)


def _with(query: Query, *, verified: bool) -> Query:
    return Query(
        kind=query.kind,
        actor=query.actor,
        target=query.target,
        weapon_class=query.weapon_class,
        status=query.status,
        verified=verified,
    )
