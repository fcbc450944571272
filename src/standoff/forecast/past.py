"""The daily series that a question's forecasts rest on, and what was known in advance."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta

import numpy as np
from numpy.typing import NDArray

from standoff.forecast.models import History, history
from standoff.forecast.questions import KnownAhead, Readable, StandingQuestion
from standoff.forecast.resolve import accepted, unclassed
from standoff.packs import Pack
from standoff.record import onset

Floats = NDArray[np.float64]

# Exposures are laid out this far beyond the last day, further than any window reaches.
AHEAD_DAYS = 800
LISTED = ("reported", "planned")


def past_of(question: StandingQuestion, record: Readable, pack: Pack, *, through: date) -> History:
    """The event days of a question from its `since` to a day, as the record shows them.

    A day on which something of unknown class happened, and nothing of the class asked for, is
    unknown, not quiet.
    """
    bounded = replace(question.query, first=question.since, last=through)
    series = record.series(bounded, count=question.count)
    past = history(series, since=question.since, through=through)
    events = past.events
    if question.modes:
        days = [onset(one) for one in accepted(record.events(bounded), question.modes)]
        events = np.where(np.isnan(events), np.nan, 0.0)
        _mark(events, past, days, 1.0)
    if question.query.weapon_class:
        doubtful = np.zeros(len(events))
        _mark(doubtful, past, [onset(one) for one in unclassed(bounded, record)], 1.0)
        events[(doubtful > 0) & (events == 0)] = np.nan
    return replace(
        past,
        events=events,
        leader_starts=leader_starts(question, pack),
        exposures=_exposures(question, record, pack, through),
    )


def leader_starts(question: StandingQuestion, pack: Pack) -> tuple[date, ...]:
    """The days on which a holder of the question's office began; none where it names no office."""
    seat = question.leader
    if seat is None:
        return ()
    offices = (office for actor in pack.actors.values() for office in actor.offices)
    held = (one for one in offices if (one.title, one.of) == (seat.title, seat.of))
    return tuple(sorted(office.first for office in held if office.first))


def listed_days(
    ahead: KnownAhead, record: Readable, pack: Pack, *, first: date, last: date
) -> Iterator[tuple[date, date]]:
    """First and last day of each act on the list that touches the days asked about.

    Only what the record shows: put back to a day, it holds what was public by then. One known
    only to the month is left out.
    """
    query = replace(ahead.query, first=first, last=last, status=LISTED)
    for event in record.events(query):
        begin = onset(event)
        parties = {pack.state_of(one) for one in (*event.actors, *event.targets)}
        if begin is not None and event.when is not None and set(ahead.between) <= parties:
            yield begin, event.when.last or begin


def _exposures(question: StandingQuestion, record: Readable, pack: Pack, through: date) -> Floats:
    """1 on days within a listed act, else 0; shape (days to `through` and beyond, acts)."""
    last = through + timedelta(days=AHEAD_DAYS)
    found = np.zeros(((last - question.since).days + 1, len(question.known_ahead)))
    for column, ahead in enumerate(question.known_ahead):
        for begin, end in listed_days(ahead, record, pack, first=question.since, last=last):
            start = max((begin - question.since).days, 0)
            found[start : (end - question.since).days + 1, column] = 1.0
    return found


def _mark(days: Floats, past: History, found: list[date | None], value: float) -> None:
    places = [past.index(day) for day in found if day is not None]
    inside = [place for place in places if 0 <= place < len(days) and not np.isnan(days[place])]
    days[inside] = value
