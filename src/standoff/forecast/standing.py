"""The standing forecasts: every question of the theatre, put today, beside its base rate."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Protocol

import numpy as np

from standoff.forecast.answers import Evidence, Forecast, Skill
from standoff.forecast.backtest import Backtest, backtest, every_days
from standoff.forecast.models import BASE, WEIGHTED, History, chances, history, model_names
from standoff.forecast.questions import Readable, StandingQuestion, load_questions, put
from standoff.forecast.words import likelihood
from standoff.model import Question
from standoff.packs import Pack
from standoff.record import onset

RECENT_DAYS = 90


class Dated(Readable, Protocol):
    """A record that can be put back to what was known on a day."""

    def as_of(self, day: date) -> Readable:
        """The record with only what was known on the day."""
        ...


def standing(record: Dated, pack: Pack, *, as_of: date) -> tuple[Forecast, ...]:
    """The theatre's standing questions answered from what was known on a day.

    A question opens the day after `as_of`. Where coverage ends earlier, the rate is that of the
    covered days, and the days between count neither as event days nor as quiet ones; past skill
    is then measured with the same number of days withheld.

    Args:
        record: the base record; it is read as of `as_of`.
        pack: the theatre; its questions/*.yml say what to ask.
        as_of: the last day of which something may be known.

    Returns:
        One forecast per question and horizon, in the order of the pack; a question about whose
        matter no day is covered by then is left out.

    Raises:
        PackError: a question file is broken.
    """
    known = record.as_of(as_of)
    return tuple(
        forecast
        for question in load_questions(pack)
        for forecast in _answers(question, known, pack, as_of)
    )


def _answers(
    question: StandingQuestion, known: Readable, pack: Pack, as_of: date
) -> tuple[Forecast, ...]:
    if as_of < question.since:
        return ()
    past = past_of(question, known, pack, through=as_of)
    through = past.covered_through
    if through is None:
        return ()
    evidence = _evidence(question, known, past, through)
    puts = [
        put(question, as_of=as_of, horizon_days=days, pack=pack) for days in question.horizons_days
    ]
    return tuple(_forecast(question, one, past, evidence, known.version) for one in puts)


def _forecast(
    standing_question: StandingQuestion,
    question: Question,
    past: History,
    evidence: Evidence,
    record_version: str,
) -> Forecast:
    as_of = question.opens - timedelta(days=1)
    horizon_days = (question.closes - as_of).days
    by_model = _today(past, horizon_days, question.at_least)
    gap_days = (as_of - evidence.base_last).days
    skill = _skill(standing_question, past, horizon_days, gap_days)
    return Forecast(
        question=question,
        text=f"{standing_question.text}, {question.opens} to {question.closes}",
        probability=by_model[WEIGHTED],
        model=WEIGHTED,
        base_rate=by_model[BASE],
        base_rate_choice=_choice(evidence),
        others={name: p for name, p in by_model.items() if name not in {WEIGHTED, BASE}},
        horizon_days=horizon_days,
        as_of=as_of,
        data_through=evidence.base_last,
        gap_days=gap_days,
        record_version=record_version,
        evidence=evidence,
        words=likelihood(by_model[WEIGHTED]),
        skill=skill,
        notes=_notes(gap_days, evidence.base_last, skill),
    )


def _today(past: History, horizon_days: int, at_least: int) -> dict[str, float]:
    return {
        name: float(chances(past, name, horizon_days=horizon_days, at_least=at_least)[-1])
        for name in model_names(past)
    }


def _choice(evidence: Evidence) -> str:
    return (
        f"{evidence.base_count} event {evidence.unit} in all {evidence.base_covered_days:,} "
        f"covered days from {evidence.base_first} to {evidence.base_last}"
    )


def _notes(gap_days: int, through: date, skill: Skill | None) -> tuple[str, ...]:
    """What a reader must know beside the number."""
    notes = []
    if gap_days:
        gap = "day" if gap_days == 1 else f"{gap_days} days"
        notes.append(
            f"the record covers days through {through}; what happened in the {gap} "
            f"since is not known and not counted as nothing"
        )
    best = min(skill.brier, key=skill.brier.__getitem__) if skill else WEIGHTED
    if skill and best != WEIGHTED:
        notes.append(
            f"over {skill.n} past windows the {best} scored better: Brier "
            f"{skill.brier[best]:.3f} against {skill.brier[WEIGHTED]:.3f}"
        )
    return tuple(notes)


def past_of(question: StandingQuestion, record: Readable, pack: Pack, *, through: date) -> History:
    """The daily series that a question's forecasts rest on, from its `since` to a day."""
    bounded = replace(question.query, first=question.since, last=through)
    series = record.series(bounded, count=question.count)
    past = history(series, since=question.since, through=through)
    return replace(past, leader_starts=leader_starts(question, pack))


def leader_starts(question: StandingQuestion, pack: Pack) -> tuple[date, ...]:
    """The days on which a holder of the question's office began; none where it names no office."""
    seat = question.leader
    if seat is None:
        return ()
    offices = (office for actor in pack.actors.values() for office in actor.offices)
    held = (one for one in offices if (one.title, one.of) == (seat.title, seat.of))
    return tuple(sorted(office.first for office in held if office.first))


def _evidence(
    question: StandingQuestion, known: Readable, past: History, through: date
) -> Evidence:
    recent_first = max(through - timedelta(days=RECENT_DAYS - 1), past.start)
    recent = past.events[past.index(recent_first) : past.index(through) + 1]
    found = known.events(replace(question.query, first=recent_first, last=through))
    return Evidence(
        unit=question.count,
        recent_first=recent_first,
        recent_last=through,
        recent_count=int(np.nansum(recent)),
        recent_covered_days=int((~np.isnan(recent)).sum()),
        base_first=past.start,
        base_last=through,
        base_count=int(np.nansum(past.events)),
        base_covered_days=int((~np.isnan(past.events)).sum()),
        events=tuple(event.id for event in found if onset(event)),
    )


def _skill(
    question: StandingQuestion, past: History, horizon_days: int, gap_days: int
) -> Skill | None:
    origins = every_days(question.scored_from, past.day(len(past.events)), step_days=horizon_days)
    tried = backtest(
        past,
        horizon_days=horizon_days,
        origins=origins,
        at_least=question.at_least,
        gap_days=gap_days,
    )
    return _summary(tried, horizon_days) if tried else None


def _summary(tried: Backtest, step_days: int) -> Skill:
    return Skill(
        n=len(tried.origins),
        first=tried.origins[0],
        last=tried.origins[-1],
        step_days=step_days,
        gap_days=tried.gap_days,
        share_yes=tried.share_yes,
        brier={name: scored.brier for name, scored in tried.scores.items()},
    )
