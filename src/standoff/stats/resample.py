"""Score test of a decayed history whose starts are drawn anew within their own strata."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from standoff.errors import InputError

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]
Integers = NDArray[np.int64]

# Draws handled at once; bounds memory, changes no number.
CHUNK = 1000


@dataclass(frozen=True, slots=True, kw_only=True)
class NullModel:
    """The fit without the history, day by day over the whole calendar; 0 outside the risk set.

    `score` and `curvature` (n,) are the likelihood's first and negative second derivatives
    in the linear predictor; `nuisance` (n, q) holds all other terms, year dummies included.
    """

    score: Floats
    curvature: Floats
    nuisance: Floats


@dataclass(frozen=True, slots=True, kw_only=True)
class _Sums:
    """For a start on day s: what its decaying trace adds; every array has n + 1 rows."""

    score: Floats
    squared: Floats
    nuisance: Floats
    inverse: Floats
    keep: float


def history_scores(
    null: NullModel,
    starts: Integers,
    strata: Integers,
    *,
    half_life_days: float,
    lag_days: int,
    draws: int,
    rng: np.random.Generator,
) -> tuple[float, Floats]:
    """The score z of the real history, and of `draws` histories with starts drawn anew.

    Every start is drawn again, evenly, from the days of its own stratum (a year's days at
    risk, say), so that how many there were per stratum is kept and only their timing is chance.

    Args:
        null: the model without the history.
        starts: days on which something began, as indices; shape (k,).
        strata: stratum of every day, -1 where nothing may begin; shape (n,).
        half_life_days: the trace of a start halves in so many days.
        lag_days: a start shows this many days later, and not before.
        draws: how many histories.
        rng: source of chance.

    Raises:
        InputError: a start lies on a day without stratum.

    Source:
        Efficient score after nuisance parameters: Cox and Hinkley (1974), 9.3.
    """
    if (strata[starts] < 0).any():
        raise InputError("a start lies on a day on which, by the strata, none may begin")
    sums = _accumulate(null, half_life_days, lag_days)
    pools = [np.flatnonzero(strata == strata[start]) for start in starts]
    scores = []
    for begun in range(0, draws, CHUNK):
        size = min(CHUNK, draws - begun)
        drawn = [pool[rng.integers(len(pool), size=size)] for pool in pools]
        scores.append(_z(np.stack(drawn, axis=1) if drawn else np.zeros((size, 0), int), sums))
    return float(_z(starts[None, :], sums)[0]), np.concatenate(scores or [np.zeros(0)])


def _accumulate(null: NullModel, half_life_days: float, lag_days: int) -> _Sums:
    keep = 0.5 ** (1 / half_life_days)
    weighted = null.curvature[:, None] * null.nuisance
    linear = _trace(np.column_stack([null.score, weighted]), keep, lag_days)
    return _Sums(
        score=linear[:, 0],
        nuisance=linear[:, 1:],
        squared=_trace(null.curvature[:, None], keep**2, lag_days)[:, 0],
        inverse=np.asarray(np.linalg.pinv(null.nuisance.T @ weighted), dtype=np.float64),
        keep=keep,
    )


def _trace(values: Floats, keep: float, lag_days: int) -> Floats:
    """Row s: the sum over t >= s + lag of values[t] keep^(t - s - lag); a last row of zeros."""
    n = len(values)
    traced = np.zeros((n + 1, values.shape[1]))
    ahead = np.zeros(values.shape[1])
    for day in range(n - 1, -1, -1):
        ahead = ahead * keep + values[day]
        if day >= lag_days:
            traced[day - lag_days] = ahead
    return traced


def _z(drawn: Integers, sums: _Sums) -> Floats:
    """Z of each row of start days, by recursion over the sorted starts."""
    order = np.sort(drawn, axis=1)
    total = sums.score[order].sum(axis=1)
    cross = sums.nuisance[order].sum(axis=1)
    squared = np.zeros(len(order))
    level = np.zeros(len(order))
    after = np.concatenate([order[:, 1:], np.full((len(order), 1), len(sums.score) - 1)], axis=1)
    for column in range(order.shape[1]):
        here, gap = order[:, column], after[:, column] - order[:, column]
        level = level + 1.0
        ends = sums.squared[after[:, column]] * sums.keep ** (2.0 * gap)
        squared += level**2 * (sums.squared[here] - ends)
        level = level * sums.keep**gap
    variance = squared - np.einsum("bi,ij,bj->b", cross, sums.inverse, cross)
    safe = np.where(variance > 1e-9, variance, 1.0)
    return np.asarray(np.where(variance > 1e-9, total / np.sqrt(safe), 0.0), dtype=np.float64)
