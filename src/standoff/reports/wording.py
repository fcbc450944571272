"""A language's patterns for reading, compiled once."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from standoff.errors import PackError, Problem
from standoff.packs.language import LANGUAGES, Language, Pattern
from standoff.packs.yaml import read_yaml

_NAMED = re.compile(r"\(\?P<\w+>")


@dataclass(frozen=True, slots=True, kw_only=True)
class Phrase:
    """One pattern ready to match, with what it sets."""

    id: str
    kind: str
    match: re.Pattern[str]
    set: tuple[tuple[str, Any], ...] = ()

    def get(self, key: str) -> Any:
        """What the pattern sets for `key`, or None."""
        return dict(self.set).get(key)


@dataclass(frozen=True, slots=True, kw_only=True)
class Wording:
    """The phrases of one language that a reader uses, by kind.

    `any_line` matches all that some phrase for whole lines of furniture matches: most lines of a
    text are none, and one pattern tells so faster than forty.
    """

    language: str
    furniture: tuple[Phrase, ...]
    reading: tuple[Phrase, ...]
    any_line: re.Pattern[str] = field(init=False, repr=False, compare=False)
    _kinds: dict[str, tuple[Phrase, ...]] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        kinds: dict[str, tuple[Phrase, ...]] = {}
        for phrase in self.reading:
            kinds[phrase.kind] = (*kinds.get(phrase.kind, ()), phrase)
        object.__setattr__(self, "_kinds", kinds)
        lines = [phrase.match for phrase in self.furniture if phrase.kind != "drop_tail"]
        object.__setattr__(self, "any_line", _any_of(lines))

    def of_kind(self, kind: str) -> tuple[Phrase, ...]:
        """The reading phrases of one kind, in file order."""
        return self._kinds.get(kind, ())


def _any_of(patterns: Iterable[re.Pattern[str]]) -> re.Pattern[str]:
    """One pattern for what any of them matches; for everything, where they cannot be joined."""
    joined = "|".join(
        f"(?{'i' if one.flags & re.IGNORECASE else ''}:{_NAMED.sub('(?:', _bare(one.pattern))})"
        for one in patterns
    )
    try:
        return re.compile(joined)
    except re.error:
        return re.compile("(?s:.*)")


def _bare(pattern: str) -> str:
    return pattern.removeprefix("(?i)")


def wording(language: str | Language) -> Wording:
    """The compiled phrases of a language, given itself or its name.

    Raises:
        PackError: the language is missing or a pattern in it is no regular expression.
    """
    if isinstance(language, str):
        return _load(language)
    return _compile(
        language.id,
        _key(language.sections.get("furniture", ())),
        _key(language.sections.get("reading", ())),
    )


@lru_cache(maxsize=8)
def _load(name: str) -> Wording:
    """The language by its name: only the two files that reading needs, not those of coding."""
    problems: list[Problem] = []
    found: list[list[Pattern]] = [
        read_yaml(LANGUAGES / name / f"{section}.yml", list[Pattern], problems) or []
        for section in ("furniture", "reading")
    ]
    if problems:
        raise PackError(problems)
    return _compile(name, _key(found[0]), _key(found[1]))


_Key = tuple[tuple[str, str, str, tuple[tuple[str, Any], ...]], ...]


def _key(patterns: Iterable[Pattern]) -> _Key:
    return tuple((one.id, one.kind, one.match, tuple(one.set.items())) for one in patterns)


@lru_cache(maxsize=8)
def _compile(language: str, furniture: _Key, reading: _Key) -> Wording:
    problems: list[Problem] = []
    compiled = Wording(
        language=language,
        furniture=_phrases(language, furniture, problems),
        reading=_phrases(language, reading, problems),
    )
    if problems:
        raise PackError(problems)
    return compiled


def _phrases(language: str, key: _Key, problems: list[Problem]) -> tuple[Phrase, ...]:
    found = []
    for name, kind, match, sets in key:
        try:
            pattern = re.compile(match)
        except re.error as error:
            problems.append(
                Problem(place=f"languages/{language}", detail=f"{name}: match: {error}")
            )
            continue
        found.append(Phrase(id=name, kind=kind, match=pattern, set=sets))
    return tuple(found)
