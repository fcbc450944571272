"""What a brief says: in its order, from its evidence, no more than the record does."""

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from standoff.brief import Brief, Material, Run, Sentence, Table, Words, render, write
from standoff.brief.top import MOST_WORDS, Place, fitted, words_in
from standoff.dates import When, one_day
from standoff.forecast.words import BANDS
from standoff.model import Dispute, RowAnchor, Value

ORDER = [
    "top",
    "events",
    "readings",
    "positions",
    "tempo",
    "predictions",
    "outlook",
    "unsettled",
    "changes",
    "method",
    "sources",
    "issues",
]
LIKELIHOOD = re.compile("|".join(band.word for band in BANDS))
CONFIDENCE = re.compile(r"confiden|\bsure\b|\breliab", re.IGNORECASE)
RUN = Run(what="", theatre="t", record_version="v", coders=(), as_of=date(2026, 1, 1), seed=1)

Make = Callable[..., Material]


def text_of(brief: Brief, section: str) -> str:
    found = next(one for one in brief.sections if one.id == section)
    return " ".join(one.text for one in replace(brief, sections=(found,)).sentences())


def test_the_order_is_fixed(material: Material) -> None:
    assert [section.id for section in write(material).sections] == ORDER


def test_the_top_says_the_main_things_in_120_words(material: Material) -> None:
    top = text_of(write(material), "top")
    assert len(top.split()) <= 120
    assert "intermediate-range ballistic missile (Skarn-5)" in top
    assert "intimidation" in top and "Main reading: leverage for talks" in top
    assert re.search(r"\d+%; base rate \d+%", top)


def test_the_top_stays_short_when_many_hold_a_reading(
    make_material: Make, material: Material
) -> None:
    one = material.claims[1]
    many = tuple(replace(one, id=f"c{n}", holder=f"Somebody Number {n}") for n in range(25))
    top = text_of(write(make_material(claims=many)), "top")
    assert len(top.split()) <= 120
    assert "Main reading: leverage for talks." in top and "base rate" in top


def test_words_are_where_the_evidence_says(material: Material) -> None:
    text = material.reports[0].text
    found = [
        one
        for sentence in write(material).sentences()
        for one in sentence.evidence
        if isinstance(one, Words)
    ]
    assert found
    for one in found:
        assert text[one.start : one.end] == one.words
        assert f"{one.before}{one.words}{one.after}" in text


def test_likelihood_and_confidence_never_share_a_sentence(material: Material) -> None:
    for one in write(material).sentences():
        assert not (LIKELIHOOD.search(one.text) and CONFIDENCE.search(one.text)), one.text


def test_the_stated_aim_comes_first_and_a_denial_is_a_denial(material: Material) -> None:
    readings = next(one for one in write(material).sections if one.id == "readings")
    (table,) = (block for block in readings.blocks if isinstance(block, Table))
    names = [row[0][0].text for row in table.rows]
    assert names[0].startswith("Intimidation") and names[1].startswith("Leverage")
    assert "Stated by the acting side: Veldanian State News" in table.rows[0][1][0].text
    held = [one.text for one in table.rows[1][1]]
    assert "Unnamed analysts." in held and "Denied by Ada Quill." in held


def test_every_verdict_stands_with_what_it_does_not_say(material: Material) -> None:
    readings = text_of(write(material), "readings")
    assert "It does not say" in readings
    assert "habit over years, not of any one event" in readings


def test_an_outlet_that_names_nobody_only_reports(material: Material) -> None:
    events = text_of(write(material), "events")
    assert "Strait Wire reports, without saying from whom: Veldania launched" in events
    assert "no measurement by another state found" in events
    assert "New to the record." in events


def test_what_only_the_acting_side_says_it_says(make_material: Make, material: Material) -> None:
    (event,) = material.events
    own = {
        slot: tuple(replace(one, origin="vsn") for one in values)
        for slot, values in event.values.items()
    }
    claimed = replace(event, values=own, origins=("vsn",))
    events = text_of(write(make_material(events=(claimed,))), "events")
    assert "Veldanian State News says: Veldania launched" in events
    assert "Veldanian State News calls it Skarn-5" in events


