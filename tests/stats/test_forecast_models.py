"""The models that forecast: fits find what was planted, and use nothing but what they are given."""

import math

import numpy as np
import pytest
import scipy.stats
from hypothesis import given, settings
from hypothesis import strategies as st

from standoff.errors import InputError
from standoff.stats.compare import harvey_leybourne_newbold, yearly_difference
from standoff.stats.kernels import fit_kernels
from standoff.stats.lagged import fit_lagged
from standoff.stats.level import fit_walk
from standoff.stats.rare import rare_chance
from standoff.stats.rates import weighted_rate


def excited(rng: np.random.Generator, *, days: int, fast: float, slow: float) -> np.ndarray:
    levels, keep = np.zeros(2), 0.5 ** (1 / np.array([5.0, 120.0]))
    events = np.zeros(days)
    for day in range(days):
        rate = 0.01 + levels @ np.array([fast, slow])
        events[day] = rng.random() < -np.expm1(-rate)
        levels = keep * levels + (1 - keep) * events[day]
    return events


def test_kernels_find_what_was_planted() -> None:
    fits = [
        fit_kernels(excited(np.random.default_rng(seed), days=12_000, fast=0.3, slow=0.4))
        for seed in range(6)
    ]
    assert np.mean([one.branching.sum() for one in fits]) == pytest.approx(0.7, abs=0.1)
    assert np.mean([one.branching[0] for one in fits]) == pytest.approx(0.3, abs=0.1)


def test_quiet_rates_are_those_of_the_fit_day_by_day() -> None:
    events = excited(np.random.default_rng(1), days=3000, fast=0.3, slow=0.4)
    found = fit_kernels(events)
    ahead = found.quiet_rates(found.levels(events), days=10)
    for day in range(10):
        later = found.levels(np.append(events, np.zeros(day)))
        assert ahead[day] == pytest.approx(found.base + later @ found.branching)


def test_no_kernels_without_both_kinds_of_days() -> None:
    for events in (np.zeros(50), np.ones(50)):
        with pytest.raises(InputError):
            fit_kernels(events)


def test_lagged_counts_follow_the_negative_binomial_law() -> None:
    events = excited(np.random.default_rng(3), days=9000, fast=0.3, slow=0.4)
    found = fit_lagged(events, days=30)
    mean = found.mean(events, days=30)
    theirs = scipy.stats.nbinom(found.size, found.size / (found.size + mean))
    ours = found.pmf(mean, days=30)
    assert ours[:10] == pytest.approx(theirs.pmf(np.arange(10)), rel=1e-6)
    assert ours.sum() == pytest.approx(1.0)


def test_lagged_expects_more_after_more() -> None:
    events = excited(np.random.default_rng(3), days=9000, fast=0.3, slow=0.4)
    found = fit_lagged(events, days=30)
    quiet, busy = np.append(events, np.zeros(90)), np.append(events, np.tile([1.0, 0.0], 45))
    assert found.mean(busy, days=30) > 2 * found.mean(quiet, days=30)
    with pytest.raises(InputError):
        fit_lagged(events[:500], days=30)


def test_one_level_for_all_years_is_the_ridge_regression() -> None:
    rng = np.random.default_rng(4)
    x = rng.normal(size=(4000, 1))
    event = (rng.random(4000) < -np.expm1(-np.exp(-2.5 + 0.8 * x[:, 0]))).astype(float)
    year = 2000 + np.arange(4000) // 365
    found = fit_walk(event, x, year, spreads=(0.0,))
    assert found.slopes[0] == pytest.approx(0.8, abs=0.15)
    assert found.level == pytest.approx(-2.5, abs=0.15)
    assert found.filtered(event, x, year).variance == 0


