"""Excitation tests: do events bring events, over and above the level of the time?"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cache

import numpy as np
from numpy.typing import NDArray
from scipy.special import logsumexp

from standoff.explain.days import Calendar
from standoff.explain.measure import Measured
from standoff.explain.verdict import LEVEL, Baseline, Clustering, SourceGain, Verdict
from standoff.stats.branching import (
    MeanCurve,
    corrected,
    daily_rate,
    how_many_as_large,
    mean_curve,
    no_excitation_p,
)
from standoff.stats.cox import Cox, fit_cox, log_likelihood_cox, simulate_cox
from standoff.stats.gate import gate, yearly_totals
from standoff.stats.hawkes import Excited, fit_hawkes, history
from standoff.stats.intervals import within
from standoff.stats.permute import PValue, p_value
from standoff.stats.rescale import judge_rescaling

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]

NEAR_DAYS = 7
PARTICLES = 800
FILTERS = 4
MIN_KEPT, MAX_KEPT = 0.25, 0.95
MIN_GAIN = 2.0
MAX_EXPLODED = 0.01
SMALL = 0.05
MAX_ROUNDS = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Effort:
    """How many simulated series each part takes."""

    likelihood_ratios: int = 199
    curve: int = 60
    rescaled: int = 499


@dataclass(frozen=True, slots=True, kw_only=True)
class ExcitationDays:
    """The days of one excitation test, 1, 0 or NaN; `without` leaves out one origin each."""

    calendar: Calendar
    event: Floats
    without: Mapping[str, Floats] = field(default_factory=dict)


def measure_excitation(
    days: ExcitationDays, *, rng: np.random.Generator, effort: Effort | None = None
) -> Measured:
    """Gate, and where it opens: three baselines, correction, Cox model, rescaled gaps.

    The totals count event days within a week after another; the gate reads them alone.

    Args:
        days: the outcome.
        rng: source of chance.
        effort: how many series to simulate.
    """
    calendar, event = days.calendar, days.event
    after = within(event == 1, window_days=NEAR_DAYS, lag_days=1).astype(np.float64)
    totals = yearly_totals(event, after, calendar.year, years=len(calendar.years))
    opened = gate(totals, coverage=float((~np.isnan(event)).mean()))
    if not opened.passed:
        return Measured(gate=opened, totals=totals)
    groups = groups_of(calendar)
    clustering = measure_clustering(event, groups, rng=rng, effort=effort or Effort())
    return Measured(
        gate=opened,
        totals=totals,
        clustering=replace(clustering, sources=_without_sources(days, groups, rng=rng)),
        p=_p_of(clustering, effort or Effort()),
    )


def groups_of(calendar: Calendar) -> dict[str, Integers]:
    """The groups of days over which the baseline is free: years, half-years, 90 days."""
    year = calendar.year
    half = 2 * year + (calendar.day_of_year >= 182)
    ninety = np.arange(calendar.days) // 90
    return {"year": year, "half-year": _dense(half), "90 days": _dense(ninety)}


def measure_clustering(
    event: Floats,
    groups: dict[str, Integers],
    *,
    rng: np.random.Generator,
    effort: Effort,
) -> Clustering:
    """All that is measured of a series' clustering; the first of the groups is the primary.

    Args:
        event: 1, 0 or NaN; shape (n,).
        groups: by name, the group of each day.
        rng: source of chance.
        effort: how many series to simulate.
    """
    fits = {name: fit_hawkes(event, group) for name, group in groups.items()}
    baselines = tuple(
        _baseline(name, found, event, groups[name], rng=rng, draws=effort.likelihood_ratios)
        for name, found in fits.items()
    )
    first, group = next(iter(fits.values())), next(iter(groups.values()))

    @cache
    def curve_at(half_life_days: float) -> MeanCurve:
        return mean_curve(event, group, half_life_days=half_life_days, draws=effort.curve, rng=rng)

    ratio, interval = corrected(first, curve_at)
    rate, happened = daily_rate(event, group), np.nan_to_num(event)
    cox = fit_cox(event, rate)
    beside = _beside_bursts(first.likelihood_ratio, event, group, cox, rng=rng, effort=effort)
    excited = first.baseline[group] + first.branching * history(
        event, half_life_days=first.half_life_days
    )
    judged = judge_rescaling(
        happened, np.where(np.isnan(event), 0.0, excited), draws=effort.rescaled, rng=rng
    )
    gain, gain_error = gain_over_bursts(first, event, rate, rng=rng)
    return Clustering(
        baselines=baselines,
        corrected=ratio,
        interval=interval,
        cox_deviation=cox.deviation,
        cox_half_life_days=cox.half_life_days,
        cox_p=beside.p,
        cox_p_interval=beside.interval,
        cox_gain=gain,
        cox_gain_error=gain_error,
        ks_p=judged.ks_p,
        lag_p=judged.lag_p,
        exploded_share=curve_at(first.half_life_days).exploded_near(ratio),
    )


def decide_excitation(found: Clustering, p_holm: float) -> tuple[Verdict, str]:
    """The verdict by the rule fixed before any test, with the condition that settled it.

    Present needs every baseline, the corrected ratio, and to beat a model of hidden bursts;
    absent, a corrected ratio under .05.

    Args:
        found: from `measure_clustering`.
        p_holm: of the likelihood ratio over the first baseline, adjusted for the family.
    """
    weak = [one.name for one in found.baselines if one.p_value > LEVEL]
    lost = [one.name for one in found.sources if not _ahead(one.gain, one.error)]
    ahead = _ahead(found.cox_gain, found.cox_gain_error)
    bursts = found.cox_p_interval[1] > LEVEL or not ahead
    low, high = found.interval
    ordered: tuple[tuple[bool, Verdict, str], ...] = (
        (
            found.exploded_share > MAX_EXPLODED,
            "unclear",
            "series simulated from the fit explode, so that nothing is concluded",
        ),
        (high < SMALL, "absent", f"at most {high:.2f} of the events could follow from another"),
        (
            p_holm > LEVEL or low <= 0,
            "unclear",
            "no more clustering than chance leaves within years",
        ),
        (bool(weak), "unclear", _not_identified(f"gone over baselines by {', '.join(weak)}")),
        (bursts, "unclear", _not_identified("hidden bursts without excitation do as well")),
        (
            bool(lost),
            "unclear",
            _not_identified(f"hidden bursts do as well without {', '.join(lost)}"),
        ),
    )
    for holds, verdict, reason in ordered:
        if holds:
            return verdict, reason
    return "present", "every baseline, source and the model of hidden bursts agree"


def _not_identified(why: str) -> str:
    return f"short-range clustering, cause not identified: {why}"


def _beside_bursts(
    ratio: float,
    event: Floats,
    group: Integers,
    cox: Cox,
    *,
    rng: np.random.Generator,
    effort: Effort,
) -> PValue:
    """How often series of hidden bursts look as excited; drawn until that is on one side of .05."""
    rate, beyond, drawn = daily_rate(event, group), 0, 0
    while True:
        series = simulate_cox(rate, cox, draws=effort.likelihood_ratios, rng=rng)
        beyond += how_many_as_large(ratio, series, group, np.isnan(event))
        drawn += len(series)
        found = _counted(beyond, drawn)
        settled = found.interval[1] <= LEVEL or found.interval[0] > LEVEL
        if settled or drawn >= MAX_ROUNDS * effort.likelihood_ratios:
            return found


def _without_sources(
    days: ExcitationDays, groups: dict[str, Integers], *, rng: np.random.Generator
) -> tuple[SourceGain, ...]:
    """The ratio over year baselines, and the gain over hidden bursts, without each source."""
    group = next(iter(groups.values()))
    found = []
    for name, event in days.without.items():
        kept = np.nansum(event) / np.nansum(days.event)
        if not MIN_KEPT <= kept <= MAX_KEPT:
            continue  # too little is left to speak against the whole, or hardly anything is gone
        fitted, rate = fit_hawkes(event, group), daily_rate(event, group)
        gain, error = gain_over_bursts(fitted, event, rate, rng=rng)
        one = SourceGain(name=name, branching=fitted.branching, gain=gain, error=error)
        found.append(one)
    return tuple(found)


def gain_over_bursts(
    fitted: Excited, event: Floats, rate: Floats, *, rng: np.random.Generator
) -> tuple[float, float]:
    """The log likelihood over that of hidden bursts, and the error of the filter that gives it.

    The bursts nearest in pair correlation, and those about them, are tried; the best stand.

    Args:
        fitted: the excitation model.
        event: 1, 0 or NaN; shape (n,).
        rate: each day's rate without either; shape (n,).
        rng: source of chance.
    """

    def filtered(model: Cox) -> float:
        return log_likelihood_cox(event, rate, model, particles=PARTICLES, rng=rng)

    best = max(_about(fit_cox(event, rate)), key=filtered)
    found = np.array([filtered(best) for _ in range(FILTERS)])
    error = float(found.std(ddof=1)) / FILTERS**0.5
    # A filter's likelihood is right on average, its logarithm is not.
    hidden = float(logsumexp(found) - np.log(FILTERS))
    return fitted.log_likelihood - hidden, error


def _about(model: Cox) -> tuple[Cox, ...]:
    """The model with its deviation a little smaller and larger, its half-life halved, doubled."""
    deviation, life = model.deviation, model.half_life_days
    return (
        model,
        Cox(deviation=0.8 * deviation, half_life_days=life),
        Cox(deviation=1.25 * deviation, half_life_days=life),
        Cox(deviation=deviation, half_life_days=life / 2),
        Cox(deviation=deviation, half_life_days=2 * life),
    )


def _ahead(gain: float, error: float) -> bool:
    """Whether the gain is large enough whatever the seed of the filter."""
    return gain - 3 * error >= MIN_GAIN


def _baseline(
    name: str,
    found: Excited,
    event: Floats,
    group: Integers,
    *,
    rng: np.random.Generator,
    draws: int,
) -> Baseline:
    return Baseline(
        name=name,
        branching=found.branching,
        half_life_days=found.half_life_days,
        likelihood_ratio=found.likelihood_ratio,
        p_value=no_excitation_p(found, event, group, draws=draws, rng=rng),
    )


def _p_of(found: Clustering, effort: Effort) -> PValue:
    """The bootstrap p over the first baseline, with its Monte Carlo interval."""
    drawn = effort.likelihood_ratios
    return _counted(round(found.baselines[0].p_value * (1 + drawn)) - 1, drawn)


def _counted(beyond: int, drawn: int) -> PValue:
    scores = np.concatenate([np.ones(beyond), -np.ones(drawn - beyond)])
    return p_value(0.0, scores, sign="higher")


def _dense(group: Integers) -> Integers:
    return np.unique(group, return_inverse=True)[1].astype(np.int64)
