"""Hypothesis files: the patterns a reading would leave, written before any test."""

from __future__ import annotations

import hashlib
from collections.abc import Container, Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, model_validator

from standoff.errors import PackError, Problem
from standoff.model import CountUnit, Query, Status
from standoff.packs import Pack
from standoff.packs.yaml import read_yaml

ImplicationKind = Literal["exposure", "response"]
Scope = Literal["event", "campaign", "habit"]
Sign = Literal["higher", "lower"]


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class QuerySpec(_Strict):
    """A query as a file writes it; `class` narrows the weapon class."""

    kind: str
    actor: str | None = None
    target: str | None = None
    weapon_class: tuple[str, ...] = Field(default=(), alias="class")
    status: tuple[Status, ...] = ("reported", "failed")

    def to_query(self, *, verified: bool = True) -> Query:
        """The record's filter; by default only verified rows pass, as tests require."""
        return Query(
            kind=self.kind,
            actor=self.actor,
            target=self.target,
            weapon_class=self.weapon_class,
            status=self.status,
            verified=verified,
        )


class Outcome(_Strict):
    """What is counted. In a response test it is the onset of an episode."""

    query: QuerySpec
    count: CountUnit = "days"
    between: tuple[str, ...] = ()
    join_gap_days: int = Field(default=60, ge=1)


class Exposure(_Strict):
    """What may raise or lower the outcome.

    An exposure test reads it as episodes under way (`between` names the dyad whose
    coverage must be declared complete); a response test as campaigns that begin.
    """

    query: QuerySpec
    between: tuple[str, ...] = ()
    join_gap_days: int = Field(default=60, ge=1)
    lag_days: int = Field(default=1, ge=0)
    calendar_bound: bool = False
    eras: tuple[int, ...] = ()
    half_life_days: float | None = Field(default=None, gt=0)
    window_days: int | None = Field(default=None, gt=0)


class Window(_Strict):
    """The stretch of days tested; an open end runs to the last day covered."""

    first: date
    last: date | None = None


class Rival(_Strict):
    """Another reading that would leave the same pattern, or a reason why it may mislead."""

    aim: str | None = None
    statement: str


class Implication(_Strict):
    """One pattern that a reading would leave in the record."""

    id: str
    kind: ImplicationKind
    statement: str
    outcome: Outcome
    exposure: Exposure
    window: Window
    sign: Sign
    rivals: tuple[Rival, ...] = Field(min_length=1)
    scope: Scope
    known_before: bool
    primary: str
    written: date
    core: bool = True

    @model_validator(mode="after")
    def _complete(self) -> Implication:
        trigger = (self.exposure.half_life_days, self.exposure.window_days)
        if self.kind == "response" and None in trigger:
            raise ValueError("a response needs exposure.half_life_days and exposure.window_days")
        if self.kind == "exposure" and any(trigger):
            raise ValueError("half_life_days and window_days belong to responses; remove them")
        return self


class _HypothesisFile(_Strict):
    id: str
    aim: str
    statement: str
    implications: tuple[Implication, ...] = ()
    shares: tuple[str, ...] = ()
    untestable_because: str | None = None

    @model_validator(mode="after")
    def _says_something(self) -> _HypothesisFile:
        if bool(self.implications or self.shares) == bool(self.untestable_because):
            raise ValueError("give implications (or shares), or say untestable_because, not both")
        return self


class Hypothesis(_HypothesisFile):
    """One reading of an aim with the hash of the file it was written in.

    `shares` names implications (`hypothesis/implication`) tested once under another
    reading that predicts the same pattern.
    """

    file: str
    file_hash: str


def load_hypotheses(pack: Pack) -> tuple[Hypothesis, ...]:
    """The hypotheses of a theatre, in order of file name; empty where it has no such folder.

    Raises:
        PackError: a file is broken or names something the pack does not declare; every
            problem is named with file and line.
    """
    problems: list[Problem] = []
    found: list[Hypothesis] = []
    for path in sorted((pack.folder / "hypotheses").glob("*.yml")):
        content = read_yaml(path, _HypothesisFile, problems)
        if content is not None:
            problems.extend(_undeclared(path, content, pack))
            found.append(_stamped(path, content))
    problems.extend(_twice_or_missing(found, pack.folder / "hypotheses"))
    if problems:
        raise PackError(problems)
    return tuple(found)


def readings_for(aim: str, hypotheses: Sequence[Hypothesis]) -> tuple[Hypothesis, ...]:
    """The hypotheses written for an aim of a claim; empty where nobody has written one."""
    return tuple(hypothesis for hypothesis in hypotheses if hypothesis.aim == aim)


def implication_keys(hypothesis: Hypothesis) -> tuple[str, ...]:
    """`hypothesis/implication` of everything the reading predicts, its own first."""
    own = (f"{hypothesis.id}/{implication.id}" for implication in hypothesis.implications)
    return (*own, *hypothesis.shares)


def _stamped(path: Path, content: _HypothesisFile) -> Hypothesis:
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    fields = {name: getattr(content, name) for name in _HypothesisFile.model_fields}
    return Hypothesis(file=path.name, file_hash=digest, **fields)


def _undeclared(path: Path, content: _HypothesisFile, pack: Pack) -> Iterator[Problem]:
    checks: list[tuple[str, str, Container[str]]] = [("aim", content.aim, pack.aims)]
    for implication in content.implications:
        checks += [("aim", one.aim, pack.aims) for one in implication.rivals if one.aim]
        for part in (implication.outcome, implication.exposure):
            actors = (part.query.actor, part.query.target, *part.between)
            checks.append(("kind", part.query.kind, pack.kinds))
            checks += [("actor", actor, pack.actors) for actor in actors if actor]
    for noun, name, known in checks:
        if name not in known:
            place = f"{path}:{_line_with(path, name)}"
            yield Problem(place=place, detail=f"{noun} {name!r} is declared nowhere in the pack")


def _line_with(path: Path, word: str) -> int:
    lines = path.read_text(encoding="utf-8").splitlines()
    return next((number for number, line in enumerate(lines, 1) if word in line), 1)


def _twice_or_missing(found: Sequence[Hypothesis], folder: Path) -> Iterator[Problem]:
    ids = [hypothesis.id for hypothesis in found]
    own = {f"{one.id}/{implication.id}" for one in found for implication in one.implications}
    for hypothesis in found:
        place = str(folder / hypothesis.file)
        names = [implication.id for implication in hypothesis.implications]
        if ids.count(hypothesis.id) > 1 or len(set(names)) < len(names):
            yield Problem(
                place=place, detail=f"an id of {hypothesis.id!r} stands twice; rename one"
            )
        for shared in hypothesis.shares:
            if shared not in own:
                line = _line_with(folder / hypothesis.file, shared)
                detail = f"shares {shared!r}, which no file holds; write hypothesis/implication"
                yield Problem(place=f"{place}:{line}", detail=detail)
