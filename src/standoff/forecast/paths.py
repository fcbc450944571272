"""Simulated futures of each member: how many event days, and how long until the next.

Explosion guard: a member whose futures hold, more than one time in a hundred, over twice the event
days that any past window of that length held is refused, and leaves its share to the others.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from standoff.forecast.combine import CLOGLOG, KERNELS, LAGGED, WEIGHTED
from standoff.forecast.members import FLOOR, HALF_LIVES_DAYS, Ahead, Fitted, Start
from standoff.forecast.models import HALF_LIFE_DAYS
from standoff.stats.kernels import Kernels
from standoff.stats.lagged import Lagged
from standoff.stats.level import Level, Walk
from standoff.stats.rates import weighted_rate

Floats = NDArray[np.float64]
Rate = Callable[[int, Floats], Floats]

EXPLODED = 2.0
REFUSED_ABOVE = 0.01
# However quiet the past, so many event days are no explosion.
ALLOWED_DAYS = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Futures:
    """Simulated days by model, 1 an event day, (draws, days); and the share that exploded."""

    draws: Mapping[str, Floats]
    exploded: Mapping[str, float]

    @property
    def refused(self) -> tuple[str, ...]:
        """Models whose futures exploded too often; they have no draws."""
        return tuple(name for name, share in self.exploded.items() if share > REFUSED_ABOVE)


def simulate(
    fitted: Fitted, start: Start, ahead: Ahead, *, draws: int, rng: np.random.Generator
) -> Futures:
    """Futures of every member that has something to say.

    Args:
        fitted: the models.
        start: where they stand after the days before the window.
        ahead: the window.
        draws: futures of each model.
        rng: source of chance.
    """
    limit = _limit(start.past.events, ahead.days)
    found: dict[str, Floats] = {}
    exploded: dict[str, float] = {}
    for name, one in _futures(fitted, start, ahead, draws, rng).items():
        exploded[name] = float((one.sum(axis=1) > limit).mean())
        if exploded[name] <= REFUSED_ABOVE:
            found[name] = one
    return Futures(draws=found, exploded=exploded)


def _futures(
    fitted: Fitted, start: Start, ahead: Ahead, draws: int, rng: np.random.Generator
) -> dict[str, Floats]:
    past = start.past
    rate = weighted_rate(past.events, half_life_days=HALF_LIFE_DAYS)[-1]
    found = {WEIGHTED: _steady(np.full(draws, rate), ahead.days, rng)}
    if fitted.walk is not None and start.walk is not None:
        found[CLOGLOG] = _walked(fitted.walk, *start.walk, ahead, draws, rng)
    if fitted.lagged:
        days, model = _nearest(fitted.lagged, ahead.days)
        mean = model.mean(past.events, days=days) / days
        level = rng.gamma(model.size, mean / model.size, draws)
        found[LAGGED] = _steady(level, ahead.days, rng)
    if fitted.kernels is not None and start.kernels is not None:
        found[KERNELS] = _excited(fitted.kernels, start.kernels, ahead.days, draws, rng)
    return found


def _nearest(lagged: Mapping[int, Lagged], days: int) -> tuple[int, Lagged]:
    nearest = min(lagged, key=lambda one: abs(one - days))
    return nearest, lagged[nearest]


def _steady(rate: Floats, days: int, rng: np.random.Generator) -> Floats:
    """Days at a rate that each draw keeps; shape (draws, days)."""
    return (rng.random((len(rate), days)) < -np.expm1(-rate)[:, None]).astype(np.float64)


def _walked(
    walk: Walk,
    level: Level,
    rates: Floats,
    ahead: Ahead,
    draws: int,
    rng: np.random.Generator,
) -> Floats:
    later = np.maximum(ahead.years() - level.year, 0)
    at = level.mean + level.variance**0.5 * rng.standard_normal(draws)
    step = walk.spread * rng.standard_normal(draws)
    known = ahead.exposures @ walk.slopes[len(HALF_LIVES_DAYS) :]

    def rate(day: int, traces: Floats) -> Floats:
        logs = np.log(FLOOR + traces) @ walk.slopes[: len(HALF_LIVES_DAYS)]
        eta = at + step * later[day] ** 0.5 + logs + known[day]
        return np.asarray(np.exp(np.clip(eta, -30.0, 5.0)))

    return _run(rate, rates, np.array(HALF_LIVES_DAYS), ahead.days, draws, rng)


def _excited(
    kernels: Kernels, levels: Floats, days: int, draws: int, rng: np.random.Generator
) -> Floats:
    def rate(_: int, traces: Floats) -> Floats:
        return np.asarray(kernels.base + traces @ kernels.branching)

    return _run(rate, levels, kernels.half_lives_days, days, draws, rng)


def _run(
    rate: Rate,
    traces: Floats,
    half_lives_days: Floats,
    days: int,
    draws: int,
    rng: np.random.Generator,
) -> Floats:
    """Days whose rate follows the decayed past, which every event raises; shape (draws, days)."""
    keep = 0.5 ** (1 / half_lives_days)
    level = np.tile(traces, (draws, 1))
    chance = rng.random((days, draws))
    events = np.zeros((days, draws))
    for day in range(days):
        events[day] = chance[day] < -np.expm1(-rate(day, level))
        level = keep * level + (1 - keep) * events[day][:, None]
    return np.ascontiguousarray(events.T)


def _limit(events: Floats, days: int) -> float:
    """The event days above which a future has exploded."""
    total = np.concatenate([[0.0], np.cumsum(np.nan_to_num(events))])
    span = min(days, len(events))
    most = float((total[span:] - total[:-span]).max()) if span else 0.0
    return EXPLODED * max(most, ALLOWED_DAYS)
