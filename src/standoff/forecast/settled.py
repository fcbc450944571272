"""The forecasts of a backtest that have a known outcome, as columns."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray

from standoff.forecast.combine import ENSEMBLE, RANGE
from standoff.forecast.models import History
from standoff.forecast.questions import StandingQuestion
from standoff.forecast.rolling import Said, primary_step
from standoff.stats.rates import any_within

Floats = NDArray[np.float64]

ANSWER = "our answer"


@dataclass(frozen=True, slots=True, kw_only=True)
class Settled:
    """Forecasts with a known outcome, in order of origins."""

    origins: tuple[date, ...]
    outcome: Floats
    chances: Mapping[str, Floats]
    primary: NDArray[np.bool_]
    told: tuple[Said, ...]
    counts: Floats

    @property
    def years(self) -> NDArray[np.int64]:
        """Calendar year of each origin."""
        return np.array([one.year for one in self.origins])


def settled(told: Sequence[Said], past: History, question: StandingQuestion, days: int) -> Settled:
    """The forecasts of one question and horizon whose whole window is covered.

    Args:
        told: what was said, in order of origins.
        past: the daily series by which outcomes are settled.
        question: says how many event days make a "yes".
        days: length of the windows.
    """
    happened = any_within(past.events, horizon_days=days, at_least=question.at_least)
    kept = [
        one
        for one in told
        if 0 <= past.index(one.origin) < len(happened)
        and not np.isnan(happened[past.index(one.origin)])
    ]
    places = [past.index(one.origin) for one in kept]
    return Settled(
        origins=tuple(one.origin for one in kept),
        outcome=np.array([happened[place] for place in places]),
        chances=_columns(kept),
        primary=_primary(kept, days),
        told=tuple(kept),
        counts=np.array([np.nansum(past.events[place : place + days]) for place in places]),
    )


def _columns(kept: Sequence[Said]) -> dict[str, Floats]:
    """Our answer, and every model that spoke at each of the origins."""
    if not kept:
        return {}
    names = [one for one in kept[0].by_model if all(one in each.by_model for each in kept)]
    found = {
        name: np.array([one.by_model[name] for one in kept])
        for name in names
        if name not in {ENSEMBLE, RANGE}
    }
    return {ANSWER: np.array([one.by_model[one.headline] for one in kept])} | found


def _primary(kept: Sequence[Said], days: int) -> NDArray[np.bool_]:
    """Origins a whole window apart, counted from the first: their windows do not overlap."""
    chosen = np.zeros(len(kept), dtype=bool)
    after: date | None = None
    step_days = primary_step(days) * 7
    for place, one in enumerate(kept):
        if after is None or (one.origin - after).days >= step_days:
            chosen[place], after = True, one.origin
    return chosen
