"""How many event days a window will hold, and the days until the next: by simulation."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
from numpy.typing import NDArray
from scipy.special import gammaln, xlog1py, xlogy

from standoff.forecast.combine import MEMBERS
from standoff.forecast.forecaster import Forecaster
from standoff.forecast.members import Ahead
from standoff.forecast.models import HALF_LIFE_DAYS, History
from standoff.forecast.past import past_of
from standoff.forecast.paths import Futures, simulate
from standoff.forecast.questions import StandingQuestion, load_questions, put
from standoff.forecast.standing import Dated, fitted_for
from standoff.model import Question, make_id
from standoff.packs import Pack
from standoff.stats.rates import overall_rate, weighted_rate

Floats = NDArray[np.float64]

DRAWS = 2000
LEVELS = (0.05, 0.25, 0.5, 0.75, 0.95)
WAIT_DAYS = 365
PERCENTS = tuple(number / 100 for number in range(1, 100))


@dataclass(frozen=True, slots=True, kw_only=True)
class Number:
    """How many event days a window will hold, by the ensemble's futures.

    `pmf` is the chance of 0, 1, 2 ... event days; `quantiles` are at `LEVELS`; `base_mean` and
    `weighted_mean` are what base rate and weighted rate expect. `refused` names members whose
    futures exploded.
    """

    question: Question
    text: str
    horizon_days: int
    pmf: tuple[float, ...]
    quantiles: tuple[int, ...]
    mean: float
    base_mean: float
    weighted_mean: float
    refused: tuple[str, ...]
    as_of: date
    record_version: str
    seed: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Wait:
    """Days from `as_of` until the next event day; None for a quantile beyond a year.

    `base_quantiles` and `weighted_quantiles` are those of a steady rate; the rates are given.
    `grid` holds the quantiles at every percent from 1 to 99, a wait beyond the year as a year and
    a day: by them the wait is scored.
    """

    question: Question
    text: str
    grid: tuple[int, ...]
    base_rate: float
    weighted_rate: float
    quantiles: tuple[int | None, ...]
    base_quantiles: tuple[int | None, ...]
    weighted_quantiles: tuple[int | None, ...]
    refused: tuple[str, ...]
    as_of: date
    record_version: str
    seed: int


@dataclass(frozen=True, slots=True, kw_only=True)
class _Told:
    as_of: date
    record_version: str
    seed: int


def numbers(
    record: Dated, pack: Pack, *, as_of: date, seed: int, draws: int = DRAWS
) -> tuple[tuple[Number, ...], tuple[Wait, ...]]:
    """Numbers and waits for every question that asks for them.

    Args:
        record: the record; it is read as of `as_of`.
        pack: the theatre.
        as_of: the last day of which something may be known.
        seed: from which every draw follows.
        draws: futures of each model.

    Returns:
        One number for each horizon, one wait for each question; a question about which nothing
        is covered, or of which every member is refused, is left out.

    Raises:
        PackError: a question file is broken.
    """
    known, opens = record.as_of(as_of), as_of + timedelta(days=1)
    counts: list[Number] = []
    waits: list[Wait] = []
    for question in load_questions(pack):
        if not question.numbers or as_of < question.since:
            continue
        past = past_of(question, known, pack, through=as_of)
        through = past.covered_through
        if through is None:
            continue
        forecaster = fitted_for(question, record, pack, opens=opens)
        told = _Told(as_of=as_of, record_version=known.version, seed=seed)
        for days in question.horizons_days:
            asked = put(question, as_of=as_of, horizon_days=days, pack=pack)
            rng = np.random.default_rng(_stream(seed, asked.id))
            futures = futures_of(forecaster, past, opens=opens, days=days, draws=draws, rng=rng)
            if futures.draws:
                counts.append(_number(asked, question, past.through(through), futures, told))
        rng = np.random.default_rng(_stream(seed, question.id))
        futures = futures_of(forecaster, past, opens=opens, days=WAIT_DAYS, draws=draws, rng=rng)
        if futures.draws:
            waits.append(_wait(question, pack, past.through(through), futures, told))
    return tuple(counts), tuple(waits)


def futures_of(
    forecaster: Forecaster,
    past: History,
    *,
    opens: date,
    days: int,
    draws: int,
    rng: np.random.Generator,
) -> Futures:
    """Futures of a window from the days before it alone; without draws where nothing is covered."""
    before = past.through(opens - timedelta(days=1))
    through = before.covered_through
    if through is None or forecaster.fitted is None:
        return Futures(draws={}, exploded={})
    place = past.index(opens)
    ahead = Ahead(opens=opens, exposures=past.exposed(place, place + days))
    start = forecaster.fitted.begin(before.through(through))
    return simulate(forecaster.fitted, start, ahead, draws=draws, rng=rng)


def pmf_of(futures: Futures) -> Floats:
    """The chance of 0 .. days event days, each model weighing the same; shape (days + 1,)."""
    days = next(iter(futures.draws.values())).shape[1]
    each = [
        np.bincount(one.sum(axis=1).astype(np.int64), minlength=days + 1) / len(one)
        for one in _ordered(futures)
    ]
    return np.asarray(np.mean(each, axis=0))


def steady_pmf(mean: float, days: int) -> Floats:
    """The chance of 0 .. days event days when each day has the same; shape (days + 1,)."""
    share = min(max(mean / days, 0.0), 1.0)
    counts = np.arange(days + 1)
    log_ways = gammaln(days + 1) - gammaln(counts + 1) - gammaln(days - counts + 1)
    with np.errstate(divide="ignore", invalid="ignore"):
        logs = log_ways + xlogy(counts, share) + xlog1py(days - counts, -share)
    return np.asarray(np.exp(logs) / np.exp(logs).sum())


def waits_of(futures: Futures) -> Floats:
    """Days until the first event day of each future, infinite where none comes; pooled."""
    found = []
    for one in _ordered(futures):
        first = one.argmax(axis=1) + 1.0
        found.append(np.where(one.any(axis=1), first, np.inf))
    return np.concatenate(found)


def _ordered(futures: Futures) -> list[Floats]:
    return [futures.draws[name] for name in MEMBERS if name in futures.draws]


def _number(
    asked: Question,
    question: StandingQuestion,
    known: History,
    futures: Futures,
    told: _Told,
) -> Number:
    pmf = pmf_of(futures)
    days = len(pmf) - 1
    reached = np.searchsorted(np.cumsum(pmf), np.array(LEVELS) - 1e-12)
    return Number(
        question=asked,
        text=f"{question.text}, {asked.opens} to {asked.closes}: how many days",
        horizon_days=days,
        pmf=tuple(np.round(pmf, 6).tolist()),
        quantiles=tuple(int(one) for one in reached),
        mean=float(pmf @ np.arange(days + 1)),
        base_mean=days * float(-np.expm1(-overall_rate(known.events)[-1])),
        weighted_mean=days * float(-np.expm1(-_weighted(known))),
        refused=futures.refused,
        as_of=told.as_of,
        record_version=told.record_version,
        seed=told.seed,
    )


def _wait(
    question: StandingQuestion, pack: Pack, known: History, futures: Futures, told: _Told
) -> Wait:
    drawn = np.minimum(np.sort(waits_of(futures)), WAIT_DAYS + 1)

    def at(shares: Sequence[float]) -> list[int]:
        places = np.ceil(np.array(shares) * len(drawn)).astype(np.int64) - 1
        return [int(one) for one in drawn[places]]

    base, weighted = float(overall_rate(known.events)[-1]), _weighted(known)
    return Wait(
        question=put(question, as_of=told.as_of, horizon_days=WAIT_DAYS, pack=pack),
        text=f"{question.text}: days until the next",
        grid=tuple(at(PERCENTS)),
        base_rate=base,
        weighted_rate=weighted,
        quantiles=tuple(map(_within, at(LEVELS))),
        base_quantiles=tuple(map(_within, steady_waits(base, LEVELS))),
        weighted_quantiles=tuple(map(_within, steady_waits(weighted, LEVELS))),
        refused=futures.refused,
        as_of=told.as_of,
        record_version=told.record_version,
        seed=told.seed,
    )


def steady_waits(rate: float, shares: Sequence[float]) -> list[int]:
    """The quantiles of the wait at a steady rate, in days, none above a year and a day.

    >>> steady_waits(0.1, [0.5])
    [7]
    """
    if not rate > 0:
        return [WAIT_DAYS + 1] * len(shares)
    return [min(math.ceil(-math.log1p(-one) / rate), WAIT_DAYS + 1) for one in shares]


def _within(wait: int) -> int | None:
    return wait if wait <= WAIT_DAYS else None


def _weighted(known: History) -> float:
    return float(weighted_rate(known.events, half_life_days=HALF_LIFE_DAYS)[-1])


def _stream(seed: int, name: str) -> list[int]:
    return [seed, int(make_id("", name), 16)]
