"""Scores of probability forecasts: how good, how well ranked, how well calibrated."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from standoff.errors import InputError

Floats = NDArray[np.float64]


def brier(probability: Floats, outcome: Floats) -> Floats:
    """Return the Brier score of each forecast; 0 is best, 1 is worst.

    Args:
        probability: chance given to "yes", in [0, 1]; shape (n,).
        outcome: 1 for yes, 0 for no, NaN while unresolved; shape (n,).

    Returns:
        Squared error, no unit; shape (n,); NaN where the outcome is NaN.

    Raises:
        InputError: shapes differ, a probability lies outside [0, 1] or is NaN, or an outcome is
            none of 0, 1 and NaN.

    Source:
        Brier (1950), Monthly Weather Review 78(1), 1-3. https://doi.org/fp62r6

    >>> brier(np.array([0.8]), np.array([1.0])).round(2)
    array([0.04])
    """
    chance, happened = _checked(probability, outcome)
    return (chance - happened) ** 2


def log_score(probability: Floats, outcome: Floats) -> Floats:
    """Return the logarithmic score of each forecast; 0 is best, infinite where "never" happened.

    Args:
        probability: chance given to "yes", in [0, 1]; shape (n,).
        outcome: 1 for yes, 0 for no, NaN while unresolved; shape (n,).

    Returns:
        Minus the natural log of the chance given to what happened; shape (n,); NaN where the
        outcome is NaN.

    Raises:
        InputError: as for `brier`.

    Source:
        Good (1952), Journal of the Royal Statistical Society B 14(1), 107-114.

    >>> log_score(np.array([0.5]), np.array([0.0])).round(3)
    array([0.693])
    """
    chance, happened = _checked(probability, outcome)
    given = np.where(happened == 1, chance, 1.0 - chance)
    with np.errstate(divide="ignore"):
        score = -np.log(given) + 0.0
    return np.where(np.isnan(happened), np.nan, score)


def crps_pmf(pmf: Floats, outcome: Floats) -> Floats:
    """Return the continuous ranked probability score of forecast counts; 0 is best.

    Args:
        pmf: chance given to each count 0, 1, ..., k - 1, each row summing to 1; shape (n, k).
        outcome: the count that came, NaN while unresolved; shape (n,).

    Returns:
        Sum over counts of (cumulative chance - [count >= outcome]) squared, in counts; shape
        (n,); NaN where the outcome is NaN. An outcome at or beyond k is scored against all of it.

    Raises:
        InputError: shapes do not fit, a row is no distribution, or an outcome is no count.

    Source:
        Epstein (1969), Journal of Applied Meteorology 8(6), 985-987; Gneiting and Raftery
        (2007), JASA 102(477), 359-378.

    >>> crps_pmf(np.array([[0.5, 0.5]]), np.array([0.0]))
    array([0.25])
    """
    rows, counts = _checked_pmf(pmf, outcome)
    levels = np.arange(rows.shape[1])
    reached = levels >= counts[:, None]
    inside = ((np.cumsum(rows, axis=1) - reached) ** 2).sum(axis=1)
    beyond = np.maximum(counts - rows.shape[1], 0.0)
    return np.where(np.isnan(counts), np.nan, inside + beyond)


def crps_ensemble(draws: Floats, outcome: Floats) -> Floats:
    """Return the continuous ranked probability score of simulated values; 0 is best.

    Args:
        draws: simulated values, each as likely as the others; shape (n, draws).
        outcome: the value that came, NaN while unresolved; shape (n,).

    Returns:
        Mean |draw - outcome| less half the mean |draw - other draw|, in the unit of the draws;
        shape (n,); NaN where the outcome is NaN.

    Raises:
        InputError: shapes do not fit, there are no draws, or a draw is not finite.

    Source:
        Gneiting and Raftery (2007), JASA 102(477), 359-378, equation 21.

    >>> crps_ensemble(np.array([[0.0, 1.0]]), np.array([0.0]))
    array([0.25])
    """
    rows, came = np.asarray(draws, dtype=np.float64), np.asarray(outcome, dtype=np.float64)
    if rows.ndim != 2 or came.shape != rows.shape[:1] or rows.shape[1] == 0:
        raise InputError("draws must be (n, draws) with at least one draw, outcome (n,)")
    if not np.all(np.isfinite(rows)):
        raise InputError("every draw must be finite")
    error: Floats = np.abs(rows - came[:, None]).mean(axis=1)
    return error - _half_spread(np.sort(rows, axis=1))


def auc(probability: Floats, outcome: Floats) -> float:
    """Return the chance that a "yes" was given more than a "no"; .5 is no discrimination.

    Args:
        probability: chance given to "yes", in [0, 1]; shape (n,).
        outcome: 1 for yes, 0 for no, NaN while unresolved; shape (n,).

    Returns:
        Area under the ROC curve, ties counted half; NaN unless both outcomes occur.

    Raises:
        InputError: as for `brier`.

    Source:
        Hanley and McNeil (1982), Radiology 143(1), 29-36.

    >>> auc(np.array([0.1, 0.4, 0.4]), np.array([0.0, 0.0, 1.0]))
    0.75
    """
    chance, happened = _resolved(probability, outcome)
    yes = happened == 1
    pairs = yes.sum() * (~yes).sum()
    if pairs == 0:
        return float("nan")
    return float((_mid_ranks(chance)[yes].sum() - yes.sum() * (yes.sum() + 1) / 2) / pairs)


@dataclass(frozen=True, slots=True, kw_only=True)
class Reliability:
    """CORP calibration: the monotone curve, and the Brier score split in three.

    `probability` are the resolved forecasts in ascending order, `calibrated` what they should
    have said. Mean Brier score = miscalibration - discrimination + uncertainty.
    """

    probability: Floats
    calibrated: Floats
    miscalibration: float
    discrimination: float
    uncertainty: float


def reliability(probability: Floats, outcome: Floats) -> Reliability:
    """Return how well the stated chances match what happened, without bins to choose.

    Args:
        probability: chance given to "yes", in [0, 1]; shape (n,).
        outcome: 1 for yes, 0 for no, NaN while unresolved; shape (n,).

    Raises:
        InputError: as for `brier`; or nothing is resolved.

    Source:
        Dimitriadis, Gneiting and Jordan (2021), PNAS 118(8), e2016191118.
    """
    chance, happened = _resolved(probability, outcome)
    if len(chance) == 0:
        raise InputError("calibration needs at least one resolved forecast")
    levels, place, counts = np.unique(chance, return_inverse=True, return_counts=True)
    share = np.bincount(place, weights=happened) / counts
    calibrated = _pool_adjacent(share, counts.astype(np.float64))[place]
    order = np.argsort(chance, kind="stable")
    ours, best = ((chance - happened) ** 2).mean(), ((calibrated - happened) ** 2).mean()
    spread = ((happened.mean() - happened) ** 2).mean()
    return Reliability(
        probability=levels[place][order],
        calibrated=calibrated[order],
        miscalibration=float(ours - best),
        discrimination=float(spread - best),
        uncertainty=float(spread),
    )


def _checked(probability: Floats, outcome: Floats) -> tuple[Floats, Floats]:
    chance = np.asarray(probability, dtype=np.float64)
    happened = np.asarray(outcome, dtype=np.float64)
    if chance.shape != happened.shape or chance.ndim != 1:
        raise InputError(f"shapes differ: probability {chance.shape}, outcome {happened.shape}")
    if not np.all((chance >= 0) & (chance <= 1)):
        raise InputError("a probability lies in [0, 1]")
    if not np.all(np.isnan(happened) | (happened == 0) | (happened == 1)):
        raise InputError("an outcome is 1 (yes), 0 (no) or NaN (unresolved)")
    return chance, happened


def _resolved(probability: Floats, outcome: Floats) -> tuple[Floats, Floats]:
    chance, happened = _checked(probability, outcome)
    known = ~np.isnan(happened)
    return chance[known], happened[known]


def _checked_pmf(pmf: Floats, outcome: Floats) -> tuple[Floats, Floats]:
    rows, counts = np.asarray(pmf, dtype=np.float64), np.asarray(outcome, dtype=np.float64)
    if rows.ndim != 2 or counts.shape != rows.shape[:1]:
        raise InputError("pmf must be (n, k) and outcome (n,)")
    if not (np.all(rows >= 0) and np.allclose(rows.sum(axis=1), 1.0, atol=1e-8)):
        raise InputError("each row of a pmf is 0 or more and sums to 1")
    known = counts[~np.isnan(counts)]
    if not np.all((known >= 0) & (known == np.floor(known))):
        raise InputError("an outcome is a count: 0, 1, 2, ... or NaN (unresolved)")
    return rows, counts


def _half_spread(rows: Floats) -> Floats:
    """Half the mean absolute difference between draws, from each row in ascending order."""
    size = rows.shape[1]
    weights = 2.0 * np.arange(1, size + 1) - size - 1
    return np.asarray((rows * weights).sum(axis=1) / size**2)


def _mid_ranks(values: Floats) -> Floats:
    """Ranks from 1, equal values sharing the middle one."""
    _, place, counts = np.unique(values, return_inverse=True, return_counts=True)
    last = np.cumsum(counts)
    return np.asarray((last - (counts - 1) / 2.0)[place])


def _pool_adjacent(values: Floats, weights: Floats) -> Floats:
    """The nearest non-decreasing values in weighted squares (pool adjacent violators)."""
    blocks: list[tuple[float, float, int]] = []
    for value, weight in zip(values.tolist(), weights.tolist(), strict=True):
        mean, mass, length = value, weight, 1
        while blocks and blocks[-1][0] >= mean:
            before, heft, width = blocks.pop()
            mean = (before * heft + mean * mass) / (heft + mass)
            mass, length = heft + mass, width + length
        blocks.append((mean, mass, length))
    return np.repeat([mean for mean, _, _ in blocks], [length for _, _, length in blocks])
