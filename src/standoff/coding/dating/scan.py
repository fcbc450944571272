"""Where in a text dates stand: matches, longest first, times joined to their day."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from standoff.coding.dating.grammar import Grammar, Wording

# No wording has more characters than this before its trigger.
REACH_BEFORE = 36
# How far before a mention a bound such as "ever since at least the" may begin.
REACH_BOUND = 28
_WORD_START = re.compile(r"(?<!\w)\S")
CLOCK_FIELDS = frozenset({"hour", "minute", "meridiem", "clock_zone", "noon"})


@dataclass(frozen=True, slots=True, eq=False)
class Found:
    """A date's place and what it says, before it is resolved."""

    start: int
    end: int
    wording: Wording
    fields: dict[str, int | str]


def scan(grammar: Grammar, text: str) -> list[Found]:
    """The dates of a text in its order, none overlapping another, the longest preferred."""
    spots = [(hit.start(), str(hit.lastgroup)) for hit in grammar.triggers.finditer(text)]
    if not spots:
        return []
    kept = _longest(_matches(grammar, text, spots))
    found = [
        Found(start, end, wording, grammar.fields(wording, match))
        for start, end, wording, match in kept
    ]
    return [_bounded(grammar, text, one) for one in _joined(grammar, text, found)]


Raw = tuple[int, int, Wording, "re.Match[str]"]


def _matches(grammar: Grammar, text: str, spots: Sequence[tuple[int, str]]) -> Iterator[Raw]:
    for at, name in spots:
        words = _WORD_START.finditer(text, max(0, at - REACH_BEFORE), at + 1)
        near = [word.start() for word in words]
        for wording in grammar.wordings[name]:
            match = _match(wording, text, at, near)
            if match:
                span = "span" if "span" in wording.classes else 0
                yield match.start(span), match.end(span), wording, match


def _match(wording: Wording, text: str, at: int, starts: Sequence[int]) -> re.Match[str] | None:
    """The wording around the trigger at `at`, begun as early as it can be."""
    if wording.rest and not wording.rest.match(text, at):
        return None
    for start in (at,) if wording.leads else starts:
        match = wording.regex.match(text, start)
        if match and match.end() > at:
            return match
    return None


def _longest(matches: Iterable[Raw]) -> list[Raw]:
    kept: list[Raw] = []
    for one in sorted(matches, key=lambda raw: (raw[0] - raw[1], raw[0])):
        if all(one[1] <= other[0] or one[0] >= other[1] for other in kept):
            kept.append(one)
    return sorted(kept, key=lambda raw: raw[0])


def _joined(grammar: Grammar, text: str, found: list[Found]) -> list[Found]:
    """Times joined to the day beside them: "at 7 a.m. on Wednesday" is one date."""
    joined: list[Found] = []
    for one in found:
        before = joined[-1] if joined else None
        if (
            before
            and _belong(before, one)
            and grammar.cues["link"].fullmatch(text, before.end, one.start)
        ):
            day, hours = (one, before) if before.wording.kind == "clock" else (before, one)
            clock = {key: value for key, value in hours.fields.items() if key in CLOCK_FIELDS}
            joined[-1] = replace(day, start=before.start, end=one.end, fields=day.fields | clock)
        else:
            joined.append(one)
    return joined


def _belong(first: Found, second: Found) -> bool:
    """Whether one is a time of day and the other a day without one."""
    kinds = (first.wording.kind == "clock", second.wording.kind == "clock")
    return kinds[0] != kinds[1] and not ("hour" in first.fields and "hour" in second.fields)


def _bounded(grammar: Grammar, text: str, one: Found) -> Found:
    """The mention with the "since" or "until" that stands right before it."""
    low = max(0, one.start - REACH_BOUND)
    bound = grammar.bounds.search(text, low, one.start)
    if bound is None:
        return one
    return replace(one, start=bound.start(), fields=one.fields | {"bound": str(bound.lastgroup)})
