"""Nouns to JSON and back, exactly: what is read again equals what was stored."""

from __future__ import annotations

import hashlib
import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Generic, NamedTuple, TypeVar

from pydantic import TypeAdapter, ValidationError
from pydantic_core import PydanticSerializationError

from standoff.errors import InputError, RecordError
from standoff.model import (
    Anchor,
    Batch,
    Claim,
    Entry,
    Issue,
    Observation,
    Report,
    RowAnchor,
    Ruling,
    make_id,
)

N = TypeVar("N")


@dataclass(frozen=True, slots=True)
class Codec(Generic[N]):
    """One noun's way to JSON text and back."""

    noun: str
    adapter: TypeAdapter[N]

    def dump(self, item: N) -> str:
        """The noun as JSON text.

        Raises:
            InputError: it holds something JSON has no word for (NaN, half a character).
        """
        try:
            return self.adapter.dump_json(item).decode()
        except PydanticSerializationError as error:
            raise InputError(f"{self.noun} cannot be stored: {error}") from error

    def load(self, text: str) -> N:
        """The noun that was stored.

        Raises:
            RecordError: the stored text is not such a noun.
        """
        try:
            return self.adapter.validate_json(text, strict=True, extra="forbid")
        except ValidationError as error:
            fault = error.errors()[0]
            place = ".".join(map(str, fault["loc"]))
            raise RecordError(
                f"a stored {self.noun} is damaged at {place}: {fault['msg']}"
            ) from error


REPORT: Codec[Report] = Codec("report", TypeAdapter(Report))
OBSERVATION: Codec[Observation] = Codec("observation", TypeAdapter(Observation))
CLAIM: Codec[Claim] = Codec("claim", TypeAdapter(Claim))
RULING: Codec[Ruling] = Codec("ruling", TypeAdapter(Ruling))
ISSUE: Codec[Issue] = Codec("issue", TypeAdapter(Issue))
ENTRY: Codec[Entry] = Codec("entry", TypeAdapter(Entry))


def scope_of(anchor: Anchor) -> str:
    """What an anchor stands in: a report's id, or a table as `table:<id>`."""
    return f"table:{anchor.table}" if isinstance(anchor, RowAnchor) else anchor.report


class Row(NamedTuple):
    """A noun ready to be stored: its id, its cells in the table's order, a hash of both."""

    id: str
    cells: tuple[str, ...]
    sha: str


class IssueRow(NamedTuple):
    """An issue ready to be stored; `locator` says what it is about."""

    id: str
    code: str
    locator: str
    body: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Encoded:
    """A batch ready to be stored; costly to make, so workers make it, not the one writer."""

    reports: tuple[Row, ...] = ()
    observations: tuple[Row, ...] = ()
    claims: tuple[Row, ...] = ()
    rulings: tuple[Row, ...] = ()
    issues: tuple[IssueRow, ...] = ()


def encode(batch: Batch) -> Encoded:
    """The batch ready to be stored.

    Raises:
        InputError: something in it cannot be stored.
    """
    return Encoded(
        reports=tuple(map(report_row, batch.reports)),
        observations=tuple(map(observation_row, batch.observations)),
        claims=tuple(map(claim_row, batch.claims)),
        rulings=tuple(map(ruling_row, batch.rulings)),
        issues=tuple(map(issue_row, batch.issues)),
    )


def joined(parts: Sequence[Encoded]) -> Encoded:
    """Several batches as one."""
    if len(parts) == 1:
        return parts[0]
    return Encoded(
        reports=tuple(row for part in parts for row in part.reports),
        observations=tuple(row for part in parts for row in part.observations),
        claims=tuple(row for part in parts for row in part.claims),
        rulings=tuple(row for part in parts for row in part.rulings),
        issues=tuple(row for part in parts for row in part.issues),
    )


def report_row(report: Report) -> Row:
    """A report as a row; its text stands in a column of its own, for search.

    Raises:
        InputError: its text holds half a character (a lone surrogate) or a NUL.
    """
    body = REPORT.dump(replace(report, title="", text=""))
    return _row("report", report.id, report.raw_sha, report.title, report.text, body)


def report_of(title: str, text: str, body: str) -> Report:
    """The report of a stored row."""
    return replace(REPORT.load(body), title=title, text=text)


def observation_row(observation: Observation) -> Row:
    """An observation as a row."""
    _check_numbers(observation)
    scope = scope_of(observation.anchor)
    return _row("observation", observation.id, scope, OBSERVATION.dump(observation))


def claim_row(claim: Claim) -> Row:
    """A claim as a row.

    Raises:
        InputError: the claim has no anchor, so nothing shows where it was made.
    """
    if not claim.anchors:
        raise InputError(f"claim {claim.id} has no anchor; every claim points to its words")
    return _row("claim", claim.id, scope_of(claim.anchors[0]), CLAIM.dump(claim))


def ruling_row(ruling: Ruling) -> Row:
    """A ruling as a row."""
    return _row("ruling", ruling.id, RULING.dump(ruling))


def issue_row(issue: Issue) -> IssueRow:
    """An issue as a row."""
    body = ISSUE.dump(issue)
    storable("issue", issue.code)
    return IssueRow(make_id("i", body), issue.code, issue.locator, body)


def digest(rows: Iterable[Row]) -> str:
    """A hash of the rows' content that does not depend on their order."""
    total = hashlib.sha256()
    for one in sorted(row.sha for row in rows):
        total.update(one.encode())
    return total.hexdigest()


def storable(noun: str, *cells: str) -> bytes:
    """The cells as bytes, if every database can hold them.

    Raises:
        InputError: one holds half a character or a NUL, which PostgreSQL refuses.
    """
    try:
        content = "\x1f".join(cells).encode()
    except UnicodeEncodeError as error:
        raise InputError(f"{noun} {cells[0]!r} cannot be stored: {error}") from error
    if b"\0" in content:
        raise InputError(f"{noun} {cells[0]!r} cannot be stored: it holds a NUL; take it out")
    return content


def _row(noun: str, *cells: str) -> Row:
    content = storable(noun, *cells)
    return Row(cells[0], cells, hashlib.sha256(content).hexdigest())


def _check_numbers(observation: Observation) -> None:
    for slot, value in observation.values.items():
        if isinstance(value.value, float) and not math.isfinite(value.value):
            detail = f"{slot} is {value.value}; leave out what is not known"
            raise InputError(f"observation {observation.id}: {detail}")
