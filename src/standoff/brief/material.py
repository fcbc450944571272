"""What a brief is written from: the reports, the record around them, tests and forecasts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from standoff.brief.archive import Filed
from standoff.explain import Hypothesis, Result
from standoff.forecast import Forecast, QuestionSkill, Tracked
from standoff.model import Claim, Coding, Entry, Event, Issue, Report
from standoff.packs import Pack
from standoff.record import Record


@dataclass(frozen=True, kw_only=True)
class Material:
    """Everything that one brief may say, gathered before a word is written.

    Attributes:
        pack: the theatre.
        record: its facts and what the reports say, joined; events are looked up in it.
        facts: its facts alone, which the tempo counts: an unread report moves no figure.
        reports: what the brief is on.
        codings: what was found in each of them.
        events: the events that the reports touch, joined with the record.
        news: ids of those of them that the reports tell as their news or tell first.
        claims: the claims of the reports.
        hypotheses: the readings written down for the theatre.
        results: the tests of their implications.
        forecasts: the answers to the standing questions.
        tracked: the predictions of `claims` followed up.
        issues: what could not be read, understood or used in this run.
        as_of: the day up to which anything may be known.
        made_at: the moment of the run, ISO 8601.
        seed: what fixed its random draws.
        skill: what backtests in the journal found, by `question/horizon in days`.
        earlier: the brief filed last before this one in the same record, None without one.
    """

    pack: Pack
    record: Record
    facts: Record
    reports: tuple[Report, ...]
    codings: tuple[Coding, ...]
    events: tuple[Event, ...]
    news: frozenset[str]
    claims: tuple[Claim, ...]
    hypotheses: tuple[Hypothesis, ...]
    results: tuple[Result, ...]
    forecasts: tuple[Forecast, ...]
    tracked: tuple[Tracked, ...]
    issues: tuple[Issue, ...]
    as_of: date
    made_at: str
    seed: int
    skill: Mapping[str, tuple[Entry, QuestionSkill]] = field(default_factory=dict)
    earlier: Filed | None = None
