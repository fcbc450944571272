"""What a backtest shows: scores, calibration, and whether one model really beats another."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from standoff.forecast.combine import BASE, LEADER, WEIGHTED
from standoff.forecast.numbers import steady_pmf
from standoff.forecast.past import past_of
from standoff.forecast.questions import Readable, StandingQuestion
from standoff.forecast.rolling import Said, primary_step
from standoff.forecast.settled import ANSWER, Settled, settled
from standoff.packs import Pack
from standoff.record.coverage import feeding_tables
from standoff.stats.bands import calibration_bands
from standoff.stats.compare import Difference, harvey_leybourne_newbold, yearly_difference
from standoff.stats.scores import auc, brier, crps_pmf, log_score, reliability

Floats = NDArray[np.float64]

RIVALS = (WEIGHTED, LEADER, BASE)
# Where the curve is read: at these shares of our own forecasts, so that none lies outside them.
CURVE_SHARES = (0.1, 0.3, 0.5, 0.7, 0.9)
BAND_DRAWS = 200
# Blocks of the calibration band, in days: half a year.
BLOCK_DAYS = 182
# Year before which the last era ends.
NO_END = 9999


@dataclass(frozen=True, slots=True, kw_only=True)
class Score:
    """How one model did over the same origins as the others; AUC NaN where all outcomes agree."""

    n: int
    brier: float
    log: float
    auc: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Calibration:
    """CORP: Brier = miscalibration - discrimination + uncertainty; the curve with its band."""

    miscalibration: float
    discrimination: float
    uncertainty: float
    at: tuple[float, ...]
    curve: tuple[float, ...]
    low: tuple[float, ...]
    high: tuple[float, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Stretch:
    """The scores of all models in one stretch of years; `share_yes` of its origins."""

    name: str
    n: int
    share_yes: float
    scores: Mapping[str, Score]


@dataclass(frozen=True, slots=True, kw_only=True)
class NumberSkill:
    """Mean CRPS, in days, of the number of event days: ours, a steady 90-day rate, base rate."""

    n: int
    ours: float
    weighted: float
    base: float


@dataclass(frozen=True, slots=True, kw_only=True)
class QuestionSkill:
    """One question and horizon: the whole, eras, comparisons and calibration of our answer.

    The whole, eras and `yearly` use origins whose windows do not overlap; `overlapping` uses all
    weekly origins and is description.
    """

    question: str
    horizon_days: int
    whole: Stretch
    eras: tuple[Stretch, ...]
    yearly: Mapping[str, Difference]
    overlapping: Mapping[str, Difference]
    calibration: Calibration
    numbers: NumberSkill | None
    vintage: str


def skill_of(
    said: Iterable[Said],
    questions: Sequence[StandingQuestion],
    record: Readable,
    pack: Pack,
    *,
    last: date,
    seed: int,
) -> tuple[QuestionSkill, ...]:
    """The skill of every question and horizon with at least two resolved origins.

    Args:
        said: all that the backtest said.
        questions: the theatre's.
        record: by which outcomes are settled, as it stands today.
        pack: the theatre.
        last: last day whose outcome may be used.
        seed: from which the draws for bands follow.
    """
    groups: dict[tuple[str, int], list[Said]] = {}
    for one in said:
        groups.setdefault((one.question, one.horizon_days), []).append(one)
    found = []
    for question in questions:
        past = past_of(question, record, pack, through=last)
        for days in question.horizons_days:
            told = groups.get((question.id, days), [])
            resolved = settled(sorted(told, key=lambda one: one.origin), past, question, days)
            if len(resolved.origins) >= 2:
                vintage = vintage_of(question, record, pack)
                found.append(_skill(question, days, resolved, vintage, seed))
    return tuple(found)


def vintage_of(question: StandingQuestion, record: Readable, pack: Pack) -> str:
    """How far the backtest could know what was known: from the basis of publication days."""
    bases = [
        value.known_basis
        for event in record.events(question.query)
        for value in event.values.get("date", ())[:1]
    ]
    tables = list(feeding_tables(question.query.kind, pack))
    lags = ", ".join(f"{one.spec.id} {one.spec.lag_days}" for one in tables)
    assumed = sum(basis == "assumed" for basis in bases)
    if not assumed:
        return "as published"
    return (
        f"final vintage: {assumed} of {len(bases)} publication days are assumed; "
        f"declared lag in days: {lags}"
    )


def _skill(
    question: StandingQuestion, days: int, found: Settled, vintage: str, seed: int
) -> QuestionSkill:
    first = found.primary
    years = found.years
    starts = sorted(question.eras)
    eras = [
        _stretch(_era(begin, end), found, first & span)
        for begin, end in pairwise([*starts, NO_END])
        if (span := (years >= begin) & (years < end))[first].any()
    ]
    losses = {name: brier(one, found.outcome) for name, one in found.chances.items()}
    rivals = [name for name in RIVALS if name in losses]
    return QuestionSkill(
        question=question.id,
        horizon_days=days,
        whole=_stretch("all", found, first),
        eras=tuple(eras),
        yearly={
            name: yearly_difference(losses[ANSWER][first], losses[name][first], years[first])
            for name in rivals
        },
        overlapping={
            name: harvey_leybourne_newbold(losses[ANSWER], losses[name], overlap=primary_step(days))
            for name in rivals
            if len(years) > 2 * primary_step(days)
        },
        calibration=_calibration(found, seed),
        numbers=_numbers(found, days),
        vintage=vintage,
    )


def _era(begin: int, end: int) -> str:
    """The name of the years from one up to another."""
    if end == NO_END:
        return f"since {begin}"
    return str(begin) if end == begin + 1 else f"{begin} to {end - 1}"


def _stretch(name: str, found: Settled, chosen: NDArray[np.bool_]) -> Stretch:
    outcome = found.outcome[chosen]
    scores = {
        model: Score(
            n=int(chosen.sum()),
            brier=float(brier(one[chosen], outcome).mean()),
            log=float(log_score(one[chosen], outcome).mean()),
            auc=auc(one[chosen], outcome),
        )
        for model, one in found.chances.items()
    }
    return Stretch(name=name, n=int(chosen.sum()), share_yes=float(outcome.mean()), scores=scores)


def _calibration(found: Settled, seed: int) -> Calibration:
    chance = found.chances[ANSWER]
    split = reliability(chance, found.outcome)
    begin = found.origins[0]
    block = np.array([(one - begin).days // BLOCK_DAYS for one in found.origins])
    at = np.quantile(chance, CURVE_SHARES)
    curve, low, high = calibration_bands(
        chance,
        found.outcome,
        block,
        at=at,
        draws=BAND_DRAWS,
        rng=np.random.default_rng(seed),
    )
    return Calibration(
        miscalibration=split.miscalibration,
        discrimination=split.discrimination,
        uncertainty=split.uncertainty,
        at=tuple(at.tolist()),
        curve=tuple(curve.tolist()),
        low=tuple(low.tolist()),
        high=tuple(high.tolist()),
    )


def _numbers(found: Settled, days: int) -> NumberSkill | None:
    """CRPS of the numbers, against a steady rate of the same chance of none."""
    places = [place for place, one in enumerate(found.told) if one.pmf]
    if not places:
        return None
    came = found.counts[places]
    ours = np.array([found.told[place].pmf for place in places])
    ours = ours / ours.sum(axis=1, keepdims=True)

    def steady(name: str) -> float:
        chance = found.chances[name][places]
        daily = -np.expm1(np.log1p(-np.minimum(chance, 1 - 1e-6)) / days)
        rows = np.array([steady_pmf(days * one, days) for one in daily])
        return float(crps_pmf(rows, came).mean())

    return NumberSkill(
        n=len(places),
        ours=float(crps_pmf(ours, came).mean()),
        weighted=steady(WEIGHTED),
        base=steady(BASE),
    )
