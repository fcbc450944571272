"""One thing held by somebody, and the clauses in which such things stand."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from standoff.coding.document import Masked
from standoff.coding.segments import Segment
from standoff.model import ClaimKind, Stance, Terms


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposition:
    """One thing held: its sort, its characters and what the wording gives away."""

    segment: Segment
    start: int
    end: int
    kind: ClaimKind
    aims: tuple[str, ...] = ()
    aim_of: str | None = None
    believer: str | None = None
    conditions: tuple[str, ...] = ()
    stance: Stance = "asserts"
    change: bool = False
    terms: Terms | None = None
    subject: str | None = None


@dataclass(frozen=True, slots=True)
class Clause:
    """Characters `[start, end)` that hold one proposition, and the kinds of patterns they show."""

    start: int
    end: int
    masked: Masked
    seen: frozenset[str]
    framed: bool = False

    @property
    def text(self) -> str:
        """The masked words without quotation marks, as the patterns for content read them."""
        return bare(self.masked)


def bare(masked: Masked) -> str:
    """The masked words without quotation marks."""
    return masked.text.replace('"', "")


def with_quotes(place: int, quotes: Sequence[int]) -> int:
    """The place in the words with quotation marks of one in the words without."""
    for quote in quotes:
        place += quote <= place
    return place


def only_a_chance(last: Proposition, one: Proposition) -> bool:
    """Whether a clause only gives the chance of what the one before foresees."""
    both = last.kind == one.kind == "prediction" and last.terms and one.terms
    return bool(both and last.terms and one.terms and one.terms.query is None and one.terms.band)


def with_chance(last: Proposition, one: Proposition) -> Proposition:
    """The foregoing prediction with the chance that the next clause gives it."""
    if last.terms is None or one.terms is None:
        return last
    wording = f"{last.terms.wording}, {one.terms.wording}"
    terms = replace(last.terms, band=one.terms.band, wording=wording)
    return replace(last, end=one.end, terms=terms)


def trimmed(text: str, start: int, end: int) -> int:
    """Where a stretch ends without the marks and spaces at its end."""
    return start + len(text[start:end].rstrip(' ,;:"\u201d\u201c'))
