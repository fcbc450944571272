"""Dates that name a day, month, season, year or decade, with or without the year."""

from __future__ import annotations

from datetime import date

from standoff.coding.dating.mention import Fields, Reading, Setting, Tense
from standoff.coding.dating.spans import (
    Span,
    add_months,
    choose,
    day_of,
    decade_span,
    month_span,
    season_span,
    year_span,
)

NEAR_YEARS = range(-1, 2)
# Far enough to meet a February 29, and a weekday on a given date, again.
FAR_YEARS = range(-8, 9)


def calendar(fields: Fields, at: Setting) -> Reading:
    """A date written out, with its year or with one worked out from the setting."""
    stated = number(fields, "year") or number(fields, "year2")
    if stated:
        span = span_in(fields, stated)
        return span.when("stated") if span else None
    if at.year:
        span = span_in(fields, at.year)
        return span.when("inferred") if span else None
    if at.published is None:
        return "publication" if "relation" in fields else "year"
    if "relation" in fields:
        span = span_in(fields, at.published.year + int(fields["relation"]))
    else:
        span = _choose_year(fields, at.published, at.tense)
    return span.when("resolved") if span else None


def nearby(fields: Fields, at: Setting) -> Reading:
    """A month or season with "last", "this" or "next"."""
    if at.published is None:
        return "publication"
    relation, published = int(fields["relation"]), at.published
    spans = _spans_around(fields, published, FAR_YEARS)
    if relation == 0:
        chosen = [span for span in spans if span.first.year == published.year]
    elif relation < 0:
        chosen = [span for span in spans if span.last < published][-1:]
    else:
        chosen = [span for span in spans if span.first > published][:1]
    return chosen[0].when("resolved") if chosen else None


def neighbour_calendar(fields: Fields, at: Setting) -> Reading:
    """A month or day of the same, next or previous year, seen from the date in focus."""
    if at.focus is None or at.focus.first is None:
        return "focus"
    span = span_in(fields, at.focus.first.year + int(fields["neighbour"]))
    return span.when("resolved") if span else None


def ordinal(fields: Fields, at: Setting) -> Reading:
    """A day of an unnamed month: "on the 18th"."""
    if at.published is None:
        return "publication"
    months = [add_months(at.published.replace(day=1), step) for step in (-2, -1, 0, 1, 2)]
    days = [day_of(month.year, month.month, int(fields["ordinal"])) for month in months]
    span = choose([Span(day, day) for day in days if day], at.published, at.tense or "past")
    return span.when("resolved") if span else None


def slashed(fields: Fields, _at: Setting) -> Reading:
    """A date in numbers whose order of day and month only its own size can tell."""
    first, second, year = (int(fields[name]) for name in ("first", "second", "year"))
    days = {day_of(year, second, first), day_of(year, first, second)} - {None}
    if len(days) > 1:
        return "order"
    return next((Span(day, day).when("stated") for day in days if day), None)


def decade(fields: Fields, _at: Setting) -> Reading:
    """Ten years, or the early, mid or late ones of them."""
    return decade_span(int(fields["decade"]), text(fields, "part")).when("stated")


def span_in(fields: Fields, year: int) -> Span | None:
    """What the fields mean in a given year; None where it has no such day."""
    part, month = text(fields, "part"), number(fields, "month")
    if "season" in fields:
        return season_span(year, int(fields["season"]), part)
    if month is None:
        closing = number(fields, "year_end") or _ending_year(fields, year)
        first, last = year_span(year, part), year_span(closing or year, part)
        return Span(first.first, last.last, first.precision) if last.last >= first.first else None
    if number(fields, "day") is None:
        return _months(fields, year, month, part)
    return _days(fields, year, month)


def number(fields: Fields, *names: str) -> int | None:
    """The first of these fields that was read, as a number."""
    for name in names:
        if name in fields:
            return int(fields[name])
    return None


def text(fields: Fields, name: str) -> str | None:
    """A field as a word, or None where it was not read."""
    return str(fields[name]) if name in fields else None


def _months(fields: Fields, year: int, month: int, part: str | None) -> Span | None:
    if "month2" not in fields:
        return month_span(year, month, part)
    first = month_span(year, month)
    last = month_span(number(fields, "year2") or year, int(fields["month2"]))
    return _ordered(first.first, last.last, fields, "month")


def _days(fields: Fields, year: int, month: int) -> Span | None:
    first = day_of(year, month, number(fields, "day") or 0)
    last = first
    if "closing" in fields:
        closing_year = number(fields, "year2") or year
        closing_month = number(fields, "month2") or month
        last = day_of(closing_year, closing_month, int(fields["closing"]))
    return _ordered(first, last, fields, "day") if first and last else None


def _ordered(first: date, last: date, fields: Fields, precision: str) -> Span | None:
    """The span, with the year turned where it runs over New Year's Day."""
    if first > last and "month2" in fields:
        if "year" in fields or "year2" not in fields:
            last = add_months(last, 12)
        else:
            first = add_months(first, -12)
    return Span(first, last, "month" if precision == "month" else "day") if first <= last else None


def _ending_year(fields: Fields, year: int) -> int | None:
    ending = number(fields, "ending")
    return None if ending is None else year - year % 100 + ending


def _choose_year(fields: Fields, published: date, tense: Tense | None) -> Span | None:
    chosen = None
    if "dateline_weekday" not in fields:
        spans = _spans_around(fields, published, NEAR_YEARS)
        chosen = choose(spans, published, tense)
    if chosen:
        return chosen
    spans = _spans_around(fields, published, FAR_YEARS)
    agreeing = [one for one in spans if one.first.weekday() == fields.get("dateline_weekday")]
    return choose(agreeing or spans, published, tense)


def _spans_around(fields: Fields, published: date, steps: range) -> list[Span]:
    spans = (span_in(fields, published.year + step) for step in steps)
    return [span for span in spans if span]
