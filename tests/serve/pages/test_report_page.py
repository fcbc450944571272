"""The page of a report: the text is whole, and every mark says what was coded from it."""

from __future__ import annotations

import re
from html import unescape

from fastapi.testclient import TestClient
from hypothesis import given, settings
from hypothesis import strategies as st

from standoff.coding import reasons
from standoff.model import Report
from standoff.serve.pages.report import Span, report_view, stretches
from standoff.serve.site import Site

SPANS = st.lists(st.tuples(st.integers(0, 60), st.integers(1, 30), st.integers(1, 5)), max_size=12)


@settings(deadline=None)  # the machine may be busy
@given(st.text(min_size=1, max_size=90), SPANS)
def test_stretches_are_the_whole_text_whatever_overlaps(
    text: str, given_spans: list[tuple[int, int, int]]
) -> None:
    spans = [
        Span(start, min(start + length, len(text)), "date", item)
        for start, length, item in given_spans
        if start < len(text)
    ]
    cut = list(stretches(text, spans, dict.fromkeys(range(6), "")))
    assert "".join(one.text for one in cut) == text
    for one in cut:
        over = {s.item for s in spans if s.start < one.start + len(one.text) and one.start < s.end}
        assert set(one.items) == over
    assert {one.start for one in cut if one.starts} == {one.start for one in spans}


def test_the_text_on_the_page_is_the_text_as_read(
    client: TestClient, reports: tuple[Report, ...]
) -> None:
    for report in reports:
        html = client.get(f"/report/{report.id}").text
        shown = re.search(r'<div class="text"[^>]*>(.*?)</div>', html, re.DOTALL)
        assert shown
        without_tips = re.sub(r'<span class="unseen">.*?</span>', "", shown[1], flags=re.DOTALL)
        assert unescape(re.sub(r"<[^>]*>", "", without_tips)) == report.text


def test_every_observation_and_claim_is_an_item_with_its_words(
    site: Site, reports: tuple[Report, ...]
) -> None:
    seen = 0
    for report in reports:
        observations = list(site.at().observations_in((report.id,)))
        claims = list(site.at().claims_in((report.id,)))
        view = report_view(site, report)
        assert {one.observation for one in view.items} == {
            *(one.id for one in observations),
            *(one.id for one in claims),
        }
        marked = {item for one in view.stretches for item in one.items}
        assert marked == {one.number for one in view.items}
        seen += len(view.items)
    assert seen > 10


def test_events_lead_to_what_others_say(site: Site, reports: tuple[Report, ...]) -> None:
    items = [one for report in reports for one in report_view(site, report).items]
    events = [one for one in items if one.sort == "event"]
    assert events
    for one in events:
        assert one.event
        event = site.at().event(one.event)
        assert event
        assert one.observation in event.observations


def test_patterns_are_those_of_the_coder(site: Site, reports: tuple[Report, ...]) -> None:
    for report in reports:
        known = reasons(report, site.pack)
        view = report_view(site, report, why=True)
        for one in view.items:
            if one.sort == "event":
                assert one.pattern == known[one.observation].pattern
        plain = report_view(site, report)
        assert not any(one.pattern for one in plain.items)


def test_a_near_copy_is_shown_as_one(site: Site, reports: tuple[Report, ...]) -> None:
    copies = {report.id: report_view(site, report).copies for report in reports}
    planted = next(one for one in reports if one.id == "rplanted")
    original = next(
        one for one in reports if one.id != planted.id and planted.text.startswith(one.text)
    )
    assert [one.id for one in copies[original.id]] == [planted.id]
    assert [one.id for one in copies[planted.id]] == [original.id]
