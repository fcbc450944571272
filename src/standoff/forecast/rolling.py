"""The backtest through `as_of`: what every model would have said, week by week, year by year.

Each origin sees the record as it was publicly known on the day before; models are fitted on what
was known before each quarter. A finished year is a file, so that an interrupted run goes on
where it stopped; another record, method or set of questions has files of its own.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Hashable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from pathlib import Path

import numpy as np

from standoff.forecast.backtest import every_days
from standoff.forecast.forecaster import Forecaster, refit_day
from standoff.forecast.journal import METHOD
from standoff.forecast.models import History
from standoff.forecast.numbers import futures_of, pmf_of
from standoff.forecast.past import past_of
from standoff.forecast.questions import StandingQuestion, load_questions
from standoff.forecast.snapshots import Snapshots
from standoff.forecast.standing import forecaster_of
from standoff.model import make_id
from standoff.packs import Pack
from standoff.record import Record

Opener = Callable[..., tuple[Record, Pack]]

STEP_DAYS = 7
NUMBER_DRAWS = 500
PLACES = 6


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """What was said at one origin about one window; `pmf` only where a number was asked for."""

    question: str
    origin: date
    horizon_days: int
    headline: str
    by_model: dict[str, float]
    pmf: tuple[float, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Rolled:
    """How far a backtest has come, and what the year that was just finished said."""

    done: int
    total: int
    year: int
    resumed: bool
    said: tuple[Said, ...]


def roll(
    opener: Opener,
    *arguments: Hashable,
    first: int,
    last: date,
    cache: Path,
    workers: int = 2,
    seed: int,
) -> Iterator[Rolled]:
    """The backtest, one year of origins after the other as they are finished.

    Args:
        opener: opens record and theatre; a function of a module, called once in every process.
        arguments: what it takes, each of them hashable and picklable.
        first: first year of origins.
        last: last origin.
        cache: folder of finished years.
        workers: processes; 1 runs here.
        seed: from which the draws for numbers follow.
    """
    record, pack = opener(*arguments)
    name = _name(record, pack, seed)
    years = range(first, last.year + 1)
    paths = {
        year: cache / f"{name}-{year}-{last if year == last.year else 'all'}.json" for year in years
    }
    finished = [year for year in years if paths[year].exists()]
    done = 0
    for year in finished:
        done += 1
        said = _read(paths[year])
        yield Rolled(done=done, total=len(years), year=year, resumed=True, said=said)
    missing = [year for year in years if year not in finished]
    if workers <= 1 or len(missing) <= 1:
        found = _here(record, pack, missing, last, seed)
    else:
        task = _Task(opener=opener, arguments=arguments, last=last, seed=seed)
        found = _spread(task, missing, workers)
    for year, said in found:
        done += 1
        _write(paths[year], said)
        yield Rolled(done=done, total=len(years), year=year, resumed=False, said=said)


def roll_year(record: Record, pack: Pack, *, year: int, last: date, seed: int) -> tuple[Said, ...]:
    """What every model would have said at the origins of one year.

    Args:
        record: the record; each origin sees it as of the day before.
        pack: the theatre.
        year: of the origins, every seventh day of a count that begins with the first scored day.
        last: last origin.
        seed: from which the draws for numbers follow.
    """
    asked = [(one, forecaster_of(one)) for one in load_questions(pack)]
    seen = Snapshots(record, pack)
    first = min(one.scored_from for one, _ in asked)
    found: list[Said] = []
    refit: date | None = None
    for place, origin in enumerate(every_days(first, last, step_days=STEP_DAYS)):
        if origin.year != year:
            continue
        if refit_day(origin) != refit:
            refit = refit_day(origin)
            _refit(asked, seen, refit)
        found += _origin(asked, seen, origin, place, seed)
    return tuple(found)


def primary_step(horizon_days: int) -> int:
    """Every how many origins windows of this length do not overlap.

    >>> primary_step(7), primary_step(30)
    (1, 5)
    """
    return -(-horizon_days // STEP_DAYS)


def _refit(
    asked: Sequence[tuple[StandingQuestion, Forecaster]], seen: Snapshots, refit: date
) -> None:
    last = refit - timedelta(days=1)
    view = seen.as_of(last)
    for question, forecaster in asked:
        if last > question.since:
            past = past_of(question, view, seen.pack, through=last)
            forecaster.refit(past, before=refit)


def _origin(
    asked: Sequence[tuple[StandingQuestion, Forecaster]],
    seen: Snapshots,
    origin: date,
    place: int,
    seed: int,
) -> Iterator[Said]:
    last = origin - timedelta(days=1)
    view = seen.as_of(last)
    for question, forecaster in asked:
        if origin < question.scored_from:
            continue
        past = past_of(question, view, seen.pack, through=last)
        by_horizon = forecaster.chances(past, opens=origin, horizons_days=question.horizons_days)
        for days, found in by_horizon.items():
            numbered = question.numbers and place % primary_step(days) == 0
            yield Said(
                question=question.id,
                origin=origin,
                horizon_days=days,
                headline=found.headline,
                by_model={name: round(p, PLACES) for name, p in found.by_model.items()},
                pmf=_pmf(forecaster, past, origin, days, seed) if numbered else (),
            )


def _pmf(
    forecaster: Forecaster, past: History, origin: date, days: int, seed: int
) -> tuple[float, ...]:
    rng = np.random.default_rng([seed, origin.toordinal(), days])
    futures = futures_of(forecaster, past, opens=origin, days=days, draws=NUMBER_DRAWS, rng=rng)
    return tuple(np.round(pmf_of(futures), PLACES).tolist()) if futures.draws else ()


def _here(
    record: Record, pack: Pack, years: Sequence[int], last: date, seed: int
) -> Iterator[tuple[int, tuple[Said, ...]]]:
    for year in years:
        yield year, roll_year(record, pack, year=year, last=last, seed=seed)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Task:
    """All that a process needs beside the year."""

    opener: Opener
    arguments: tuple[Hashable, ...]
    last: date
    seed: int


def _spread(
    task: _Task, years: Sequence[int], workers: int
) -> Iterator[tuple[int, tuple[Said, ...]]]:
    """The years as they are finished by other processes."""
    with ProcessPoolExecutor(max_workers=workers) as pool:
        running = {pool.submit(_year, task, year): year for year in years}
        for one in as_completed(running):
            yield running[one], one.result()


def _year(task: _Task, year: int) -> tuple[Said, ...]:
    record, pack = _opened(task.opener, task.arguments)
    return roll_year(record, pack, year=year, last=task.last, seed=task.seed)


@lru_cache(maxsize=1)
def _opened(opener: Opener, arguments: tuple[Hashable, ...]) -> tuple[Record, Pack]:
    """Record and theatre, opened once in a process that does nothing else."""
    return opener(*arguments)


def _name(record: Record, pack: Pack, seed: int) -> str:
    questions = [one.model_dump() for one in load_questions(pack)]
    return make_id("backtest-", [METHOD, record.version, pack.id, questions, STEP_DAYS, seed])


def _write(path: Path, said: Sequence[Said]) -> None:
    rows = [
        [
            one.question,
            one.origin.isoformat(),
            one.horizon_days,
            one.headline,
            one.by_model,
            one.pmf,
        ]
        for one in said
    ]
    path.parent.mkdir(parents=True, exist_ok=True)
    half = path.with_suffix(".part")
    half.write_text(json.dumps(rows), encoding="utf-8")
    half.replace(path)


def _read(path: Path) -> tuple[Said, ...]:
    rows = json.loads(path.read_text(encoding="utf-8"))
    return tuple(
        Said(
            question=question,
            origin=date.fromisoformat(origin),
            horizon_days=days,
            headline=headline,
            by_model=by_model,
            pmf=tuple(pmf),
        )
        for question, origin, days, headline, by_model, pmf in rows
    )
