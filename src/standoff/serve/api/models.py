"""The shapes of the API's answers, as its description gives them."""

from __future__ import annotations

import datetime
from typing import Any

from pydantic import BaseModel, ConfigDict, Field

Scalar = str | int | float | bool | None


class Shape(BaseModel):
    """A shape that holds nothing but what it names."""

    model_config = ConfigDict(extra="forbid")


class Interval(Shape):
    """Local days, both ends inclusive; shorter where the source is less precise."""

    first: str | None
    last: str | None
    precision: str
    basis: str
    open: bool
    zone: str | None
    time: str | None


Content = Interval | list[str] | Scalar


class Span(Shape):
    """Characters of a report's text, half open."""

    report: str
    start: int
    end: int


class Place(Shape):
    """A named place; degrees, WGS 84."""

    id: str
    name: str
    lat: float | None
    lon: float | None


class EventItem(Shape):
    """One happening with the preferred content of every slot."""

    id: str
    kind: str
    status: str
    grain: str
    date: Interval | None
    actors: list[str]
    targets: list[str]
    place: Place | None
    preferred: dict[str, Content] = Field(description="By slot, what the preferred origin says.")
    disputed: list[str] = Field(description="Slots in which origins differ.")
    origins: list[str]
    verified: bool
    known: datetime.date | None
    occasion: str | None


class Evidence(Shape):
    """What a value rests on: the words and the sentence, or the cell and its row."""

    place: str = Field(description="table:row, or report:start-end")
    scope: str
    source: str
    title: str
    published: str | None
    words: str
    around: str
    is_text: bool


class ValueItem(Shape):
    """What one origin says about one slot."""

    slot: str
    value: Content
    unit: str | None
    origin: str
    standing: str = Field(description="self-claimed, measured, independent or ruled")
    known: datetime.date | None
    known_basis: str
    evidence: list[Evidence]


class DisputeItem(Shape):
    """A slot in which origins differ about one event."""

    event: str
    kind: str
    date: Interval | None
    slot: str
    values: list[ValueItem]
    settled_by: str | None = Field(description="Id of the ruling that settled it.")


class EventWhole(EventItem):
    """One happening with every value of every origin."""

    values: list[ValueItem]
    disputes: list[DisputeItem]
    observations: list[str]
    anchors: list[str]


class ReportItem(Shape):
    """A report without its text."""

    id: str
    source: str
    url: str | None
    published: Interval | None
    title: str
    language: str
    marks: list[str]


class CodedSpan(Shape):
    """What was coded from characters of a text."""

    of: str = Field(description="observation or claim")
    id: str
    kind: str
    slot: str | None
    start: int
    end: int


class ReportWhole(ReportItem):
    """A report as it was frozen, with what was coded from which characters."""

    text: str
    spans: list[CodedSpan]
    events: list[str] = Field(description="Ids of the events that it tells of.")


class TermsItem(Shape):
    """What a prediction commits to, so far as its wording says."""

    kind: str | None
    actor: str | None
    at_least: int
    opens: datetime.date | None
    closes: datetime.date | None
    condition: str | None
    wording: str
    band: tuple[float, float] | None


class ClaimItem(Shape):
    """What somebody holds."""

    id: str
    kind: str
    holder: str | None
    role: str | None
    organisation: str | None
    via: list[str]
    aims: list[str]
    conditions: list[str]
    aim_of: str | None
    believer: str | None
    stance: str
    stated: bool
    quoted: bool
    attributed: bool
    change: bool
    known: datetime.date | None
    terms: TermsItem | None
    spans: list[Span]


class Stretch(Shape):
    """A day, month or year of a series; no count where no table covers a day of it."""

    name: str
    count: int | None
    covered_days: int
    days: int
    exposed_days: int | None
    unexposed_days: int | None
    unknown_days: int | None


class SeriesWhole(Shape):
    """Counts over time."""

    count: str
    by: str
    zone: str
    without_a_day: list[str]
    series: list[Stretch]


class Counted(Shape):
    """How many events of a kind there are."""

    kind: str
    name: str | None
    events: int
    happened: int
    first: str | None
    last: str | None


class RecordItem(Shape):
    """The record as a whole."""

    theatre: str
    title: str
    pack: str
    zone: str
    events: int
    kinds: list[Counted]


class Covered(Shape):
    """Days over which a table is, or is not, complete."""

    first: datetime.date
    last: datetime.date
    complete: bool
    between: list[str]
    note: str


class TableItem(Shape):
    """One of the theatre's tables with what it covers."""

    id: str
    title: str
    kind: str | None
    grain: str
    origin: str
    rows: int
    coverage: list[Covered]


class Kept(Shape):
    """An entry of the journal, with all that is needed to make it again."""

    key: str
    kind: str
    made_at: str
    record_version: str
    as_of: datetime.date
    method: str
    pack: str
    seed: int | None
    issued: bool
    body: dict[str, Any]


class HypothesisItem(Shape):
    """One hypothesis with what the journal holds of its implications."""

    id: str
    aim: str | None
    statement: str
    file: str
    file_hash: str
    untestable_because: str | None
    implications: list[str]
    results: list[Kept] = Field(description="The newest of each implication; none: not computed.")
    not_computed: list[str] = Field(description="Implications of which the journal holds nothing.")


class PredictionItem(Shape):
    """A tracked prediction beside what has happened since."""

    claim: ClaimItem
    since: datetime.date
    counted: int
    unit: str
    evidence: list[str]
    covered_through: datetime.date | None
    answer: str | None
    scored: bool
    brier_band: tuple[float, float, float] | None
    why: str


class IssueItem(Shape):
    """An issue on which the sides take positions."""

    id: str
    name: str
    stances: list[str]


class SpokenItem(Shape):
    """One statement of a party on an issue."""

    when: Interval | None
    speaker: str
    stance: str
    words: str
    source: str
    span: Span
    reports: int


class PositionItem(Shape):
    """All that the record holds of one party on one issue."""

    holder: str
    issue: str
    spoken: list[SpokenItem]
    undated: list[SpokenItem]
    changed: datetime.date | None = Field(description="Day of the last change of stance.")
    silent_days: int | None


class BriefItem(Shape):
    """A brief that the journal holds."""

    key: str
    title: str
    state: str
    version: int
    as_of: datetime.date
    made_at: str
    record_version: str
    approved_by: str | None
    approved_at: str | None
    corrects: str | None
    sha256: str | None


class SentenceItem(Shape):
    """One sentence with how many pieces of evidence it shows."""

    text: str
    evidence: list[dict[str, Any]]


class BriefWhole(BriefItem):
    """A brief as it now reads, or as it was approved."""

    sentences: list[SentenceItem]


class CodedReport(Shape):
    """What the coder finds in a text, as `standoff code --format json` prints it."""

    report: dict[str, Any] | None
    events: list[dict[str, Any]]
    claims: list[dict[str, Any]]
    issues: list[dict[str, Any]]
