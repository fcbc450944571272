"""Delete, negate or redate a sentence of the labelled texts of ours, and the coding follows."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

import pytest

import standoff
from standoff.coding import code
from standoff.dates import When
from standoff.evaluate.gold import GoldText, as_report, load_gold, span_of
from standoff.model import Observation, Report, TextAnchor
from standoff.packs import Pack, load_pack

OWN = Path(standoff.__file__).parent / "theatres" / "korea" / "gold" / "own.yml"
KINDS = frozenset({"launch", "nuclear_test", "engine_or_other_test", "exercise"})
LEAD = "North Korea, South Korea and the United States are in the news. "
DAY_OF_MONTH = re.compile(r"(?<=[a-z.] )(\d{1,2})\b")
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
SENTENCE = re.compile(r"[^\n]*?[.!?](?=\s|$)|[^\n]+")
# Of the changed sentences, this share must change the coding; the rest is told twice.
FOLLOWS = 0.9
ENOUGH = 5

pytestmark = pytest.mark.skipif(not OWN.exists(), reason="the labelled texts of ours are not here")


@dataclass(frozen=True)
class Told:
    """A sentence that tells a labelled happening, in its report and alone."""

    report: Report
    kind: str
    start: int
    end: int

    @property
    def sentence(self) -> str:
        return self.report.text[self.start : self.end].strip()

    @property
    def deleted(self) -> Report:
        text = self.report.text
        return replace(self.report, text=text[: self.start] + text[self.end :])

    def alone(self, sentence: str) -> Report:
        return replace(self.report, text=LEAD + sentence, title="")


@pytest.fixture(scope="module")
def pack() -> Pack:
    return load_pack("korea")


@pytest.fixture(scope="module")
def told(pack: Pack) -> list[Told]:
    every = [one for gold in load_gold(OWN) for one in _sentences(gold)]
    return [one for one in every if _happened(one.alone(one.sentence), pack, one.kind)]


def _sentences(gold: GoldText) -> Iterator[Told]:
    """The sentences that tell the labelled tests and exercises of a text, each once."""
    text = gold.text or ""
    seen = set()
    for label in gold.events:
        span = span_of(label, text, gold.id)
        place = next((m.span() for m in SENTENCE.finditer(text) if _holds(m.span(), span)), None)
        if label.kind in KINDS and label.status == "reported" and place and place not in seen:
            seen.add(place)
            yield Told(as_report(gold, text), label.kind, *place)


def _holds(sentence: tuple[int, int], span: tuple[int, int]) -> bool:
    return sentence[0] <= span[0] and span[1] <= sentence[1]


def _happened(report: Report, pack: Pack, kind: str) -> list[Observation]:
    coded = code(report, pack).observations
    return [one for one in coded if one.kind == kind and one.status in ("reported", "failed")]


def _share(right: list[bool]) -> float:
    assert len(right) >= ENOUGH, "too few sentences to judge by"
    return sum(right) / len(right)


def test_what_is_deleted_is_told_no_more(told: list[Told], pack: Pack) -> None:
    whole = [_happened(one.report, pack, one.kind) for one in told]
    kept = [_happened(one.deleted, pack, one.kind) for one in told]
    poorer = [_said(after) < _said(before) for before, after in zip(whole, kept, strict=True)]
    assert _share(poorer) >= FOLLOWS


def _said(observations: list[Observation]) -> int:
    """How much is told in all: every slot of every happening."""
    return sum(len(one.values) for one in observations)


def test_what_is_said_to_be_untrue_did_not_happen(told: list[Told], pack: Pack) -> None:
    denied = [one.alone("It is not true that " + one.sentence) for one in told]
    kinds = [one.kind for one in told]
    gone = [not _happened(one, pack, kind) for one, kind in zip(denied, kinds, strict=True)]
    assert _share(gone) >= FOLLOWS


def test_another_day_is_another_day(told: list[Told], pack: Pack) -> None:
    moved = []
    for one in told:
        alone = one.alone(one.sentence)
        for before in _happened(alone, pack, one.kind):
            text = _redated(alone.text, before)
            if text is not None:
                after = _days(_happened(replace(alone, text=text), pack, one.kind))
                moved.append(_day(before) not in after and len(after) > 0)
    assert _share(moved) >= FOLLOWS


def _redated(text: str, one: Observation) -> str | None:
    """The text with another weekday or day of the month where the happening's date stands."""
    if _day(one) is None:
        return None
    anchor = one.values["date"].evidence[0]
    assert isinstance(anchor, TextAnchor)
    words = text[anchor.start : anchor.end]
    named = next((day for day in WEEKDAYS if day in words), None)
    if named:
        words = words.replace(named, WEEKDAYS[WEEKDAYS.index(named) - 1])
    elif found := DAY_OF_MONTH.search(words):
        other = int(found.group(1)) % 27 + 1
        words = DAY_OF_MONTH.sub(str(other), words, count=1)
    else:
        return None
    return text[: anchor.start] + words + text[anchor.end :]


def _day(one: Observation) -> date | None:
    when = one.get("date")
    return when.day if isinstance(when, When) else None


def _days(observations: list[Observation]) -> set[date | None]:
    return {_day(one) for one in observations} - {None}
