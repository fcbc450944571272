"""What a text says about itself: when it was published, by whom, from where."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from email.utils import parsedate_to_datetime

from standoff.dates import When, one_day
from standoff.errors import InputError
from standoff.reports.wording import Wording

_OPENING = 3
_OPENING_CHARS = 200
_STAMP = re.compile(
    r"((?:19|20)\d\d)-?(\d\d)-?(\d\d)(?:[T ]{1,2}(\d\d):?(\d\d)(?::?\d\d(?:[.,]\d{1,9})?)?\s?"
    r"(Z|UTC|GMT|[+-]\d\d:?\d\d|[+-]\d\d)?)?"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Dateline:
    """The opening of a wire story; `when` is None where it gives no year."""

    wording: str
    agency: str | None
    when: When | None
    has_day: bool


def parse_stamp(text: str) -> When | None:
    """The publication day that a time stamp states, in the stamp's own zone; None if unreadable.

    ISO 8601 in its usual forms, or the dates of mail and feeds.

    >>> parse_stamp("2024-09-20T07:05:00+09:00").day
    datetime.date(2024, 9, 20)
    """
    text = text.strip()[:64]
    found = _STAMP.match(text)
    if not found:
        return _mail_date(text)
    try:
        day = date(int(found[1]), int(found[2]), int(found[3]))
        minute = time(int(found[4]), int(found[5])) if found[4] else None
    except ValueError:
        return None
    if minute is None:
        return one_day(day)
    zone = _zone_name(found[6])
    return When(first=day, last=day, precision="minute", minute=minute, zone=zone)


def read_date_line(line: str, wording: Wording) -> When | None:
    """The day that a line of its own states, or None if it is no such line."""
    for phrase in wording.of_kind("date_line"):
        found = phrase.match.fullmatch(line)
        when = _day_of(found, wording) if found else None
        if when:
            return when
    return None


def read_byline(line: str, wording: Wording) -> str | None:
    """The author that a line of its own names, or None if it is no such line."""
    for phrase in wording.of_kind("byline"):
        found = phrase.match.fullmatch(line)
        if found:
            return found["byline"]
    return None


def find_dateline(text: str, wording: Wording) -> Dateline | None:
    """The dateline among the first paragraphs, or None."""
    for line in _opening(text):
        for phrase in wording.of_kind("dateline"):
            found = phrase.match.match(line)
            if found is None:
                continue
            parts = found.groupdict()
            if parts.get("month") and not _month(parts["month"], wording):
                continue
            return Dateline(
                wording=found[0].strip(" -\u2013\u2014:"),
                agency=parts.get("agency"),
                when=_day_of(found, wording) if parts.get("year") else None,
                has_day=bool(parts.get("month")),
            )
    return None


def _opening(text: str) -> Iterator[str]:
    start = 0
    for _ in range(2 * _OPENING):
        end = text.find("\n", start)
        line = text[start : end if end >= 0 else len(text)][:_OPENING_CHARS].strip()
        if line:
            yield line
        if end < 0:
            return
        start = end + 1


def _day_of(found: re.Match[str], wording: Wording) -> When | None:
    month = _month(found["month"], wording)
    try:
        return one_day(date(int(found["year"]), month, int(found["day"]))) if month else None
    except ValueError:
        return None


def _month(name: str, wording: Wording) -> int | None:
    if name.isdecimal():
        return int(name)
    for phrase in wording.of_kind("month"):
        if phrase.match.fullmatch(name):
            return int(phrase.get("number"))
    return None


def _zone_name(offset: str | None) -> str | None:
    """The zone of the tz database for an offset; None where there is no such zone."""
    if not offset:
        return None
    if offset in {"Z", "UTC", "GMT"}:
        return "UTC"
    hours, minutes = int(offset[1:3]), int(offset[-2:]) if len(offset) > 3 else 0
    if minutes or hours > 12:
        return None
    # The tz database counts hours west of Greenwich.
    return "UTC" if hours == 0 else f"Etc/GMT{'-' if offset[0] == '+' else '+'}{hours}"


def _mail_date(text: str) -> When | None:
    try:
        moment: datetime = parsedate_to_datetime(text)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
    offset = moment.utcoffset()
    sign = "-" if offset and offset < timedelta(0) else "+"
    seconds = int(abs(offset).total_seconds()) if offset is not None else 0
    zone = _zone_name(f"{sign}{seconds // 3600:02d}{seconds // 60 % 60:02d}")
    try:
        return When(
            first=moment.date(),
            last=moment.date(),
            precision="minute",
            minute=moment.time().replace(second=0, microsecond=0, tzinfo=None),
            zone=zone if offset is not None else None,
        )
    except InputError:
        return None
