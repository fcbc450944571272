"""Dates and times of an outside table as our cells have them: local, and no more exact."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from standoff.errors import InputError

_LAST_MOMENT = time(23, 59, 59)


@dataclass(frozen=True, slots=True, kw_only=True)
class Stamp:
    """A date as written: the moment its text gives, and how much of it the text says."""

    moment: datetime
    precision: str
    timed: bool

    @property
    def short(self) -> str:
        """The ISO date, shorter where the text says less."""
        return self.moment.date().isoformat()[: {"year": 4, "month": 7}.get(self.precision, 10)]


def read_stamp(text: str, formats: Iterable[str]) -> Stamp:
    """The date of a text by the first format that fits it.

    Args:
        text: as the table has it.
        formats: as strptime has them; one without a day gives a month or a year.

    Raises:
        InputError: none fits.
    """
    listed = tuple(formats)
    for form in listed:
        try:
            moment = datetime.strptime(text, form)
        except ValueError:
            continue
        day, month = "%d" in form or "%j" in form, any(one in form for one in ("%m", "%b", "%B"))
        precision = "day" if day else "month" if month else "year"
        return Stamp(moment=moment, precision=precision, timed="%H" in form or "%I" in form)
    raise InputError(f"{text!r} is no date of the form {' or '.join(listed)}")


def local_cells(
    day: Stamp, clock: Stamp | None, *, zone: str | None, local: str, span: bool
) -> dict[str, str]:
    """The cells `date`, `last` and `time`, by the local calendar.

    Args:
        day: the date, with its time if it has one.
        clock: the time, where it stands in a column of its own.
        zone: of both; None where they are local.
        local: the theatre's zone.
        span: a date without a time is any local day that it touches, not one of the same name.
    """
    if day.precision != "day":
        return {"date": day.short}
    timed = clock or (day if day.timed else None)
    if timed is None:
        touched = _touched(day.moment.date(), zone, local) if span else (day.moment.date(),) * 2
        last = {"last": touched[1].isoformat()} if touched[0] != touched[1] else {}
        return {"date": touched[0].isoformat(), **last}
    moment = _moved(datetime.combine(day.moment.date(), timed.moment.time()), zone, local)
    return {"date": moment.date().isoformat(), "time": moment.strftime("%H:%M")}


def local_day(stamp: Stamp, *, zone: str | None, local: str) -> str:
    """The local day of a moment; of a date without a time, that date."""
    return _moved(stamp.moment, zone, local).date().isoformat() if stamp.timed else stamp.short


def _touched(day: date, zone: str | None, local: str) -> tuple[date, date]:
    """The local days of the first and the last moment of another zone's day."""
    first = datetime.combine(day, time())
    last = datetime.combine(day, _LAST_MOMENT)
    return _moved(first, zone, local).date(), _moved(last, zone, local).date()


def _moved(moment: datetime, zone: str | None, local: str) -> datetime:
    if zone is None:
        return moment
    return moment.replace(tzinfo=ZoneInfo(zone)).astimezone(ZoneInfo(local)).replace(tzinfo=None)
