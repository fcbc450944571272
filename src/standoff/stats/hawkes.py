"""Self-excitation of event days over a baseline that is free in every group of days."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from standoff.errors import InputError

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]

HALF_LIVES_DAYS = np.geomspace(0.5, 64.0, 11)
MAX_BRANCHING = 0.99
# A simulated series with more than this multiple of the events aimed at has exploded.
EXPLODED = 5.0
# Half the 95% quantile of chi-square with one degree of freedom.
WITHIN = 1.92


@dataclass(frozen=True, slots=True, kw_only=True)
class Excited:
    """A fit of P(event) = 1 - exp(-(mu of the group + n x decayed past events)).

    `half_life_range_days` spans the half-lives whose likelihood lies within 1.92 of the best;
    `baseline` is mu a day, shape (groups,); `likelihood_ratio` is twice the gain over n = 0,
    whose chi-square law does not hold at the edge: judge it by simulation.
    """

    branching: float
    half_life_days: float
    half_life_range_days: tuple[float, float]
    baseline: Floats
    log_likelihood: float
    likelihood_ratio: float


def fit_hawkes(
    event: Floats, group: Integers, *, half_lives_days: Floats = HALF_LIVES_DAYS
) -> Excited:
    """The maximum-likelihood fit with one exponential kernel, the best half-life of those given.

    For a given half-life the likelihood is concave in the baselines and the branching ratio
    n, which is kept in [0, .99]; all half-lives are fitted at once.

    Args:
        event: 1 on event days, else 0, NaN where unknown (such days leave the likelihood and
            excite nothing); shape (n,).
        group: index of the group of each day, 0 .. groups - 1; shape (n,).
        half_lives_days: those tried.

    Raises:
        InputError: there is no event, or a group has only event days.

    Source:
        Hawkes (1971), Biometrika 58(1), 83-90; in discrete days as a cloglog Bernoulli model.
    """
    data = _Data.of(event, group, half_lives_days)
    branching = _best_branching(data)
    likelihood, baseline = _profile(data, branching)
    best = int(np.argmax(likelihood))
    none, _ = _profile(data, np.zeros_like(branching))
    near = half_lives_days[likelihood >= likelihood[best] - WITHIN]
    return Excited(
        branching=float(branching[best]),
        half_life_days=float(half_lives_days[best]),
        half_life_range_days=(float(near.min()), float(near.max())),
        baseline=baseline[best],
        log_likelihood=float(likelihood[best]),
        likelihood_ratio=max(0.0, 2 * float(likelihood[best] - none[best])),
    )


def history(event: Floats, *, half_life_days: float) -> Floats:
    """Each day's sum over past events of weights that halve so fast and sum to 1; shape (n,)."""
    # It takes long to import, and most tests need no history.
    from scipy.signal import lfilter  # noqa: PLC0415

    keep = 0.5 ** (1 / half_life_days)
    return np.asarray(lfilter([0.0, 1 - keep], [1.0, -keep], np.nan_to_num(event)))


def simulate_hawkes(
    baseline: Floats,
    *,
    branching: float,
    half_life_days: float,
    draws: int,
    rng: np.random.Generator,
) -> tuple[Floats, float]:
    """Series of event days, and the share of them that exploded.

    Args:
        baseline: mu of each day; shape (n,).
        branching: expected events that one brings about.
        half_life_days: of the kernel.
        draws: how many series.
        rng: source of chance.

    Returns:
        1 or 0, shape (draws, n); share in [0, 1] with more than five times the events that a
        series of this branching ratio holds on average.
    """
    keep = 0.5 ** (1 / half_life_days)
    chance = rng.random((len(baseline), draws))
    events = np.zeros((len(baseline), draws))
    level = np.zeros(draws)
    for day, mu in enumerate(baseline):
        happened = chance[day] < -np.expm1(-(mu + branching * level))
        events[day] = happened
        level = keep * level + (1 - keep) * happened
    aimed = baseline.sum() / (1 - min(branching, MAX_BRANCHING))
    return events.T.copy(), float((events.sum(axis=0) > EXPLODED * aimed).mean())


