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
TENSES = ("either", "future", "past")
BOUNDS = ("since", "until")
CUES = (*TENSES, *BOUNDS, "speech", "link")
_SLOT = re.compile(r"\{([a-z_]+)(\d?)(!?)\}")
_MARKED = re.compile(r"(?:\(\?P<span>)?\{[a-z_]+\d?!\}")
_ESCAPED = re.compile(r"\\.|\[[^\]]*\]")
_GROUP = re.compile(r"\([^()]*\)")
_SCALAR = (int, str)


@dataclass(frozen=True, slots=True, eq=False)
class Word:
    """One member of a word class and what it stands for."""

    regex: re.Pattern[str]
    value: int | str | None


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class Wording:
    """One pattern ready to run; `trigger` is the word class it cannot do without.

    `rest` is the pattern from its trigger on, where that can be tried by itself: most
    wordings are turned down by one look at what follows the trigger. `leads` says that
    nothing comes before the trigger.
    """

    id: str
    kind: str
    regex: re.Pattern[str]
    rest: re.Pattern[str] | None
    leads: bool
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
    bounds: re.Pattern[str]
    problems: tuple[Problem, ...]

    @property
    def week_opens(self) -> int:
        """The weekday on which weeks begin, 0 for Monday, as a word of its class says."""
        named = [word.value for word in self.words.get("week_opens", ()) if word.value is not None]
        return int(named[-1]) if named else 0

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
        tenses=re.compile(_either(cues, TENSES)),
        bounds=re.compile(rf"(?:{_either(cues, BOUNDS)})\s*\Z", re.IGNORECASE),
        problems=tuple(problems),
    )


def _either(cues: Mapping[str, re.Pattern[str]], kinds: Iterable[str]) -> str:
    return "|".join(f"(?P<{kind}>{cues[kind].pattern})" for kind in kinds)


def _compile(source: str) -> re.Pattern[str]:
    """The source as whole words; a blank in it is any white space."""
    return re.compile(rf"(?<!\w)(?:{source.replace(' ', chr(92) + 's')})(?!\w)", re.IGNORECASE)


def _triggers(sources: Mapping[str, str]) -> re.Pattern[str]:
    """One expression that tells which classes a text has; words may run on ("7am")."""
    either = "|".join(f"(?P<{name}>{source})" for name, source in sources.items())
    return re.compile(rf"(?<!\w)(?:{either or '(?!)'})".replace(" ", r"\s"))


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
    regex = _try_compile(pattern, _filled(pattern.match, sources), problems)
    if len(problems) > before:
        return
    before_trigger, from_trigger = _split(pattern.match)
    rest = _compile(_filled(from_trigger, sources)) if from_trigger else None
    constants = {
        key: value
        for key, value in pattern.set.items()
        if key != "trigger" and isinstance(value, _SCALAR)
    }
    classes = {group: group.rstrip("0123456789") for group in regex.groupindex}
    yield Wording(
        id=pattern.id,
        kind=pattern.kind,
        regex=regex,
        rest=rest,
        leads=before_trigger == "",
        trigger=trigger,
        constants=constants,
        classes=classes,
    )


def _filled(match: str, sources: Mapping[str, str]) -> str:
    return _SLOT.sub(lambda slot: f"(?P<{slot[1]}{slot[2]}>{sources[slot[1]]})", match)


def _split(match: str) -> tuple[str | None, str | None]:
    """The pattern before and from its marked class; (None, None) where that stands in a group."""
    marked = _MARKED.search(match)
    if marked is None:
        return None, None
    before, rest = match[: marked.start()], match[marked.start() :]
    bare = _ESCAPED.sub("", before)
    while bare != (bare := _GROUP.sub("", bare)):
        pass
    return (before, rest) if not set(bare) & set("(|") else (None, None)


def _cue(kind: str, patterns: Sequence[Pattern], problems: list[Problem]) -> re.Pattern[str]:
    found = [one for one in patterns if one.kind == kind]
    sound = [one.match for one in found if _try_compile(one, one.match, problems).pattern != "(?!)"]
    if kind == "link":
        return re.compile("|".join(sound) or "(?!)", re.IGNORECASE)
    return _compile("|".join(sound) or "(?!)")
