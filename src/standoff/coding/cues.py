"""Which patterns are worth trying on a sentence: those whose cue words occur in it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from ahocorasick_rs import AhoCorasick, MatchKind

from standoff.coding.patterns import Compiled, Grammar
from standoff.coding.text import fold
from standoff.packs import Language

_CUE = re.compile(r"\{cue:(\w+)\}")
# Patterns matched only right after a name.
_BESIDE = frozenset({"beside", "beside_group", "office_of"})
_SECTIONS = ("attribution", "claims", "aims", "modality")


class Cues:
    """The cue words of the sections about claims, found in one pass."""

    def __init__(self, language: Language) -> None:
        self._needs = {
            pattern.id: frozenset(_CUE.findall(pattern.match))
            for section in _SECTIONS
            for pattern in language.sections.get(section, ())
        }
        classes = sorted(frozenset().union(*self._needs.values()))
        self._words: list[str] = []
        self._classes: list[str] = []
        for name in classes:
            for word in language.terms.get(name, ()):
                self._words.append(fold(word))
                self._classes.append(name)
        self._machine = AhoCorasick(self._words, matchkind=MatchKind.Standard)

    def classes(self, text: str) -> frozenset[str]:
        """The word classes of which a word occurs in a folded text."""
        hits = self._machine.find_matches_as_indexes(text, overlapping=True)
        return frozenset(
            self._classes[index]
            for index, start, end in hits
            if not (start and text[start - 1].isalnum())
            and not (end < len(text) and text[end].isalnum())
        )

    def matches(
        self, grammar: Grammar, section: str, text: str
    ) -> Iterator[tuple[Compiled, re.Match[str]]]:
        """Every match in a sentence of the section's patterns whose cue words it has."""
        spoken = section == "attribution"
        present: frozenset[str] | None = None if spoken else frozenset()
        for pattern in grammar.likely(section, text):
            needs, stems = self._needs[pattern.id], pattern.set.get("stems")
            if pattern.kind in _BESIDE:
                continue
            if needs:
                present = self.classes(text) if present is None else present
                if not needs & present:
                    continue
            if stems is None or any(stem in text for stem in stems):
                for found in pattern.regex.finditer(text):
                    yield pattern, found


@lru_cache(maxsize=8)
def cues(language: Language) -> Cues:
    """The cues of a language, built once."""
    return Cues(language)
