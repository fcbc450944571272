"""Rates by definition, by hand, and blind to the future."""

import math
from functools import partial
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import poisson

from standoff.errors import InputError
from standoff.stats.rates import any_within, chance_of, leader_rate, overall_rate, weighted_rate

NAN = math.nan
DAYS = st.lists(st.sampled_from([0.0, 1.0, NAN]), min_size=1, max_size=60).map(np.array)
RATES: dict[str, Any] = {
    "overall": overall_rate,
    "leader": partial(leader_rate, starts=[-30, 5, 20]),
    "weighted": partial(weighted_rate, half_life_days=9.0),
}


@pytest.mark.parametrize("rate", RATES.values(), ids=RATES.keys())
@given(before=DAYS, after=DAYS, other=DAYS)
def test_nothing_from_the_origin_on_changes_a_rate(
    rate: Any, before: Any, after: Any, other: Any
) -> None:
    origin = len(before)
    one = rate(np.concatenate([before, after]))[: origin + 1]
    two = rate(np.concatenate([before, other]))[: origin + 1]
    assert one.tobytes() == two.tobytes()


@given(before=DAYS, gap=st.integers(1, 200))
def test_days_not_covered_at_the_end_leave_the_last_rate(before: Any, gap: Any) -> None:
    one_leader = partial(leader_rate, starts=[-30])
    for rate in (RATES["overall"], one_leader, RATES["weighted"]):
        longer = rate(np.concatenate([before, np.full(gap, NAN)]))
        assert longer[-1] == pytest.approx(rate(before)[-1], rel=1e-9, nan_ok=True)


@given(DAYS)
def test_rates_stay_between_never_and_every_day(events: Any) -> None:
    for rate in RATES.values():
        found = rate(events)
        known = found[~np.isnan(found)]
        assert np.all((known >= 0) & (known <= 1))


@given(DAYS, st.floats(1, 400))
def test_weighted_rate_is_its_definition(events: Any, half_life: Any) -> None:
    rates = weighted_rate(events, half_life_days=half_life, overall_share=0.0)
    for origin in range(1, len(events) + 1):
        ages = origin - 1 - np.arange(origin)
        weights = 0.5 ** (ages / half_life) * ~np.isnan(events[:origin])
        if weights.sum() > 1e-200:
            mean = (weights * np.nan_to_num(events[:origin])).sum() / weights.sum()
            assert rates[origin] == pytest.approx(mean, abs=1e-9)


def test_weighted_rate_by_hand() -> None:
    rates = weighted_rate(np.array([1.0, 0.0]), half_life_days=1.0, overall_share=0.02)
    assert math.isnan(rates[0])
    assert rates[1:] == pytest.approx([1.0, 0.98 / 3 + 0.02 / 2])


def test_leader_rate_by_hand() -> None:
    events = np.array([1.0, 0.0, 0.0, 1.0, 0.0, NAN])
    rates = leader_rate(events, starts=[2], prior_days=10.0)
    assert rates[2] == pytest.approx(0.5)
    assert rates[5] == pytest.approx((1 + 10 * 2 / 5) / (3 + 10))
    assert rates[6] == rates[5]


def test_chance_is_poisson() -> None:
    for at_least in (1, 2, 4):
        found = chance_of(np.array([0.0, 0.05, 0.4]), horizon_days=30, at_least=at_least)
        assert found == pytest.approx(poisson.sf(at_least - 1, [0, 1.5, 12]), abs=1e-12)
    assert math.isnan(chance_of(np.array([NAN]), horizon_days=7)[0])


def test_outcomes_wait_for_the_whole_window() -> None:
    events = np.array([0.0, 1.0, 0.0, 0.0, NAN, 1.0])
    found = any_within(events, horizon_days=2)
    assert found == pytest.approx([1, 1, 0, NAN, NAN, NAN, NAN], nan_ok=True)
    twice = any_within(np.array([1.0, 1.0, 0.0]), horizon_days=2, at_least=2)
    assert twice == pytest.approx([1, 0, NAN, NAN], nan_ok=True)


def test_bad_input_is_refused() -> None:
    good = np.array([0.0, 1.0])
    calls: list[partial[Any]] = [
        partial(overall_rate, np.array([2.0])),
        partial(overall_rate, np.array([[1.0]])),
        partial(leader_rate, good, starts=[], prior_days=0.0),
        partial(weighted_rate, good, half_life_days=0.0),
        partial(weighted_rate, good, half_life_days=9.0, overall_share=1.5),
        partial(chance_of, np.array([-0.1]), horizon_days=7),
        partial(chance_of, np.array([0.1]), horizon_days=0),
        partial(any_within, good, horizon_days=0),
        partial(any_within, good, horizon_days=1, at_least=0),
    ]
    for call in calls:
        with pytest.raises(InputError):
            call()
