"""Patterns of a language compiled to regular expressions over masked sentences."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Any

from ahocorasick_rs import AhoCorasick, MatchKind

from standoff.coding.alternation import alternation
from standoff.coding.blocks import BLOCK, Blocks, Tree
from standoff.coding.required import Needs, Prefilter, Requirement
from standoff.coding.text import fold
from standoff.errors import InputError, Problem
from standoff.packs import Language
from standoff.packs.language import Pattern

_WORD = re.compile(r"\w")
# Files of patterns that run over masked sentences; readers and dates have their own.
SECTIONS = (
    "syntax",
    "events",
    "factuality",
    "measures",
    "attribution",
    "claims",
    "aims",
    "modality",
)


@dataclass(frozen=True, eq=False)
class Compiled:
    """A pattern ready to run; `triggers` names the word class that must be there, if any."""

    id: str
    kind: str
    triggers: str | None
    set: Mapping[str, Any]
    source: Pattern
    blocks: Blocks
    tree: Tree

    @cached_property
    def regex(self) -> re.Pattern[str]:
        """The pattern with its blocks in it, compiled when it is first needed.

        Raises:
            InputError: a block of it is broken, or together they are no regular expression.
        """
        try:
            return self.blocks.compiled(self.tree)
        except (re.error, InputError) as error:
            raise InputError(f"pattern {self.id}: {error}") from error


@dataclass(frozen=True, eq=False)
class Grammar:
    """All patterns of a language by section, and one machine that finds their triggers."""

    sections: Mapping[str, tuple[Compiled, ...]]
    classes: tuple[tuple[str, ...], ...]
    machine: AhoCorasick
    needs: Needs

    def syntax(self, name: str) -> re.Pattern[str]:
        """The regular expression of one entry of the language's syntax file."""
        return self._syntax[name].regex

    @cached_property
    def _syntax(self) -> dict[str, Compiled]:
        return {pattern.id: pattern for pattern in self.sections.get("syntax", ())}

    def triggers(self, folded: str) -> list[tuple[int, frozenset[str]]]:
        """Where trigger words stand in a folded text, and the word classes each belongs to."""
        hits = self.machine.find_matches_as_indexes(folded, overlapping=True)
        return [
            (start, frozenset(self.classes[index]))
            for index, start, end in hits
            if (start == 0 or not _WORD.match(folded[start - 1]))
            and (end == len(folded) or not _WORD.match(folded[end]))
        ]

    def match(
        self, section: str, masked: str, classes: frozenset[str] | None = None
    ) -> Iterator[tuple[Compiled, re.Match[str]]]:
        """Every match of a section's patterns in a masked sentence.

        Args:
            section: file of patterns, such as "events".
            masked: the sentence with its mentions masked.
            classes: word classes whose words occur in it; None tries every pattern.
        """
        for pattern in self.likely(section, masked):
            if classes is None or pattern.triggers is None or pattern.triggers in classes:
                for found in pattern.regex.finditer(masked):
                    yield pattern, found

    def likely(self, section: str, masked: str) -> Iterator[Compiled]:
        """The patterns of a section whose words a masked sentence has, in order."""
        if patterns := self.sections.get(section):
            if section not in self._prefilters:
                needs = [self.needs.of(pattern.tree) for pattern in patterns]
                self._prefilters[section] = Prefilter(needs)
            for number in self._prefilters[section].candidates(masked):
                yield patterns[number]

    @cached_property
    def _prefilters(self) -> dict[str, Prefilter]:
        return {}


@lru_cache(maxsize=8)
def grammar(language: Language) -> Grammar:
    """The patterns of a language, put together once; each is compiled when it first runs.

    Raises:
        InputError: a pattern names an unknown block, or is no regular expression.
    """
    blocks = Blocks(_blocks(language))
    sections = {
        name: tuple(_ready(pattern, blocks) for pattern in patterns)
        for name, patterns in language.sections.items()
        if name in SECTIONS
    }
    used = {p.triggers for patterns in sections.values() for p in patterns if p.triggers}
    words: dict[str, set[str]] = {}
    for name in used:
        for word in language.terms.get(name, ()):
            words.setdefault(fold(word), set()).add(name)
    ordered = sorted(words)
    machine = AhoCorasick(ordered, matchkind=MatchKind.Standard)
    needs = Needs(blocks, _listed(language))
    return Grammar(sections, tuple(tuple(words[word]) for word in ordered), machine, needs)


def check_patterns(language: Language) -> tuple[Problem, ...]:
    """What is wrong with a language's patterns: each runs its own yes and no sentences."""
    try:
        sections = grammar(language).sections
    except InputError as error:
        return (Problem(place=f"languages/{language.id}", detail=str(error)),)
    return tuple(
        Problem(place=f"languages/{language.id}/{name}.yml {pattern.id}", detail=detail)
        for name, patterns in sections.items()
        for pattern in patterns
        for detail in _faults(pattern)
    )


def _faults(pattern: Compiled) -> Iterator[str]:
    """What is wrong with a pattern, by its own sentences."""
    try:
        regex = pattern.regex
    except InputError as error:
        yield str(error)
        return
    if not pattern.source.yes:
        yield "has no `yes:` sentence; add one"
    for sentence, wanted in _sentences(pattern.source):
        if bool(regex.search(_fold_masked(sentence))) is not wanted:
            yield f"{'does not match' if wanted else 'matches'}: {sentence!r}"


def _sentences(pattern: Pattern) -> Iterator[tuple[str, bool]]:
    yield from ((sentence, True) for sentence in pattern.yes)
    yield from ((sentence, False) for sentence in pattern.no)


def _fold_masked(sentence: str) -> str:
    """A sentence written with <S1> symbols, folded but for the symbols."""
    parts = re.split(r"(<[A-Z]\d+>)", sentence)
    return "".join(part if part.startswith("<") else fold(part) for part in parts)


def _blocks(language: Language) -> dict[str, str]:
    blocks = {
        name: rf"\b{alternation(map(fold, words))}\b"
        for name, words in language.terms.items()
        if "." not in name
    }
    blocks.update({macro.id: macro.match for macro in language.sections.get("macros", ())})
    return blocks


def _listed(language: Language) -> dict[str, Requirement]:
    """The words of each block that is a list of words."""
    macros = {macro.id for macro in language.sections.get("macros", ())}
    return {
        name: frozenset(map(fold, words))
        for name, words in language.terms.items()
        if name not in macros
    }


def _ready(pattern: Pattern, blocks: Blocks) -> Compiled:
    named = (block.groups() for block in BLOCK.finditer(pattern.match))
    trigger = next((name for slot, name in named if slot == "trigger"), None)
    try:
        tree = blocks.parsed(pattern.match)
    except (re.error, InputError) as error:
        raise InputError(f"pattern {pattern.id}: {error}") from error
    return Compiled(pattern.id, pattern.kind, trigger, pattern.set, pattern, blocks, tree)
