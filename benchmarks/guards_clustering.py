"""Acceptance tests of self-excitation on the theatre's own yearly rates; used by guards.py."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from standoff.explain.days import Calendar
from standoff.explain.excitation_kind import (
    MIN_GAIN,
    Effort,
    gain_over_bursts,
    groups_of,
)
from standoff.explain.verdict import LEVEL
from standoff.stats.branching import (
    MeanCurve,
    corrected,
    daily_rate,
    how_many_as_large,
    mean_curve,
)
from standoff.stats.cox import Cox, fit_cox, simulate_cox
from standoff.stats.hawkes import fit_hawkes, simulate_hawkes
from standoff.stats.rescale import judge_rescaling

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]
Row = dict[str, float]

BRANCHING, HALF_LIFE_DAYS = 0.32, 7.0
BURSTS = Cox(deviation=0.9, half_life_days=14.0)
NULL_SERIES = 400
CHANCE = 0.22
RESCALED_DAYS = 1_500


@dataclass(slots=True)
class Clustered:
    """Yearly rates of the theatre, with what depends on them alone and is made once.

    Curves are made at each half-life that is estimated, as the program does, and limits of
    the likelihood ratio without excitation stand for its bootstrap.
    """

    calendar: Calendar
    rate: Floats
    seed: int
    curves: dict[float, MeanCurve] = field(default_factory=dict)
    limits: dict[str, float] = field(default_factory=dict)

    @property
    def groups(self) -> dict[str, Integers]:
        """The three baselines."""
        return groups_of(self.calendar)

    def curve(self, half_life_days: float) -> MeanCurve:
        """The mean curve at a half-life."""
        if half_life_days not in self.curves:
            rng = np.random.default_rng([self.seed, round(1000 * half_life_days)])
            event = self.drawn(rng)
            self.curves[half_life_days] = mean_curve(
                event,
                self.groups["year"],
                half_life_days=half_life_days,
                draws=Effort().curve,
                rng=rng,
            )
        return self.curves[half_life_days]

    def limit(self, name: str) -> float:
        """What the likelihood ratio over a baseline exceeds in 5% of series without excitation."""
        if name not in self.limits:
            rng = np.random.default_rng([self.seed, 77])
            ratios = [
                fit_hawkes(self.drawn(rng), self.groups[name]).likelihood_ratio
                for _ in range(NULL_SERIES)
            ]
            self.limits[name] = float(np.quantile(ratios, 1 - LEVEL))
        return self.limits[name]

    def drawn(self, rng: np.random.Generator) -> Floats:
        """A series of the yearly rates without excitation."""
        runs = simulate_hawkes(self.rate, branching=0.0, half_life_days=1, draws=1, rng=rng)[0]
        return np.asarray(runs[0], dtype=np.float64)


def none(on: Clustered, rng: np.random.Generator) -> Row:
    """The corrected ratio where nothing excites."""
    return _corrected(on, on.drawn(rng), truth=0.0)


def excited(on: Clustered, rng: np.random.Generator) -> Row:
    """The corrected ratio, and whether its interval holds the truth of .32 at 7 days."""
    series, _ = simulate_hawkes(
        (1 - BRANCHING) * on.rate,
        branching=BRANCHING,
        half_life_days=HALF_LIFE_DAYS,
        draws=1,
        rng=rng,
    )
    return _corrected(on, series[0], truth=BRANCHING)


def bursts(on: Clustered, rng: np.random.Generator) -> Row:
    """Whether hidden bursts without excitation are called present, by the rule of the verdict."""
    event = simulate_cox(on.rate, BURSTS, draws=1, rng=rng)[0]
    group = on.groups["year"]
    for name, each in on.groups.items():
        if fit_hawkes(event, each).likelihood_ratio <= on.limit(name):
            return {"present": 0.0}
    found, rate = fit_hawkes(event, group), daily_rate(event, group)
    gain, error = gain_over_bursts(found, event, rate, rng=rng)
    if gain - 3 * error < MIN_GAIN:
        return {"present": 0.0}
    cox = fit_cox(event, rate)
    series = simulate_cox(rate, cox, draws=Effort().likelihood_ratios, rng=rng)
    unknown = np.zeros(len(event), dtype=bool)
    larger = how_many_as_large(found.likelihood_ratio, series, group, unknown)
    return {"present": float((1 + larger) / (1 + len(series)) <= LEVEL)}


def rescaling(on: Clustered, rng: np.random.Generator) -> Row:
    """Bootstrap p of the rescaled gaps at the true rate, and the naive one without randomising."""
    del on
    rate = np.full(RESCALED_DAYS, -np.log1p(-CHANCE))
    event = (rng.random(RESCALED_DAYS) < CHANCE).astype(np.float64)
    total = np.cumsum(rate)[event == 1]
    naive = -np.expm1(-np.diff(np.concatenate([[0.0], total])))
    ordered = np.sort(naive)
    distance = np.abs(np.arange(1, len(ordered) + 1) / len(ordered) - ordered).max()
    judged = judge_rescaling(event, rate, draws=199, rng=rng)
    return {"p": judged.ks_p, "naive": float(distance > 1.358 / len(ordered) ** 0.5)}


def _corrected(on: Clustered, event: Floats, *, truth: float) -> Row:
    found = fit_hawkes(event, on.groups["year"])
    ratio, (low, high) = corrected(found, on.curve)
    return {
        "raw": found.branching,
        "corrected": ratio,
        "inside": float(low <= truth <= high),
    }
