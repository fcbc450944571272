"""Newton's method for the daily cloglog likelihood; group intercepts leave block by block."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from standoff.errors import InputError

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]
Integers = NDArray[np.int64]

MAX_STEPS = 100
DECREMENT = 1e-12


@dataclass(frozen=True, slots=True, kw_only=True)
class Design:
    """Bernoulli days: P(event) = 1 - exp(-exp(intercept of the group + x b + offset)).

    `group` runs from 0 without gaps; `weight` counts days alike in everything.
    """

    event: Floats
    covariates: Floats
    group: Integers
    offset: Floats
    weight: Floats

    @property
    def groups(self) -> int:
        """How many groups there are."""
        return int(self.group.max()) + 1 if self.group.size else 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Fit:
    """A maximum of the likelihood; where `penalised`, of the one with the log-F(1,1) penalty.

    `errors` come from the curvature, `clustered_errors` from scores summed by group;
    `score` and `curvature` hold each day's first and (negative) second derivative.
    """

    coefficients: Floats
    intercepts: Floats
    covariance: Floats
    clustered_covariance: Floats
    log_likelihood: float
    penalised: Flags
    score: Floats
    curvature: Floats

    @property
    def errors(self) -> Floats:
        """Standard errors from the curvature; shape (covariates,)."""
        return np.sqrt(np.diag(self.covariance))

    @property
    def clustered_errors(self) -> Floats:
        """Standard errors that allow days of one group to move together; shape (covariates,)."""
        return np.sqrt(np.diag(self.clustered_covariance))


def log_f(value: float, penalised: bool) -> float:
    """The log-F(1,1) prior's log density, up to a constant that makes it 0 at 0."""
    return value / 2 - float(np.logaddexp(0.0, value)) + float(np.log(2)) if penalised else 0.0


@dataclass(slots=True)
class _State:
    """Where Newton's method stands."""

    coefficients: Floats
    intercepts: Floats
    log_likelihood: float
    score: Floats
    curvature: Floats


def maximise(design: Design, penalised: Flags) -> Fit:
    """The maximum of the likelihood, with a log-F(1,1) prior on the penalised coefficients.

    Args:
        design: days of informative groups only.
        penalised: which coefficients carry the prior; shape (covariates,).

    Raises:
        InputError: covariates cannot be told apart.
    """
    state = _evaluate(design, *_start(design), penalised)
    for _ in range(MAX_STEPS):
        step, intercept_step, decrement = _direction(design, state, penalised)
        if decrement < DECREMENT:
            break
        state = _line_search(design, state, step, intercept_step, penalised)
    return _finish(design, state, penalised)


def _start(design: Design) -> tuple[Floats, Floats]:
    sums = np.bincount(design.group, weights=design.weight * design.event)
    scale = np.bincount(design.group, weights=design.weight * np.exp(design.offset))
    return np.zeros(design.covariates.shape[1]), np.log(sums / scale)


def _evaluate(design: Design, slope: Floats, intercepts: Floats, penalised: Flags) -> _State:
    eta = intercepts[design.group] + design.covariates @ slope + design.offset
    rate = np.exp(np.clip(eta, -700.0, 30.0))
    ratio = rate / np.expm1(np.minimum(rate, 700.0))
    happened = design.event > 0
    each = np.where(happened, np.log(-np.expm1(-rate)), -rate)
    score = np.where(happened, ratio, -rate)
    curvature = np.where(happened, ratio * (rate + ratio - 1), rate)
    prior = sum(log_f(float(b), bool(p)) for b, p in zip(slope, penalised, strict=True))
    return _State(
        coefficients=slope,
        intercepts=intercepts,
        log_likelihood=float(design.weight @ each) + prior,
        score=design.weight * score,
        curvature=design.weight * np.maximum(curvature, 0.0),
    )


def _direction(design: Design, state: _State, penalised: Flags) -> tuple[Floats, Floats, float]:
    information, cross, by_group = _information(design, state, penalised)
    group_score = np.bincount(design.group, weights=state.score)
    share = 1 / (1 + np.exp(-state.coefficients))
    gradient = design.covariates.T @ state.score + np.where(penalised, 0.5 - share, 0.0)
    reduced = gradient - cross.T @ (group_score / by_group)
    step = _solve(information, reduced)
    intercept_step = (group_score - cross @ step) / by_group
    return step, intercept_step, float(gradient @ step + group_score @ intercept_step)


def _information(design: Design, state: _State, penalised: Flags) -> tuple[Floats, Floats, Floats]:
    """Information on the coefficients after the intercepts, and the blocks it came from."""
    by_group: Floats = np.maximum(np.bincount(design.group, weights=state.curvature), 1e-300)
    weighted: Floats = state.curvature[:, None] * design.covariates
    cross = _group_sums(design, weighted)
    share = 1 / (1 + np.exp(-state.coefficients))
    full: Floats = design.covariates.T @ weighted + np.diag(
        np.where(penalised, share * (1 - share), 0.0)
    )
    return full - cross.T @ (cross / by_group[:, None]), cross, by_group


def _group_sums(design: Design, columns: Floats) -> Floats:
    sums = np.zeros((design.groups, columns.shape[1]))
    for index, column in enumerate(columns.T):
        sums[:, index] = np.bincount(design.group, weights=column, minlength=design.groups)
    return sums


def _solve(information: Floats, right: Floats) -> Floats:
    try:
        return np.asarray(np.linalg.solve(information, right), dtype=np.float64)
    except np.linalg.LinAlgError as error:
        raise InputError("the covariates cannot be told apart; remove one") from error


def _line_search(
    design: Design, state: _State, step: Floats, intercept_step: Floats, penalised: Flags
) -> _State:
    size = 1.0
    for _ in range(30):
        slope = state.coefficients + size * step
        tried = _evaluate(design, slope, state.intercepts + size * intercept_step, penalised)
        if tried.log_likelihood >= state.log_likelihood - 1e-10:
            return tried
        size /= 2
    return state


def _finish(design: Design, state: _State, penalised: Flags) -> Fit:
    information, cross, by_group = _information(design, state, penalised)
    covariance = _solve(information, np.eye(len(information)))
    centred = design.covariates - (cross / by_group[:, None])[design.group]
    scores = _group_sums(design, state.score[:, None] * centred)
    correction = design.groups / max(design.groups - 1, 1)
    return Fit(
        coefficients=state.coefficients,
        intercepts=state.intercepts,
        covariance=covariance,
        clustered_covariance=correction * covariance @ (scores.T @ scores) @ covariance,
        log_likelihood=state.log_likelihood,
        penalised=penalised,
        score=state.score,
        curvature=state.curvature,
    )
