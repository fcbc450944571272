"""What a test measures, and what exposure and response tests share."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from standoff.explain.days import Calendar
from standoff.explain.specification import Sign
from standoff.explain.verdict import Bin, Clustering, Curve, Estimate, YearRow
from standoff.stats.cloglog import fit, prepare, profile_interval
from standoff.stats.gate import Gate, Totals
from standoff.stats.hypergeom import oracle
from standoff.stats.permute import PValue

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]


@dataclass(frozen=True, slots=True, kw_only=True)
class Fitted:
    """One log rate ratio with its 95% profile interval and year-clustered error."""

    effect: float
    interval: tuple[float, float]
    clustered_error: float
    penalised: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Measured:
    """Everything measured for one implication, before the family and the verdict.

    `fitted` and `p` are None where the gate closed. `omitted` holds the effect without each
    informative year (or type), and without each source where the rest could carry the test
    alone. `by_year` stands where the totals are not by year.
    """

    gate: Gate
    totals: Totals
    by_year: Totals | None = None
    fitted: Fitted | None = None
    p: PValue | None = None
    omitted: tuple[tuple[str, float], ...] = ()
    bounds: tuple[Estimate, ...] = ()
    sensitivities: tuple[Estimate, ...] = ()
    bins: tuple[Bin, ...] = ()
    exact: float | None = None
    curve: Curve | None = None
    clustering: Clustering | None = None


def fit_days(
    event: Floats, covariates: Floats, group: Integers, *, weight: Floats | None = None
) -> Fitted:
    """The cloglog fit of known days; the first covariate is the one asked about.

    Raises:
        InputError: the days carry no information on it.
    """
    design, _ = prepare(event, covariates, group, weight=weight)
    found = fit(design)
    return Fitted(
        effect=float(found.coefficients[0]),
        interval=profile_interval(design, found),
        clustered_error=float(found.clustered_errors[0]),
        penalised=bool(found.penalised[0]),
    )


def estimate(
    event: Floats, covariates: Floats, group: Integers, *, weight: Floats | None = None
) -> tuple[float, float]:
    """The estimate and its standard error alone, without the interval."""
    design, _ = prepare(event, covariates, group, weight=weight)
    found = fit(design)
    return float(found.coefficients[0]), float(found.errors[0])


def effect_of(
    event: Floats, covariates: Floats, group: Integers, *, weight: Floats | None = None
) -> float:
    """The point estimate alone; NaN where no year is informative any more."""
    design, _ = prepare(event, covariates, group, weight=weight)
    return float(fit(design).coefficients[0]) if design.groups else float("nan")


def exact_p(totals: Totals, sign: Sign) -> float:
    """The exact one-sided p of the observed count, if events fell anywhere in their year."""
    law, observed = oracle(totals), int(totals.observed.sum())
    return law.at_least(observed) if sign == "higher" else law.at_most(observed)


def pooled(name: str, fits: Sequence[tuple[float, float]]) -> Estimate:
    """Estimates of several imputed series as one, by Rubin's rules.

    Source:
        Rubin (1987), Multiple Imputation for Nonresponse in Surveys, 3.1.
    """
    effects, errors = np.array(fits).T
    inner = float(np.mean(errors**2))
    outer = float(effects.var(ddof=1)) * (1 + 1 / len(fits))
    mean, half = float(effects.mean()), 1.959964 * (inner + outer) ** 0.5
    return Estimate(name=name, effect=mean, interval=(mean - half, mean + half))


def as_estimate(name: str, fitted: Fitted) -> Estimate:
    """A fit under a name, for the list of sensitivities."""
    return Estimate(name=name, effect=fitted.effect, interval=fitted.interval)


def clustered(fitted: Fitted) -> Estimate:
    """The same estimate with an interval from errors that let a year's days move together."""
    half = 1.959964 * fitted.clustered_error
    interval = (fitted.effect - half, fitted.effect + half)
    return Estimate(name="interval clustered by year", effect=fitted.effect, interval=interval)


def year_rows(totals: Totals, calendar: Calendar) -> tuple[YearRow, ...]:
    """The totals as rows, one a calendar year."""
    return tuple(
        YearRow(
            year=year,
            days=int(totals.days[row]),
            exposed=int(totals.exposed[row]),
            events=int(totals.events[row]),
            observed=int(totals.observed[row]),
            expected=float(totals.expected[row]),
        )
        for row, year in enumerate(calendar.years)
    )
