"""Stretches of days: months, seasons, parts of them, and which year was meant."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from standoff.coding.dating.mention import Tense
from standoff.dates import Basis, Precision, When

# A date that no verb places is read as still to come only if it is this near.
NEAR_DAYS = 60
# Further off than this a day is written with its year; if the same day a year nearer is
# only this far on the other side of publication, the verb belongs to something else.
FAR_DAYS = 330
SLIP_DAYS = 14
# "They agreed to meet on May 1", told soon after that day, does not mean the next year's; nor does
# "in April", which is named without its year only up to FAR_MONTH_DAYS ahead.
PAST_SLIP_DAYS = 35
FAR_MONTH_DAYS = 270
PAST_SLIP_MONTH_DAYS = 95
MONTH_PARTS = {
    "early": (1, 10),
    "mid": (11, 20),
    "late": (21, 31),
    "first_half": (1, 15),
    "second_half": (16, 31),
}
YEAR_PARTS = {
    "early": (1, 4),
    "mid": (5, 8),
    "late": (9, 12),
    "first_half": (1, 6),
    "second_half": (7, 12),
    "q1": (1, 3),
    "q2": (4, 6),
    "q3": (7, 9),
    "q4": (10, 12),
}
WEEK_PARTS = {"early": (0, 2), "mid": (2, 4), "late": (3, 6)}
DECADE_PARTS = {"early": (0, 3), "mid": (4, 6), "late": (7, 9)}


@dataclass(frozen=True, slots=True)
class Span:
    """Days `first` to `last`, both inclusive, as finely as the wording says."""

    first: date
    last: date
    precision: Precision = "day"

    def when(self, basis: Basis) -> When:
        """The span as a date with its basis."""
        return When(first=self.first, last=self.last, precision=self.precision, basis=basis)


def day_of(year: int, month: int, day: int) -> date | None:
    """The day, or None where the calendar has none such."""
    try:
        return date(year, month, day)
    except ValueError:
        return None


def add_months(day: date, months: int) -> date:
    """The same day so many months on, or the last day of a shorter month."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def month_span(year: int, month: int, part: str | None = None) -> Span:
    """The month, or its early (1-10), mid (11-20) or late (21 on) part, or a half."""
    days = monthrange(year, month)[1]
    if part not in MONTH_PARTS:
        return Span(date(year, month, 1), date(year, month, days), "month")
    low, high = MONTH_PARTS[part]
    return Span(date(year, month, low), date(year, month, min(high, days)))


def months_span(start: date, months: int, precision: Precision) -> Span:
    """So many whole months from the first of the month in `start`."""
    return Span(
        start.replace(day=1), add_months(start.replace(day=1), months) - timedelta(1), precision
    )


def year_span(year: int, part: str | None = None) -> Span:
    """The year, or a third, half or quarter of it."""
    if part not in YEAR_PARTS:
        return Span(date(year, 1, 1), date(year, 12, 31), "year")
    low, high = YEAR_PARTS[part]
    precision: Precision = (
        "season" if part in ("early", "mid", "late") or part[0] == "q" else "month"
    )
    return months_span(date(year, low, 1), high - low + 1, precision)


def season_span(year: int, month: int, part: str | None = None) -> Span:
    """The three months from `month`, or the first, middle or last of them."""
    if part in ("early", "mid", "late"):
        return month_span(*_month_after(year, month, ("early", "mid", "late").index(part)))
    return months_span(date(year, month, 1), 3, "season")


def decade_span(year: int, part: str | None = None) -> Span:
    """The ten years from `year`, or the early (0-3), mid (4-6), late (7-9) ones."""
    low, high = DECADE_PARTS.get(part or "", (0, 9))
    return Span(date(year + low, 1, 1), date(year + high, 12, 31), "year")


def week_span(day: date, part: str | None = None, *, opens: int = 0) -> Span:
    """The week that holds `day`, or the early, mid or late part of it.

    Args:
        day: a day of the week.
        part: early, mid or late; the whole week otherwise.
        opens: the weekday on which weeks begin, 0 for Monday.
    """
    first = day - timedelta((day.weekday() - opens) % 7)
    low, high = WEEK_PARTS.get(part or "", (0, 6))
    working = (-opens) % 7 if part in WEEK_PARTS else 0
    return Span(first + timedelta(low + working), first + timedelta(min(high + working, 6)))


def choose(spans: Iterable[Span], published: date, tense: Tense | None) -> Span | None:
    """The span meant by a wording that leaves the year or month out.

    Past: the latest that had begun by the day of publication. Future: the next that has
    not ended. Unknown: the next one if it begins within NEAR_DAYS, else the past one. A
    verb is not believed against FAR_DAYS: that also covers a day ahead in another zone.
    """
    ordered = sorted(spans, key=lambda span: span.first)
    begun = [span for span in ordered if span.first <= published]
    ahead = [span for span in ordered if span.last >= published]
    if not begun or not ahead:
        wanted = begun[-1:] if tense == "past" else ahead[:1] if tense else begun[-1:] + ahead[:1]
        return wanted[0] if wanted else None
    past, future = begun[-1], ahead[0]
    back, forward = (published - past.last).days, (future.first - published).days
    if tense is None:
        return future if forward <= NEAR_DAYS else past
    meant, other = (future, back) if tense == "future" else (past, forward)
    distance = forward if tense == "future" else back
    slip = PAST_SLIP_DAYS if tense == "future" else SLIP_DAYS
    if meant.precision == "day" and other <= slip and distance > FAR_DAYS:
        return past if tense == "future" else future
    over = tense == "future" and other <= PAST_SLIP_MONTH_DAYS and distance > FAR_MONTH_DAYS
    return past if over and meant.precision == "month" else meant


def _month_after(year: int, month: int, months: int) -> tuple[int, int]:
    moved = add_months(date(year, month, 1), months)
    return moved.year, moved.month
