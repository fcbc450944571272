"""How near an answer is to a page's gold.

Texts are compared as bags of four-word shingles, as the public benchmarks of article extraction
do; precision and recall are means over pages, and F1 is made of the two means.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from statistics import fmean

from html_pages.page import Answer, Page

FIELDS = ("title", "byline", "outlet", "place", "day")
_WORD = re.compile(r"\w+")
_SHINGLE = 4
_FEWEST_WORDS = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Score:
    """One page's score; `lost` and `leaked` are blocks of the story and of the furniture."""

    name: str
    group: str
    precision: float
    recall: float
    lost: tuple[str, ...]
    leaked: tuple[str, ...]
    fields: dict[str, tuple[bool, bool, bool]]

    @property
    def f1(self) -> float:
        """The harmonic mean of precision and recall."""
        return harmonic(self.precision, self.recall)


@dataclass(frozen=True, slots=True, kw_only=True)
class Summary:
    """Means over pages, and shares of pages with any leak or loss."""

    pages: int
    precision: float
    recall: float
    f1: float
    leaking: float
    losing: float
    fields: dict[str, float | None]


def score(page: Page, answer: Answer) -> Score:
    """The score of one answer."""
    read = squeezed(answer.text)
    gold, found = shingles(page.gold.text), shingles(answer.text)
    for part in page.gold.optional:
        gold += shingles(part) if squeezed(part) in read else Counter()
    shared = (gold & found).total()
    story = squeezed(page.gold.text)
    lines = {squeezed(line) for line in answer.text.split("\n")}
    return Score(
        name=page.name,
        group=page.group,
        precision=shared / found.total() if found else float(not gold),
        recall=shared / gold.total() if gold else 1.0,
        lost=tuple(block for block in page.blocks if squeezed(block) not in read),
        leaked=tuple(
            one for one in page.furniture if squeezed(one) not in story and _is_in(one, read, lines)
        ),
        fields={name: _field(page, answer, name) for name in page.gold.fields},
    )


def summary(scores: Sequence[Score]) -> Summary:
    """What the scores of many pages come to."""
    precision = fmean(one.precision for one in scores)
    recall = fmean(one.recall for one in scores)
    return Summary(
        pages=len(scores),
        precision=precision,
        recall=recall,
        f1=harmonic(precision, recall),
        leaking=fmean(bool(one.leaked) for one in scores),
        losing=fmean(bool(one.lost) for one in scores),
        fields={name: _field_f1([s.fields[name] for s in scores if name in s.fields])
                for name in FIELDS},
    )  # fmt: skip


def harmonic(one: float, other: float) -> float:
    """The harmonic mean; 0 where both are 0."""
    return 2 * one * other / (one + other) if one + other else 0.0


def shingles(text: str) -> Counter[tuple[str, ...]]:
    """The bag of the text's runs of four words; a shorter text is one run."""
    words = _WORD.findall(text)
    last = max(1, len(words) - _SHINGLE + 1) if words else 0
    return Counter(tuple(words[start : start + _SHINGLE]) for start in range(last))


def squeezed(text: str) -> str:
    """The text's words alone, in lower case and set apart by single spaces."""
    return " ".join(_WORD.findall(text.lower()))


def _is_in(block: str, read: str, lines: Iterable[str]) -> bool:
    bare = squeezed(block)
    return bare in (read if len(bare.split()) >= _FEWEST_WORDS else lines)


def _field(page: Page, answer: Answer, name: str) -> tuple[bool, bool, bool]:
    """Whether the field is in the gold, whether it was answered, whether the two agree."""
    gold, found = getattr(page.gold, name), getattr(answer, name)
    if not gold or not found:
        return bool(gold), bool(found), False
    if name == "day":
        return True, True, abs(date.fromisoformat(gold) - date.fromisoformat(found)).days == 0
    return True, True, _agree(gold, found, loose=name == "byline")


def _agree(gold: str, found: str, *, loose: bool) -> bool:
    """Whether the words agree; names of people may stand in any order."""
    one, other = squeezed(gold), squeezed(found)
    return sorted(one.split()) == sorted(other.split()) if loose else one == other


def _field_f1(cases: Sequence[tuple[bool, bool, bool]]) -> float | None:
    gold, found, right = (sum(column) for column in zip(*cases, strict=True)) if cases else (0,) * 3
    return 2 * right / (gold + found) if gold + found else None
