"""The standing forecasts: every question of the theatre, put today, beside its base rate."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Protocol

import numpy as np

from standoff.forecast.answers import Evidence, Forecast, Skill, Unanswered
from standoff.forecast.backtest import Backtest, backtest, every_days
from standoff.forecast.combine import BASE, MEMBERS, RANGE, WEIGHTED
from standoff.forecast.forecaster import Chances, Forecaster, refit_day
from standoff.forecast.models import History
from standoff.forecast.past import past_of
from standoff.forecast.questions import Readable, StandingQuestion, load_questions, put
from standoff.forecast.resolve import accepted
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


@dataclass(frozen=True, slots=True, kw_only=True)
class _Asked:
    """One question with its past, its models, and the counts it rests on."""

    question: StandingQuestion
    past: History
    evidence: Evidence
    record_version: str


def standing(
    record: Dated, pack: Pack, *, as_of: date, brief: bool = False
) -> tuple[Forecast, ...]:
    """The theatre's standing questions answered from what was known on a day.

    A question opens the day after `as_of`. Where coverage ends earlier, the rate is that of the
    covered days, and the days between count neither as event days nor as quiet ones; past skill
    is then measured with the same number of days withheld. Models are fitted on what was known
    before the quarter that the window opens in.

    Args:
        record: the base record; it is read as of `as_of`.
        pack: the theatre; its questions/*.yml say what to ask.
        as_of: the last day of which something may be known.
        brief: only the questions meant for a brief.

    Returns:
        One forecast per question and horizon, in the order of the pack; a question about whose
        matter no day is covered by then is left out: see `unanswered`.

    Raises:
        PackError: a question file is broken.
    """
    known = record.as_of(as_of)
    opens = as_of + timedelta(days=1)
    earlier = record.as_of(refit_day(opens) - timedelta(days=1))
    return tuple(
        forecast
        for question in load_questions(pack)
        if question.in_brief or not brief
        for forecast in _answers(question, known, earlier, pack, as_of)
    )


def unanswered(record: Dated, pack: Pack, *, as_of: date) -> tuple[Unanswered, ...]:
    """The standing questions that get no forecast on a day, each with the reason.

    Raises:
        PackError: a question file is broken.
    """
    known = record.as_of(as_of)
    return tuple(
        Unanswered(question=one.id, text=one.text, reason=reason)
        for one in load_questions(pack)
        if (reason := _silence(one, known, pack, as_of))
    )


def forecaster_of(question: StandingQuestion) -> Forecaster:
    """The models of a question, not yet fitted."""
    return Forecaster(
        horizons_days=question.horizons_days,
        at_least=question.at_least,
        gap_days=question.episode_gap_days,
    )


def fitted_for(question: StandingQuestion, record: Dated, pack: Pack, *, opens: date) -> Forecaster:
    """The models of a question, fitted on what was known before the quarter of a day."""
    refit = refit_day(opens)
    return _fitted(question, record.as_of(refit - timedelta(days=1)), pack, refit)


def _fitted(question: StandingQuestion, earlier: Readable, pack: Pack, refit: date) -> Forecaster:
    forecaster = forecaster_of(question)
    if refit > question.since:
        last = refit - timedelta(days=1)
        forecaster.refit(past_of(question, earlier, pack, through=last), before=refit)
    return forecaster


def _silence(question: StandingQuestion, known: Readable, pack: Pack, as_of: date) -> str | None:
    if as_of < question.since:
        return f"it is asked from {question.since} on"
    if past_of(question, known, pack, through=as_of).covered_through is None:
        return "no table is declared complete for it, so that no day counts as one without"
    return None


def _answers(
    question: StandingQuestion, known: Readable, earlier: Readable, pack: Pack, as_of: date
) -> Iterator[Forecast]:
    if as_of < question.since:
        return
    past = past_of(question, known, pack, through=as_of)
    through = past.covered_through
    if through is None:
        return
    forecaster = _fitted(question, earlier, pack, refit_day(as_of + timedelta(days=1)))
    asked = _Asked(
        question=question,
        past=past,
        evidence=_evidence(question, known, past, through),
        record_version=known.version,
    )
    opens = as_of + timedelta(days=1)
    found = forecaster.chances(past, opens=opens, horizons_days=question.horizons_days)
    for days, chances in found.items():
        yield _forecast(asked, put(question, as_of=as_of, horizon_days=days, pack=pack), chances)


def _forecast(asked: _Asked, question: Question, found: Chances) -> Forecast:
    evidence = asked.evidence
    as_of = question.opens - timedelta(days=1)
    horizon_days = (question.closes - as_of).days
    gap_days = (as_of - evidence.base_last).days
    skill = _skill(asked.question, asked.past, horizon_days, gap_days)
    others = {name: p for name, p in found.by_model.items() if name not in {found.headline, BASE}}
    return Forecast(
        question=question,
        text=f"{asked.question.text}, {question.opens} to {question.closes}",
        probability=found.probability,
        model=found.headline,
        base_rate=found.by_model[BASE],
        base_rate_choice=_choice(evidence),
        others=others,
        horizon_days=horizon_days,
        as_of=as_of,
        data_through=evidence.base_last,
        gap_days=gap_days,
        record_version=asked.record_version,
        evidence=evidence,
        words=likelihood(found.probability),
        skill=skill,
        notes=_notes(gap_days, evidence.base_last, skill, found),
        windows=found.windows,
        spread=_spread(found),
    )


def _spread(found: Chances) -> tuple[float, float]:
    """The lowest and highest chance among the windows, or among the ensemble's members."""
    said = [one.chance for one in found.windows] or [
        found.by_model[name] for name in MEMBERS if name in found.by_model
    ]
    return min(said), max(said)


def _choice(evidence: Evidence) -> str:
    return (
        f"{evidence.base_count} event {evidence.unit} in all {evidence.base_covered_days:,} "
        f"covered days from {evidence.base_first} to {evidence.base_last}"
    )


def _notes(gap_days: int, through: date, skill: Skill | None, found: Chances) -> tuple[str, ...]:
    """What a reader must know beside the number."""
    notes = []
    if gap_days:
        gap = "day" if gap_days == 1 else f"{gap_days} days"
        notes.append(
            f"the record covers days through {through}; what happened in the {gap} "
            f"since is not known and not counted as nothing"
        )
    if found.headline == RANGE:
        notes.append("too few events for a model: the mean over the windows given, and their range")
    best = min(skill.brier, key=skill.brier.__getitem__) if skill else WEIGHTED
    if skill and best != WEIGHTED:
        notes.append(
            f"over {skill.n} past windows the {best} scored better: Brier "
            f"{skill.brier[best]:.3f} against {skill.brier[WEIGHTED]:.3f} of the {WEIGHTED}"
        )
    return tuple(notes)


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
        events=tuple(
            event.id
            for event in accepted(found, question.modes)
            if (day := onset(event)) and past.events[past.index(day)] == 1
        ),
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
