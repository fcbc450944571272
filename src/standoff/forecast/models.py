"""Forecast models: from what was covered before each origin to a chance of "yes"."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from types import MappingProxyType
from typing import Final

import numpy as np
from numpy.typing import NDArray

from standoff.forecast.combine import BASE, LEADER, WEIGHTED
from standoff.model import Series
from standoff.stats.rates import chance_of, leader_rate, overall_rate, weighted_rate

__all__ = ["BASE", "LEADER", "WEIGHTED", "History", "chances", "history", "model_names"]

Floats = NDArray[np.float64]

HALF_LIFE_DAYS: Final = 90.0


@dataclass(frozen=True, slots=True, kw_only=True)
class History:
    """A daily series as the models take it: 1 an event day, 0 none, NaN not covered.

    `leader_starts` are the days on which a new leader took office, none where it does not matter.
    `exposures` are what was known of each day in advance, (days, p); they may go on after the
    last day of the series.
    """

    start: date
    events: Floats
    leader_starts: tuple[date, ...] = ()
    exposures: Floats = field(default_factory=lambda: np.zeros((0, 0)))

    def exposed(self, begin: int, end: int) -> Floats:
        """What was known in advance of the days from one index up to another; (end - begin, p)."""
        width = self.exposures.shape[1]
        found = np.zeros((end - begin, width))
        part = self.exposures[begin:end]
        found[: len(part)] = part
        return found

    @property
    def covered_through(self) -> date | None:
        """The last covered day."""
        covered = np.flatnonzero(~np.isnan(self.events))
        return self.day(int(covered[-1])) if len(covered) else None

    def through(self, last: date) -> History:
        """The series up to a day, which is taken for its end."""
        return replace(self, events=self.events[: self.index(last) + 1])

    def day(self, index: int) -> date:
        """The calendar day of an index."""
        return self.start + timedelta(days=index)

    def index(self, day: date) -> int:
        """The index of a calendar day; it may lie outside the series."""
        return (day - self.start).days


def history(series: Series, *, since: date, through: date) -> History:
    """The series as event days from `since` to `through`; days it does not cover become NaN."""
    events = np.full(max((through - since).days + 1, 0), np.nan)
    shift = (series.start - since).days
    first, last = max(shift, 0), min(shift + len(series.values), len(events))
    if first < last:
        part = series.values[first - shift : last - shift]
        covered = series.coverage[first - shift : last - shift] & ~np.isnan(part)
        events[first:last] = np.where(covered, part > 0, np.nan)
    return History(start=since, events=events)


def _base(past: History) -> Floats:
    return overall_rate(past.events)


def _leader(past: History) -> Floats:
    return leader_rate(past.events, starts=[past.index(day) for day in past.leader_starts])


def _weighted(past: History) -> Floats:
    return weighted_rate(past.events, half_life_days=HALF_LIFE_DAYS)


RATES: Final[Mapping[str, Callable[[History], Floats]]] = MappingProxyType(
    {BASE: _base, LEADER: _leader, WEIGHTED: _weighted}
)


def model_names(past: History) -> tuple[str, ...]:
    """The models that apply: leader Poisson only where leaders are given."""
    return tuple(name for name in RATES if name != LEADER or past.leader_starts)


def chances(past: History, model: str, *, horizon_days: int, at_least: int = 1) -> Floats:
    """The chance of "yes" for a window opening at each day, from the days before it only.

    Returns:
        One chance per day of the history and one for the day after it; shape (n + 1,); NaN where
        nothing was covered before.
    """
    return chance_of(RATES[model](past), horizon_days=horizon_days, at_least=at_least)
