"""Issues on which the sides take positions, and the stance that a statement takes on one."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cached_property
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field, model_validator

from standoff.coding.text import fold
from standoff.errors import InputError, PackError, Problem
from standoff.packs import Pack
from standoff.packs.find import BUNDLED
from standoff.packs.language import Pattern
from standoff.packs.yaml import read_yaml
from standoff.record.naming import near

FILE = "positions.yml"
# Words that may stand between, within one sentence, with the spaces around them.
BETWEEN = {"{gap}": r"(?: [\w',]+){0,6}? ", "{far}": r"(?: [\w',]+){0,12}? "}


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class TopicStance(_Strict):
    """One stance on an issue; its place in the list is its rank."""

    id: str
    name: str


class Topic(_Strict):
    """One issue with its stances in order, and the wordings that show them.

    `about` names the issue. The first of `patterns` that matches a sentence says the stance; in
    them `{about}` stands for the issue's own words, `{gap}` and `{far}` for words between.
    """

    id: str
    name: str
    about: str
    stances: tuple[TopicStance, ...] = Field(min_length=2)
    patterns: tuple[Pattern, ...] = Field(min_length=1)

    @model_validator(mode="after")
    def _stances_are_declared(self) -> Topic:
        known = {one.id for one in self.stances}
        for pattern in self.patterns:
            if pattern.kind not in known:
                raise ValueError(f"{pattern.id}: no stance {pattern.kind!r}; declare it")
        return self

    @cached_property
    def _about(self) -> re.Pattern[str]:
        return re.compile(rf"\b{self.about}\b")

    @cached_property
    def _compiled(self) -> tuple[tuple[Pattern, re.Pattern[str]], ...]:
        return tuple((one, re.compile(self.expanded(one.match))) for one in self.patterns)

    def expanded(self, match: str) -> str:
        """A pattern with what stands for the issue's words, and for words between, written out."""
        for name, words in ({"{about}": self.about} | BETWEEN).items():
            match = match.replace(name, words)
        return match

    def concerns(self, words: str) -> bool:
        """Whether the words are about the issue."""
        return bool(self._about.search(fold(words)))

    def shown_by(self, words: str) -> Pattern | None:
        """The pattern that says which stance a sentence takes, None where none does."""
        folded = fold(words)
        return next((one for one, regex in self._compiled if regex.search(folded)), None)

    def rank(self, stance: str) -> int:
        """The place of a stance in the order, from 0."""
        return [one.id for one in self.stances].index(stance)

    def stance_name(self, stance: str) -> str:
        """What a stance is called."""
        return self.stances[self.rank(stance)].name


def load_topics(pack: Pack) -> dict[str, Topic]:
    """The issues of a theatre: those that all share, with its own added or in their place.

    Raises:
        PackError: a file is wrong, or a pattern does not do what its sentences say.
    """
    problems: list[Problem] = []
    found: dict[str, Topic] = {}
    for path in (BUNDLED / "common" / FILE, pack.folder / FILE):
        topics: list[Topic] = read_yaml(path, list[Topic], problems) or [] if path.exists() else []
        for topic in topics:
            problems.extend(_faults(topic, path))
        found.update({topic.id: topic for topic in topics})
    if problems:
        raise PackError(problems)
    return found


def topic_named(topics: dict[str, Topic], name: str) -> Topic:
    """The issue with an id.

    Raises:
        InputError: there is none; the message names those there are.
    """
    if name not in topics:
        listed = ", ".join(sorted(topics))
        raise InputError(f"no issue {name!r}{near(name, topics)}; there are: {listed}")
    return topics[name]


def _faults(topic: Topic, path: Path) -> Iterator[Problem]:
    """What is wrong with the patterns: each must decide its own `yes` and leave its `no`."""
    place = f"{path} {topic.id}"
    try:
        compiled = {one.id: re.compile(topic.expanded(one.match)) for one in topic.patterns}
    except re.error as error:
        yield Problem(place=place, detail=f"no regular expression: {error}")
        return
    for pattern in topic.patterns:
        if not pattern.yes:
            yield Problem(place=place, detail=f"{pattern.id} has no `yes:` sentence; add one")
        for sentence in pattern.yes:
            deciding = topic.shown_by(sentence)
            if deciding is not pattern:
                by = deciding.id if deciding else "nothing"
                yield Problem(place=place, detail=f"{pattern.id}: {by} decides {sentence!r}")
        for sentence in pattern.no:
            if compiled[pattern.id].search(fold(sentence)):
                yield Problem(place=place, detail=f"{pattern.id} matches: {sentence!r}")
