"""The members of the ensemble: fitted on a past, then asked on any later day."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from standoff.errors import InputError
from standoff.forecast.combine import CLOGLOG, KERNELS, LAGGED
from standoff.forecast.models import History
from standoff.stats.kernels import Kernels, fit_kernels
from standoff.stats.lagged import Lagged, fit_lagged
from standoff.stats.level import SPREADS, Level, Walk, fit_walk
from standoff.stats.rates import weighted_rate

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]

Model = TypeVar("Model")

HALF_LIVES_DAYS = (7.0, 30.0, 180.0)
FLOOR = 0.002
BURN_IN_DAYS = 540
# Years of the past that the level is filtered through; earlier ones have faded.
FILTER_YEARS = 10
# Normal quadrature: nodes of today's level, and of the steps of the years to come.
NODES, WEIGHTS = np.polynomial.hermite_e.hermegauss(15)
WEIGHTS = WEIGHTS / WEIGHTS.sum()


@dataclass(frozen=True, slots=True, kw_only=True)
class Ahead:
    """The window asked about: its days, and what is known of each in advance; (days, p)."""

    opens: date
    exposures: Floats

    @property
    def days(self) -> int:
        """Length of the window."""
        return len(self.exposures)

    def years(self) -> Integers:
        """The calendar year of each day; shape (days,)."""
        return calendar_years(self.opens, self.days)


@dataclass(frozen=True, slots=True, kw_only=True)
class Start:
    """The days before a window, ending with the last covered one, and where models stand then.

    `walk` is the filtered level with the decayed rates, `kernels` the decayed past of each kernel.
    """

    past: History
    walk: tuple[Level, Floats] | None
    kernels: Floats | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Fitted:
    """The models fitted on one past; those that could not be are None or missing."""

    walk: Walk | None
    kernels: Kernels | None
    lagged: Mapping[int, Lagged]

    def begin(self, past: History) -> Start:
        """Where each model stands after the last day given."""
        return Start(
            past=past,
            walk=state_of(self.walk, past) if self.walk is not None else None,
            kernels=self.kernels.levels(past.events) if self.kernels is not None else None,
        )

    def chances(self, start: Start, ahead: Ahead) -> dict[str, float]:
        """The chance of at least one event day in the window, by model.

        Args:
            start: from `begin`, on the days before the window.
            ahead: the window.
        """
        found = {}
        if self.walk is not None and start.walk is not None:
            found[CLOGLOG] = _walk_chance(self.walk, *start.walk, ahead)
        if self.kernels is not None and start.kernels is not None:
            quiet = self.kernels.quiet_rates(start.kernels, days=ahead.days)
            found[KERNELS] = float(-np.expm1(-quiet.sum()))
        if ahead.days in self.lagged:
            model = self.lagged[ahead.days]
            mean = model.mean(start.past.events, days=ahead.days)
            found[LAGGED] = float(1 - (1 + mean / model.size) ** -model.size)
        return found


def fit_members(
    past: History, *, horizons_days: tuple[int, ...], spreads: tuple[float, ...] = SPREADS
) -> Fitted:
    """Every model that the past allows to fit.

    Args:
        past: all days before the refit, ending with the last covered one.
        horizons_days: windows for which counts are regressed on lagged counts.
        spreads: standard deviations tried for the yearly step of the level; 0 for one level.
    """
    lagged = {days: _tried(partial(fit_lagged, past.events, days=days)) for days in horizons_days}
    return Fitted(
        walk=_tried(partial(_fit_walk, past, spreads)),
        kernels=_tried(partial(fit_kernels, past.events)),
        lagged={days: model for days, model in lagged.items() if model is not None},
    )


def calendar_years(first: date, days: int) -> Integers:
    """The calendar year of each day from the first; shape (days,)."""
    stamps = np.datetime64(first, "D") + np.arange(days)
    return np.asarray(stamps.astype("datetime64[Y]").astype(np.int64) + 1970)


def state_of(walk: Walk, past: History) -> tuple[Level, Floats]:
    """The level filtered to the last day, and the decayed rates on the day after; shape (3,)."""
    last = past.day(len(past.events) - 1).year
    past = _lately(past, date(last - FILTER_YEARS, 1, 1))
    rates = _rates(past)
    begin = max(BURN_IN_DAYS, past.index(date(last - FILTER_YEARS, 1, 1)))
    rows = _rows(past, begin)
    year = calendar_years(past.start, len(past.events))[rows]
    if not walk.spread or not len(rows):
        spread = walk.spread**2
        return Level(mean=walk.level, variance=spread, year=last), rates[-1]
    level = walk.filtered(past.events[rows], _covariates(past, rates)[rows], year)
    return level, rates[-1]


def _lately(past: History, first: date) -> History:
    """The past from the burn-in before a day on; what came earlier has faded from every rate."""
    begin = past.index(first) - 3 * BURN_IN_DAYS
    if begin <= 0:
        return past
    return replace(
        past,
        start=past.day(begin),
        events=past.events[begin:],
        exposures=past.exposures[begin:],
    )


def _fit_walk(past: History, spreads: tuple[float, ...]) -> Walk:
    rows = _rows(past, BURN_IN_DAYS)
    year = calendar_years(past.start, len(past.events))[rows]
    covariates = _covariates(past, _rates(past))[rows]
    return fit_walk(past.events[rows], covariates, year, spreads=spreads)


def _rows(past: History, begin: int) -> Integers:
    """The covered days from a place on that have a covered past."""
    known = ~np.isnan(past.events)
    if not known.any():
        return np.zeros(0, dtype=np.int64)
    first = max(begin, int(np.argmax(known)) + 1)
    return np.flatnonzero(known & (np.arange(len(known)) >= first))


def _rates(past: History) -> Floats:
    """The decayed rates before each day and after the last; shape (n + 1, 3)."""
    columns = [
        weighted_rate(past.events, half_life_days=one, overall_share=0.0) for one in HALF_LIVES_DAYS
    ]
    return np.stack(columns, axis=1)


def _covariates(past: History, rates: Floats) -> Floats:
    with np.errstate(invalid="ignore"):
        logs = np.log(FLOOR + rates[: len(past.events)])
    return np.hstack([logs, past.exposed(0, len(past.events))])


def _walk_chance(walk: Walk, level: Level, rates: Floats, ahead: Ahead) -> float:
    """The chance along the path on which nothing happens, averaged over what the level may be."""
    keep = 0.5 ** (np.arange(ahead.days)[:, None] / np.array(HALF_LIVES_DAYS))
    covariates = np.hstack([np.log(FLOOR + rates * keep), ahead.exposures])
    daily = np.exp(np.clip(level.mean + covariates @ walk.slopes, -30.0, 5.0))
    later = np.maximum(ahead.years() - level.year, 0)
    now = np.exp(NODES * level.variance**0.5)
    steps = np.exp(NODES[:, None] * walk.spread * np.sqrt(later))  # nodes x days
    total = now[:, None] * (steps @ daily)
    return float(-(WEIGHTS @ np.expm1(-total) @ WEIGHTS))


def _tried(fit: Callable[[], Model]) -> Model | None:
    """The fit, or None where the past does not allow it."""
    try:
        return fit()
    except (InputError, np.linalg.LinAlgError):
        return None
