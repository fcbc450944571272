"""Exposure tests: is the outcome more, or less, frequent while something is under way?"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

import numpy as np
from numpy.typing import NDArray

from standoff.explain.anticipation import measure_bins
from standoff.explain.days import Calendar
from standoff.explain.measure import (
    Fitted,
    Measured,
    as_estimate,
    clustered,
    effect_of,
    estimate,
    exact_p,
    fit_days,
    pooled,
)
from standoff.explain.multiverse import Choices, specification_curve
from standoff.explain.specification import Sign
from standoff.explain.verdict import Bin, Curve, Estimate
from standoff.explain.wording import closed_gate
from standoff.stats.alike import alike_days
from standoff.stats.gate import Gate, Totals, gate, yearly_totals
from standoff.stats.permute import (
    MIN_SHIFT_DAYS,
    PValue,
    p_value,
    shift_scores,
    swap_scores,
    z_score,
)

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]

DAYS_A_YEAR = 365.25
IMPUTATIONS = 20
WEEK_DAYS = 7


@dataclass(frozen=True, slots=True, kw_only=True)
class ExposureDays:
    """The days of one exposure test; `eras` numbers the era of each calendar year.

    `event` and `exposure` are 1, 0 or NaN (unknown), shape (days,); `without` holds the
    outcome again with one origin left out; `bins` the distance from what exposes (None where
    that means nothing), `undated` the stretches in which an event without a day may lie,
    `variants` the exposure with another window.
    """

    calendar: Calendar
    event: Floats
    exposure: Floats
    sign: Sign
    calendar_bound: bool = False
    eras: tuple[int, ...] = ()
    without: Mapping[str, Floats] = field(default_factory=dict)
    bins: Floats | None = None
    undated: tuple[slice, ...] = ()
    variants: Mapping[str, Floats] = field(default_factory=dict)


def measure_exposure(
    days: ExposureDays, *, draws: int, rng: np.random.Generator, detail: bool = True
) -> Measured:
    """Gate, and where it opens: estimate, permutation p, omissions, bounds, sensitivities.

    Args:
        days: outcome and exposure.
        draws: how many permuted calendars.
        rng: source of chance.
        detail: False leaves out what describes and decides nothing.
    """
    totals, opened = _gated(days, days.event, days.exposure)
    unknown = bool(np.isnan(days.exposure).any())
    bounds = tuple(_bound(days, fill) for fill in (1.0, 0.0)) if unknown else ()
    if not opened.passed:
        return Measured(gate=opened, totals=totals, bounds=bounds)
    fitted = _fit(days, days.event, days.exposure)
    found = Measured(
        gate=opened,
        totals=totals,
        fitted=fitted,
        p=_permuted(days, totals, draws=draws, rng=rng),
        omitted=(*_without_years(days, totals), *_without_sources(days)),
        bounds=bounds,
        bins=_bins(days),
        exact=exact_p(totals, days.sign),
    )
    if not detail:
        return found
    return replace(
        found,
        sensitivities=(clustered(fitted), _crude(days), *_imputed(days, rng=rng)),
        curve=_curve(days, draws=draws, rng=rng),
    )


def _gated(days: ExposureDays, event: Floats, exposure: Floats) -> tuple[Totals, Gate]:
    calendar = days.calendar
    totals = yearly_totals(event, exposure, calendar.year, years=len(calendar.years))
    return totals, gate(totals, coverage=float(totals.days.sum()) / calendar.days)


def _design(
    days: ExposureDays, event: Floats, exposure: Floats
) -> tuple[Floats, Floats, Integers, Floats]:
    """Event, covariates, year and weight of the known days, alike days counted together."""
    known = ~(np.isnan(event) | np.isnan(exposure))
    columns = [event[known], days.calendar.year[known], exposure[known]]
    if days.calendar_bound:
        columns += list(harmonics(days.calendar.day_of_year[known]).T)
    rows, weight = alike_days(columns)
    return rows[:, 0], rows[:, 2:], rows[:, 1].astype(np.int64), weight


def harmonics(day_of_year: Integers) -> Floats:
    """Two seasonal harmonics, level within each week so that alike days are one; shape (n, 4)."""
    middle = day_of_year // WEEK_DAYS * WEEK_DAYS + WEEK_DAYS // 2
    angle = 2 * np.pi * middle / DAYS_A_YEAR
    waves = (np.sin(angle), np.cos(angle), np.sin(2 * angle), np.cos(2 * angle))
    return np.column_stack(waves)


def _fit(days: ExposureDays, event: Floats, exposure: Floats) -> Fitted:
    happened, covariates, year, weight = _design(days, event, exposure)
    return fit_days(happened, covariates, year, weight=weight)


def _permuted(
    days: ExposureDays, totals: Totals, *, draws: int, rng: np.random.Generator
) -> PValue:
    calendar, event, exposure = days.calendar, days.event, days.exposure
    observed = float(z_score(totals))
    if days.calendar_bound:
        scores = swap_scores(
            event,
            exposure,
            calendar.year,
            calendar.day_of_year,
            eras=_eras(days),
            draws=draws,
            rng=rng,
        )
        return p_value(observed, scores, sign=days.sign)
    years = len(calendar.years)
    scores = shift_scores(event, exposure, calendar.year, years=years, draws=draws, rng=rng)
    every = calendar.days - 2 * MIN_SHIFT_DAYS + 1
    return p_value(observed, scores, sign=days.sign, exhaustive=every <= draws)


def _without_years(days: ExposureDays, totals: Totals) -> tuple[tuple[str, float], ...]:
    happened, covariates, year, weight = _design(days, days.event, days.exposure)
    return tuple(
        (
            str(days.calendar.years[row]),
            effect_of(
                happened[year != row],
                covariates[year != row],
                year[year != row],
                weight=weight[year != row],
            ),
        )
        for row in np.flatnonzero(totals.informative)
    )


def _without_sources(days: ExposureDays) -> tuple[tuple[str, float], ...]:
    """The effect without each source; only where the others could carry the test alone."""
    found = []
    for name, event in days.without.items():
        if _gated(days, event, days.exposure)[1].passed:
            happened, covariates, year, weight = _design(days, event, days.exposure)
            found.append((name, effect_of(happened, covariates, year, weight=weight)))
    return tuple(found)


def _curve(days: ExposureDays, *, draws: int, rng: np.random.Generator) -> Curve | None:
    calendar = days.calendar
    choices = Choices(
        calendar=calendar,
        sources={"all sources": days.event}
        | {f"without {name}": event for name, event in days.without.items()},
        exposures={"window as written": days.exposure, **days.variants},
        season=harmonics(calendar.day_of_year) if days.calendar_bound else None,
        eras=_eras(days) if days.calendar_bound else None,
        sign=days.sign,
    )
    return specification_curve(choices, draws=draws, rng=rng)


def _eras(days: ExposureDays) -> tuple[int, ...]:
    return days.eras or (0,) * len(days.calendar.years)


def _bins(days: ExposureDays) -> tuple[Bin, ...]:
    if days.bins is None:
        return ()
    season = harmonics(days.calendar.day_of_year) if days.calendar_bound else None
    return measure_bins(days.event, days.bins, days.calendar.year, season)


def _imputed(days: ExposureDays, *, rng: np.random.Generator) -> tuple[Estimate, ...]:
    """The effect with events without a day placed at random within their stretch."""
    if not days.undated:
        return ()
    fits = []
    for _ in range(IMPUTATIONS):
        event = days.event.copy()
        for span in days.undated:
            known = np.flatnonzero(~np.isnan(days.event[span])) + span.start
            event[rng.choice(known, size=min(known.size, 1))] = 1.0
        happened, covariates, year, weight = _design(days, event, days.exposure)
        fits.append(estimate(happened, covariates, year, weight=weight))
    return (pooled(f"with {len(days.undated)} undated events placed at random", fits),)


def _bound(days: ExposureDays, fill: float) -> Estimate:
    exposure = np.where(np.isnan(days.exposure), fill, days.exposure)
    name = f"all unknown days taken as {'exposed' if fill else 'not exposed'}"
    _, opened = _gated(days, days.event, exposure)
    if not opened.passed:
        return Estimate(name=name, effect=None, interval=None, gate=closed_gate(opened))
    return as_estimate(name, _fit(days, days.event, exposure))


def _crude(days: ExposureDays) -> Estimate:
    happened, covariates, year, weight = _design(days, days.event, days.exposure)
    pooled = fit_days(happened, covariates, np.zeros_like(year), weight=weight)
    return as_estimate("crude: years compared with one another", pooled)
