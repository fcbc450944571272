"""Backtests: what each model would have said at past origins, and how that scored.

A table gives its last edition, not what it said on the day, so these are "final vintage" results:
later corrections and late entries are in them. `gap_days` at least keeps out the days that the
table would not yet have covered.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import count, takewhile

import numpy as np
from numpy.typing import NDArray

from standoff.errors import InputError
from standoff.forecast.models import History, chances, model_names
from standoff.stats.rates import any_within
from standoff.stats.scores import auc, brier, log_score

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True)
class Scored:
    """How one model did over the resolved origins; `auc` is NaN where all outcomes agree."""

    model: str
    brier: float
    log_score: float
    auc: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Backtest:
    """The forecasts of every model at every resolved origin, with outcomes and mean scores."""

    origins: tuple[date, ...]
    outcome: Floats
    probability: Mapping[str, Floats]
    scores: Mapping[str, Scored]
    horizon_days: int
    gap_days: int

    @property
    def share_yes(self) -> float:
        """Share of the resolved origins followed by a "yes"."""
        return float(self.outcome.mean())


def every_days(first: date, last: date, *, step_days: int) -> tuple[date, ...]:
    """Origins every `step_days` from `first` through `last`."""
    steps = (first + timedelta(days=step_days * number) for number in count())
    return tuple(takewhile(lambda day: day <= last, steps))


def first_of_months(first: date, last: date) -> tuple[date, ...]:
    """The first of each month from `first` through `last`."""
    month = first.year * 12 + first.month - 1 + (first.day > 1)
    firsts = (date(number // 12, number % 12 + 1, 1) for number in count(month))
    return tuple(takewhile(lambda day: day <= last, firsts))


def backtest(
    past: History,
    *,
    horizon_days: int,
    origins: Sequence[date],
    at_least: int = 1,
    gap_days: int = 0,
    models: Sequence[str] | None = None,
) -> Backtest | None:
    """What the models would have said at past origins, scored where the outcome is known.

    Args:
        past: the daily series.
        horizon_days: the window opens on the origin itself and lasts this many days.
        origins: days to forecast from; a forecast uses only days before its origin, less the gap.
        at_least: event days that make a "yes".
        gap_days: days before each origin withheld as not yet covered.
        models: names out of `models.RATES`; None for all that apply.

    Returns:
        The scored forecasts, or None where no origin has a known outcome and a covered past.

    Raises:
        InputError: the gap is negative.
    """
    if gap_days < 0:
        raise InputError(f"gap_days cannot be negative, got {gap_days}")
    names = tuple(models) if models is not None else model_names(past)
    happened = any_within(past.events, horizon_days=horizon_days, at_least=at_least)
    said = {
        name: chances(past, name, horizon_days=horizon_days, at_least=at_least) for name in names
    }
    kept = _usable(past, origins, happened, list(said.values()), gap_days)
    if not kept:
        return None
    places = np.array([past.index(day) for day in kept])
    outcome = happened[places]
    probability = {name: all_days[places - gap_days] for name, all_days in said.items()}
    return Backtest(
        origins=kept,
        outcome=outcome,
        probability=probability,
        scores={name: _score(name, probability[name], outcome) for name in names},
        horizon_days=horizon_days,
        gap_days=gap_days,
    )


def _usable(
    past: History, origins: Sequence[date], happened: Floats, said: list[Floats], gap_days: int
) -> tuple[date, ...]:
    """Origins with a known outcome at which every model has something to say."""

    def usable(day: date) -> bool:
        place = past.index(day)
        if not gap_days <= place < len(happened) or np.isnan(happened[place]):
            return False
        return not any(np.isnan(one[place - gap_days]) for one in said)

    return tuple(day for day in origins if usable(day))


def _score(model: str, probability: Floats, outcome: Floats) -> Scored:
    return Scored(
        model=model,
        brier=float(brier(probability, outcome).mean()),
        log_score=float(log_score(probability, outcome).mean()),
        auc=auc(probability, outcome),
    )
