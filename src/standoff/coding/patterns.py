"""Patterns of a language compiled to regular expressions over masked sentences."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Any

from ahocorasick_rs import AhoCorasick, MatchKind

from standoff.coding.alternation import alternation
from standoff.coding.required import BLOCK, Needs, Prefilter, Requirement, named_once
from standoff.coding.text import fold
from standoff.errors import InputError, Problem
from standoff.packs import Language
from standoff.packs.language import Pattern

_WORD = re.compile(r"\w")
_DEEPEST = 8
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


@dataclass(frozen=True, slots=True, eq=False)
class Compiled:
    """A pattern ready to run; `triggers` names the word class that must be there, if any."""

    id: str
    kind: str
    regex: re.Pattern[str]
    triggers: str | None
    set: Mapping[str, Any]
    source: Pattern


@dataclass(frozen=True, eq=False)
class Grammar:
    """All patterns of a language by section, and one machine that finds their triggers."""

    sections: Mapping[str, tuple[Compiled, ...]]
    classes: tuple[tuple[str, ...], ...]
    machine: AhoCorasick
    needs: Needs

    def syntax(self, name: str) -> re.Pattern[str]:
        """The regular expression of one entry of the language's syntax file."""
        return self._syntax[name]

    @cached_property
    def _syntax(self) -> dict[str, re.Pattern[str]]:
        return {pattern.id: pattern.regex for pattern in self.sections.get("syntax", ())}

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
                needs = [self.needs.of(pattern.source.match) for pattern in patterns]
                self._prefilters[section] = Prefilter(needs)
            for number in self._prefilters[section].candidates(masked):
                yield patterns[number]

    @cached_property
    def _prefilters(self) -> dict[str, Prefilter]:
        return {}


@lru_cache(maxsize=8)
def grammar(language: Language) -> Grammar:
    """The compiled patterns of a language, built once.

    Raises:
        InputError: a pattern names an unknown block, or is no regular expression.
    """
    blocks = _blocks(language)
    sections = {
        name: tuple(_compile(pattern, blocks) for pattern in patterns)
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
    problems: list[Problem] = []
    try:
        compiled = grammar(language)
    except InputError as error:
        return (Problem(place=f"languages/{language.id}", detail=str(error)),)
    for name, patterns in compiled.sections.items():
        for pattern in patterns:
            place = f"languages/{language.id}/{name}.yml {pattern.id}"
            if not pattern.source.yes:
                problems.append(Problem(place=place, detail="has no `yes:` sentence; add one"))
            for sentence, wanted in _sentences(pattern.source):
                if bool(pattern.regex.search(_fold_masked(sentence))) is not wanted:
                    word = "does not match" if wanted else "matches"
                    problems.append(Problem(place=place, detail=f"{word}: {sentence!r}"))
    return tuple(problems)


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


def _compile(pattern: Pattern, blocks: Mapping[str, str]) -> Compiled:
    trigger = next(
        (m.group(2) for m in BLOCK.finditer(pattern.match) if m.group(1) == "trigger"), None
    )
    try:
        regex = re.compile(named_once(_expand(pattern.match, blocks)))
    except (re.error, InputError) as error:
        raise InputError(f"pattern {pattern.id}: {error}") from error
    return Compiled(pattern.id, pattern.kind, regex, trigger, pattern.set, pattern)


def _expand(match: str, blocks: Mapping[str, str], depth: int = 0) -> str:
    if depth > _DEEPEST:
        raise InputError("blocks contain each other; break the circle")

    def replace(found: re.Match[str]) -> str:
        slot, name = found.groups()
        if name not in blocks:
            raise InputError(f"there is no block or word class {{{name}}}")
        inner = _expand(blocks[name], blocks, depth + 1)
        return f"(?P<{slot}>{inner})" if slot else f"(?:{inner})"

    return BLOCK.sub(replace, match)
