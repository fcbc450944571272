"""Which test the figures of a sentence belong to: how far, how high, who watched."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from standoff.coding.document import Document, Masked
from standoff.coding.found import TESTS, Found, Slots
from standoff.coding.patterns import Grammar
from standoff.coding.slots import attributes
from standoff.coding.text import Sentence

FOLLOW_UP_SENTENCES = 2
# Slots that tell of one flight, unlike who watched.
FIGURES = frozenset({"distance_km", "apogee_km", "warhead_t"})


def figures(
    document: Document, masked: Masked, grammar: Grammar, told: Sequence[Found]
) -> list[Found]:
    """The happenings of a sentence, each test with the figures said of it."""
    said = _said(document, masked, grammar)
    begins = sorted(one.span[0] for one in told if one.kind in TESTS)
    return [_with_figures(one, said, begins) if one.kind in TESTS else one for one in told]


def follow_up(
    document: Document,
    index: int,
    masked: Masked,
    grammar: Grammar,
    tests: Sequence[Found],
    latest: Found | None,
) -> Found | None:
    """What a sentence says of the test before it: "They covered 520 kilometres"; None for nothing.

    Args:
        document: the report.
        index: number of the sentence.
        masked: the sentence.
        grammar: the language that reads it.
        tests: the tests that the sentence itself tells.
        latest: the last test told before it.
    """
    if latest is None or index - latest.sentence > FOLLOW_UP_SENTENCES:
        return None
    said = _said(document, masked, grammar)
    if tests:
        said = _before_older(said, tests)
    if not said:
        return None
    return _of_latest(latest, index, document.sentences[index], said)


def _before_older(said: Slots, tests: Sequence[Found]) -> Slots:
    """Figures that stand before an older test: "It flew 800 km, the first since two in <T>"."""
    first = min(tests, key=lambda one: one.span)
    if not first.looks_back:
        return {}
    return {n: slot for n, slot in said.items() if n in FIGURES and slot[1][1] <= first.span[0]}


def _with_figures(one: Found, said: Slots, begins: Sequence[int]) -> Found:
    """A test with the figures of its clause: those that follow it and no later test."""
    mine: Slots = {}
    for name, slot in said.items():
        before = [begin for begin in begins if begin <= slot[1][0]]
        nearest = before[-1] if before else (None if one.looks_back else begins[0])
        if name not in FIGURES or one.span[0] == nearest:
            mine[name] = slot
    return replace(one, slots={**one.slots, **mine})


def _of_latest(latest: Found, index: int, sentence: Sentence, said: Slots) -> Found:
    return Found(
        kind=latest.kind,
        status=latest.status,
        actors=(),
        sentence=index,
        span=(sentence.start, sentence.end),
        definite=True,
        pattern="follow-up",
        voice="flight",
        slots=said,
    )


def _said(document: Document, masked: Masked, grammar: Grammar) -> Slots:
    return {slot: (content, span) for slot, content, span in attributes(document, masked, grammar)}
