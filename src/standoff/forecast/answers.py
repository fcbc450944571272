"""What a forecast says: the chance, its base rate, the counts it rests on, and its past skill."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from standoff.forecast.windows import Window
from standoff.model import CountUnit, Question


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """The counts a forecast rests on; `events` are those of the recent window.

    The recent window is the last 90 days up to `data_through`, the base stretch all of them.
    """

    unit: CountUnit
    recent_first: date
    recent_last: date
    recent_count: int
    recent_covered_days: int
    base_first: date
    base_last: date
    base_count: int
    base_covered_days: int
    events: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Skill:
    """Mean Brier scores over past origins whose windows do not overlap; lower is better."""

    n: int
    first: date
    last: date
    step_days: int
    gap_days: int
    share_yes: float
    brier: Mapping[str, float]
    vintage: str = "final vintage"


@dataclass(frozen=True, slots=True, kw_only=True)
class Forecast:
    """One answer to one question, always beside its base rate.

    `others` are the chances by all other models, by name. `gap_days` are the days between the last
    covered day and `as_of`: what happened in them is not known, and is not taken for nothing.
    `notes` are sentences to be shown with the number: a gap, or a model that has done better.
    `windows` are given where the event is rare, and `spread` is the lowest and highest chance
    among them, or else among the members of the ensemble.
    """

    question: Question
    text: str
    probability: float
    model: str
    base_rate: float
    base_rate_choice: str
    others: Mapping[str, float]
    horizon_days: int
    as_of: date
    data_through: date
    gap_days: int
    record_version: str
    evidence: Evidence
    words: str
    skill: Skill | None
    notes: tuple[str, ...]
    windows: tuple[Window, ...] = ()
    spread: tuple[float, float] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Unanswered:
    """A standing question without a forecast, and why."""

    question: str
    text: str
    reason: str
