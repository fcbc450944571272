"""Complementary log-log regression whose yearly level walks, and is filtered to the day."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from standoff.errors import InputError

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]
Flags = NDArray[np.bool_]

RIDGE = 0.25
STEPS = 40
ENOUGH = 1e-9
SPREADS = (0.1, 0.25, 0.5, 1.0)
# What is known of a level before any year was seen: next to nothing.
START_VARIANCE = 25.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Level:
    """What a filter knows of the level of the last year seen: mean, variance, its year."""

    mean: float
    variance: float
    year: int


@dataclass(frozen=True, slots=True, kw_only=True)
class _Design:
    event: Floats
    covariates: Floats
    group: Integers


@dataclass(frozen=True, slots=True, kw_only=True)
class Walk:
    """A fit of P(event) = 1 - exp(-exp(level of the year + x b)).

    `spread` is the standard deviation of a year's step of the level; 0 where there is one level
    for all years, which is then `level`.
    """

    slopes: Floats
    spread: float
    level: float
    log_evidence: float

    def filtered(self, event: Floats, covariates: Floats, year: Integers) -> Level:
        """The level of the last year given, from all the days given and nothing else.

        Args:
            event: 0 or 1; shape (n,), in order of days.
            covariates: shape (n, p).
            year: calendar year of each day; shape (n,).
        """
        seen = Level(mean=self.level, variance=0.0, year=int(year[-1]))
        if not self.spread:
            return seen
        offset = covariates @ self.slopes
        first = int(year[0])
        edges = np.searchsorted(year, np.arange(first, int(year[-1]) + 2))
        mean, variance = self.level, START_VARIANCE
        for place in range(len(edges) - 1):
            if place:
                variance += self.spread**2
            days = slice(edges[place], edges[place + 1])
            mean, variance = _updated(event[days], offset[days], mean, variance)
        return Level(mean=mean, variance=variance, year=int(year[-1]))


def fit_walk(
    event: Floats,
    covariates: Floats,
    year: Integers,
    *,
    spreads: tuple[float, ...] = SPREADS,
    ridge: float = RIDGE,
) -> Walk:
    """The most probable slopes, and the spread of yearly steps with the greatest evidence.

    Args:
        event: 0 or 1; shape (n,), in order of days; unknown days left out.
        covariates: shape (n, p); a ridge pulls their slopes to 0.
        year: calendar year of each day; shape (n,).
        spreads: standard deviations tried; (0.0,) for one level without years.
        ridge: weight of the squared slopes.

    Raises:
        InputError: there is no event or no day without one, or nothing to try.

    Source:
        Laplace's approximation of the evidence: Tierney and Kadane (1986), JASA 81(393), 82-86.
    """
    if not (event == 1).any() or not (event == 0).any() or not spreads:
        raise InputError("a fit needs a day with an event, one without, and a spread to try")
    return max(
        (_fit(event, covariates, year, spread, ridge) for spread in spreads),
        key=lambda one: one.log_evidence,
    )


def _fit(event: Floats, covariates: Floats, year: Integers, spread: float, ridge: float) -> Walk:
    group = year - year[0] if spread else np.zeros_like(year)
    groups, width = int(group[-1]) + 1, covariates.shape[1]
    design = _Design(event=event, covariates=covariates, group=group)
    prior = _prior(width, groups, spread, ridge)
    at = np.concatenate([np.zeros(width), np.full(groups, np.log(event.mean()))])
    value, slope, bend = _posterior(design, at, prior)
    for _ in range(STEPS):
        step: Floats = np.asarray(np.linalg.solve(bend, slope))
        value, slope, bend, at = _stepped(design, at, step, value, prior)
        if slope @ step < ENOUGH and np.abs(step).max() < 1e-5:
            break
    evidence = value - np.linalg.slogdet(bend)[1] / 2
    if spread:
        evidence -= (groups - 1) * np.log(spread)
    level = float(at[width]) if not spread else float(at[width:].mean())
    return Walk(slopes=at[:width], spread=spread, level=level, log_evidence=float(evidence))


def _stepped(
    design: _Design, at: Floats, step: Floats, value: float, prior: Floats
) -> tuple[float, Floats, Floats, Floats]:
    """The posterior after a step, halved until it gains."""
    size = 1.0
    while True:
        tried = at + size * step
        found = _posterior(design, tried, prior)
        if found[0] >= value - 1e-9 or size < 1e-4:
            return (*found, tried)
        size /= 2


def _posterior(design: _Design, at: Floats, prior: Floats) -> tuple[float, Floats, Floats]:
    """Log posterior, its slope, and its negative curvature in slopes and levels."""
    width = design.covariates.shape[1]
    eta = at[width:][design.group] + design.covariates @ at[:width]
    likelihood, score, curvature = _daily(design.event > 0, eta)
    groups = len(at) - width
    bend = prior.copy()
    weighted = curvature[:, None] * design.covariates
    bend[:width, :width] += design.covariates.T @ weighted
    for column in range(width):
        sums = np.bincount(design.group, weighted[:, column], groups)
        bend[column, width:] += sums
        bend[width:, column] += sums
    places = np.arange(width, len(at))
    bend[places, places] += np.bincount(design.group, curvature, groups)
    slope = np.concatenate([design.covariates.T @ score, np.bincount(design.group, score, groups)])
    return float(likelihood.sum() - at @ prior @ at / 2), slope - prior @ at, bend


def _daily(happened: Flags, eta: Floats) -> tuple[Floats, Floats, Floats]:
    """Each day's log likelihood, and its first and negative second derivative in eta."""
    rate = np.exp(np.clip(eta, -50.0, 6.0))
    ratio = rate / np.expm1(rate)
    return (
        np.where(happened, np.log(-np.expm1(-rate)), -rate),
        np.where(happened, ratio, -rate),
        np.maximum(np.where(happened, ratio * (rate + ratio - 1), rate), 0.0),
    )


def _prior(width: int, groups: int, spread: float, ridge: float) -> Floats:
    """The precision of slopes (ridge) and of the levels' steps."""
    prior = np.zeros((width + groups, width + groups))
    prior[np.arange(width), np.arange(width)] = 2 * ridge
    for place in range(width, width + groups - 1):
        prior[place : place + 2, place : place + 2] += (
            np.array([[1.0, -1.0], [-1.0, 1.0]]) / spread**2
        )
    return prior


def _updated(event: Floats, offset: Floats, mean: float, variance: float) -> tuple[float, float]:
    """Mean and variance of a level after some days, by Laplace's approximation."""
    at, precision = mean, 1 / variance
    happened = event > 0
    curvature = precision
    for _ in range(STEPS):
        _, score, bend = _daily(happened, at + offset)
        slope = float(score.sum()) - precision * (at - mean)
        curvature = float(bend.sum()) + precision
        step = float(np.clip(slope / curvature, -2.0, 2.0))
        at += step
        if abs(step) < 1e-8:
            break
    return at, 1 / curvature
