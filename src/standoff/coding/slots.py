"""What a happening's words hold: which weapon, how many, how far, where."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from standoff.coding.clauses import Trigger
from standoff.coding.document import Document, Masked, mentions_in
from standoff.coding.mentions import Mention
from standoff.coding.officers import person_name
from standoff.coding.patterns import Grammar
from standoff.coding.text import fold
from standoff.packs import Language, Pack

_DIGITS = re.compile(r"\d[\d,]*(?:\.\d+)?")
_BEFORE_COUNT = 16


def weapons(document: Document, trigger: Trigger) -> list[tuple[str, list[Mention]]]:
    """The weapons a match names, each with the slot it stands in and the words for it.

    "the ICBM Hwasong, and a cruise missile" is two; a name in apposition is the same one.
    """
    first = [document.mentions[n] for n in trigger.numbers(document, "weapon")]
    groups: list[tuple[str, list[Mention]]] = [("count", first)] if first else []
    for mention in (document.mentions[n] for n in trigger.numbers(document, "more")):
        if any(known.kind == mention.kind == "weapon" for known in groups[-1][1]):
            groups.append(("more", [mention]))
        else:
            groups[-1][1].append(mention)
    also = [document.mentions[n] for n in trigger.numbers(document, "also")]
    return [*groups, ("also", also)] if also else groups


def weapon_class(pack: Pack, group: list[Mention]) -> str | None:
    """The class a text gives to a weapon, else that of its family; None if neither says."""
    said = [m.id for m in group if m.kind == "weapon_term" and m.id != "unknown"]
    family = next((pack.weapons[m.id].weapon_class for m in group if m.kind == "weapon"), None)
    return (said[0] if said and family is None else family) or (said[0] if said else None)


def family(group: list[Mention]) -> str | None:
    """The weapon family that is named; None where only its class is."""
    return next((mention.id for mention in group if mention.kind == "weapon"), None)


def count_of(
    document: Document, trigger: Trigger, slot: str, group: list[Mention], grammar: Grammar
) -> int | None:
    """How many were launched: exact, 1 where the singular says so, None for "several"."""
    phrase = (trigger.group(slot) or "").split("<")[0].strip()
    stated = _number(phrase, document.pack.language)
    vague = grammar.syntax("vague-number")
    if stated is not None and stated > 1:
        return (
            None
            if grammar.syntax("inexact-number").search(_before_count(trigger, slot))
            else stated
        )
    plural = any(_is_plural(document, mention) for mention in group)
    if plural or vague.search(phrase) or trigger.pattern.set.get("count") == "unsaid":
        return None
    start, end = max(0, trigger.match.start() - _BEFORE_COUNT), trigger.match.end()
    singular = grammar.syntax("singular").search(trigger.masked.text, start, end)
    return 1 if stated == 1 or singular or family(group) else None


def place_of(document: Document, trigger: Trigger, grammar: Grammar) -> Mention | None:
    """Where it happened: a place led by from, at, in, near or off; never where it came down."""
    text, start = trigger.masked.text, trigger.match.start()
    launched = trigger.pattern.kind == "launch"
    site = grammar.syntax("site" if launched else "place-only")
    impact = grammar.syntax("impact-tail")
    for match in (*site.finditer(text, start), *site.finditer(text, 0, start)):
        mention = document.mentions[int(match.group("place"))]
        if not impact.search(text[: match.start("place")]) and place_id(document, mention):
            return mention
    return None


def place_id(document: Document, mention: Mention) -> str | None:
    """The id of the place a mention names; a capital counts where it is a listed place."""
    if mention.kind == "place":
        return mention.id
    if mention.kind == "state":
        return _seats(document.pack).get(document.folded[mention.start : mention.end])
    return None


def attributes(
    document: Document, masked: Masked, grammar: Grammar
) -> Iterator[tuple[str, float | str, tuple[int, int]]]:
    """What a sentence says of a launch beside its kind: slot, content, characters of the text.

    Figures come in the pack's units (km, tonnes); a person as the actor's id.
    """
    factors = _units(document.pack.language)
    for pattern, match in grammar.match("measures", masked.text):
        name = next((n for n, found in match.groupdict().items() if found and n[:3] == "who"), None)
        if name:
            (number,) = mentions_in(document, masked.text, *match.span(name))
            mention = document.mentions[number]
            yield pattern.kind, person_name(mention), (mention.start, mention.end)
        elif (factor := factors.get(match.group("unit"))) is not None:
            figure = float(match.group("value").rstrip(".,").replace(",", ""))
            span = masked.source(match.start("value")), masked.source_end(match.end("unit"))
            yield pattern.kind, round(figure * factor, 1), span


@lru_cache(maxsize=8)
def _seats(pack: Pack) -> dict[str, str]:
    return {
        fold(name): place.id
        for place in pack.places.values()
        for name in (place.name, *place.aliases)
    }


@lru_cache(maxsize=8)
def _numbers(language: Language) -> dict[str, int]:
    return {
        fold(word): int(key.partition(".")[2])
        for key, words in language.terms.items()
        if key.startswith("number.")
        for word in words
    }


@lru_cache(maxsize=8)
def _units(language: Language) -> dict[str, float]:
    return {
        fold(word): float(key.partition(".")[2])
        for key, words in language.terms.items()
        if key.startswith("unit.")
        for word in words
    }


def _number(phrase: str, language: Language) -> int | None:
    """The whole number that a phrase says, in digits or words."""
    digits = _DIGITS.search(phrase)
    if digits:
        figure = digits.group().replace(",", "")
        return int(figure) if figure.isdigit() else None
    numbers = _numbers(language)
    words = phrase.split()
    for size in range(len(words), 0, -1):
        for start in range(len(words) - size, -1, -1):
            if (value := numbers.get(" ".join(words[start : start + size]))) is not None:
                return value
    return None


def _before_count(trigger: Trigger, slot: str) -> str:
    """What stands before the number, up to and with its own words: "at least ten"."""
    start, _ = trigger.match.span(slot)
    end = start + len((trigger.group(slot) or "").split("<")[0])
    return trigger.masked.text[max(0, start - _BEFORE_COUNT) : end]


def _is_plural(document: Document, mention: Mention) -> bool:
    return mention.kind == "weapon_term" and document.folded[mention.start : mention.end].endswith(
        "s"
    )
