"""A log-Gaussian Cox model of event days: bursts of a hidden level, and no excitation at all."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

DEVIATIONS = np.linspace(0.0, 2.5, 51)
HALF_LIVES_DAYS = np.geomspace(1.0, 90.0, 14)
MAX_LAG_DAYS = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class Cox:
    """The law of the hidden level: the log of what multiplies a day's rate.

    It follows an autoregression of order one whose memory halves in `half_life_days`, with
    this standard deviation, and multiplies by 1 on average.
    """

    deviation: float
    half_life_days: float


def fit_cox(event: Floats, rate: Floats) -> Cox:
    """The hidden level whose pair correlation comes nearest to the series', lags 1 to 60 days.

    Minimum contrast: Laplace's approximation of the likelihood fails where events are rare.

    Args:
        event: 1, 0, or NaN where unknown; shape (n,).
        rate: each day's rate without the level; shape (n,).

    Source:
        Moller, Syversveen and Waagepetersen (1998), Scandinavian Journal of Statistics 25,
        451-482.
    """
    seen, expected = _pairs(event, rate)
    lags = np.arange(1, MAX_LAG_DAYS + 1)
    memory = 0.5 ** (lags / HALF_LIVES_DAYS[:, None, None])
    correlation = np.exp(DEVIATIONS[:, None] ** 2 * memory)
    weight = 1 / np.maximum(expected, 1e-9)
    contrast = (weight * (seen - expected * correlation) ** 2 / correlation).sum(axis=2)
    place, deviation = np.unravel_index(int(contrast.argmin()), contrast.shape)
    return Cox(deviation=float(DEVIATIONS[deviation]), half_life_days=float(HALF_LIVES_DAYS[place]))


def simulate_cox(rate: Floats, model: Cox, *, draws: int, rng: np.random.Generator) -> Floats:
    """Series of event days with the level drawn anew; 1 or 0, shape (draws, n).

    Args:
        rate: each day's rate without the level; shape (n,).
        model: the level's law.
        draws: how many series.
        rng: source of chance.
    """
    keep = 0.5 ** (1 / model.half_life_days)
    level = rng.normal(size=draws) * model.deviation
    happened = np.empty((len(rate), draws))
    for day, base in enumerate(rate):
        raised = base * np.exp(level - model.deviation**2 / 2)
        happened[day] = rng.random(draws) < -np.expm1(-raised)
        level = keep * level + (1 - keep**2) ** 0.5 * model.deviation * rng.normal(size=draws)
    return happened.T.copy()


def log_likelihood_cox(
    event: Floats, rate: Floats, model: Cox, *, particles: int, rng: np.random.Generator
) -> float:
    """The log likelihood of a series, by a particle filter.

    Args:
        event: 1, 0, or NaN where unknown; shape (n,).
        rate: each day's rate without the level; shape (n,).
        model: the level's law.
        particles: how many; the estimate's noise falls with their square root.
        rng: source of chance.

    Source:
        Gordon, Salmond and Smith (1993), IEE Proceedings F 140, 107-113.
    """
    keep = 0.5 ** (1 / model.half_life_days)
    step = (1 - keep**2) ** 0.5 * model.deviation
    level = rng.normal(size=particles) * model.deviation
    weight, total = np.full(particles, 1 / particles), 0.0
    for base, happened in zip(rate * np.exp(-(model.deviation**2) / 2), event, strict=True):
        if not np.isnan(happened):
            quiet = np.exp(-base * np.exp(level))
            weight = weight * (1 - quiet if happened else quiet)
            share = float(weight.sum())
            total += float(np.log(share))
            weight /= share
            if 1 / float(weight @ weight) < particles / 2:
                level = level[_systematic(weight, rng)]
                weight = np.full(particles, 1 / particles)
        level = keep * level + step * rng.normal(size=particles)
    return total


def _pairs(event: Floats, rate: Floats) -> tuple[Floats, Floats]:
    """Pairs of event days at each lag, seen and expected from the rates alone."""
    known = ~np.isnan(event)
    happened = np.nan_to_num(event)
    chance = np.where(known, -np.expm1(-rate), 0.0)
    lags = range(1, MAX_LAG_DAYS + 1)
    seen = np.array([happened[lag:] @ happened[:-lag] for lag in lags])
    expected = np.array([chance[lag:] @ chance[:-lag] for lag in lags])
    return seen, expected


def _systematic(weight: Floats, rng: np.random.Generator) -> NDArray[np.int64]:
    places = (np.arange(len(weight)) + rng.random()) / len(weight)
    found = np.searchsorted(np.cumsum(weight), places)
    return np.asarray(np.minimum(found, len(weight) - 1), dtype=np.int64)
