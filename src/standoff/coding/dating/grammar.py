"""A language's date patterns compiled once, with what must be in a text for each to match."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from standoff.coding.dating.mention import Fields
from standoff.coding.dating.resolve import RESOLVERS
from standoff.errors import Problem
from standoff.packs import Language
from standoff.packs.language import Pattern

SECTION = "dates"
CUES = ("future", "past", "speech", "since", "until", "link")
_SLOT = re.compile(r"\{([a-z_]+)(\d?)(!?)\}")
_SCALAR = (int, str)


@dataclass(frozen=True, slots=True, eq=False)
class Word:
    """One member of a word class and what it stands for."""

    regex: re.Pattern[str]
    value: int | str | None


@dataclass(frozen=True, slots=True, eq=False)
class Wording:
    """One pattern ready to run; `trigger` is the word class it cannot do without."""

    id: str
    kind: str
    regex: re.Pattern[str]
    trigger: str
    constants: Fields
    classes: Mapping[str, str]


@dataclass(frozen=True, eq=False)
class Grammar:
    """All of a language's date wordings, its word classes and its cues."""

    words: Mapping[str, tuple[Word, ...]]
    wordings: Mapping[str, tuple[Wording, ...]]
    triggers: re.Pattern[str]
    cues: Mapping[str, re.Pattern[str]]
    tenses: re.Pattern[str]
    problems: tuple[Problem, ...]

    def fields(self, wording: Wording, found: re.Match[str]) -> dict[str, int | str]:
        """What a match says, by word class."""
        read = dict(wording.constants)
        for group, content in found.groupdict().items():
            if content is not None and group != "span":
                read[group] = self._value(wording.classes[group], content)
        return read

    def _value(self, name: str, content: str) -> int | str:
        for word in self.words.get(name, ()):
            if word.value is not None and word.regex.fullmatch(content):
                return word.value
        digits = "".join(char for char in content if "0" <= char <= "9")
        return int(digits) if digits else content.lower()


def compile_dates(language: Language) -> Grammar:
    """The grammar of a language's dates; whatever is wrong with it is in `problems`."""
    problems: list[Problem] = []
    patterns = language.sections.get(SECTION, ())
    sources = _word_sources(patterns, problems)
    words = {
        name: tuple(_word(one, problems) for one in patterns if _class_of(one) == name)
        for name in sources
    }
    wordings = [
        wording
        for one in patterns
        if one.kind != "word" and one.kind not in CUES
        for wording in _wording(one, sources, problems)
    ]
    triggers = sorted({wording.trigger for wording in wordings})
    cues = {kind: _cue(kind, patterns, problems) for kind in CUES}
    return Grammar(
        words=words,
        wordings={name: tuple(w for w in wordings if w.trigger == name) for name in triggers},
        triggers=_triggers({name: sources[name] for name in triggers}),
        cues=cues,
        tenses=_compile(f"(?P<future>{cues['future'].pattern})|(?P<past>{cues['past'].pattern})"),
        problems=tuple(problems),
    )


def _compile(source: str) -> re.Pattern[str]:
    """The source as whole words; a blank in it is any white space."""
    return re.compile(rf"(?<!\w)(?:{source.replace(' ', chr(92) + 's')})(?!\w)", re.IGNORECASE)


def _triggers(sources: Mapping[str, str]) -> re.Pattern[str]:
    """One expression that tells which classes a text has; words may run on ("7am")."""
    either = "|".join(f"(?P<{name}>{source})" for name, source in sources.items())
    return re.compile(rf"(?<!\w)(?:{either or '(?!)'})".replace(" ", r"\s"), re.IGNORECASE)


def _try_compile(pattern: Pattern, source: str, problems: list[Problem]) -> re.Pattern[str]:
    try:
        return _compile(source)
    except re.error as error:
        problems.append(_problem(pattern, f"not a regular expression: {error}"))
        return re.compile("(?!)")


def _problem(pattern: Pattern, detail: str) -> Problem:
    return Problem(place=f"{SECTION}.yml {pattern.id}", detail=detail)


def _class_of(pattern: Pattern) -> str | None:
    return str(pattern.set.get("class")) if pattern.kind == "word" else None


def _word_sources(patterns: Sequence[Pattern], problems: list[Problem]) -> dict[str, str]:
    """Each word class as one alternation, in the file's order."""
    members: dict[str, list[str]] = {}
    for pattern in patterns:
        if pattern.kind == "word" and "class" not in pattern.set:
            problems.append(_problem(pattern, "a word needs set: {class: ...}"))
        elif pattern.kind == "word":
            sound = _try_compile(pattern, pattern.match, problems).pattern != "(?!)"
            members.setdefault(str(pattern.set["class"]), []).extend([pattern.match] * sound)
    return {name: f"(?:{'|'.join(matches)})" for name, matches in members.items() if matches}


def _word(pattern: Pattern, problems: list[Problem]) -> Word:
    value = pattern.set.get("value")
    if value is not None and not isinstance(value, _SCALAR):
        problems.append(_problem(pattern, "`value` must be a number or a word"))
        value = None
    return Word(_try_compile(pattern, pattern.match, problems), value)


def _wording(
    pattern: Pattern, sources: Mapping[str, str], problems: list[Problem]
) -> Iterable[Wording]:
    """The pattern ready to run, or nothing where it is unsound."""
    slots = _SLOT.findall(pattern.match)
    marked = [name for name, _, mark in slots if mark]
    trigger = str(pattern.set.get("trigger") or (marked[0] if marked else ""))
    unknown = sorted({name for name, _, _ in slots if name not in sources})
    before = len(problems)
    if pattern.kind not in RESOLVERS:
        known = ", ".join(sorted([*RESOLVERS, *CUES, "word"]))
        problems.append(_problem(pattern, f"kind {pattern.kind!r} is not one of: {known}"))
    if unknown:
        problems.append(_problem(pattern, f"no word of class {', '.join(unknown)}; add some"))
    if trigger not in sources:
        problems.append(_problem(pattern, "mark the class it cannot do without, as in {month!}"))
    if len(problems) > before:
        return
    source = _SLOT.sub(lambda slot: f"(?P<{slot[1]}{slot[2]}>{sources[slot[1]]})", pattern.match)
    regex = _try_compile(pattern, source, problems)
    constants = {
        key: value
        for key, value in pattern.set.items()
        if key != "trigger" and isinstance(value, _SCALAR)
    }
    classes = {group: group.rstrip("0123456789") for group in regex.groupindex}
    yield Wording(pattern.id, pattern.kind, regex, trigger, constants, classes)


def _cue(kind: str, patterns: Sequence[Pattern], problems: list[Problem]) -> re.Pattern[str]:
    found = [one for one in patterns if one.kind == kind]
    sound = [one.match for one in found if _try_compile(one, one.match, problems).pattern != "(?!)"]
    if kind == "link":
        return re.compile("|".join(sound) or "(?!)", re.IGNORECASE)
    return _compile("|".join(sound) or "(?!)")
