"""Intervals of days: made, compared, shortened and read back."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from standoff.dates import When, from_utc, one_day, parse_iso, whole_period
from standoff.errors import InputError

days = st.dates(min_value=date(1900, 1, 1), max_value=date(2100, 12, 31))
spans = st.tuples(days, days).map(lambda pair: When(first=min(pair), last=max(pair)))
ends = st.one_of(st.none(), days)


@st.composite
def whens(draw: st.DrawFn) -> When:
    """Any interval, open ends included."""
    first, last = draw(ends), draw(ends)
    if first is None and last is None:
        first = draw(days)
    if first and last and first > last:
        first, last = last, first
    return When(first=first, last=last)


def test_a_date_needs_an_end() -> None:
    with pytest.raises(InputError, match="a first or a last day"):
        When(first=None, last=None)


@given(days, st.integers(min_value=1, max_value=9_999))
def test_a_date_cannot_end_before_it_begins(day: date, earlier: int) -> None:
    with pytest.raises(InputError, match="cannot end"):
        When(first=day, last=day - timedelta(days=earlier))


@given(spans)
def test_days_counts_both_ends(when: When) -> None:
    assert when.first is not None
    assert when.days is not None
    assert when.first + timedelta(days=when.days - 1) == when.last


@given(days)
def test_an_open_end_has_no_length_and_no_day(day: date) -> None:
    for when in (When(first=day, last=None), When(first=None, last=day)):
        assert when.days is None
        assert when.day is None
        assert when.to_json()["open"] is True


@given(spans)
def test_day_is_given_only_where_one_is_meant(when: When) -> None:
    assert (when.day is None) == (when.first != when.last)


@given(whens(), whens(), st.integers(min_value=0, max_value=400))
def test_overlap_is_mutual_and_grows_with_slack(one: When, other: When, slack: int) -> None:
    assert one.overlaps(other) == other.overlaps(one)
    assert one.overlaps(other, slack_days=slack) == other.overlaps(one, slack_days=slack)
    if one.overlaps(other):
        assert one.overlaps(other, slack_days=slack)


@given(spans, spans)
def test_overlap_is_a_shared_day(one: When, other: When) -> None:
    assert one.first and one.last and other.first and other.last
    shared = max(one.first, other.first) <= min(one.last, other.last)
    assert one.overlaps(other) == shared


@given(days, st.integers(min_value=1, max_value=50))
def test_slack_reaches_exactly_so_far(day: date, gap: int) -> None:
    here, there = one_day(day), one_day(day + timedelta(days=gap))
    assert here.overlaps(there, slack_days=gap)
    assert not here.overlaps(there, slack_days=gap - 1)


@given(days)
def test_an_open_interval_reaches_all_that_follows(day: date) -> None:
    since = When(first=day, last=None)
    assert since.overlaps(one_day(date(2150, 1, 1)))
    assert not since.overlaps(one_day(day - timedelta(days=1)))


@given(days)
def test_iso_round_trip(day: date) -> None:
    assert parse_iso(day.isoformat()) == one_day(day)
    assert parse_iso(f" {day.isoformat()}\n") == one_day(day)


@given(st.integers(1900, 2100), st.integers(1, 12))
def test_a_month_is_all_its_days(year: int, month: int) -> None:
    when = parse_iso(f"{year:04}-{month:02}")
    assert when.precision == "month"
    assert when.first == date(year, month, 1)
    assert when.last is not None
    assert when.last.month == month
    assert (when.last + timedelta(days=1)).day == 1
    assert when.to_json()["first"] == f"{year:04}-{month:02}"
    assert when.to_json()["last"] is None


@given(st.integers(1900, 2100))
def test_a_year_is_all_its_days(year: int) -> None:
    when = parse_iso(str(year))
    assert (when.first, when.last) == (date(year, 1, 1), date(year, 12, 31))
    assert when.to_json()["first"] == str(year)


@pytest.mark.parametrize(
    "text",
    ["", "18 September 2024", "2024-9-18", "2024-13", "2023-02-29", "2024-09-18T21:53", "24"],
)
def test_what_is_not_a_date_is_refused_with_a_remedy(text: str) -> None:
    with pytest.raises(InputError, match=r"not a (date; write 2024-09-18|day of the calendar)"):
        parse_iso(text)


@given(days, st.sampled_from(["minute", "day", "month", "season", "year"]))
def test_a_whole_period_begins_where_it_is_told(day: date, precision: str) -> None:
    when = whole_period(day.replace(day=1), precision)  # type: ignore[arg-type]
    lengths = {"minute": (1, 1), "day": (1, 1), "month": (28, 31), "season": (89, 92)}
    low, high = lengths.get(precision, (365, 366))
    assert when.first == day.replace(day=1)
    assert when.days is not None
    assert low <= when.days <= high


@pytest.mark.parametrize(
    ("first", "last"),
    [(date(2023, 12, 1), date(2024, 2, 29)), (date(2024, 11, 1), date(2025, 1, 31))],
)
def test_a_season_runs_over_the_new_year(first: date, last: date) -> None:
    assert whole_period(first, "season").last == last


@given(whens())
def test_json_keeps_the_ends(when: When) -> None:
    shown = when.to_json()
    assert shown["first"] == (when.first.isoformat() if when.first else None)
    if when.last and when.last != when.first:
        assert shown["last"] == when.last.isoformat()


@given(spans)
def test_a_part_of_a_month_is_not_shortened(when: When) -> None:
    part = When(first=when.first, last=when.last, precision="month")
    assert part.first and part.last
    whole = part == whole_period(part.first, "month")
    assert len(str(part.to_json()["first"])) == (7 if whole else 10)


moments = st.datetimes(min_value=datetime(1950, 1, 1), max_value=datetime(2100, 1, 1))
zones = st.sampled_from(["Pacific/Auckland", "America/Anchorage", "Asia/Kathmandu", "UTC"])


@given(moments, zones)
def test_from_utc_keeps_the_moment(moment: datetime, zone: str) -> None:
    when = from_utc(moment, zone)
    local = moment.replace(tzinfo=UTC).astimezone(ZoneInfo(zone))
    assert when.day == local.date()
    assert when.minute == local.time()
    assert (when.precision, when.zone) == ("minute", zone)


def test_the_evening_in_utc_is_the_next_day_further_east() -> None:
    when = from_utc(datetime(2024, 9, 17, 21, 53, tzinfo=UTC), "Asia/Seoul")
    assert (when.day, when.minute) == (date(2024, 9, 18), time(6, 53))
    assert when.to_json()["time"] == "06:53"
