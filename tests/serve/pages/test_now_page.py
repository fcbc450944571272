"""The front page: every number against the record, counted another way."""

from __future__ import annotations

from datetime import date, timedelta

from fastapi.testclient import TestClient

from standoff.model import Query
from standoff.record import onset
from standoff.serve.pages.now import now_view
from standoff.serve.site import Site

TODAY = date(2026, 6, 30)


def test_days_since_the_last_outcome_are_counted_from_the_day_looked_at(site: Site) -> None:
    launches = site.at().events(Query(kind="launch", actor="VEL"))
    last = max(day for one in launches if (day := onset(one)) and day <= TODAY)
    view = now_view(site, today=TODAY)
    assert view.days_since == (TODAY - last).days
    assert view.last
    assert view.last.day.startswith(last.isoformat())


def test_years_count_days_up_to_the_same_date(site: Site) -> None:
    view = now_view(site, today=TODAY)
    assert view.years_through
    days = {
        day
        for one in site.at().events(Query(kind="launch", actor="VEL", verified=True))
        if (day := onset(one))
    }
    for year in view.years:
        same = view.years_through.replace(year=year.year)
        counted = {day for day in days if day.year == year.year and day <= same}
        assert year.by_this_day in (None, len(counted))
    assert any(year.by_this_day for year in view.years)


def test_what_a_table_does_not_cover_is_said(site: Site) -> None:
    view = now_view(site, today=date(2031, 1, 1))
    assert view.covered_through
    assert view.covered_through < date(2031, 1, 1)


def test_last_events_have_begun_and_stand_newest_first(site: Site) -> None:
    view = now_view(site, today=TODAY)
    days = [line.day[:10] for line in view.events]
    assert days == sorted(days, reverse=True)
    assert all(day <= TODAY.isoformat() for day in days)
    assert len(days) == 10


def test_what_comes_soon_is_not_over(site: Site) -> None:
    today = date(2024, 1, 1)
    for line in now_view(site, today=today).planned:
        assert line.day[:10] <= (today + timedelta(days=90)).isoformat()


def test_without_forecasts_and_briefs_the_page_says_how_to_make_them(client: TestClient) -> None:
    html = client.get("/").text
    assert "standoff forecast --record PATH" in html
    assert "standoff brief --record PATH" in html
