"""What an implication says: outcome, exposure, window, sign, rivals, scope, primary."""

from __future__ import annotations

from datetime import date
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, model_validator

from standoff.model import CountUnit, Query, Status

ImplicationKind = Literal["exposure", "response", "run", "excitation"]
Scope = Literal["event", "campaign", "habit"]
Sign = Literal["higher", "lower"]


class Strict(BaseModel):
    """A part of a file: unknown keys are refused."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class QuerySpec(Strict):
    """A query as a file writes it; `class` narrows the weapon class, `mode` the sort of act."""

    kind: str
    actor: str | None = None
    target: str | None = None
    weapon_class: tuple[str, ...] = Field(default=(), alias="class")
    status: tuple[Status, ...] = ("reported", "failed")
    mode: tuple[str, ...] = ()

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


class Outcome(Strict):
    """What is counted. In a response test it is the onset of an episode."""

    query: QuerySpec
    count: CountUnit = "days"
    between: tuple[str, ...] = ()
    join_gap_days: int = Field(default=60, ge=1)


class Recurring(Strict):
    """A day of the year that comes back by rule: in `since` + k x `every_years`."""

    name: str
    month: int = Field(ge=1, le=12)
    day: int = Field(ge=1, le=31)
    since: int
    every_years: int = Field(default=1, ge=1)
    source: str


class Exposure(Strict):
    """What may raise or lower the outcome.

    An exposure test reads it as episodes under way (`between` names the parties whose
    coverage must be declared complete), widened by `before_days` and `after_days`;
    `from_start` takes the first day of each alone, `absent` turns it round: exposed are the
    days on which it is not so. Days that recur by rule need no table. A response test reads
    campaigns that begin.
    """

    query: QuerySpec | None = None
    recurring: tuple[Recurring, ...] = ()
    between: tuple[str, ...] = ()
    join_gap_days: int = Field(default=60, ge=1)
    from_start: bool = False
    before_days: int = Field(default=0, ge=0)
    after_days: int = Field(default=0, ge=0)
    absent: bool = False
    lag_days: int = Field(default=1, ge=0)
    calendar_bound: bool = False
    eras: tuple[int, ...] = ()
    eligible_years: tuple[int, ...] = ()
    half_life_days: float | None = Field(default=None, gt=0)
    window_days: int | None = Field(default=None, gt=0)

    @model_validator(mode="after")
    def _says_what(self) -> Exposure:
        if bool(self.query) == bool(self.recurring):
            raise ValueError("an exposure needs a query or recurring days, not both")
        if (self.eras or self.eligible_years) and not self.calendar_bound:
            raise ValueError("eras and eligible_years belong to a calendar_bound exposure")
        return self


class Run(Strict):
    """Tests of one type after another: the slot that names the type, and how tests turned out."""

    by: str
    slot: str
    worked: tuple[str, ...] = Field(min_length=1)
    failed: tuple[str, ...] = Field(min_length=1)
    horizon_days: int = Field(gt=0)


class Window(Strict):
    """The stretch of days tested; an open end runs to the last day covered."""

    first: date
    last: date | None = None


class Rival(Strict):
    """Another reading that would leave the same pattern, or a reason why it may mislead."""

    aim: str | None = None
    statement: str


class Implication(Strict):
    """One pattern that a reading would leave in the record.

    p-values of one `family` are adjusted together. `coverage_needed` says what a table would
    have to hold for the test to be made, where it cannot be made yet.
    """

    id: str
    kind: ImplicationKind
    statement: str
    outcome: Outcome
    exposure: Exposure | None = None
    run: Run | None = None
    window: Window
    sign: Sign
    rivals: tuple[Rival, ...] = Field(min_length=1)
    scope: Scope
    known_before: bool
    family: str = "main"
    primary: str
    coverage_needed: str | None = None
    written: date
    core: bool = True

    @model_validator(mode="after")
    def _complete(self) -> Implication:
        if bool(self.exposure) != (self.kind in ("exposure", "response")):
            raise ValueError("exposures and responses need an exposure, other kinds have none")
        if bool(self.run) != (self.kind == "run"):
            raise ValueError("a run needs run: by, slot, worked, failed, horizon_days")
        if self.outcome.query.mode:
            raise ValueError("mode narrows exposures only; remove it from the outcome")
        if self.exposure is not None:
            _check_trigger(self.kind, self.exposure)
        return self


def _check_trigger(kind: ImplicationKind, exposure: Exposure) -> None:
    trigger = (exposure.half_life_days, exposure.window_days)
    if kind == "response" and (None in trigger or exposure.query is None or exposure.query.mode):
        raise ValueError(
            "a response needs exposure.half_life_days, exposure.window_days and a query"
            " without mode"
        )
    if kind == "exposure" and any(trigger):
        raise ValueError("half_life_days and window_days belong to responses; remove them")
