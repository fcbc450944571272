"""How far a date stands from a happening: in its clause, beside its noun, or in another's."""

from __future__ import annotations

import re

from standoff.coding.clauses import Trigger
from standoff.coding.found import SAID, TESTS
from standoff.coding.patterns import Grammar

# A date that opens the sentence belongs to its first happening, whatever stands between.
_OPENING_CHARACTERS = 14
_BEFORE_PENALTY = 20
_BESIDE_NOUN = 110
# How much of the words around a date shows whether it only belongs to a noun.
_LED, _HEADED = 16, 60
DATED_BY_NOUN = TESTS | {"exercise"}


def distance(text: str, date: re.Match[str], trigger: Trigger, grammar: Grammar) -> int | None:
    """How far a date stands from a happening; None where another clause has it."""
    start, end = trigger.match.span()
    if start <= date.start() < end:
        owns = trigger.pattern.kind in SAID and text.startswith("'s ", date.end())
        return None if owns else 0
    alone = stands_alone(trigger, grammar)
    return (_beside_noun if alone else _in_clause)(text, date, trigger, grammar)


def _in_clause(text: str, date: re.Match[str], trigger: Trigger, grammar: Grammar) -> int | None:
    """How far a date stands from a happening, if no other clause begins between them."""
    start, end = trigger.match.span()
    if _is_attribute(text, date, start, grammar):
        return None
    if date.start() >= end:
        return _after(text, date, start, end, grammar)
    between = text[date.end() : start]
    if "," in between and _in_phrase(text[: date.start()], grammar):
        return None
    if grammar.syntax("when-clause").search(between):
        return len(between)
    fronted = date.start() < _OPENING_CHARACTERS
    crossed = "subordinate" if fronted else "clause-crossing"
    if not fronted and _is_of_earlier(text, date, between, grammar):
        return None
    # "In <T1> X fired one and on <T2> said ...": another date has begun.
    taken = any(grammar.syntax(name).search(between) for name in (crossed, "date-taken"))
    return None if taken else len(between) + _BEFORE_PENALTY


def _after(text: str, date: re.Match[str], start: int, end: int, grammar: Grammar) -> int | None:
    """How far a date stands behind a happening told in `[start, end)`, in the same clause."""
    between = text[end : date.start()]
    possessive = text.startswith("'s ", date.end())  # "ahead of Sunday's election"
    aside = "," in between and grammar.syntax("inside-aside").search(text[:start])
    if possessive or aside or grammar.syntax("clause-crossing").search(between):
        return None
    further = grammar.syntax("further-verb").search(between)
    return len(between) + (_BEFORE_PENALTY if further else 0)


def _in_phrase(before: str, grammar: Grammar) -> bool:
    """Whether a date closes an aside, or a phrase about something else: "since talks in <T>"."""
    return any(grammar.syntax(name).search(before) for name in ("inside-aside", "fronted-phrase"))


def _is_attribute(text: str, date: re.Match[str], start: int, grammar: Grammar) -> bool:
    """Whether a date only tells which one another noun means: "its <T> test", "the <T> treaty"."""
    left, right = text[max(0, date.start() - _LED) : date.start()], text[date.end() :]
    found = grammar.syntax("attributive-date").search(f"{left}@{right[:_HEADED]}")
    if found is None:
        return False
    ends = date.end() + found.end() - len(left) - 1
    return ends <= start or date.end() > start


def _is_of_earlier(text: str, date: re.Match[str], between: str, grammar: Grammar) -> bool:
    """Whether a date closes the clause of an earlier verb: "tested one in <T> and launched"."""
    joined = grammar.syntax("date-shared-out").search(between)
    return bool(joined and grammar.syntax("coordinate-verb").search(text, 0, date.start()))


def stands_alone(trigger: Trigger, grammar: Grammar) -> bool:
    """Whether a noun tells the happening and no verb carries it out: "condemned the test"."""
    if trigger.voice not in ("nominal", "party") or trigger.pattern.kind not in DATED_BY_NOUN:
        return False
    return not grammar.syntax("governing-verb").search(trigger.masked.text[: trigger.match.start()])


def _beside_noun(text: str, date: re.Match[str], trigger: Trigger, grammar: Grammar) -> int | None:
    """How far a date stands from a noun if it belongs to it and not to another verb."""
    start, end = trigger.match.span()
    after = date.start() >= end
    between = text[end : date.start()] if after else text[date.end() : start]
    if len(between) > _BESIDE_NOUN:
        return None
    if after:
        owns = text.startswith("'s ", date.end())
        beside = not owns and grammar.syntax("noun-then-date").search(between)
    else:
        fronted = date.start() < _OPENING_CHARACTERS and grammar.syntax("fronted-date")
        beside = grammar.syntax("date-then-noun").search(between) or (
            fronted and fronted.search(between)
        )
    return len(between) if beside else None
