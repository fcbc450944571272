"""Times of day, given in local time or in another zone's."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from standoff.coding.dating.calendar import number
from standoff.coding.dating.mention import Fields, Reading, Setting
from standoff.dates import When, from_utc


def clock(fields: Fields, at: Setting) -> Reading:
    """A time alone: the minute on the day under discussion, in that day's own zone."""
    if at.focus is None or at.focus.day is None:
        return "focus"
    day, zone = at.focus.day, clock_zone(fields)
    minute = time_of(fields)
    if minute is None:
        return None
    if zone is None:
        return _local(day, minute, at.zone)
    nearby = (_abroad(day + timedelta(step), minute, zone, at.zone) for step in (-1, 0, 1))
    return next((when for when in nearby if when.day == day), None)


def at_time(when: When, fields: Fields, zone: str) -> When:
    """The day with a time stated beside it; a foreign time moves to the local day.

    Returns `when` itself where it is no single day or the time is none of the clock's.
    """
    minute = time_of(fields)
    if when.day is None or minute is None:
        return when
    abroad = clock_zone(fields)
    if abroad is None:
        return _local(when.day, minute, zone, when)
    return _abroad(when.day, minute, abroad, zone, when)


def time_of(fields: Fields) -> time | None:
    """The time of day, or None where the numbers are no time (13 p.m.)."""
    if "noon" in fields:
        return time(12)
    hour = int(fields["hour"])
    if "meridiem" in fields:
        if not 1 <= hour <= 12:
            return None
        hour = hour % 12 + int(fields["meridiem"])
    return time(hour, number(fields, "minute") or 0)


def clock_zone(fields: Fields) -> str | None:
    """The zone a time is given in, or None for local time."""
    zone = fields.get("clock_zone", "local")
    return None if zone == "local" else str(zone)


def _local(day: date, minute: time, zone: str, like: When | None = None) -> When:
    basis = like.basis if like else "resolved"
    return When(first=day, last=day, precision="minute", basis=basis, zone=zone, minute=minute)


def _abroad(day: date, minute: time, abroad: str, zone: str, like: When | None = None) -> When:
    moment = datetime.combine(day, minute, tzinfo=ZoneInfo(abroad)).astimezone(UTC)
    return from_utc(moment.replace(tzinfo=None), zone, like.basis if like else "resolved")
