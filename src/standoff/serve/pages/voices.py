"""Claims as pages show them: who holds them, through whom, in which words, from which source."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Final
from urllib.parse import quote

from standoff.brief.desk import Desk
from standoff.brief.evidence import Words
from standoff.brief.holders import holder, through
from standoff.brief.material import Material
from standoff.brief.wording import phrases
from standoff.model import Claim, TextAnchor
from standoff.record import Record

LANGUAGE: Final = "en"
QUOTE_LETTERS: Final = 400
# As many words as lead to one place of a text.
FEW_WORDS: Final = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class Voice:
    """One claim in its own words; `report`, `start` and `end` lead to its characters."""

    id: str
    kind: str
    who: str
    via: str
    about: str | None
    aims: tuple[str, ...]
    denied: bool
    stated: bool
    quoted: bool
    known: date | None
    words: str
    source: str
    title: str
    report: str
    start: int
    end: int


def at_words(words: str) -> str:
    """The part of an address that leads a browser to words within a page.

    >>> at_words("No, we will-never talk")
    '#:~:text=No%2C%20we%20will%2Dnever%20talk'
    """
    some = " ".join(words.strip().partition("\n")[0].split()[:FEW_WORDS])
    return "#:~:text=" + quote(some, safe="").replace("-", "%2D") if some else ""


def desk_of(record: Record) -> Desk:
    """The writing desk of the brief over a whole record, for its names and its wording."""
    nothing = Material(
        pack=record.pack,
        record=record,
        facts=record,
        reports=(),
        codings=(),
        events=(),
        news=frozenset(),
        claims=(),
        hypotheses=(),
        results=(),
        forecasts=(),
        tracked=(),
        issues=(),
        as_of=record.day or date.max,
        made_at="",
        seed=0,
    )
    return Desk(nothing, phrases(LANGUAGE))


def voices(claims: Iterable[Claim], record: Record) -> tuple[Voice, ...]:
    """The claims as a list shows them."""
    desk = desk_of(record)
    return tuple(_voice(one, desk) for one in claims)


def who_holds(claim: Claim, desk: Desk) -> str:
    """The holder in words, with a capital."""
    told = holder(claim, desk)
    return told[:1].upper() + told[1:]


def short_holder(claim: Claim, desk: Desk) -> str:
    """The holder by name alone, or by the organisation; what nobody named holds goes together."""
    known = claim.holder or claim.organisation
    return desk.names.origin(known) if known else "nobody named"


def _voice(claim: Claim, desk: Desk) -> Voice:
    found = [one for one in desk.shelf.of(claim.anchors) if isinstance(one, Words)]
    first = found[0] if found else None
    places = [one for one in claim.anchors if isinstance(one, TextAnchor)]
    words = " … ".join(" ".join(one.words.split()) for one in found)
    return Voice(
        id=claim.id,
        kind=claim.kind,
        who=who_holds(claim, desk),
        via=through(claim, desk),
        about=desk.names.actor(claim.aim_of) if claim.aim_of else None,
        aims=tuple(desk.names.aim(one) for one in claim.aims),
        denied=claim.stance == "denies",
        stated=claim.stated,
        quoted=claim.quoted,
        known=claim.known,
        words=words
        if len(words) <= QUOTE_LETTERS
        else words[:QUOTE_LETTERS].rpartition(" ")[0] + " …",
        source=desk.names.outlet(first.source) if first else "",
        title=first.title if first else "",
        report=places[0].report if places else "",
        start=places[0].start if places else 0,
        end=places[-1].end if places else 0,
    )
