"""One clause that tells of launches or tests, as the happenings it tells: by weapon and by day."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from standoff.coding.clauses import Trigger
from standoff.coding.dating import DateMention
from standoff.coding.document import Document
from standoff.coding.event_days import further_dates, is_present_year
from standoff.coding.found import TESTS, Found
from standoff.coding.mentions import Mention
from standoff.coding.patterns import Grammar
from standoff.coding.slots import (
    class_in_context,
    count_of,
    count_of_tests,
    family,
    weapon_class,
    weapons,
)
from standoff.coding.states import states_of

WEAPON_KINDS = frozenset({"launch"})
COUNTED_KINDS = frozenset({"nuclear_test"})
GOES_ON_CHARACTERS = 60
# A number of tests over more days than a month has is a sum, no happening.
LONG_DAYS = 31


def volleys(document: Document, trigger: Trigger, base: Found, grammar: Grammar) -> Iterator[Found]:
    """The happenings of one clause: one a weapon and one a day of a list of days.

    Args:
        document: the report.
        trigger: what matched.
        base: the happening without weapon and count.
        grammar: the language that reads it.
    """
    if base.kind in WEAPON_KINDS:
        told = list(_by_weapon(document, trigger, base, grammar))
    elif base.kind in COUNTED_KINDS:
        told = [replace(base, count=count_of_tests(document, trigger, grammar))]
    else:
        told = [base]
    days = _further_days(base, document, trigger, grammar)
    if any(one.count == 1 for one in told):
        days = []
    for one in told:
        yield replace(one, count=None) if days else one
        for day in days:
            slots = {**one.slots, "date": (day.when or "", (day.start, day.end))}
            yield replace(one, when=day.when, count=None, slots=slots)


def is_idle(found: Found, trigger: Trigger, grammar: Grammar) -> bool:
    """Whether exercises are only spoken of: no day, no place, not held and not going on."""
    if found.kind != "exercise" or trigger.voice != "party" or found.status != "reported":
        return False
    if found.when or {"date", "place"} & found.slots.keys() or found.headline:
        return False
    if trigger.pattern.set.get("told"):
        return False
    text, (start, end) = trigger.masked.text, trigger.match.span()
    led, after = text[max(0, start - GOES_ON_CHARACTERS) : end], text[end:][:GOES_ON_CHARACTERS]
    around = f"{led}@{after}"
    carried_out = grammar.syntax("governing-verb").search(text[:start])
    return not (carried_out or "<E" in around or grammar.syntax("goes-on").search(around))


def named_parties(document: Document, trigger: Trigger) -> tuple[str, ...]:
    """Those who take part in the exercise that is named, by the theatre's tables."""
    return states_of(document, trigger.numbers(document, "named"))


def with_name(found: Found, document: Document, trigger: Trigger) -> Found:
    """An exercise with its proper name, which keeps it apart from others."""
    if found.kind != "exercise":
        return found
    numbers = trigger.numbers(document, "named") or trigger.numbers(document, "actors")
    named = [one for one in map(document.mentions.__getitem__, numbers) if one.kind == "exercise"]
    if not named:
        return found
    span = (named[0].start, named[0].end)
    return replace(found, slots={**found.slots, "name": (document.folded[slice(*span)], span)})


def is_general(document: Document, found: Found, trigger: Trigger, grammar: Grammar) -> bool:
    """Whether a plural noun speaks of launches in general: "the launching of satellites"."""
    if trigger.voice != "nominal" or found.kind not in WEAPON_KINDS or found.again:
        return False
    if found.count != 1 and _is_tally(document, found, trigger, grammar):
        return True
    if found.specific or found.headline or found.status != "reported":
        return False
    return not grammar.syntax("governing-verb").search(trigger.masked.text[: trigger.match.start()])


def _is_tally(document: Document, found: Found, trigger: Trigger, grammar: Grammar) -> bool:
    """Whether a number of tests only sums up: "a dozen tests so far this year"."""
    if found.when is not None and (found.when.days or 0) > LONG_DAYS and found.count:
        return True
    text = trigger.masked.text
    beside = grammar.syntax("tally-date").match(text, trigger.match.end())
    running = beside is not None and is_present_year(document, int(beside.group("date")))
    return running or bool(grammar.syntax("tally").search(text, trigger.start))


def _further_days(
    base: Found, document: Document, trigger: Trigger, grammar: Grammar
) -> list[DateMention]:
    if base.kind not in TESTS or base.when is None or "date" not in base.slots:
        return []
    start = base.slots["date"][1][0]
    own = next((one for one in document.dates.values() if one.start == start), None)
    listed = further_dates(document, trigger, own, grammar) if own else []
    return [one for one in listed if one.when]


def _by_weapon(
    document: Document, trigger: Trigger, base: Found, grammar: Grammar
) -> Iterator[Found]:
    """One happening a weapon: two kinds of missile in one volley are two."""
    for slot, group in weapons(document, trigger) or [("count", [])]:
        count = count_of(document, trigger, slot, group, grammar) if group else None
        slots = dict(base.slots)
        if group:
            slots["weapon"] = (family(group) or "", _extent(group))
        if count is not None and group and trigger.group(slot):
            start, _ = trigger.source(*trigger.match.span(slot))
            slots["count"] = (count, (min(start, _extent(group)[0]), _extent(group)[1]))
        yield replace(
            base,
            actors=base.actors or _owner_of(document, group),
            weapon=family(group),
            weapon_class=_class_of(document, trigger, group, grammar),
            count=count,
            slots=slots,
        )


def _class_of(
    document: Document, trigger: Trigger, group: list[Mention], grammar: Grammar
) -> str | None:
    declared = trigger.pattern.set.get("class")
    if declared:
        return str(declared)
    known = weapon_class(document.pack, group)
    return known or (class_in_context(document, trigger, grammar) if group else None)


def _owner_of(document: Document, group: list[Mention]) -> tuple[str, ...]:
    """A named family of the theatre belongs to the side whose acts it follows."""
    return (document.pack.manifest.acting,) if family(group) else ()


def _extent(group: list[Mention]) -> tuple[int, int]:
    return min(m.start for m in group), max(m.end for m in group)
