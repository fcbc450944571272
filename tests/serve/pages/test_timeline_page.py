"""The timeline: the drawing and the table hold the same events, each once."""

from __future__ import annotations

import json
import re
from datetime import date

import pytest
from fastapi.testclient import TestClient
from starlette.datastructures import QueryParams

from standoff.model import Query
from standoff.serve.pages import timeline
from standoff.serve.pages.asked import HAPPENED, asked
from standoff.serve.pages.timeline import after_of, timeline_view
from standoff.serve.site import Site

TODAY = date(2026, 6, 30)


def drawn_in(html: str) -> dict[str, list[list[object]]]:
    found = re.search(r'<div id="timeline-data" hidden>(.*?)</div>', html)
    assert found
    data: dict[str, list[list[object]]] = json.loads(found[1])
    return data


def test_every_dated_event_is_a_mark_and_every_office_a_band(
    client: TestClient, site: Site
) -> None:
    data = drawn_in(client.get("/timeline").text)
    listed = [one for one in site.listing().summaries if one.status in HAPPENED and one.first]
    assert {mark[5] for mark in data["marks"]} == {one.id for one in listed if one.kind != "tenure"}
    assert {band[5] for band in data["bands"]} == {one.id for one in listed if one.kind == "tenure"}


def test_pages_of_the_table_hold_every_event_once(site: Site) -> None:
    wanted = asked(QueryParams("status=any"), site.pack)
    seen: list[str] = []
    after = None
    for _ in range(100):
        view = timeline_view(site, wanted, today=TODAY, after=after, limit=37)
        seen += [line.id for line in view.lines]
        after, wrong = after_of(view.after)
        assert not wrong
        if after is None:
            break
    everything = [one.id for one in site.listing().summaries]
    assert sorted(seen) == sorted(everything)


def test_events_without_a_day_come_last(site: Site) -> None:
    wanted = asked(QueryParams("status=any"), site.pack)
    view = timeline_view(site, wanted, today=TODAY, limit=5000)
    dated = [line.day != "no day" for line in view.lines]
    assert dated == sorted(dated, reverse=True)


def test_days_narrow_the_table_but_not_the_drawing(client: TestClient) -> None:
    whole = drawn_in(client.get("/timeline?kind=launch").text)
    page = client.get("/timeline?kind=launch&first=2020-01-01&last=2020-12-31")
    assert drawn_in(page.text)["marks"] == whole["marks"]
    days = re.findall(r'<td class="date">(\d{4})', page.text.partition("Offices behind")[0])
    assert days
    assert set(days) == {"2020"}


def test_very_many_events_are_drawn_by_month(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(timeline, "MOST_MARKS", 10)
    view = timeline_view(site, asked(QueryParams(""), site.pack), today=date(2026, 7, 1))
    assert view.by_month
    counted = sum(int(str(mark[3]).split()[0]) for mark in view.drawn["marks"])
    listing = site.listing()
    fitting = listing.fitting(Query(status=HAPPENED))
    assert counted == sum(1 for one in fitting if one.first and one.kind != "tenure")
    assert all(mark[1] <= mark[2] and mark[1][:7] == mark[2][:7] for mark in view.drawn["marks"])


def test_a_place_in_the_list_that_is_none_is_named(client: TestClient) -> None:
    assert "does not exist" in client.get("/timeline?after=nonsense").text


def test_filters_keep_along_to_older_events(client: TestClient) -> None:
    html = client.get("/timeline?status=any").text
    older = re.search(r'href="([^"]*after=[^"]*)" rel="next"', html)
    assert older
    assert "status=any" in older[1]
