"""Texts in other languages are stored whole; a second language's own lines are read by its pack."""

# ruff: noqa: E501, RUF001  (letters of other scripts are meant)

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from standoff.ingest import ingest
from standoff.model import Coding, Issue, Observation, Report, TextAnchor, Value, make_id
from standoff.packs import Language, Pack, load_pack
from standoff.packs.language import Pattern
from standoff.record import Record
from standoff.reports import read

LUMEN = Path(__file__).parents[1] / "theatres" / "lumen"

# A language nobody speaks, with all that reading and headline coding need of one.
OSKAN = Language(
    id="xo",
    digest="made-up",
    terms={"launch_noun": ("varun",)},
    sections={
        "reading": (
            Pattern(id="may", kind="month", match="(?i)maju", set={"number": 5}),
            Pattern(
                id="line",
                kind="date_line",
                match=r"Dag (?P<day>\d{1,2}) (?P<month>\w+) (?P<year>\d{4})",
            ),
            Pattern(id="by", kind="byline", match=r"Av (?P<byline>[A-Z]\w+ [A-Z]\w+)"),
            Pattern(id="common", kind="stop_word", match=r"(?i)\b(?:uz|lem|tira|os)\b"),
        ),
        "furniture": (Pattern(id="more", kind="drop_line", match="Lesa mor"),),
    },
)
OSKAN_TEXT = (
    "Velda varun du raket os Lem\nAv Ana Persun\nDag 18 Maju 2024\nLesa mor\n\n"
    "Uz velda varun du raket os lem bai, uz marin tira. Lem minister os tira nema uz varun tira."
)
ENGLISH = "The two sides met on the lake, and the envoy said that it was the first time in years."


def run(text: str, **given: Any) -> tuple[Report, list[str]]:
    found = list(read(text.encode(), locator="wire.txt", **given))
    (report,) = [one for one in found if isinstance(one, Report)]
    return report, [one.code for one in found if isinstance(one, Issue)]


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("de", "Die beiden Seiten haben sich am Mittwoch am See getroffen und nichts vereinbart."),
        ("fr", "Les deux délégations se sont rencontrées mercredi au bord du lac, sans résultat."),
        ("ru", "Делегации двух стран встретились в среду на берегу озера и ни о чём не договорились."),
        ("ko", "두 대표단은 수요일 호숫가에서 만났으나 아무것도 합의하지 못했다고 밝혔다."),
        ("ja", "両国の代表団は水曜日に湖畔で会談したが、何も合意しなかったと発表した。"),
        ("zh", "两国代表团星期三在湖边会面，但没有达成任何协议。"),
        ("en", ENGLISH),
    ],
)  # fmt: skip
def test_a_language_is_told_and_all_but_english_is_kept_uncoded(language: str, text: str) -> None:
    report, codes = run(text)
    assert report.language == language
    assert report.text == text
    assert ("unread_language" in codes) == (language != "en")


@pytest.mark.parametrize(
    "text",
    [
        "Norland fires two rockets toward Grey Bay, Sudland military says",
        "Talks collapse; envoys leave lake resort without deal",
        "Leader inspects shipyard, hails progress, urges vigilance",
        "Norland rocket debris found near fishing grounds: coast guard",
    ],
)
def test_english_headlines_without_common_words_stay_english(text: str) -> None:
    assert run(text)[0].language == "en"


def test_what_cannot_be_told_is_not_guessed() -> None:
    assert run("12 345 678")[0].language == "und"


def test_a_second_languages_day_byline_and_furniture_are_read_by_its_pack() -> None:
    report, codes = run(OSKAN_TEXT, also=[OSKAN])
    assert report.language == "xo"
    assert report.published is not None
    assert report.published.day == date(2024, 5, 18)
    assert "byline: Ana Persun" in report.marks
    assert "Lesa mor" not in report.text
    assert "unread_language" in codes
    assert run(OSKAN_TEXT)[0].published is None
    assert run(ENGLISH, also=[OSKAN]) == run(ENGLISH)


def headline_coder(report: Report, pack: Pack) -> Coding:
    """As a coder of another language plugs in: a report and a pack in, a coding out; pure."""
    words = OSKAN.terms["launch_noun"]
    place = next((report.text.find(word) for word in words if word in report.title), -1)
    if report.language != OSKAN.id or place < 0:
        return Coding(report=report.id, coder="xo-1", observations=(), claims=(), issues=())
    anchor = TextAnchor(report.id, place, place + 5)
    actors = Value(value=("VEL",), origin=f"outlet:{report.source}", evidence=(anchor,))
    day = Value(value=report.published, origin=actors.origin, evidence=(anchor,))  # type: ignore[arg-type]
    one = Observation(
        id=make_id("o", report.id),
        anchor=anchor,
        kind="launch",
        grain="volley",
        values={"actors": actors, "date": day},
        known=report.published.first if report.published else None,
        known_basis="published",
        coder="xo-1",
        pack=pack.id,
        verified=False,
    )
    return Coding(report=report.id, coder="xo-1", observations=(one,), claims=(), issues=())


def test_a_headline_coder_of_another_language_plugs_into_the_ingest() -> None:
    pack = load_pack(LUMEN)
    record = Record.open(":memory:", pack)
    items = list(read(OSKAN_TEXT.encode(), locator="osk.txt", also=[OSKAN]))
    ingest(record, items, pack, code=headline_coder, coder="xo-1")
    (event,) = record.events()
    assert event.when is not None
    assert event.when.day == date(2024, 5, 18)
    (anchor,) = event.anchors
    assert isinstance(anchor, TextAnchor)
    report = record.report(anchor.report)
    assert report is not None
    assert report.text[anchor.start : anchor.end] == "varun"


def test_a_text_in_another_language_is_stored_and_found_by_its_words() -> None:
    pack = load_pack(LUMEN)
    record = Record.open(":memory:", pack)
    items = list(read(OSKAN_TEXT.encode(), locator="osk.txt"))
    ingest(record, items, pack, code=headline_coder, coder="xo-1")
    assert [one.language for one in record.reports("minister", "nema")] == ["und"]
    assert "unread_language" in [one.code for one in record.issues()]
