"""Search, data and about: against the record, asked directly."""

from __future__ import annotations

import csv
import io
import json
import re

import pytest
from fastapi.testclient import TestClient
from hypothesis import given, settings
from hypothesis import strategies as st

from standoff.model import Query, Report
from standoff.record.exports import export
from standoff.serve.pages.about import about_view
from standoff.serve.pages.asked import HAPPENED
from standoff.serve.pages.data import forms
from standoff.serve.pages.search import pieces, search_view
from standoff.serve.site import Site


@settings(deadline=None)  # the machine may be busy
@given(st.text(max_size=60), st.lists(st.text(min_size=1, max_size=5), max_size=4))
def test_pieces_are_the_whole_text(text: str, words: list[str]) -> None:
    assert "".join(one.text for one in pieces(text, words)) == text


def test_a_word_is_found_where_it_stands(site: Site, reports: tuple[Report, ...]) -> None:
    word = "tarn"
    with_word = {one.id for one in reports if word in f"{one.title} {one.text}".casefold().split()}
    view = search_view(site, word)
    assert with_word <= {one.id for one in view.reports}
    for one in view.reports:
        report = site.at().report(one.id)
        assert report
        for snippet in one.snippets:
            assert any(piece.hit and piece.text.casefold() == word for piece in snippet)
            told = "".join(piece.text for piece in snippet).removeprefix("… ").removesuffix(" …")
            assert told in " ".join(report.text.split())


def test_claims_stand_in_sentences_with_the_word(site: Site) -> None:
    view = search_view(site, "talks")
    assert view.claims
    assert all(any(piece.hit for piece in one.snippet) for one in view.claims)


def test_what_is_nowhere_is_not_found(client: TestClient) -> None:
    html = client.get("/search?text=zyzzyva").text
    assert html.count("None found") == 3


def test_without_words_all_reports_are_listed(
    client: TestClient, reports: tuple[Report, ...]
) -> None:
    html = client.get("/search").text
    assert all(f"/report/{one.id}" in html for one in reports)


@pytest.mark.parametrize("form", [one.id for one in forms()])
def test_a_download_is_the_export_of_what_fits(client: TestClient, site: Site, form: str) -> None:
    answer = client.get(f"/data/{form}?kind=launch&first=2010-01-01")
    assert answer.status_code == 200
    assert "attachment" in answer.headers["content-disposition"]
    from datetime import date

    query = Query(kind="launch", first=date(2010, 1, 1), status=HAPPENED)
    expected = export(site.at().events(query), form, site.pack).content
    stable = (lambda raw: re.sub(rb"DTSTAMP.*", b"", raw)) if form == "ical" else (lambda raw: raw)
    assert stable(answer.content) == stable(expected)


def test_downloads_hold_events(client: TestClient) -> None:
    rows = list(csv.DictReader(io.StringIO(client.get("/data/csv?kind=launch").text)))
    lines = client.get("/data/jsonl?kind=launch").text.splitlines()
    assert len(rows) == len(lines) > 50
    assert json.loads(lines[0])["kind"] == "launch"


def test_a_download_with_a_filter_that_is_none_is_refused(client: TestClient) -> None:
    answer = client.get("/data/csv?kind=lunch")
    assert answer.status_code == 422
    assert "there is no kind" in answer.text


def test_about_counts_what_the_record_holds(
    client: TestClient, site: Site, reports: tuple[Report, ...]
) -> None:
    view = about_view(site)
    assert view.sizes["reports"] == len(reports)
    assert view.sizes["claims"] == sum(1 for _ in site.at().claims())
    assert sum(one.events for one in view.kinds) == len(site.listing().summaries)
    assert {one.id for one in view.tables} == set(site.pack.tables)
    html = client.get("/about").text
    assert all(source.name in html for source in site.pack.sources.values())
    assert site.version in html
