"""Hypothesis files: the patterns a reading would leave, written before any test."""

from __future__ import annotations

import hashlib
from collections.abc import Container, Iterator, Sequence
from pathlib import Path

from pydantic import model_validator

from standoff.errors import PackError, Problem
from standoff.explain.lint import overclaims
from standoff.explain.specification import Implication, QuerySpec, Strict
from standoff.packs import Pack
from standoff.packs.yaml import read_yaml


class _HypothesisFile(Strict):
    id: str
    aim: str | None = None
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

    A reading without an aim is one that no claim about an aim can hold, such as that events
    go by a rhythm of their own. `shares` names implications (`hypothesis/implication`) tested
    once under another reading that predicts the same pattern.
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
    checks: list[tuple[str, str, Container[str]]] = []
    if content.aim is not None:
        checks.append(("aim", content.aim, pack.aims))
    for implication in content.implications:
        checks += [("aim", one.aim, pack.aims) for one in implication.rivals if one.aim]
        yield from _overclaimed(path, implication)
        for part in (implication.outcome, implication.exposure):
            if part is not None and part.query is not None:
                checks += _names(part.query, part.between, pack)
    for noun, name, known in checks:
        if name not in known:
            place = f"{path}:{_line_with(path, name)}"
            yield Problem(place=place, detail=f"{noun} {name!r} is declared nowhere in the pack")


def _names(
    query: QuerySpec, between: Sequence[str], pack: Pack
) -> Iterator[tuple[str, str, Container[str]]]:
    yield "kind", query.kind, pack.kinds
    for actor in (query.actor, query.target, *between):
        if actor:
            yield "actor", actor, pack.actors


def _overclaimed(path: Path, implication: Implication) -> Iterator[Problem]:
    """What a pattern's statement, or a rival's, may not say."""
    for text in (implication.statement, *(rival.statement for rival in implication.rivals)):
        for reason in overclaims(text):
            place = f"{path}:{_line_with(path, text.split(chr(10))[0][:40])}"
            yield Problem(place=place, detail=f"{reason}: state the pattern alone")


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
