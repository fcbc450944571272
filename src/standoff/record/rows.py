"""Nouns to JSON and back, exactly: what is read again equals what was stored."""

from __future__ import annotations

import hashlib
import math
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any, Generic, TypeVar

from pydantic import TypeAdapter, ValidationError
from pydantic_core import PydanticSerializationError

from standoff.errors import InputError, RecordError
from standoff.model import (
    Anchor,
    Claim,
    Entry,
    Issue,
    Observation,
    Report,
    RowAnchor,
    Ruling,
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


def report_row(report: Report) -> dict[str, Any]:
    """A report as a row; its text stands in a column of its own, for search.

    Raises:
        InputError: its text holds half a character (a lone surrogate).
    """
    try:
        (report.title + report.text).encode()
    except UnicodeEncodeError as error:
        raise InputError(f"report {report.id} cannot be stored: {error}") from error
    return {
        "id": report.id,
        "raw_sha": report.raw_sha,
        "title": report.title,
        "text": report.text,
        "body": REPORT.dump(replace(report, title="", text="")),
    }


def report_of(title: str, text: str, body: str) -> Report:
    """The report of a stored row."""
    return replace(REPORT.load(body), title=title, text=text)


def observation_row(observation: Observation) -> dict[str, Any]:
    """An observation as a row."""
    _check_numbers(observation)
    return {
        "id": observation.id,
        "scope": scope_of(observation.anchor),
        "body": OBSERVATION.dump(observation),
    }


def claim_row(claim: Claim) -> dict[str, Any]:
    """A claim as a row.

    Raises:
        InputError: the claim has no anchor, so nothing shows where it was made.
    """
    if not claim.anchors:
        raise InputError(f"claim {claim.id} has no anchor; every claim points to its words")
    return {"id": claim.id, "scope": scope_of(claim.anchors[0]), "body": CLAIM.dump(claim)}


def ruling_row(ruling: Ruling) -> dict[str, Any]:
    """A ruling as a row."""
    return {"id": ruling.id, "body": RULING.dump(ruling)}


def digest(rows: Iterable[dict[str, Any]]) -> str:
    """A hash of the rows' content that does not depend on their order."""
    total = hashlib.sha256()
    for row in sorted(rows, key=lambda row: (row["id"], row["body"])):
        parts = (row["id"], row.get("title", ""), row.get("text", ""), row["body"])
        total.update("\x1f".join(parts).encode() + b"\x1e")
    return total.hexdigest()


def _check_numbers(observation: Observation) -> None:
    for slot, value in observation.values.items():
        if isinstance(value.value, float) and not math.isfinite(value.value):
            detail = f"{slot} is {value.value}; leave out what is not known"
            raise InputError(f"observation {observation.id}: {detail}")
