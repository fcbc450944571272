"""Response tests: does something begin more often in the wake of campaigns?"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

import numpy as np
from numpy.typing import NDArray

from standoff.explain.anticipation import measure_bins, phases
from standoff.explain.days import Calendar
from standoff.explain.measure import Fitted, Measured, as_estimate, clustered, effect_of, fit_days
from standoff.explain.specification import Sign
from standoff.explain.verdict import Bin, Estimate
from standoff.explain.wording import closed_gate
from standoff.stats.cloglog import fit, prepare
from standoff.stats.gate import Gate, Totals, gate, yearly_totals
from standoff.stats.intervals import days_since, decayed, joined, starts, within
from standoff.stats.permute import PValue, p_value
from standoff.stats.resample import NullModel, history_scores

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]
Integers = NDArray[np.int64]

BURN_IN_DAYS = 540


@dataclass(frozen=True, slots=True, kw_only=True)
class ResponseDays:
    """The days of one response test.

    `state` says whether an episode is under way or announced (1, 0, NaN unknown); `onset`
    marks the day an episode became public; `trigger` marks event days (1, 0, NaN), which
    campaigns join over gaps under `campaign_gap_days`; `without` holds the trigger again with
    one origin left out.
    """

    calendar: Calendar
    state: Floats
    onset: Flags
    trigger: Floats
    sign: Sign
    campaign_gap_days: int
    half_life_days: float
    window_days: int
    lag_days: int
    without: Mapping[str, Floats] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Risk:
    """Days at risk, with the history each of them looks back on."""

    at_risk: Flags
    since_days: Floats
    begun: Flags
    recent: Flags
    coverage: float


def measure_response(days: ResponseDays, *, draws: int, rng: np.random.Generator) -> Measured:
    """Gate, and where it opens: estimate, p from campaigns drawn anew, omissions, bounds.

    Args:
        days: episodes and trigger events.
        draws: how many resampled histories.
        rng: source of chance.
    """
    risk = _risk(days)
    totals, opened = _gated(days, risk)
    bounds = tuple(_bound(days, fill) for fill in (1.0, 0.0))
    if not opened.passed:
        return Measured(gate=opened, totals=totals, bounds=bounds)
    fitted = _fit(days, risk)
    return Measured(
        gate=opened,
        totals=totals,
        fitted=fitted,
        p=_resampled(days, risk, draws=draws, rng=rng),
        omitted=(*_without_years(days, risk, totals), *_without_sources(days)),
        bounds=bounds,
        sensitivities=(clustered(fitted), *_other_half_lives(days, risk)),
        bins=_bins(days, risk),
    )


def _risk(days: ResponseDays) -> _Risk:
    """Known days after burn-in, outside episodes, with a last episode to look back on."""
    unknown = np.isnan(days.state)
    since = days_since(days.state == 1, unknown)
    before = np.concatenate([[np.nan], since[:-1]]) + 1
    quiet = np.nan_to_num(days.trigger) == 0
    campaign = joined(~quiet, gap_days=days.campaign_gap_days)
    blind = within(np.isnan(days.trigger), window_days=days.window_days, lag_days=0)
    settled = np.arange(days.calendar.days) >= BURN_IN_DAYS
    known = settled & ~unknown & ~blind
    quiet_before = np.concatenate([[False], days.state[:-1] == 0])
    outside = (days.state == 0) | (days.onset & quiet_before)
    begun = starts(campaign)
    return _Risk(
        at_risk=known & outside & ~np.isnan(before),
        since_days=before,
        begun=begun,
        recent=within(begun, window_days=days.window_days, lag_days=days.lag_days),
        coverage=float(known.sum()) / max(int(settled.sum()), 1),
    )


def _gated(days: ResponseDays, risk: _Risk) -> tuple[Totals, Gate]:
    event = np.where(risk.at_risk, days.onset.astype(np.float64), np.nan)
    recent = risk.recent.astype(np.float64)
    calendar = days.calendar
    totals = yearly_totals(event, recent, calendar.year, years=len(calendar.years))
    return totals, gate(totals, coverage=risk.coverage)


def _columns(days: ResponseDays, risk: _Risk, kept: Flags) -> tuple[Floats, Floats, Integers]:
    """Onset, covariates (decayed starts, log time since) and year of the kept days at risk."""
    rows = risk.at_risk & kept
    trace = decayed(risk.begun, half_life_days=days.half_life_days, lag_days=days.lag_days)
    covariates = np.column_stack([trace[rows], np.log(risk.since_days[rows])])
    return days.onset[rows].astype(np.float64), covariates, days.calendar.year[rows]


def _fit(days: ResponseDays, risk: _Risk) -> Fitted:
    return fit_days(*_columns(days, risk, np.ones(days.calendar.days, dtype=bool)))


def _resampled(days: ResponseDays, risk: _Risk, *, draws: int, rng: np.random.Generator) -> PValue:
    """The score test with every campaign begun on another day of like kind in its year."""
    strata = 2 * days.calendar.year + risk.at_risk
    strata[np.isnan(days.trigger)] = -1
    observed, scores = history_scores(
        _null_model(days, risk),
        np.flatnonzero(risk.begun),
        strata,
        half_life_days=days.half_life_days,
        lag_days=days.lag_days,
        draws=draws,
        rng=rng,
    )
    return p_value(observed, scores, sign=days.sign)


def _null_model(days: ResponseDays, risk: _Risk) -> NullModel:
    """The fit without campaigns, spread over the whole calendar."""
    event, covariates, year = _columns(days, risk, np.ones(days.calendar.days, dtype=bool))
    design, kept = prepare(event, covariates[:, 1:], year)
    found = fit(design)
    place = np.flatnonzero(risk.at_risk)[kept]
    score, curvature = np.zeros(days.calendar.days), np.zeros(days.calendar.days)
    nuisance = np.zeros((days.calendar.days, design.groups + 1))
    score[place], curvature[place] = found.score, found.curvature
    nuisance[place, design.group] = 1.0
    nuisance[place, -1] = design.covariates[:, 0]
    return NullModel(score=score, curvature=curvature, nuisance=nuisance)


def _without_years(
    days: ResponseDays, risk: _Risk, totals: Totals
) -> tuple[tuple[str, float], ...]:
    years = days.calendar.years
    rows = np.flatnonzero(totals.events > 0)
    return tuple(
        (str(years[row]), effect_of(*_columns(days, risk, days.calendar.year != row)))
        for row in rows
    )


def _without_sources(days: ResponseDays) -> tuple[tuple[str, float], ...]:
    """The effect without each source of the trigger; only where the rest could carry the test."""
    found = []
    for name, trigger in days.without.items():
        other = replace(days, trigger=trigger)
        risk = _risk(other)
        if _gated(other, risk)[1].passed:
            every = np.ones(days.calendar.days, dtype=bool)
            found.append((name, effect_of(*_columns(other, risk, every))))
    return tuple(found)


def _bins(days: ResponseDays, risk: _Risk) -> tuple[Bin, ...]:
    """How often an episode begins before, during and after campaigns."""
    campaign = joined(np.nan_to_num(days.trigger) > 0, gap_days=days.campaign_gap_days)
    state = np.where(np.isnan(days.trigger), np.nan, campaign.astype(np.float64))
    onset = np.where(risk.at_risk, days.onset.astype(np.float64), np.nan)
    return measure_bins(onset, phases(state, (), days.calendar), days.calendar.year, None)


def _bound(days: ResponseDays, fill: float) -> Estimate:
    name = f"all unknown days taken as {'under way' if fill else 'not under way'}"
    filled = replace(days, state=np.where(np.isnan(days.state), fill, days.state))
    risk = _risk(filled)
    _, opened = _gated(filled, risk)
    if not opened.passed:
        return Estimate(name=name, effect=None, interval=None, gate=closed_gate(opened))
    return as_estimate(name, _fit(filled, risk))


def _other_half_lives(days: ResponseDays, risk: _Risk) -> tuple[Estimate, ...]:
    lives = (days.half_life_days / 2, days.half_life_days * 2)
    return tuple(
        as_estimate(f"half-life {life:g} days", _fit(replace(days, half_life_days=life), risk))
        for life in lives
    )
