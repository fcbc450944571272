"""One clause around a trigger: what it says, whether as a fact, and on which day."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from standoff.coding.document import Document, Masked, mentions_in
from standoff.coding.found import TESTS
from standoff.coding.patterns import Compiled, Grammar
from standoff.coding.text import Sentence


@dataclass(frozen=True, slots=True)
class Trigger:
    """A pattern's match in a masked sentence, with the place of the word that tells the kind."""

    sentence: Sentence
    masked: Masked
    pattern: Compiled
    match: re.Match[str]
    start: int
    end: int

    @property
    def voice(self) -> str:
        """How the pattern shows who acts: active, passive, nominal, flight or party."""
        return str(self.pattern.set.get("voice", "active"))

    def group(self, name: str) -> str | None:
        """What a slot of the pattern matched; None where it has none or it stayed empty."""
        return self.match.group(name) if name in self.pattern.regex.groupindex else None

    def numbers(self, document: Document, name: str) -> tuple[int, ...]:
        """The mentions inside a slot of the pattern."""
        if self.group(name) is None:
            return ()
        return mentions_in(document, self.masked.text, *self.match.span(name))

    def span(self) -> tuple[int, int]:
        """Characters of the text that the pattern matched."""
        return self.source(*self.match.span())

    def source(self, start: int, end: int) -> tuple[int, int]:
        """Characters of the text behind `[start, end)` of the masked sentence."""
        end -= len(self.masked.text[start:end]) - len(self.masked.text[start:end].rstrip())
        return self.masked.source(start), self.masked.source_end(end)


def triggers_in(
    sentence: Sentence, masked: Masked, grammar: Grammar, classes: frozenset[str]
) -> Iterator[Trigger]:
    """Every event pattern that matches a sentence, in the order of the language's file."""
    for pattern, match in grammar.match("events", masked.text, classes):
        named = "trigger" in pattern.regex.groupindex
        start, end = match.span("trigger") if named else match.span()
        yield Trigger(sentence, masked, pattern, match, start, end)


def status_of(trigger: Trigger, grammar: Grammar) -> tuple[str, str | None]:
    """The status of a happening as told, or "none", and the pattern that decided it."""
    declared = trigger.pattern.set.get("status")
    if declared:
        return str(declared), trigger.pattern.id
    text = _clause(trigger, grammar)
    for pattern, _ in grammar.match("factuality", text):
        # A missile that explodes has failed; a mine has not.
        if pattern.set.get("of") != "tests" or trigger.pattern.kind in TESTS:
            return pattern.kind, pattern.id
    return "reported", None


def looks_back(trigger: Trigger, grammar: Grammar) -> bool:
    """Whether the words before a happening set it before the story's own news."""
    return bool(grammar.syntax("looks-back").search(_clause(trigger, grammar)))


def is_further(trigger: Trigger, grammar: Grammar) -> bool:
    """Whether the words tell of another happening than the one before."""
    start, end = trigger.match.span()
    named = grammar.syntax("another-one").search(trigger.masked.text, max(0, start - 12), end)
    return bool(named or grammar.syntax("told-after").search(_clause(trigger, grammar)))


def _clause(trigger: Trigger, grammar: Grammar) -> str:
    """The clause, with `@` before the words that tell the happening."""
    text, place = trigger.masked.text, _where_told(trigger, grammar)
    if trigger.voice in ("passive", "flight", "party"):
        place = trigger.start
    starts = [found.end() for found in grammar.syntax("clause-start").finditer(text, 0, place)]
    stop = grammar.syntax("clause-end").search(text, trigger.match.end())
    start, end = (starts[-1] if starts else 0), (stop.start() if stop else len(text))
    return f"{text[start:place]}@{text[place:end]}"


def _where_told(trigger: Trigger, grammar: Grammar) -> int:
    """Where the words begin that tell the happening: for a noun the verb that carries it out."""
    start = trigger.match.start()
    if trigger.voice != "nominal" or trigger.pattern.kind not in TESTS:
        return start
    left = trigger.masked.text[:start]
    verbs = [found.start("verb") for found in grammar.syntax("carrying-verb").finditer(left)]
    return verbs[-1] if verbs else start


def speaker(document: Document, masked: Masked, grammar: Grammar) -> str | None:
    """The actor of the theatre who tells what a sentence says; None for anybody else."""
    for match in grammar.syntax("said-by").finditer(masked.text):
        symbol = next(group for group in match.groups() if group)
        mention = document.mentions[int(symbol[2:-1])]
        if mention.id in document.pack.actors:
            return mention.id
    return None
