"""Dates as texts give them: an interval with its precision and how it was arrived at."""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Literal
from zoneinfo import ZoneInfo

from standoff.errors import InputError

Precision = Literal["minute", "day", "month", "season", "year"]
Basis = Literal["stated", "resolved", "published", "inferred"]

_ISO = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?")


@dataclass(frozen=True, slots=True, kw_only=True)
class When:
    """A stretch of local days, both ends inclusive; `last` None means it has not ended.

    `precision` says how finely the source speaks; `basis` how the days were found:
    written out (stated), worked out from a dateline (resolved), taken from the day of
    publication (published) or concluded from other evidence (inferred).
    """

    first: date | None
    last: date | None
    precision: Precision = "day"
    basis: Basis = "stated"
    zone: str | None = None
    minute: time | None = None

    def __post_init__(self) -> None:
        if self.first is None and self.last is None:
            raise InputError("a date needs a first or a last day; leave it out if it has neither")
        if self.first and self.last and self.first > self.last:
            raise InputError(f"a date cannot end ({self.last}) before it begins ({self.first})")

    @property
    def days(self) -> int | None:
        """How many days the interval spans, or None where an end is open."""
        if self.first is None or self.last is None:
            return None
        return (self.last - self.first).days + 1

    @property
    def day(self) -> date | None:
        """The one day meant, or None where the source does not say a single day."""
        return self.first if self.first is not None and self.first == self.last else None

    def overlaps(self, other: When, *, slack_days: int = 0) -> bool:
        """Whether the two intervals share a day, or come within `slack_days` of it."""
        slack = timedelta(days=slack_days)
        starts_late = self.last and other.first and other.first > self.last + slack
        ends_early = other.last and self.first and self.first > other.last + slack
        return not (starts_late or ends_early)

    def to_json(self) -> dict[str, str | bool | None]:
        """The interval as ISO dates, shorter where the source is less precise.

        >>> may = When(first=date(1994, 5, 1), last=date(1994, 5, 31), precision="month")
        >>> may.to_json()["first"]
        '1994-05'
        """
        first, last = self.first, self.last
        whole = (
            self == whole_period(first, self.precision, self.basis, self.zone) if first else False
        )
        return {
            "first": _shorten(first, self.precision if whole else "day"),
            "last": None if whole or first == last else _shorten(last, "day"),
            "precision": self.precision,
            "basis": self.basis,
            "open": first is None or last is None,
            "zone": self.zone,
            "time": self.minute.strftime("%H:%M") if self.minute else None,
        }


def whole_period(
    first: date, precision: Precision, basis: Basis = "stated", zone: str | None = None
) -> When:
    """The whole day, month, season (three months) or year that begins with `first`."""
    months = {"month": 1, "season": 3, "year": 12}.get(precision, 0)
    last = _end_of_months(first, months) if months else first
    return When(first=first, last=last, precision=precision, basis=basis, zone=zone)


def one_day(day: date, basis: Basis = "stated", zone: str | None = None) -> When:
    """The single day `day`."""
    return When(first=day, last=day, basis=basis, zone=zone)


def parse_iso(text: str, basis: Basis = "stated", zone: str | None = None) -> When:
    """The interval of an ISO date, or of a shortened one (`1994-05`, `1994`).

    Raises:
        InputError: the text is not an ISO date of a real day.

    >>> parse_iso("1994-05").last
    datetime.date(1994, 5, 31)
    """
    found = _ISO.fullmatch(text.strip())
    if not found:
        raise InputError(f"{text!r} is not a date; write 2024-09-18, 2024-09 or 2024")
    year, month, day = found.groups()
    precision: Precision = "day" if day else "month" if month else "year"
    try:
        first = date(int(year), int(month or 1), int(day or 1))
    except ValueError as error:
        raise InputError(f"{text!r} is not a day of the calendar") from error
    return whole_period(first, precision, basis, zone)


def from_utc(moment: datetime, zone: str, basis: Basis = "stated") -> When:
    """The local day and minute, in `zone`, of a moment given in UTC.

    >>> from_utc(datetime(2024, 9, 17, 21, 53), "Pacific/Auckland").first
    datetime.date(2024, 9, 18)
    """
    local = moment.replace(tzinfo=UTC).astimezone(ZoneInfo(zone))
    day, minute = local.date(), local.time().replace(tzinfo=None)
    return When(first=day, last=day, precision="minute", basis=basis, zone=zone, minute=minute)


def _end_of_months(first: date, months: int) -> date:
    index = first.year * 12 + first.month - 1 + months - 1
    year, month = divmod(index, 12)
    return date(year, month + 1, calendar.monthrange(year, month + 1)[1])


def _shorten(day: date | None, precision: Precision) -> str | None:
    if day is None:
        return None
    return day.isoformat()[: {"year": 4, "month": 7}.get(precision, 10)]
