"""The nouns: frozen values that every stage passes on and none changes."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING, Any, Literal

from standoff.dates import When
from standoff.errors import InputError

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

Status = Literal["reported", "suspected", "planned", "cancelled", "denied", "failed"]
Grain = Literal["item", "volley", "day"]
KnownBasis = Literal["published", "stated", "assumed"]
ClaimKind = Literal["explanation", "prediction", "assessment", "position", "recommendation"]
Stance = Literal["asserts", "denies"]
CountUnit = Literal["days", "occasions", "events", "items"]


def make_id(prefix: str, content: Any) -> str:
    """A stable id: the prefix and 20 hex digits of the content's canonical JSON.

    >>> make_id("r", {"a": 1}) == make_id("r", {"a": 1})
    True
    """
    text = json.dumps(
        content, sort_keys=True, ensure_ascii=False, separators=(",", ":"), default=str
    )
    return prefix + hashlib.sha256(text.encode()).hexdigest()[:20]


@dataclass(frozen=True, slots=True, order=True)
class TextAnchor:
    """Characters `[start, end)` of a report's exact text."""

    report: str
    start: int
    end: int

    def __post_init__(self) -> None:
        if not 0 <= self.start < self.end:
            raise InputError(f"an anchor needs 0 <= start < end, got {self.start}..{self.end}")


@dataclass(frozen=True, slots=True, order=True)
class RowAnchor:
    """One row of a pack's table, by its own key."""

    table: str
    row: str


Anchor = TextAnchor | RowAnchor
Content = str | int | float | bool | tuple[str, ...] | When


@dataclass(frozen=True, slots=True, kw_only=True)
class Value:
    """One attribute as one origin gives it, with the evidence and when it was known."""

    value: Content
    unit: str | None = None
    origin: str
    evidence: tuple[Anchor, ...]
    known: date | None = None
    known_basis: KnownBasis = "published"


@dataclass(frozen=True, slots=True, kw_only=True)
class Issue:
    """Something not understood or not usable: counted and shown, never dropped."""

    code: str
    detail: str
    locator: str
    anchor: Anchor | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """One text as published, frozen after reading; a reprint is a report of its own."""

    id: str
    source: str
    url: str | None
    published: When | None
    title: str
    text: str
    text_sha: str
    raw_sha: str
    reader: str
    language: str = "en"
    marks: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Observation:
    """One happening as one place in one source reports it.

    `values` holds what the source says of it, by slot: `actors`, `targets`, `date`,
    `announced`, `place`, `weapon`, `class`, `count`, `distance_km`, `apogee_km`, `mode` ...
    """

    id: str
    anchor: Anchor
    kind: str
    grain: Grain
    values: Mapping[str, Value]
    status: Status = "reported"
    background: bool = False
    verified: bool = True
    known: date | None
    known_basis: KnownBasis
    coder: str
    pack: str

    def get(self, slot: str) -> Any:
        """The content of a slot, or None where the source does not say."""
        value = self.values.get(slot)
        return value.value if value else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Query:
    """The one filter of events, used by record, hypotheses, questions and pages alike."""

    kind: str | None = None
    actor: str | None = None
    target: str | None = None
    weapon_class: tuple[str, ...] = ()
    status: tuple[str, ...] = ("reported", "failed")
    first: date | None = None
    last: date | None = None
    text: str | None = None
    verified: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """What a prediction commits to, so far as its wording says; None stays open."""

    query: Query | None
    at_least: int = 1
    opens: date | None = None
    closes: date | None = None
    condition: str | None = None
    wording: str
    band: tuple[float, float] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """What somebody holds: why an actor acts, what comes next, what ought to be done."""

    id: str
    holder: str | None
    role: str | None = None
    organisation: str | None = None
    via: tuple[str, ...] = ()
    kind: ClaimKind
    aims: tuple[str, ...] = ()
    conditions: tuple[str, ...] = ()
    aim_of: str | None = None
    believer: str | None = None
    stance: Stance = "asserts"
    stated: bool = False
    quoted: bool = False
    attributed: bool = True
    change: bool = False
    terms: Terms | None = None
    anchors: tuple[Anchor, ...]
    known: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Coding:
    """All that one coder found in one report."""

    report: str
    coder: str
    observations: tuple[Observation, ...]
    claims: tuple[Claim, ...]
    issues: tuple[Issue, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Ruling:
    """A person's decision, as data: same or different happening, or a value."""

    id: str
    op: Literal["same", "different", "value"]
    anchors: tuple[Anchor, ...]
    field: str | None = None
    value: Content | None = None
    cites: tuple[Anchor, ...] = ()
    who: str
    why: str
    decided: date
    undoes: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Dispute:
    """A slot in which origins disagree about one event."""

    slot: str
    values: tuple[Value, ...]


@dataclass(frozen=True, kw_only=True)
class Event:
    """One happening, derived from all its observations; never stored as truth.

    `values` keeps every value of every origin, by slot, the preferred one first. `lasting` says
    that it takes days: a range of days is then its length, and else our doubt about the day.
    """

    id: str
    kind: str
    grain: Grain
    status: Status
    values: Mapping[str, tuple[Value, ...]]
    observations: tuple[str, ...]
    anchors: tuple[Anchor, ...]
    origins: tuple[str, ...]
    verified: bool
    known: date | None
    occasion: str | None = None
    disputes: tuple[Dispute, ...] = field(default=())
    lasting: bool = False

    def get(self, slot: str) -> Any:
        """The preferred content of a slot, or None where no source says."""
        values = self.values.get(slot, ())
        return values[0].value if values else None

    @cached_property
    def when(self) -> When | None:
        """When it happened, as the preferred source has it."""
        found: When | None = self.get("date")
        return found

    @property
    def actors(self) -> tuple[str, ...]:
        """Ids of those who acted."""
        found: tuple[str, ...] = self.get("actors") or ()
        return found

    @property
    def targets(self) -> tuple[str, ...]:
        """Ids of those acted upon."""
        found: tuple[str, ...] = self.get("targets") or ()
        return found


@dataclass(frozen=True, slots=True, kw_only=True)
class Batch:
    """What one pure processing step hands to the driver to be stored."""

    reports: tuple[Report, ...] = ()
    observations: tuple[Observation, ...] = ()
    claims: tuple[Claim, ...] = ()
    rulings: tuple[Ruling, ...] = ()
    issues: tuple[Issue, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Receipt:
    """What became durable: the record's version afterwards and how much was new."""

    version: str
    added: Mapping[str, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Series:
    """Daily counts from `start`; NaN where the table covers nothing, never 0.

    `exposure` is 1, 0 or NaN (unknown) a day; `coverage` is True where a count is known.
    """

    start: date
    values: NDArray[np.float64]
    exposure: NDArray[np.float64] | None = None
    coverage: NDArray[np.bool_]
    unit: CountUnit
    zone: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """A question about the future that the record can settle by rule."""

    id: str
    query: Query
    at_least: int
    opens: date
    closes: date
    zone: str
    origin: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One line of the journal: a result with all that is needed to make it again."""

    key: str
    kind: str
    made_at: str
    record_version: str
    as_of: date
    method: str
    pack: str
    seed: int | None
    issued: bool
    body: Mapping[str, Any]
