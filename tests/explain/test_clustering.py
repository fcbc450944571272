"""Self-excitation on made-up days: the gain over hidden bursts, and the rule of the verdict."""

from dataclasses import replace
from datetime import date

import numpy as np
import pytest

from standoff.explain.days import Calendar
from standoff.explain.excitation_kind import (
    Effort,
    ExcitationDays,
    decide_excitation,
    gain_over_bursts,
    measure_excitation,
)
from standoff.explain.lint import overclaims
from standoff.explain.verdict import Baseline, Clustering, SourceGain
from standoff.stats.branching import daily_rate
from standoff.stats.cox import Cox, simulate_cox
from standoff.stats.hawkes import fit_hawkes, simulate_hawkes

CALENDAR = Calendar(first=date(2000, 1, 1), days=12 * 365)
YEAR = CALENDAR.year
RATE = (np.array([4, 20, 9, 30, 6, 14, 25, 5, 12, 18, 8, 22]) / 365).repeat(365)

FOUND = Clustering(
    baselines=(
        Baseline(name="year", branching=0.3, half_life_days=7, likelihood_ratio=30, p_value=0.005),
        Baseline(name="90 days", branching=0.1, half_life_days=2, likelihood_ratio=6, p_value=0.01),
    ),
    corrected=0.4,
    interval=(0.2, 0.6),
    cox_deviation=0.8,
    cox_half_life_days=8,
    cox_p=0.01,
    cox_p_interval=(0.001, 0.03),
    cox_gain=8.0,
    cox_gain_error=0.5,
    ks_p=0.5,
    lag_p=0.5,
    exploded_share=0.0,
    sources=(SourceGain(name="one", branching=0.2, gain=7.0, error=0.5),),
)
WEAK = (replace(FOUND.baselines[0]), replace(FOUND.baselines[1], p_value=0.2))


@pytest.mark.parametrize(
    ("changes", "p", "verdict", "reason"),
    [
        ({}, 0.01, "present", "agree"),
        ({"exploded_share": 0.02}, 0.01, "unclear", "explode"),
        ({"interval": (0.0, 0.04)}, 0.01, "absent", "at most 0.04"),
        ({"interval": (0.0, 0.3)}, 0.01, "unclear", "no more clustering"),
        ({}, 0.06, "unclear", "no more clustering"),
        ({"baselines": WEAK}, 0.01, "unclear", "cause not identified: gone over baselines by 90"),
        ({"cox_p_interval": (0.01, 0.06)}, 0.01, "unclear", "hidden bursts without excitation"),
        ({"cox_gain": 3.0}, 0.01, "unclear", "hidden bursts without excitation"),
        (
            {"sources": (SourceGain(name="one", branching=0.2, gain=1.9, error=0.1),)},
            0.01,
            "unclear",
            "do as well without one",
        ),
    ],
)
def test_rule(changes, p, verdict, reason) -> None:  # type: ignore[no-untyped-def]
    found, why = decide_excitation(replace(FOUND, **changes), p)
    assert found == verdict
    assert reason in why
    assert not list(overclaims(why))


def test_chains_gain_over_bursts_and_bursts_do_not() -> None:
    rng = np.random.default_rng(3)
    chains, _ = simulate_hawkes(0.4 * RATE, branching=0.6, half_life_days=3, draws=1, rng=rng)
    bursts = simulate_cox(RATE, Cox(deviation=1.6, half_life_days=20), draws=1, rng=rng)

    def gain(event: np.ndarray) -> float:
        fitted = fit_hawkes(event, YEAR)
        return gain_over_bursts(fitted, event, daily_rate(event, YEAR), rng=rng)[0]

    assert gain(chains[0]) > max(gain(bursts[0]), 2.0)


def test_everything_is_measured_and_too_few_events_are_not() -> None:
    rng = np.random.default_rng(4)
    event = simulate_hawkes(0.6 * RATE, branching=0.4, half_life_days=7, draws=1, rng=rng)[0][0]
    effort = Effort(likelihood_ratios=9, curve=4, rescaled=19)
    days = ExcitationDays(calendar=CALENDAR, event=event, without={"one": event})
    found = measure_excitation(days, rng=rng, effort=effort)
    assert found.clustering is not None and found.p is not None
    assert [one.name for one in found.clustering.baselines] == ["year", "half-year", "90 days"]
    assert found.p.p == 0.1 and found.clustering.baselines[0].p_value == 0.1
    assert found.clustering.sources == ()  # nothing is gone without it
    few = np.zeros(CALENDAR.days)
    few[[10, 800, 2000]] = 1.0
    closed = measure_excitation(ExcitationDays(calendar=CALENDAR, event=few), rng=rng)
    assert closed.clustering is None and "expected" in closed.gate.failures