def test_a_walking_level_is_followed() -> None:
    rng = np.random.default_rng(5)
    year = 2000 + np.arange(3650) // 365
    levels = np.cumsum(rng.normal(scale=0.7, size=10)) - 3
    event = (rng.random(3650) < -np.expm1(-np.exp(levels[year - 2000]))).astype(float)
    none = np.zeros((3650, 0))
    found = fit_walk(event, none, year)
    assert found.spread >= 0.25
    seen = found.filtered(event, none, year)
    last = event[year == 2009].mean()
    assert seen.year == 2009
    assert abs(seen.mean - math.log(last)) < 3 * seen.variance**0.5
    # With hardly a day of the new year seen, its level is last year's, less surely.
    begun = found.filtered(np.append(event, 0.0), np.zeros((3651, 0)), np.append(year, 2010))
    assert begun.variance > seen.variance + 0.9 * found.spread**2


def test_a_flat_level_is_not_made_to_walk() -> None:
    rng = np.random.default_rng(6)
    event = (rng.random(7300) < 0.06).astype(float)
    found = fit_walk(event, np.zeros((7300, 0)), 2000 + np.arange(7300) // 365)
    assert found.spread == 0.1


def test_rare_chances_of_the_acceptance_table() -> None:
    assert rare_chance(count=0, days=3272, horizon_days=365) == pytest.approx(0.052, abs=0.001)
    assert rare_chance(count=5, days=7254, horizon_days=365) == pytest.approx(0.237, abs=0.001)
    for wrong in ({"count": -1, "days": 10}, {"count": 0, "days": 0}):
        with pytest.raises(InputError):
            rare_chance(**wrong, horizon_days=30)


@given(st.integers(0, 20), st.floats(1, 1e5), st.floats(0, 1e4))
def test_rare_chances_grow_with_the_horizon(count: int, days: float, horizon: float) -> None:
    near, far = (
        rare_chance(count=count, days=days, horizon_days=one) for one in (horizon, 2 * horizon)
    )
    assert 0 <= near <= far <= 1


def alike(rng: np.random.Generator, *, share: float) -> np.ndarray:
    """175 monthly loss differences with a share of variance that fades over six months."""
    slow = np.zeros(175)
    keep = math.exp(-1 / 6)
    for month in range(1, 175):
        slow[month] = keep * slow[month - 1] + math.sqrt(1 - keep**2) * rng.normal()
    return math.sqrt(share) * slow + math.sqrt(1 - share) * rng.normal(size=175)


@pytest.mark.parametrize(("share", "low", "high"), [(0.0, 0.02, 0.08), (0.3, 0.0, 0.15)])
def test_equal_skill_is_seldom_told_apart(share: float, low: float, high: float) -> None:
    rng = np.random.default_rng(7)
    year = 2012 + np.arange(175) // 12
    zero = np.zeros(175)
    found = [yearly_difference(alike(rng, share=share), zero, year).p <= 0.05 for _ in range(500)]
    assert low <= np.mean(found) <= high


def test_differences_say_who_is_better() -> None:
    rng = np.random.default_rng(8)
    theirs = rng.random(120)
    year = 2012 + np.arange(120) // 12
    better = yearly_difference(theirs - 0.1 + 0.01 * rng.random(120), theirs, year)
    assert better.high < 0
    assert better.p < 0.001
    assert better.n == 10
    plain = harvey_leybourne_newbold(theirs - 0.1 * rng.random(120), theirs, overlap=1)
    assert plain.high < 0
    assert math.isnan(yearly_difference(theirs[:5], theirs[5:10], year[:5]).p)
    with pytest.raises(InputError):
        harvey_leybourne_newbold(theirs, theirs, overlap=60)


DAYS = st.lists(st.sampled_from([0.0, 1.0, math.nan]), min_size=1, max_size=80).map(np.array)


@settings(max_examples=60)
@given(DAYS)
def test_weighted_rates_are_the_plain_sums(events: np.ndarray) -> None:
    rate = weighted_rate(events, half_life_days=10.0, overall_share=0.0)
    weights = 0.5 ** (np.arange(len(events))[::-1] / 10.0)
    known = ~np.isnan(events)
    if known.any():
        expected = (weights[known] @ events[known]) / weights[known].sum()
        assert rate[-1] == pytest.approx(expected)
    else:
        assert math.isnan(rate[-1])