def test_a_dispute_is_shown_value_by_value(make_material: Make, material: Material) -> None:
    (event,) = material.events
    row = RowAnchor(table="launches", row="l20260518")
    values = (
        Value(value="SRBM", origin="fjs", evidence=(row,)),
        Value(
            value="IRBM", origin="outlet:Strait Wire", evidence=event.values["class"][0].evidence
        ),
        Value(value="ICBM", origin="vsn", evidence=(row,)),
    )
    disputed = replace(
        event, anchors=(*event.anchors, row), disputes=(Dispute(slot="class", values=values),)
    )
    brief = write(make_material(events=(disputed,)))
    said = text_of(brief, "unsettled")
    assert "short-range ballistic missile (Federal Joint Staff)" in said
    assert "intermediate-range ballistic missile (Strait Wire)" in said
    assert "Veldanian State News says intercontinental ballistic missile" in said
    assert "Disputed" in text_of(brief, "top")
    assert "Already in the record." in text_of(brief, "events")
    assert "Rows that nobody has checked" in said


def test_one_happening_told_twice_stands_once(make_material: Make, material: Material) -> None:
    (event,) = material.events
    again = replace(event, anchors=(*event.anchors, *event.values["class"][0].evidence))
    events = text_of(write(make_material(events=(again,))), "events")
    assert events.count("Veldania launched") == 1


def test_a_denied_event_is_not_told_as_one(make_material: Make, material: Material) -> None:
    (event,) = material.events
    brief = write(make_material(events=(replace(event, status="denied"),)))
    assert "is denied: said not to have happened" in text_of(brief, "events")
    assert "launched" not in text_of(brief, "top")


def test_days_worked_out_or_missing_are_said_to_be(make_material: Make, material: Material) -> None:
    (report,) = material.reports
    inferred = replace(report, published=one_day(date(2026, 5, 20), "inferred"))
    said = text_of(write(make_material(reports=(inferred,))), "unsettled")
    assert "20 May 2026 was worked out and is not stated" in said
    missing = write(make_material(reports=(replace(report, published=None),)))
    assert "gives no day of publication" in text_of(missing, "unsettled")
    assert "not dated" in text_of(missing, "sources")


def test_what_stands_in_no_event_is_still_told(make_material: Make) -> None:
    events = text_of(write(make_material(events=(), news=frozenset())), "events")
    assert "Veldania launched one intermediate-range ballistic missile" in events


def test_a_stretch_without_an_end_is_no_news_but_counted(
    make_material: Make, material: Material
) -> None:
    (event,) = material.events
    since = When(first=date(2026, 5, 1), last=None)
    values = {**event.values, "date": (replace(event.values["date"][0], value=since),)}
    brief = write(make_material(events=(replace(event, values=values),)))
    assert "2 days with at least one launch from 1 May 2026" in text_of(brief, "events")
    assert "New to the record" not in " ".join(one.text for one in brief.sentences())


def test_machine_written_sources_and_issues_are_named(material: Material) -> None:
    brief = write(material)
    assert "machine-written" in text_of(brief, "sources")
    assert "Nobody named who acts: 1. B.txt: by nobody." in text_of(brief, "issues")


def test_many_issues_are_counted_and_the_rest_is_counted_too(
    make_material: Make, material: Material
) -> None:
    (issue,) = material.issues
    listed = text_of(write(make_material(issues=(issue,) * 20)), "issues")
    assert "who acts: 20." in listed and "And 8 more." in listed


def test_with_nothing_every_section_says_so_in_a_line(bare: Material) -> None:
    brief = write(bare)
    for section in brief.sections:
        if section.id != "method":
            assert len(text_of(brief, section.id).split()) < 45, section.id
    said = " ".join(one.text for one in brief.sentences())
    assert said.count("found") >= 5 and "None." not in said


def test_the_same_material_makes_the_same_brief(material: Material) -> None:
    assert write(material) == write(material)


@given(st.lists(st.tuples(st.integers(1, 60), st.integers(0, 30)), min_size=1, max_size=7))
def test_the_top_never_grows_too_long(sizes: list[tuple[int, int]]) -> None:
    places = [
        Place(
            wordings=tuple(Sentence(text="w " * n, evidence=(RUN,)) for n in (short + more, short)),
            rank=rank,
        )
        for rank, (short, more) in enumerate(sizes)
    ]
    chosen = fitted(places, MOST_WORDS)
    assert chosen and words_in(chosen) <= MOST_WORDS
    least = sum(short for short, _ in sizes)
    assert len(chosen) == len(sizes) or least > MOST_WORDS


@pytest.mark.parametrize("form", ["terminal", "markdown", "html", "json"])
def test_it_says_that_it_is_a_draft(material: Material, form: Any) -> None:
    shown = render(write(material), form)
    assert "draft" in shown.lower()
