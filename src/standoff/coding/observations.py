"""Happenings as observations: every value with its characters, its origin and its day."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import lru_cache

from standoff.coding.clauses import speaker
from standoff.coding.document import Document
from standoff.coding.found import Found, anchor
from standoff.coding.patterns import Grammar
from standoff.coding.text import fold
from standoff.model import Content, Observation, TextAnchor, Value, make_id
from standoff.packs import Language

# What may be told of a happening beside its kind, with the unit.
ATTRIBUTES: Mapping[str, str | None] = {
    "place": None,
    "overseer": None,
    "issuer": None,
    "rung": None,
    "distance_km": "km",
    "apogee_km": "km",
    "warhead_t": "t",
}


def observation(found: Found, document: Document, grammar: Grammar, coder: str) -> Observation:
    """The stored form of a happening.

    Args:
        found: what one report tells, in scope and told once.
        document: the report it stands in.
        grammar: the language that reads it.
        coder: name and version of the coder.
    """
    place = anchor(found, document)
    values = dict(_values(found, document, _origin(found, document, grammar)))
    content = [place.report, place.start, place.end, found.kind, coder, found.weapon_class]
    published = document.report.published
    return Observation(
        id=make_id("o", content),
        anchor=place,
        kind=found.kind,
        grain="volley",
        values=values,
        status=found.status,  # type: ignore[arg-type]
        background=found.background,
        known=published.first if published else None,
        verified=False,  # a person has not read it yet: it enters no test
        known_basis="published" if published and published.basis != "inferred" else "assumed",
        coder=coder,
        pack=document.pack.id,
    )


def _values(found: Found, document: Document, origin: str) -> Iterator[tuple[str, Value]]:
    whole = found.span

    def value(content: Content, span: tuple[int, int], unit: str | None = None) -> Value:
        evidence = (TextAnchor(document.report.id, *span),)
        published = document.report.published
        known = published.first if published else None
        return Value(value=content, unit=unit, origin=origin, evidence=evidence, known=known)

    spans: Mapping[str, tuple[int, int]] = {name: slot[1] for name, slot in found.slots.items()}
    told: dict[str, Content | None] = {
        "actors": found.actors,
        "targets": found.targets or None,
        "date": found.when,
        "announced": found.announced,
        "weapon": found.weapon,
        "class": found.weapon_class,
        "count": found.count,
        "mode": _mode(found, document),
    }
    for name, content in told.items():
        if content is not None:
            yield name, value(content, spans.get(name, spans.get(_spoken(name), whole)))
    for name in ATTRIBUTES:
        if name in found.slots:
            content, span = found.slots[name]
            yield name, value(content, span, ATTRIBUTES[name])


def _spoken(slot: str) -> str:
    """The slot whose words say it: a class and a count are said with the weapon."""
    return {"class": "weapon", "count": "weapon", "mode": "trigger"}.get(slot, slot)


def _origin(found: Found, document: Document, grammar: Grammar) -> str:
    """Who says so in the sentence, as an actor's id, else the outlet."""
    masked = document.masked(document.sentences[found.sentence])
    return speaker(document, masked, grammar) or f"outlet:{document.report.source}"


def _mode(found: Found, document: Document) -> str | None:
    """The finer sort within a kind, by a word in the clause."""
    words = document.folded[found.span[0] : found.span[1]]
    for mode, pattern in _modes(document.pack.language).get(found.kind, ()):
        if pattern.search(words):
            return mode
    return None


@lru_cache(maxsize=8)
def _modes(language: Language) -> dict[str, tuple[tuple[str, re.Pattern[str]], ...]]:
    modes: dict[str, tuple[tuple[str, re.Pattern[str]], ...]] = {}
    for key, words in language.terms.items():
        section, _, rest = key.partition(".")
        if section == "mode":
            kind, _, mode = rest.partition(".")
            pattern = re.compile(r"\b(?:" + "|".join(re.escape(fold(w)) for w in words) + r")\b")
            modes[kind] = (*modes.get(kind, ()), (mode, pattern))
    return modes
