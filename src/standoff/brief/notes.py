"""Numbered notes: every piece of evidence once, in the order of its first use."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from standoff.brief.document import Brief, Sentence
from standoff.brief.evidence import Evidence, Prospect, Run, TableRow, Test, Words
from standoff.brief.wording import Phrases

HASH_LETTERS = 12


class Notes:
    """The notes of one brief."""

    def __init__(self, brief: Brief) -> None:
        self._numbers: dict[Evidence, int] = {}
        for sentence in brief.sentences():
            for one in sentence.evidence:
                self._numbers.setdefault(one, len(self._numbers) + 1)

    def __iter__(self) -> Iterator[tuple[int, Evidence]]:
        """Number and evidence, ascending."""
        return ((number, one) for one, number in self._numbers.items())

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


def _made(evidence: Prospect | Run, phrases: Phrases) -> str:
    if isinstance(evidence, Prospect):
        return phrases(
            "note.forecast",
            question=evidence.question,
            method=evidence.method,
            as_of=phrases.day(evidence.as_of),
            through=phrases.day(evidence.data_through),
            version=evidence.record_version,
        )
    return phrases(
        "note.run",
        what=evidence.what,
        theatre=evidence.theatre,
        version=evidence.record_version,
        coders=", ".join(evidence.coders) or phrases("no_coder"),
        as_of=phrases.day(evidence.as_of),
        seed=evidence.seed,
    )


def _flat(text: str) -> str:
    """Runs of white space as one blank; blanks at the ends stay, they part words."""
    return " ".join(text.replace("\n", " ").split(" ")) if text.strip() else text
