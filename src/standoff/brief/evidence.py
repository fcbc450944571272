"""What a sentence of the brief rests on: words, a row, a test, a forecast, the run, a hand."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from standoff.explain import Verdict


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
    """One implication: the file it was written in, its numbers, and what fixes them.

    `effect` and `interval` are log rate ratios, None where the gate closed; so is `p_holm`. A
    reading that its file declares untestable stands under its own name, without numbers.
    """

    __test__ = False  # the name is no invitation to pytest

    implication: str
    file: str
    file_hash: str
    verdict: Verdict
    effect: float | None = None
    interval: tuple[float, float] | None = None
    p_holm: float | None = None
    observed: int | None = None
    expected: float | None = None
    seed: int
    record_version: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Prospect:
    """One forecast: the question, the method, its chances, and the day of its data."""

    question: str
    method: str
    probability: float
    base_rate: float
    horizon_days: int
    as_of: date
    data_through: date
    record_version: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Backtest:
    """What a backtest in the journal found of one question, and what fixes its numbers.

    `pack` is the theatre as it stood then, `as_of` the last day by which outcomes were settled.
    """

    question: str
    horizon_days: int
    method: str
    pack: str
    as_of: date
    seed: int | None
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


@dataclass(frozen=True, slots=True, kw_only=True)
class Edited:
    """A person's hand in a sentence: what stood before, None where nothing did, and why."""

    before: str | None
    who: str
    why: str
    made_at: str


Evidence = Words | TableRow | Test | Prospect | Backtest | Count | Run | Edited
