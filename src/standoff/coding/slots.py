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
_HUNDRED = 100
_CLASS_REACH = 90


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


def class_in_context(document: Document, trigger: Trigger, grammar: Grammar) -> str | None:
    """The class that the words around a weapon give it: "from a submarine", "into orbit"."""
    text, (start, end) = trigger.masked.text, trigger.match.span()
    stop = grammar.syntax("clause-crossing").search(text, end)
    reach = text[start : min(stop.start() if stop else len(text), end + _CLASS_REACH)]
    for pattern in grammar.sections["syntax"]:
        if pattern.kind == "weapon_class" and (found := pattern.regex.search(reach)):
            payload = found.groupdict().get("payload")
            if payload is None or document.mentions[int(payload[2:-1])].id == pattern.set["class"]:
                return str(pattern.set["class"])
    return None


def family(group: list[Mention]) -> str | None:
    """The weapon family that is named; None where only its class is."""
    return next((mention.id for mention in group if mention.kind == "weapon"), None)


def count_of(
    document: Document, trigger: Trigger, slot: str, group: list[Mention], grammar: Grammar
) -> int | None:
    """How many were launched: exact, 1 where the singular says so, None for "several"."""
    phrase = (trigger.group(slot) or "").split("<")[0].strip()
    stated = _number(phrase, document.pack.language)
    nominal = trigger.voice == "nominal"
    if nominal and slot == "count" and (told := _count_of_noun(document, trigger, grammar)):
        return told
    vague = grammar.syntax("vague-number")
    if stated is not None and stated > 1:
        return (
            None
            if grammar.syntax("inexact-number").search(_before_count(trigger, slot))
            else stated
        )
    if any(_is_launcher(document, mention, grammar) for mention in group):
        return None
    plural = any(_is_plural(document, mention) for mention in group)
    if plural or vague.search(phrase) or trigger.pattern.set.get("count") == "unsaid":
        return None
    if nominal and _is_plural_noun(trigger):
        return None
    singular = grammar.syntax("singular").search(_before_weapon(trigger, slot))
    return 1 if stated == 1 or singular or (family(group) and not nominal) else None


def _count_of_noun(document: Document, trigger: Trigger, grammar: Grammar) -> int | None:
    """How many launches or tests a noun tells of: "three tests of ...", "a <G> launch" is one."""
    several = _exact(trigger.group("noun_count") or "", document, grammar)
    if several and several > 1:
        return several
    if trigger.group("weapon") and trigger.match.start("weapon") < trigger.start:
        led = trigger.masked.text[: trigger.end]
        one = not _is_plural_noun(trigger) and grammar.syntax("one-noun").search(led)
        return 1 if one and not grammar.syntax("collective").search(led) else None
    return None


def count_of_tests(document: Document, trigger: Trigger, grammar: Grammar) -> int | None:
    """How many tests are told where no weapon is counted: a singular one is one."""
    device = trigger.group("device")
    left = trigger.masked.text[: trigger.start]
    if device and trigger.voice == "active":
        return None if device.endswith("s") else 1
    if not _is_plural_noun(trigger):
        led = trigger.masked.text[: trigger.end]
        return None if grammar.syntax("collective").search(led) else 1
    counted = grammar.syntax("count-before").search(left)
    return _exact(counted.group("count"), document, grammar) if counted else None


def _exact(phrase: str, document: Document, grammar: Grammar) -> int | None:
    inexact = grammar.syntax("inexact-number").search(phrase)
    return None if inexact else _number(phrase, document.pack.language)


def _is_plural_noun(trigger: Trigger) -> bool:
    return trigger.masked.text[trigger.start : trigger.end].endswith("s")


def _before_weapon(trigger: Trigger, slot: str) -> str:
    """The words that lead to the weapon: after the verb, or from the noun phrase's beginning."""
    where = "weapon" if slot == "count" else slot
    stop = trigger.match.start(where) if trigger.group(where) else trigger.match.end()
    start = trigger.end if trigger.end <= stop else max(0, trigger.match.start() - _BEFORE_COUNT)
    return trigger.masked.text[start : max(stop, trigger.match.start() + 1)]


def place_of(document: Document, trigger: Trigger, grammar: Grammar) -> Mention | None:
    """Where it happened: a place led by from, at, in, near or off; never where it came down."""
    text, start = trigger.masked.text, trigger.match.start()
    launched = trigger.pattern.kind == "launch"
    site = grammar.syntax("site" if launched else "place-only")
    impact = grammar.syntax("impact-tail")
    crossing = grammar.syntax("clause-crossing")
    for match in (*site.finditer(text, start), *site.finditer(text, 0, start)):
        mention = document.mentions[int(match.group("place"))]
        later = match.start() > trigger.match.end()
        between = text[trigger.match.end() : match.start()] if later else text[match.end() : start]
        if launched and (crossing.search(between) or "," in between[:-1]):
            continue
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
    words = phrase.replace(" and ", " ").split()
    if composed := _composed([numbers.get(word) for word in words]):
        return composed
    for size in range(len(words), 0, -1):
        for start in range(len(words) - size, -1, -1):
            if (value := numbers.get(" ".join(words[start : start + size]))) is not None:
                return value
    return None


def _composed(values: list[int | None]) -> int | None:
    """The number that several words say together: "twenty seven", "a hundred and thirty"."""
    total = 0
    for before, value in zip([None, *values], values, strict=False):
        if value is None:
            continue
        if value == _HUNDRED:
            total = (before or 1) * value
        elif before and before > value and before % 10 == 0:
            total = (total or before) + value
    return total or None


def _before_count(trigger: Trigger, slot: str) -> str:
    """What stands before the number, up to and with its own words: "at least ten"."""
    start, _ = trigger.match.span(slot)
    end = start + len((trigger.group(slot) or "").split("<")[0])
    return trigger.masked.text[max(0, start - _BEFORE_COUNT) : end]


def _is_launcher(document: Document, mention: Mention, grammar: Grammar) -> bool:
    """Whether the words name what launches: how many rockets it fired they do not say."""
    words = document.folded[mention.start : mention.end]
    return bool(grammar.syntax("launcher-word").search(words))


def _is_plural(document: Document, mention: Mention) -> bool:
    return mention.kind == "weapon_term" and document.folded[mention.start : mention.end].endswith(
        "s"
    )
