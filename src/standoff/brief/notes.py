"""Numbered notes: every piece of evidence once, in the order of its first use.

What only captions of figures use comes last, so that forms without figures end before it and
every form has the same numbers.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from itertools import pairwise

from standoff.brief.document import Brief, Figure, Sentence
from standoff.brief.evidence import (
    Backtest,
    Count,
    Edited,
    Evidence,
    Prospect,
    Run,
    TableRow,
    Test,
    Words,
)
from standoff.brief.wording import Phrases

HASH_LETTERS = 12
MOST_MARKS = 6


class Notes:
    """The notes of one brief."""

    def __init__(self, brief: Brief) -> None:
        self._numbers: dict[Evidence, int] = {}
        captions = {
            id(block.caption)
            for section in brief.sections
            for block in section.blocks
            if isinstance(block, Figure)
        }
        drawn = [one for one in brief.sentences() if id(one) in captions]
        self._number(one for one in brief.sentences() if id(one) not in captions)
        self._in_text = len(self._numbers)
        self._number(drawn)

    def __iter__(self) -> Iterator[tuple[int, Evidence]]:
        """Number and evidence, ascending."""
        return ((number, one) for one, number in self._numbers.items())

    def in_text(self) -> Iterator[tuple[int, Evidence]]:
        """The notes of forms without figures."""
        return ((number, one) for number, one in self if number <= self._in_text)

    def _number(self, sentences: Iterable[Sentence]) -> None:
        for sentence in sentences:
            for one in sentence.evidence:
                self._numbers.setdefault(one, len(self._numbers) + 1)

    def of(self, sentence: Sentence) -> tuple[int, ...]:
        """The numbers of a sentence's evidence, ascending."""
        return tuple(sorted({self._numbers[one] for one in sentence.evidence}))


def runs(numbers: Sequence[int]) -> tuple[tuple[int, int], ...]:
    """Ascending numbers as runs of first and last.

    >>> runs([1, 2, 3, 7])
    ((1, 3), (7, 7))
    """
    if not numbers:
        return ()
    breaks = [place for place, (a, b) in enumerate(pairwise(numbers), 1) if b != a + 1]
    starts, ends = [0, *breaks], [*breaks, len(numbers)]
    return tuple((numbers[a], numbers[b - 1]) for a, b in zip(starts, ends, strict=True))


def marked(numbers: Sequence[int]) -> tuple[tuple[int, int], ...]:
    """Runs of numbers to print; as long as they are few, each for itself, to be followed."""
    return runs(numbers) if len(numbers) > MOST_MARKS else tuple((one, one) for one in numbers)


def in_brackets(numbers: Sequence[int]) -> str:
    """Note numbers as printed: "[1-3, 7]"."""
    shown = [str(a) if a == b else f"{a}-{b}" for a, b in runs(numbers)]
    return f"[{', '.join(shown)}]"


def note_text(evidence: Evidence, phrases: Phrases) -> str:
    """A note as one line of text, with its address where it has one."""
    if isinstance(evidence, Words):
        text = phrases(
            "note.words",
            source=evidence.source,
            title=evidence.title,
            before=_flat(evidence.before),
            words=_flat(evidence.words),
            after=_flat(evidence.after),
        )
        return text + phrases("note.address", url=evidence.url) if evidence.url else text
    if isinstance(evidence, TableRow):
        return phrases(
            "note.row",
            title=evidence.title,
            row=evidence.row,
            says=evidence.says,
            source=evidence.source,
        )
    if isinstance(evidence, Test):
        return phrases(
            "note.test",
            implication=evidence.implication,
            file=evidence.file,
            hash=evidence.file_hash[:HASH_LETTERS],
            seed=evidence.seed,
            version=evidence.record_version,
        )
    return _made(evidence, phrases)


def _made(evidence: Prospect | Backtest | Count | Run | Edited, phrases: Phrases) -> str:
    if isinstance(evidence, Edited):
        made = phrases.moment(datetime.fromisoformat(evidence.made_at))
        key = "note.edited" if evidence.before else "note.written"
        before = evidence.before or ""
        return phrases(key, who=evidence.who, made=made, before=before, why=evidence.why)
    if isinstance(evidence, Count):
        return phrases(
            "note.count",
            n=len(evidence.events),
            kind=evidence.kind or "",
            actor=evidence.actor or "",
            first=evidence.first or "",
            last=evidence.last or "",
            version=evidence.record_version,
        )
    if isinstance(evidence, Prospect | Backtest):
        return _foretold(evidence, phrases)
    return phrases(
        "note.run",
        what=evidence.what,
        theatre=evidence.theatre,
        version=evidence.record_version,
        coders=", ".join(evidence.coders) or phrases("no_coder"),
        as_of=phrases.day(evidence.as_of),
        seed=evidence.seed,
    )


def _foretold(evidence: Prospect | Backtest, phrases: Phrases) -> str:
    if isinstance(evidence, Backtest):
        return phrases(
            "note.backtest",
            question=evidence.question,
            days=evidence.horizon_days,
            method=evidence.method,
            as_of=phrases.day(evidence.as_of),
            pack=evidence.pack,
            seed="" if evidence.seed is None else str(evidence.seed),
            version=evidence.record_version,
        )
    return phrases(
        "note.forecast",
        question=evidence.question,
        method=evidence.method,
        as_of=phrases.day(evidence.as_of),
        through=phrases.day(evidence.data_through),
        version=evidence.record_version,
    )


def _flat(text: str) -> str:
    """Runs of white space as one blank; blanks at the ends stay, they part words."""
    return " ".join(text.replace("\n", " ").split(" ")) if text.strip() else text
