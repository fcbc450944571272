"""Predictions followed up: what has happened since, and a score only where the wording allows."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

import numpy as np

from standoff.forecast.questions import Readable, opening_day, question_of
from standoff.forecast.resolve import Resolution, covered_through, happened_within, resolve
from standoff.model import Claim, CountUnit, Question
from standoff.stats.scores import brier

UNIT: CountUnit = "days"


@dataclass(frozen=True, slots=True, kw_only=True)
class Tracked:
    """One prediction beside what has happened since it was made.

    `counted` are matching event days from `since` to `as_of`, found so far; after
    `covered_through` nothing is known for sure. `scored` is False unless the wording commits to a
    yes or no by a day and the record has settled it; then `brier_band` holds the scores at the
    low end, the middle and the high end of the chance that the wording stands for. `why` says, in
    words, why it is not scored or how it was settled.
    """

    claim: str
    since: date
    as_of: date
    counted: int
    unit: CountUnit
    evidence: tuple[str, ...]
    covered_through: date | None
    scored: bool
    resolution: Resolution | None
    brier_band: tuple[float, float, float] | None
    why: str


def track(claim: Claim, record: Readable, *, as_of: date, zone: str) -> Tracked | None:
    """What has happened since a prediction was made, and how it fared if it can be settled.

    Args:
        claim: a claim with terms and a day on which it was known.
        record: what to look in, already put back to `as_of`.
        as_of: the last day to look at.
        zone: the zone of local days.

    Returns:
        The prediction followed up, or None where it says nothing that could be looked for (no
        terms, no query), was made on no known day, or concerns only days after `as_of`.
    """
    window = _window(claim, as_of, zone)
    if window is None:
        return None
    happened = happened_within(window, record, count=UNIT)
    question = question_of(claim, zone=zone)
    settled = resolve(question, record, count=UNIT) if isinstance(question, Question) else None
    scores = _scores(claim, settled)
    return Tracked(
        claim=claim.id,
        since=window.opens,
        as_of=as_of,
        counted=happened.counted,
        unit=UNIT,
        evidence=happened.evidence,
        covered_through=covered_through(window, record),
        scored=scores is not None,
        resolution=settled,
        brier_band=scores,
        why=question if isinstance(question, str) else _settled_words(settled),
    )


def _window(claim: Claim, as_of: date, zone: str) -> Question | None:
    """The days from the prediction's opening through `as_of`, as a question of at least one."""
    terms = claim.terms
    opens = opening_day(claim)
    if terms is None or terms.query is None or opens is None or opens > as_of:
        return None
    return Question(
        id=claim.id,
        query=replace(terms.query, first=None, last=None),
        at_least=1,
        opens=opens,
        closes=min(as_of, terms.closes or as_of),
        zone=zone,
        origin=claim.id,
    )


def _scores(claim: Claim, settled: Resolution | None) -> tuple[float, float, float] | None:
    if settled is None or settled.answer == "not yet" or not (claim.terms and claim.terms.band):
        return None
    low, high = claim.terms.band
    chances = np.array([low, (low + high) / 2, high])
    outcome = np.full(3, 1.0 if settled.answer == "yes" else 0.0)
    first, middle, last = brier(chances, outcome).tolist()
    return first, middle, last


def _settled_words(settled: Resolution | None) -> str:
    return f"{settled.answer}: {settled.reason}" if settled else ""
