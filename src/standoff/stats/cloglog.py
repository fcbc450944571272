"""Daily complementary log-log regression with a free intercept for every group (year)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray
from scipy.special import gammaincinv

from standoff.errors import InputError
from standoff.stats.newton import Design, Fit, log_f, maximise

__all__ = ["Design", "Fit", "fit", "prepare", "profile_interval"]

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]
Integers = NDArray[np.int64]

# exp(10) is a rate ratio of 22,000: beyond it the likelihood is flat and the data separate.
SEPARATED = 10.0


def prepare(
    event: Floats,
    covariates: Floats,
    group: Integers,
    *,
    offset: Floats | None = None,
    weight: Floats | None = None,
) -> tuple[Design, Flags]:
    """The design without the groups that carry no information, and which days it keeps.

    A group in which no day, or every day, has an event fits perfectly whatever the
    coefficients are; its free intercept is infinite and it leaves the likelihood.

    Args:
        event: 0 or 1; shape (n,).
        covariates: shape (n, p).
        group: any integers; shape (n,).
        offset: added to the linear predictor; shape (n,).
        weight: how many days each row stands for; shape (n,).

    Raises:
        InputError: lengths differ, a value is not finite, or an event is neither 0 nor 1.
    """
    n = len(event)
    offset = np.zeros(n) if offset is None else offset
    weight = np.ones(n) if weight is None else weight
    if covariates.ndim != 2 or not n == len(covariates) == len(group) == len(offset) == len(weight):
        raise InputError("event, covariates, group, offset and weight need one row a day each")
    if not (np.isfinite(covariates).all() and np.isfinite(offset).all()):
        raise InputError("covariates and offset must be finite; leave unknown days out")
    if not np.isin(event, (0.0, 1.0)).all():
        raise InputError("events must be 0 or 1; leave unknown days out")
    found, index = np.unique(group, return_inverse=True)
    events = np.bincount(index, weights=weight * event, minlength=len(found))
    days = np.bincount(index, weights=weight, minlength=len(found))
    kept = ((events > 0) & (events < days))[index]
    _, dense = np.unique(index[kept], return_inverse=True)
    design = Design(
        event=event[kept],
        covariates=covariates[kept],
        group=dense.astype(np.int64),
        offset=offset[kept],
        weight=weight[kept],
    )
    return design, kept


def fit(design: Design) -> Fit:
    """The maximum-likelihood fit by Newton's method, intercepts eliminated block by block.

    Coefficients that run away (separation) are refitted with a log-F(1,1) penalty, that is
    a prior worth one event and one non-event split evenly; the others stay unpenalised.

    Args:
        design: from `prepare`.

    Raises:
        InputError: no group is informative, or a covariate adds nothing within groups.

    Source:
        Greenland and Mansournia (2015), Statistics in Medicine 34, 3133-3143.
    """
    if not design.groups:
        raise InputError("no year holds both event days and other days; nothing can be fitted")
    _refuse_redundant(design)
    found = maximise(design, np.zeros(design.covariates.shape[1], dtype=bool))
    spread = np.ptp(design.covariates, axis=0) if design.covariates.size else np.zeros(0)
    separated = np.abs(found.coefficients) * spread > SEPARATED
    return maximise(design, separated) if separated.any() else found


def profile_interval(
    design: Design, fitted: Fit, *, column: int = 0, level: float = 0.95
) -> tuple[float, float]:
    """The profile-likelihood interval of one coefficient.

    Args:
        design: the design that was fitted.
        fitted: its fit; where that was penalised, so is the profile.
        column: which coefficient.
        level: coverage aimed at.
    """
    drop = float(gammaincinv(0.5, level))  # half the chi-square quantile with one degree
    others = np.delete(np.arange(design.covariates.shape[1]), column)
    penalised = fitted.penalised[column]
    rest = replace(design, covariates=design.covariates[:, others])
    base, x = design.offset, design.covariates[:, column]

    def shortfall(value: float) -> float:
        held = maximise(replace(rest, offset=base + value * x), fitted.penalised[others])
        return fitted.log_likelihood - held.log_likelihood - log_f(value, penalised) - drop

    estimate, step = float(fitted.coefficients[column]), float(fitted.errors[column])
    return _cross(shortfall, estimate, -step), _cross(shortfall, estimate, step)


def _refuse_redundant(design: Design) -> None:
    """Refuse covariates that repeat one another, or a year's intercept, day for day."""
    if not design.covariates.shape[1]:
        return
    days = np.bincount(design.group)
    means = np.stack([np.bincount(design.group, x) / days for x in design.covariates.T])
    within = design.covariates - means.T[design.group]
    if np.linalg.matrix_rank(within, tol=1e-9 * len(within) ** 0.5) < within.shape[1]:
        raise InputError("a covariate does not vary within years, or repeats another; remove it")


def _cross(shortfall: Callable[[float], float], estimate: float, step: float) -> float:
    """Where the shortfall turns positive, going from the estimate by growing steps."""
    # It takes long to import, and a brief whose results are kept fits nothing.
    from scipy.optimize import brentq  # noqa: PLC0415

    far = estimate + 2 * step
    while shortfall(far) < 0:
        far += 2 * (far - estimate)
    return float(brentq(shortfall, estimate, far, xtol=1e-5))
