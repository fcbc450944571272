"""Dates counted from the day of publication, or from a day established in the text."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, timedelta

from standoff.coding.dating.calendar import number, text
from standoff.coding.dating.mention import Fields, Reading, Setting
from standoff.coding.dating.spans import (
    Span,
    add_months,
    decade_span,
    month_span,
    week_span,
    year_span,
)
from standoff.dates import Precision

DAY = timedelta(1)
WEEK = timedelta(7)
# "Two weeks ago" names no weekday: the day, and this many to either side.
WEEK_SLACK = timedelta(3)
# "A few days ago": two to five of them.
FEW = (2, 5)
# How far "recent" and "coming" reach, in days.
RECENT_DAYS: Mapping[str, int] = {
    "hour": 1,
    "day": 7,
    "week": 30,
    "month": 180,
    "year": 1825,
    "decade": 10950,
}
ROLLING_PRECISION: Mapping[str, Precision] = {"month": "month", "year": "year", "decade": "year"}


def offset(fields: Fields, at: Setting) -> Reading:
    """Yesterday, today, tomorrow, overnight."""
    if at.published is None:
        return "publication"
    days = number(fields, "deictic") or 0
    first = at.published + timedelta(number(fields, "from") or days)
    last = at.published + timedelta(number(fields, "to") or days)
    return Span(first, last).when("resolved")


def weekday(fields: Fields, at: Setting) -> Reading:
    """A weekday, or a run of them, by tense or by "last", "this", "next"."""
    if at.published is None:
        return "publication"
    wanted, closing = int(fields["weekday"]), number(fields, "weekday2")
    if "week_relation" in fields:
        monday = week_span(at.published + int(fields["week_relation"]) * WEEK).first
        first = monday + wanted * DAY
    elif "relation" in fields:
        first = _related_weekday(wanted, int(fields["relation"]), at.published)
    elif at.tense == "future":
        first = at.published + ((wanted - at.published.weekday()) % 7) * DAY
    elif closing is None or at.tense is None:
        first = _latest(wanted, at.published)  # a run told without tense may be under way
    else:
        first = _latest(wanted, _latest(closing, at.published))
    last = first if closing is None else first + ((closing - wanted) % 7) * DAY
    return Span(first, last).when("resolved")


def period(fields: Fields, at: Setting) -> Reading:
    """Last, this or next week, weekend, month, year or decade, or a part of it."""
    if at.published is None:
        return "publication"
    unit, part = str(fields["unit"]), text(fields, "part")
    relation = number(fields, "relation")
    if relation is None:
        relation = 0 if at.tense == "future" or at.published.weekday() >= 5 else -1
    span = _unit_span(unit, at.published, relation, part, at.week_opens)
    if span and "within" in fields:
        span = _within(span, str(fields["within"]), at.published)
    return span.when("resolved") if span else None


def rolling(fields: Fields, at: Setting) -> Reading:
    """The past two weeks, the next three months, recent years."""
    if at.published is None:
        return "publication"
    unit, sign = str(fields["unit"]), int(fields["sign"])
    if "vague" in fields:
        end = at.published + sign * RECENT_DAYS[unit] * DAY
    else:
        end = _move(at.published, unit, sign * (number(fields, "number") or 1))
    vague_week = "vague" in fields and unit == "week"
    precision = ROLLING_PRECISION.get("month" if vague_week else unit, "day")
    first, last = sorted((at.published, end))
    return Span(first, last, precision).when("resolved")


def ago(fields: Fields, at: Setting) -> Reading:
    """So many units before publication, as finely as the unit says."""
    if at.published is None:
        return "publication"
    return _moved(fields, at.published, -1)


def shifted(fields: Fields, at: Setting) -> Reading:
    """So many units before or after the day under discussion."""
    if at.focus is None or at.focus.day is None:
        return "focus"
    return _moved(fields, at.focus.day, number(fields, "direction", "side", "order") or 0)


def neighbour(fields: Fields, at: Setting) -> Reading:
    """The same, next or previous day, week, month or year."""
    if at.focus is None or at.focus.first is None:
        return "focus"
    unit, step = str(fields["unit"]), int(fields["neighbour"])
    if unit == "day":
        if at.focus.day is None:
            return "focus"
        return Span(at.focus.day + step * DAY, at.focus.day + step * DAY).when("resolved")
    span = _unit_span(unit, at.focus.first, step, None, at.week_opens)
    return span.when("resolved") if span else None


def neighbour_weekday(fields: Fields, at: Setting) -> Reading:
    """The weekday next after, or next before, the day under discussion."""
    if at.focus is None or at.focus.day is None:
        return "focus"
    day = _related_weekday(int(fields["weekday"]), int(fields["neighbour"]), at.focus.day)
    return Span(day, day).when("resolved")


def _latest(weekday: int, day: date) -> date:
    return day - ((day.weekday() - weekday) % 7) * DAY


def _related_weekday(weekday: int, relation: int, day: date) -> date:
    if relation == 0:
        return week_span(day).first + weekday * DAY
    if relation < 0:
        return _latest(weekday, day - DAY)
    return _latest(weekday, day + WEEK)


def _unit_span(unit: str, day: date, step: int, part: str | None, week_opens: int) -> Span | None:
    """The calendar's own unit that holds `day`, so many on."""
    if unit == "week":
        return week_span(day + step * WEEK, part, opens=week_opens)
    if unit == "weekend":
        saturday = week_span(day + step * WEEK).first + 5 * DAY
        return Span(saturday, saturday + DAY)
    if unit == "month":
        month = add_months(day, step)
        return month_span(month.year, month.month, part)
    if unit == "year":
        return year_span(day.year + step, part)
    return decade_span(day.year // 10 * 10 + 10 * step, part) if unit == "decade" else None


def _within(span: Span, within: str, published: date) -> Span:
    """What of the span lies before, up to, or after the day of publication."""
    if within == "so_far":
        return Span(span.first, max(span.first, min(span.last, published)), span.precision)
    if within == "earlier":
        return Span(span.first, max(span.first, min(span.last, published)))
    return Span(min(span.last, max(span.first, published + DAY)), span.last)


def _move(day: date, unit: str, count: int) -> date:
    months = {"month": 1, "year": 12, "decade": 120}
    if unit in months:
        return add_months(day, count * months[unit])
    return day + {"week": WEEK, "day": DAY}.get(unit, timedelta(0)) * count


def _moved(fields: Fields, day: date, sign: int) -> Reading:
    unit = str(fields["unit"])
    low, high = FEW if "vague" in fields else (number(fields, "number") or 1,) * 2
    spans = [_coarse(_move(day, unit, sign * count), unit, day, sign) for count in (low, high)]
    first, last = min(one.first for one in spans), max(one.last for one in spans)
    return Span(first, last, spans[0].precision).when("resolved")


COARSE: Mapping[str, Callable[[date], Span]] = {
    "week": lambda day: Span(day - WEEK_SLACK, day + WEEK_SLACK),
    "month": lambda day: month_span(day.year, day.month),
    "year": lambda day: year_span(day.year),
    "decade": lambda day: year_span(day.year),
}


def _coarse(moved: date, unit: str, origin: date, sign: int) -> Span:
    """The days that a count of this unit can mean: nobody counts months to the day."""
    if unit == "hour":
        return Span(min(origin, origin + sign * DAY), max(origin, origin + sign * DAY))
    return COARSE[unit](moved) if unit in COARSE else Span(moved, moved)