@dataclass(frozen=True, slots=True, kw_only=True)
class _Data:
    """What the likelihood needs: decayed past on event days (K, m), sums over other days."""

    past: Floats
    group: Integers
    quiet_days: Floats
    quiet_total: Floats

    @classmethod
    def of(cls, event: Floats, group: Integers, half_lives_days: Floats) -> _Data:
        happened, known = event == 1, ~np.isnan(event)
        groups = int(group.max()) + 1
        quiet = known & ~happened
        quiet_days = np.bincount(group[quiet], minlength=groups).astype(np.float64)
        if not happened.any() or (quiet_days[group[happened]] == 0).any():
            raise InputError("every group with an event needs another day, and one an event")
        traces = np.stack([history(event, half_life_days=one) for one in half_lives_days])
        return cls(
            past=traces[:, happened],
            group=group[happened],
            quiet_days=quiet_days,
            quiet_total=traces[:, quiet].sum(axis=1),
        )

    def summed(self, values: Floats) -> Floats:
        """Sums over the events of each group; (K, m) to (K, groups)."""
        shape = (len(values), len(self.quiet_days))
        sums = np.bincount(self._cells(shape), values.ravel(), shape[0] * shape[1])
        return np.asarray(sums.reshape(shape), dtype=np.float64)

    def least(self, values: Floats) -> Floats:
        """The least of the events of each group, infinite where there is none."""
        shape = (len(values), len(self.quiet_days))
        found = np.full(shape[0] * shape[1], np.inf)
        np.minimum.at(found, self._cells(shape), values.ravel())
        return found.reshape(shape)

    def _cells(self, shape: tuple[int, int]) -> Integers:
        return np.asarray((np.arange(shape[0])[:, None] * shape[1] + self.group).ravel())


def _best_branching(data: _Data) -> Floats:
    """The branching ratio of each half-life, by Newton's method kept within a bracket."""
    count = len(data.past)
    low, high = np.zeros(count), np.full(count, MAX_BRANCHING)
    n = np.zeros(count)
    mu = _baselines(data, n)
    slope, curvature = _slope(data, n, mu)
    rising = slope > 0
    for _ in range(40):
        low, high = np.where(slope > 0, n, low), np.where(slope > 0, high, n)
        step = n + slope / np.maximum(curvature, 1e-12)
        inside = (step > low) & (step < high)
        following = np.where(rising, np.where(inside, step, (low + high) / 2), 0.0)
        settled = np.abs(following - n).max() < 1e-6
        n = following
        if settled:
            break
        mu = _baselines(data, n, near=mu)
        slope, curvature = _slope(data, n, mu)
    return n


def _baselines(data: _Data, n: Floats, near: Floats | None = None) -> Floats:
    """The best mu of each group given n; (K, groups).

    The condition is convex and falls, so that Newton's method never overshoots from the left.
    """
    excited = n[:, None] * data.past
    least = data.least(excited)
    held = np.isfinite(least)
    first = np.log1p(1 / np.maximum(data.quiet_days, 1.0)) - least
    left = np.where(held, np.maximum(first, 1e-12), 0.0)
    mu = left if near is None else np.maximum(near, left)
    for _ in range(60):
        rate = np.maximum(mu[:, data.group] + excited, 1e-12)
        inverse = 1 / np.expm1(rate)
        gap = data.summed(inverse) - data.quiet_days
        bend = data.summed(inverse * (1 + inverse))
        moved = np.where(held, np.maximum(mu + gap / np.where(held, bend, 1.0), left), 0.0)
        settled = np.abs(moved - mu).max() < 1e-9
        mu = moved
        if settled:
            break
    return mu


def _slope(data: _Data, n: Floats, mu: Floats) -> tuple[Floats, Floats]:
    """First and negative second derivative in n after the baselines; (K,) each."""
    rate = np.maximum(mu[:, data.group] + n[:, None] * data.past, 1e-12)
    inverse = 1 / np.expm1(rate)
    bend = inverse * (1 + inverse)
    slope = (inverse * data.past).sum(axis=1) - data.quiet_total
    free = mu > 1e-9
    cross = np.where(free, data.summed(bend * data.past), 0.0)
    blocks = np.where(free, data.summed(bend), 1.0)
    lost = (cross**2 / np.maximum(blocks, 1e-300)).sum(axis=1)
    return slope, (bend * data.past**2).sum(axis=1) - lost


def _profile(data: _Data, n: Floats) -> tuple[Floats, Floats]:
    """The log likelihood at the best baselines, (K,), and these, (K, groups)."""
    mu = _baselines(data, n)
    rate = np.maximum(mu[:, data.group] + n[:, None] * data.past, 1e-12)
    gain = np.log(-np.expm1(-rate)).sum(axis=1)
    return gain - mu @ data.quiet_days - n * data.quiet_total, mu
