"""From what a wording says to the days it means."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace

from standoff.coding.dating import calendar, clock, relative
from standoff.coding.dating.mention import DateMention, Fields, Reading, Setting
from standoff.dates import When

RESOLVERS: Mapping[str, Callable[[Fields, Setting], Reading]] = {
    "calendar": calendar.calendar,
    "nearby": calendar.nearby,
    "neighbour_calendar": calendar.neighbour_calendar,
    "ordinal": calendar.ordinal,
    "slashed": calendar.slashed,
    "decade": calendar.decade,
    "offset": relative.offset,
    "weekday": relative.weekday,
    "period": relative.period,
    "rolling": relative.rolling,
    "ago": relative.ago,
    "shifted": relative.shifted,
    "neighbour": relative.neighbour,
    "neighbour_weekday": relative.neighbour_weekday,
    "clock": clock.clock,
}
NEEDS_FOCUS = frozenset(
    {"shifted", "neighbour", "neighbour_weekday", "neighbour_calendar", "clock"}
)


def resolve(kind: str, fields: Fields, at: Setting) -> Reading:
    """The days that the fields of a wording mean, or what is missing to say so."""
    reading = RESOLVERS[kind](fields, at)
    if not isinstance(reading, When):
        return reading
    if kind != "clock" and ("hour" in fields or "noon" in fields):
        reading = clock.at_time(reading, fields, at.zone)
    return _bounded(reading, fields)


def complete(mention: DateMention, year: int) -> DateMention:
    """The mention with its date, once its year is known from elsewhere; basis "inferred".

    A mention that lacks anything but its year is handed back as it is.
    """
    if mention.needs != "year":
        return mention
    at = Setting(published=None, focus=None, tense=mention.tense, zone=mention.zone, year=year)
    reading = resolve(mention.kind, mention.fields, at)
    return replace(mention, when=reading, needs=None) if isinstance(reading, When) else mention


def _bounded(when: When, fields: Fields) -> When:
    """The date with its end left open by "since", or its beginning by "until"."""
    bound = fields.get("bound")
    if bound == "since" and when.first:
        return replace(when, last=None)
    return replace(when, first=None) if bound == "until" and when.last else when
