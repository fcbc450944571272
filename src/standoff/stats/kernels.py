"""Self-excitation by a fast and a slow kernel over one constant rate, fitted to be run forward."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import product

import numpy as np
from numpy.typing import NDArray

from standoff.errors import InputError
from standoff.stats.decay import decayed
from standoff.stats.hawkes import MAX_BRANCHING

Floats = NDArray[np.float64]

FAST_DAYS = (2.0, 5.0, 12.0)
SLOW_DAYS = (45.0, 120.0, 365.0)
STEPS = 60
ENOUGH = 1e-8
# Keeps the curvature invertible where two traces are alike.
FLAT = 1e-9
# Bounds of the base rate and the two branching ratios.
LOWEST = np.array([1e-9, 0.0, 0.0])
HIGHEST = np.array([1.0, MAX_BRANCHING, MAX_BRANCHING])


@dataclass(frozen=True, slots=True, kw_only=True)
class Kernels:
    """A fit of P(event) = 1 - exp(-(base + sum of n_k x decayed past events)).

    `base` is a day's rate; `branching` and `half_lives_days` have one value for each kernel.
    """

    base: float
    branching: Floats
    half_lives_days: Floats
    log_likelihood: float

    def levels(self, event: Floats) -> Floats:
        """The decayed past of each kernel on the day after the last one given; shape (2,)."""
        more = np.append(event, 0.0)
        return np.array([_past(more, one)[-1] for one in self.half_lives_days])

    def quiet_rates(self, levels: Floats, *, days: int) -> Floats:
        """The rate of each coming day as long as nothing happens; shape (days,)."""
        kept = 0.5 ** (np.arange(days)[:, None] / self.half_lives_days)
        return np.asarray(self.base + kept @ (self.branching * levels))


def _past(event: Floats, half_life_days: float) -> Floats:
    """Each day's sum over past events of weights that halve so fast and sum to 1; shape (n,)."""
    keep = 0.5 ** (1 / half_life_days)
    return decayed(np.nan_to_num(event), keep=keep, weight=1 - keep)[:-1]


def fit_kernels(event: Floats) -> Kernels:
    """The maximum-likelihood fit, the best pair of half-lives out of those tried.

    Args:
        event: 1 on event days, else 0, NaN where unknown; shape (n,).

    Raises:
        InputError: there is no event, or no day without one.

    Source:
        Hawkes (1971), Biometrika 58(1), 83-90; in discrete days as a Bernoulli model.
    """
    happened, quiet = event == 1, event == 0
    if not happened.any() or not quiet.any():
        raise InputError("a fit needs a day with an event and one without")
    traces = {one: _past(event, one) for one in (*FAST_DAYS, *SLOW_DAYS)}
    fits = []
    for pair in product(FAST_DAYS, SLOW_DAYS):
        past = np.stack([np.ones(len(event)), *(traces[one] for one in pair)], axis=1)
        start = np.array([happened.sum() / (happened.sum() + quiet.sum()) / 2, 0.2, 0.2])
        found, likelihood = _best(past[happened], past[quiet].sum(axis=0), start)
        fits.append((likelihood, found, pair))
    likelihood, found, pair = max(fits, key=lambda one: one[0])
    return Kernels(
        base=float(found[0]),
        branching=found[1:],
        half_lives_days=np.array(pair),
        log_likelihood=likelihood,
    )


def _best(past: Floats, quiet: Floats, start: Floats) -> tuple[Floats, float]:
    """The best base and branching, (3,), and their log likelihood; the surface is concave.

    Newton's method on the values not held at a bound, each step halved until it gains.
    """
    at, value = start, _gain(past, quiet, start)
    for _ in range(STEPS):
        inverse = 1 / np.expm1(past @ at)
        slope = past.T @ inverse - quiet
        bend = (past.T * (inverse * (1 + inverse))) @ past + FLAT * np.eye(len(at))
        free = ~(((at <= LOWEST) & (slope < 0)) | ((at >= HIGHEST) & (slope > 0)))
        step = np.zeros_like(at)
        step[free] = np.linalg.solve(bend[np.ix_(free, free)], slope[free])
        moved, gained = _moved(past, quiet, at, step, value)
        done = gained - value < ENOUGH
        at, value = moved, gained
        if done:
            break
    return at, value


def _moved(
    past: Floats, quiet: Floats, at: Floats, step: Floats, value: float
) -> tuple[Floats, float]:
    size = 1.0
    while size > 1e-6:
        tried = np.clip(at + size * step, LOWEST, HIGHEST)
        gained = _gain(past, quiet, tried)
        if gained >= value:
            return tried, gained
        size /= 2
    return at, value


def _gain(past: Floats, quiet: Floats, at: Floats) -> float:
    return float(np.log(-np.expm1(-(past @ at))).sum() - quiet @ at)
