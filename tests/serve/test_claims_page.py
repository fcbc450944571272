"""The page of claims: every claim once, stated and inferred apart, by aim and year."""

import re

import pytest
from starlette.datastructures import QueryParams
from starlette.testclient import TestClient

from standoff.record import Record
from standoff.serve.pages.claim_book import ClaimBook, wanted_of
from standoff.serve.pages.claims import Claims, claims_view
from standoff.serve.settings import SiteSettings
from standoff.serve.site import Site


@pytest.fixture(scope="module")
def record(settings: SiteSettings) -> Record:
    return Site(settings).at()


def view(record: Record, asked: str = "", a_page: int | None = None) -> Claims:
    wanted = wanted_of(QueryParams(asked), record.pack)
    return claims_view(record, wanted, book=ClaimBook(record), readings=(), a_page=a_page)


def test_every_explanation_stands_once_on_one_side_or_the_other(record: Record) -> None:
    shown = view(record)
    explaining = [one for one in record.claims() if one.kind == "explanation"]
    assert {one.id for one in shown.own} == {one.id for one in explaining if one.stated}
    assert {one.id for one in shown.others} == {one.id for one in explaining if not one.stated}
    assert shown.fitting == len(explaining) > 0


def test_the_matrix_counts_the_claims_of_each_aim_and_year(record: Record) -> None:
    shown = view(record)
    explaining = [one for one in record.claims() if one.kind == "explanation"]
    for row in shown.aims:
        given = [one for one in explaining if row.id in (*one.aims, *one.conditions)]
        assert row.stated + row.inferred == len(given) == sum(row.years)
        assert row.stated == sum(one.stated for one in given)
        assert all(0 <= heat <= 4 for heat in row.heats)


def test_filters_narrow_and_words_are_those_of_the_report(record: Record) -> None:
    everything = view(record, "kind=any")
    assert everything.fitting == everything.total == len(list(record.claims()))
    held = everything.own[0] if everything.own else everything.others[0]
    report = record.report(held.report)
    assert report is not None
    first = " ".join(report.text[held.start : held.end].split())[:20]
    assert held.words.startswith(first)
    for asked, fits in (
        ("kind=any&stated=yes", lambda one: one.stated),
        ("kind=prediction", lambda one: one.kind == "prediction"),
        (f"kind=any&actor={record.pack.manifest.acting}", lambda one: one.about is not None),
        ("kind=any&first=2999-01-01", lambda one: one.known is None),
    ):
        some = view(record, asked)
        assert all(fits(one) for one in (*some.own, *some.others))
        assert some.fitting < everything.fitting


def test_pages_together_hold_everything(record: Record) -> None:
    whole, found = view(record, "kind=any"), set[str]()
    last = view(record, "kind=any", a_page=2).last_page
    for page in range(1, last + 1):
        some = view(record, f"kind=any&page={page}", a_page=2)
        found |= {one.id for one in (*some.own, *some.others)}
    assert found == {one.id for one in (*whole.own, *whole.others)}


@pytest.mark.parametrize("asked", ["kind=nonsense", "aim=nonsense", "first=yesterday", "page=-1"])
def test_what_cannot_be_used_is_named_and_breaks_nothing(client: TestClient, asked: str) -> None:
    answer = client.get(f"/claims?{asked}")
    assert answer.status_code == 200
    assert ('role="alert"' in answer.text) == (not asked.startswith("page"))


def test_the_form_works_without_a_script(client: TestClient) -> None:
    page = client.get("/claims").text
    assert '<form class="filter"' in page and 'method="get"' in page
    assert not re.search(r"<script(?![^>]*\bsrc=)(?![^>]*application/json)", page)
    assert "<script>alert" not in client.get("/claims?kind=any").text


def test_a_record_without_reports_says_so(korea: TestClient) -> None:
    assert "standoff ingest FILES" in korea.get("/claims").text


def test_what_was_chosen_before_is_the_same_and_found_at_once(record: Record) -> None:
    book, wanted = ClaimBook(record), wanted_of(QueryParams("kind=any"), record.pack)
    first = book.chosen(wanted)
    assert book.chosen(wanted_of(QueryParams("kind=any&page=2"), record.pack)) is first
    assert book.chosen(wanted_of(QueryParams("kind=any&stated=yes"), record.pack)) is not first
