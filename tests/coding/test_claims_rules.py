"""Rules of claims that whole texts do not single out: names put right, scope, ids, terms."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from standoff.coding.claims import find_claims
from standoff.coding.document import read_document
from standoff.coding.patterns import grammar
from standoff.dates import one_day
from standoff.model import Claim, Issue, Report
from standoff.packs import Pack, load_pack

LUMEN = Path(__file__).parent.parent / "theatres" / "lumen"
REPORT = Report(
    id="r1",
    source="test",
    url=None,
    published=one_day(date(2026, 5, 20)),
    title="",
    text="",
    text_sha="",
    raw_sha="",
    reader="test",
)


@pytest.fixture(scope="module")
def lumen() -> Pack:
    return load_pack(LUMEN)


def found(text: str, pack: Pack) -> list[Claim | Issue]:
    document = read_document(replace(REPORT, text=text), pack)
    return list(find_claims(document, grammar(pack.language)))


def claims(text: str, pack: Pack) -> list[Claim]:
    return [one for one in found(text, pack) if isinstance(one, Claim)]


@pytest.mark.parametrize(
    "name", ["Benhadj Dalia", "Dalia Benhadi", "Dalla Benhadj", "Daliah Benhadj"]
)
def test_a_name_nearly_right_is_read_with_the_correction_shown(name: str, lumen: Pack) -> None:
    issues = found(f"Special envoy {name} met the Veldanians on Quill Island.", lumen)
    details = [one.detail for one in issues if isinstance(one, Issue)]
    assert details == [f"{name!r} read as 'Dalia Benhadj'"]


@pytest.mark.parametrize(
    "text",
    [
        "Special envoy Dalia Benhadj met the Veldanians.",
        "The singer Benhadj Dalia spoke of Veldania.",
        "Special envoy Dalia Bonhadi met the Veldanians.",
    ],
)
def test_no_correction_where_right_or_without_the_office(text: str, lumen: Pack) -> None:
    assert [one for one in found(text, lumen) if isinstance(one, Issue)] == []


def test_the_same_text_gives_the_same_ids_and_distinct_ones(lumen: Pack) -> None:
    text = (
        "Veldania fired a Tarn-1. The volley was a show of force, said Ada Quist of the Strait "
        "Forum. She expects another launch by August. Maristan should wait, she added."
    )
    first, again = claims(text, lumen), claims(text, lumen)
    assert [one.id for one in first] == [one.id for one in again]
    assert [one.kind for one in first] == ["explanation", "prediction", "recommendation"]
    assert len({one.id for one in first}) == 3
    assert {one.known for one in first} == {date(2026, 5, 20)}


def test_a_report_on_something_else_is_passed_over(lumen: Pack) -> None:
    text = "Analysts expect prices to rise. Maristan should cut taxes, said economist Ada Quist."
    assert claims(text, lumen) == []
    assert claims("Veldania fired a Tarn-1. " + text, lumen) != []


def test_terms_keep_the_condition_and_leave_the_open_end_open(lumen: Pack) -> None:
    text = (
        "Veldania will fire more Tarn-3 missiles until the fleet leaves the Strait, said analyst "
        "Ada Quist. There is a 30 percent chance of an Ymbra-11 launch before July 1, 2026."
    )
    (claim,) = [one for one in claims(text, lumen) if one.holder == "Ada Quist"]
    assert claim.terms is not None
    assert claim.terms.condition == "until the fleet leaves the Strait"
    assert (claim.terms.wording, claim.terms.band) == ("will", None)
    assert (claim.terms.opens, claim.terms.closes) == (None, None)
    assert claim.terms.query is not None
    assert (claim.terms.query.kind, claim.terms.query.actor) == ("launch", "VEL")


@pytest.mark.parametrize(
    ("wording", "band"),
    [
        ("is almost certain to", (0.95, 0.99)),
        ("is very likely to", (0.8, 0.95)),
        ("will probably", (0.55, 0.8)),
        ("is unlikely to", (0.2, 0.45)),
        ("is very unlikely to", (0.05, 0.2)),
        ("may", None),
        ("will", None),
    ],
)
def test_bands_are_those_of_the_directive(
    wording: str, band: tuple[float, float] | None, lumen: Pack
) -> None:
    (claim,) = claims(f"Veldania {wording} fire a Tarn-1, analyst Ada Quist said.", lumen)
    assert claim.terms is not None
    assert claim.terms.band == band


def test_a_surname_leads_back_to_the_one_introduced(lumen: Pack) -> None:
    text = (
        "Veldania fired a Tarn-1, said Min-ah Toller, a senior researcher at the Strait Forum.\n"
        "\nThe flight lasted a minute.\n\nToller said the volley was meant to train its crews."
    )
    (claim,) = [one for one in claims(text, lumen) if one.kind == "explanation"]
    assert (claim.holder, claim.role) == ("Min-ah Toller", "senior researcher")
    assert claim.organisation == "Strait Forum"
