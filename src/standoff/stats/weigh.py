"""Bayes factors between readings that predict a direction, dependent rows taken together."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

import numpy as np
from numpy.typing import NDArray
from scipy.special import log_ndtr
from scipy.stats import multivariate_normal

from standoff.errors import InputError

Floats = NDArray[np.float64]
Prediction = Literal["higher", "lower", "none", "silent"]

PRIOR_DEVIATION = 0.7
NULL_DEVIATION = 0.1
CAP = 2.0


def directional_factor(effect: float, error: float, *, prior_deviation: float = 0.7) -> float:
    """How much likelier the estimate is under "higher" than under "lower": Phi(z) / Phi(-z).

    It cannot favour "no effect".

    Args:
        effect: log rate ratio.
        error: its standard error.
        prior_deviation: of the effect, half of it on either side.

    >>> round(directional_factor(0.5, 0.25), 2)
    32.54
    """
    z = effect / error * prior_deviation / np.hypot(prior_deviation, error)
    return float(np.exp(log_ndtr(z) - log_ndtr(-z)))


def log10_factor(
    effects: Floats,
    covariance: Floats,
    one: Sequence[Prediction],
    other: Sequence[Prediction],
    *,
    estimand: Sequence[int],
    draws: int,
    rng: np.random.Generator,
    prior_deviation: float = PRIOR_DEVIATION,
) -> float:
    """Log10 of how much likelier the estimates are under one reading than under another.

    Dependent rows are never multiplied: the estimates have one joint law with their
    covariance, and rows of the same estimand share one true effect.

    Args:
        effects: estimated log rate ratios; shape (rows,).
        covariance: of the estimates, from one shared bootstrap of year blocks; (rows, rows).
        one: what the first reading predicts of each estimand.
        other: what the second predicts.
        estimand: index into the predictions of each row.
        draws: how many true effects are drawn for the integral.
        rng: source of chance.
        prior_deviation: of an effect that is there.

    Returns:
        Between -2 and 2, where it is cut off.

    Raises:
        InputError: shapes differ.
    """
    if covariance.shape != (len(effects), len(effects)) or len(estimand) != len(effects):
        raise InputError("effects, covariance and estimand must speak of the same rows")
    unit = rng.normal(size=(draws, max(estimand) + 1))
    mixed = rng.random((draws, max(estimand) + 1))
    shares = [
        _log_marginal(effects, covariance, _truths(reading, unit, mixed, prior_deviation), estimand)
        for reading in (one, other)
    ]
    return float(np.clip((shares[0] - shares[1]) / np.log(10), -CAP, CAP))


def _truths(
    predictions: Sequence[Prediction], unit: Floats, mixed: Floats, deviation: float
) -> Floats:
    """True effects drawn under a reading, the same chance for every reading."""
    columns = []
    for place, prediction in enumerate(predictions):
        size, share = np.abs(unit[:, place]) * deviation, mixed[:, place]
        none = unit[:, place] * NULL_DEVIATION
        silent = np.where(share < 0.25, size, np.where(share < 0.5, -size, none))
        by_name = {"higher": size, "lower": -size, "none": none, "silent": silent}
        columns.append(by_name[prediction])
    return np.stack(columns, axis=1)


def _log_marginal(
    effects: Floats, covariance: Floats, truths: Floats, estimand: Sequence[int]
) -> float:
    away = effects - truths[:, list(estimand)]
    law = multivariate_normal(cov=covariance, allow_singular=True)
    each = np.atleast_1d(law.logpdf(away))
    top = float(each.max())
    return top + float(np.log(np.exp(each - top).mean()))
