"""How far a calibration curve may be off by chance when neighbouring forecasts overlap."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from standoff.errors import InputError
from standoff.stats.scores import reliability

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]


def calibration_bands(
    probability: Floats,
    outcome: Floats,
    block: Integers,
    *,
    at: Floats,
    draws: int,
    rng: np.random.Generator,
    level: float = 0.9,
) -> tuple[Floats, Floats, Floats]:
    """The CORP curve at some chances, with its band over blocks drawn anew.

    Forecasts whose windows overlap share outcomes; whole blocks of time are drawn, so that the
    band is as wide as the blocks differ.

    Args:
        probability: forecasts; shape (n,).
        outcome: 1 or 0; shape (n,).
        block: which stretch of time each belongs to; shape (n,).
        at: chances at which the curve is read; shape (k,).
        draws: how many sets of blocks.
        rng: source of chance.
        level: coverage of the band at each chance.

    Returns:
        Curve, lower and upper end; each of shape (k,).

    Raises:
        InputError: shapes differ, or nothing is given.

    Source:
        Dimitriadis, Gneiting and Jordan (2021), PNAS 118(8), for the curve; Kuensch (1989),
        Annals of Statistics 17(3), 1217-1241, for drawing blocks.
    """
    if not len(probability) == len(outcome) == len(block) or not len(block):
        raise InputError("forecasts, outcomes and blocks need one value each, and one at least")
    places = [np.flatnonzero(block == one) for one in np.unique(block)]
    curves = np.empty((draws, len(at)))
    for draw in range(draws):
        chosen = np.concatenate([places[one] for one in rng.integers(0, len(places), len(places))])
        curves[draw] = _curve(probability[chosen], outcome[chosen], at)
    low, high = np.quantile(curves, [(1 - level) / 2, (1 + level) / 2], axis=0)
    return _curve(probability, outcome, at), low, high


def _curve(probability: Floats, outcome: Floats, at: Floats) -> Floats:
    """The calibrated chance of each given one, straight between those that were forecast."""
    found = reliability(probability, outcome)
    return np.asarray(np.interp(at, found.probability, found.calibrated))
