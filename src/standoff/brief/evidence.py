"""What a sentence of the brief rests on: words, a table row, a test, a forecast, or the run."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """Characters `[start, end)` of a report, with a little of what stands around them."""

    report: str
    source: str
    title: str
    url: str | None
    start: int
    end: int
    words: str
    before: str
    after: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TableRow:
    """One row of a table of facts, with the source that the row itself names."""

    table: str
    row: str
    title: str
    says: str
    source: str
    url: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Test:
    """One tested implication: the file it was written in and what fixes its numbers."""

    __test__ = False  # the name is no invitation to pytest

    implication: str
    file: str
    file_hash: str
    seed: int
    record_version: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Prospect:
    """One forecast: the question, the method, and the day of its data."""

    question: str
    method: str
    as_of: date
    data_through: date
    record_version: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Count:
    """A count in the record that a query repeats; `events` are the ids of what was counted."""

    kind: str | None
    actor: str | None
    first: date | None
    last: date | None
    unit: str
    events: tuple[str, ...]
    record_version: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """The run itself, for what it found, did not find, or was made with."""

    what: str
    theatre: str
    record_version: str
    coders: tuple[str, ...]
    as_of: date
    seed: int


Evidence = Words | TableRow | Test | Prospect | Count | Run
