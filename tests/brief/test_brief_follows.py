"""The brief follows the report: a sentence taken away or negated is gone from the brief."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from standoff.brief import Brief, Words
from standoff.update import update

LUMEN = Path(__file__).parents[1] / "theatres/lumen"
FIRED = "Veldania fired two Tarn-3 missiles from Brae-Toll on 28 June 2026."
AIM = '"Karsk Vey wants the envoys back, and on its own terms," said Bettina Oyelaran.'
DENIED = (
    "The Veldanian Foreign Ministry denied that two Tarn-3 missiles had been fired on 28 June 2026."
)
REST = "The Orskan military made no comment."

Run = Callable[..., Brief]


@pytest.fixture(scope="module")
def run(cache: Path, tmp_path_factory: pytest.TempPathFactory) -> Run:
    def brief(*sentences: str) -> Brief:
        path = tmp_path_factory.mktemp("report") / "wire.txt"
        body = " ".join([*sentences, REST])
        path.write_text(f"Quiet on the strait\n\nPublished: 30 June 2026\n\n{body}\n", "utf-8")
        return update([path], theatre=LUMEN, cache=cache, as_of=date(2026, 6, 30), seed=1)

    return brief


@pytest.fixture(scope="module")
def whole(run: Run) -> Brief:
    return run(FIRED, AIM)


def said(brief: Brief, section: str) -> str:
    found = next(one for one in brief.sections if one.id == section)
    return " ".join(one.text for one in replace(brief, sections=(found,)).sentences())


def test_what_the_report_says_is_there(whole: Brief) -> None:
    assert "launched two short-range ballistic missiles" in said(whole, "events")
    assert "Leverage for talks" in said(whole, "readings")
    assert "Bettina Oyelaran" in said(whole, "readings")


def test_without_the_event_it_is_not_told(run: Run) -> None:
    assert "launched" not in said(run(AIM), "events")


def test_an_event_denied_is_told_as_denied(run: Run) -> None:
    events = said(run(DENIED, AIM), "events")
    assert "launched two" not in events and "denied" in events


def test_without_the_explanation_there_is_no_reading(run: Run) -> None:
    brief = run(FIRED)
    assert "Leverage" not in said(brief, "readings")
    assert "none found" in said(brief, "top") or "No reading" in said(brief, "top")


def test_every_word_of_evidence_stands_in_the_report(whole: Brief) -> None:
    body = f"{FIRED} {AIM} {REST}"
    words = {
        one.words
        for sentence in whole.sentences()
        for one in sentence.evidence
        if isinstance(one, Words) and one.source == "wire"
    }
    assert words and all(one in body for one in words)
