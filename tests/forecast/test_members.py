"""The ensemble and its members: fixed by rule, blind to the future, guarded when simulated."""

import math
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from standoff.forecast.combine import (
    BASE,
    CLOGLOG,
    ENSEMBLE,
    KERNELS,
    LAGGED,
    LEADER,
    MEMBERS,
    RANGE,
    WEIGHTED,
    ensemble,
)
from standoff.forecast.forecaster import Forecaster, refit_day
from standoff.forecast.members import Ahead, Fitted, fit_members
from standoff.forecast.models import History
from standoff.forecast.numbers import pmf_of, steady_pmf, waits_of
from standoff.forecast.paths import Futures, simulate
from standoff.forecast.windows import windows
from standoff.stats.kernels import Kernels

START = date(2010, 1, 1)


def busy(seed: int = 1, *, days: int = 2200, rate: float = 0.05) -> History:
    rng = np.random.default_rng(seed)
    slow = np.exp(np.cumsum(rng.normal(scale=0.03, size=days)))
    events = (rng.random(days) < np.clip(rate * slow, 0, 0.5)).astype(float)
    exposures = (rng.random((days + 400, 1)) < 0.1).astype(float)
    return History(
        start=START, events=events, leader_starts=(date(2012, 1, 1),), exposures=exposures
    )


def asked(past: History, opens: date, *, horizon: int = 30) -> Any:
    forecaster = Forecaster(horizons_days=(7, 30, 90))
    forecaster.refit(past, before=refit_day(opens))
    return forecaster.chances(past, opens=opens, horizons_days=(horizon,))[horizon]


def test_the_ensemble_is_the_plain_mean_of_the_members_by_rule() -> None:
    assert MEMBERS == (WEIGHTED, CLOGLOG, LAGGED, KERNELS)
    found = asked(busy(), date(2015, 9, 18))
    assert set(found.by_model) == {*MEMBERS, BASE, LEADER, ENSEMBLE}
    assert found.probability == pytest.approx(np.mean([found.by_model[one] for one in MEMBERS]))
    assert found.headline == ENSEMBLE
    # A member that says nothing leaves its share to the others.
    assert ensemble({WEIGHTED: 0.2, KERNELS: 0.4, BASE: 1.0}) == pytest.approx(0.3)


def test_fits_are_renewed_with_the_quarter_alone() -> None:
    past = busy()
    forecaster = Forecaster(horizons_days=(30,))
    forecaster.refit(past, before=date(2015, 7, 1))
    first = forecaster.fitted
    forecaster.refit(past, before=date(2015, 7, 1))
    assert forecaster.fitted is first
    forecaster.refit(past, before=date(2015, 10, 1))
    assert forecaster.fitted is not first
    assert refit_day(date(2016, 1, 1)) == date(2016, 1, 1)


def leaks(chances: Any) -> bool:
    """Whether forecasts of a day change when all that comes after it is altered."""
    past = busy()
    for opens in (date(2014, 12, 31), date(2015, 1, 1), date(2015, 1, 2), date(2015, 6, 10)):
        place = past.index(opens)
        changed = past.events.copy()
        changed[place:] = 1 - changed[place:]
        one, two = chances(past, opens), chances(replace(past, events=changed), opens)
        if any(np.float64(one[name]).tobytes() != np.float64(two[name]).tobytes() for name in one):
            return True
    return False


def test_forecasts_are_bit_identical_whatever_comes_after_at_new_year_too() -> None:
    assert not leaks(lambda past, opens: asked(past, opens).by_model)


def test_a_planted_leak_is_caught() -> None:
    def fitted_on_everything(past: History, opens: date) -> dict[str, float]:
        fitted = fit_members(past, horizons_days=(30,))
        place = past.index(opens)
        ahead = Ahead(opens=opens, exposures=past.exposed(place, place + 30))
        return fitted.chances(fitted.begin(past.through(opens - timedelta(days=1))), ahead)

    def one_day_too_many(past: History, opens: date) -> dict[str, float]:
        return dict(asked(past, opens + timedelta(days=1)).by_model)

    assert leaks(fitted_on_everything)
    assert leaks(one_day_too_many)


def test_rare_questions_get_a_range_over_windows() -> None:
    events = np.zeros(4000)
    events[[100, 1500, 1520, 3000]] = 1
    past = History(start=START, events=events, leader_starts=(date(2012, 1, 1),))
    found = asked(past, START + timedelta(days=4000))
    assert found.headline == RANGE
    assert [one.count for one in found.windows] == [4, 3, 3, 0]
    assert [one.covered_days for one in found.windows] == [4000, 3899, 3270, 999]
    chances = [one.chance for one in found.windows]
    assert found.probability == pytest.approx(np.mean(chances))
    joined = windows(past, horizon_days=30, gap_days=60)
    assert [one.count for one in joined] == [3, 2, 2, 0]


def test_the_window_of_what_never_happened() -> None:
    past = History(start=START, events=np.append(np.zeros(1000), math.nan))
    (only,) = windows(past, horizon_days=365, gap_days=1)
    assert (only.count, only.covered_days) == (0, 1000)
    assert only.chance == pytest.approx(1 - (1000 / 1365) ** 0.5)


def test_known_ahead_moves_the_forecast() -> None:
    rng = np.random.default_rng(3)
    exposures = np.zeros((3400, 1))
    for begin in range(50, 3400, 90):
        exposures[begin : begin + 10] = 1
    rate = np.where(exposures[:3000, 0] == 1, 0.3, 0.02)
    past = History(start=START, events=(rng.random(3000) < rate).astype(float), exposures=exposures)
    fitted = fit_members(past, horizons_days=(10,))
    opens = START + timedelta(days=3000)
    none, some = (
        fitted.chances(fitted.begin(past), Ahead(opens=opens, exposures=np.full((10, 1), value)))[
            CLOGLOG
        ]
        for value in (0.0, 1.0)
    )
    assert some > 2 * none


def test_simulated_futures_agree_with_the_chances() -> None:
    past = busy()
    opens = START + timedelta(days=len(past.events))
    fitted = fit_members(past, horizons_days=(30,))
    ahead = Ahead(opens=opens, exposures=past.exposed(len(past.events), len(past.events) + 30))
    start = fitted.begin(past)
    said = fitted.chances(start, ahead)
    futures = simulate(fitted, start, ahead, draws=8000, rng=np.random.default_rng(1))
    assert set(futures.draws) == set(MEMBERS)
    for name, chance in said.items():
        assert futures.draws[name].any(axis=1).mean() == pytest.approx(chance, abs=0.02)
    again = simulate(fitted, start, ahead, draws=8000, rng=np.random.default_rng(1))
    assert all(np.array_equal(futures.draws[name], again.draws[name]) for name in futures.draws)


def test_exploding_futures_are_refused() -> None:
    past = busy()
    wild = Kernels(
        base=0.05,
        branching=np.array([0.9, 0.9]),
        half_lives_days=np.array([2.0, 45.0]),
        log_likelihood=0.0,
    )
    fitted = Fitted(walk=None, kernels=wild, lagged={})
    ahead = Ahead(opens=date(2016, 1, 10), exposures=np.zeros((365, 1)))
    futures = simulate(fitted, fitted.begin(past), ahead, draws=300, rng=np.random.default_rng(1))
    assert futures.refused == (KERNELS,)
    assert set(futures.draws) == {WEIGHTED}
    assert futures.exploded[KERNELS] > 0.01


def test_numbers_and_waits_of_futures() -> None:
    draws = {
        WEIGHTED: np.array([[0.0, 0.0, 1.0], [0.0, 0.0, 0.0]]),
        KERNELS: np.array([[1.0, 1.0, 0.0]]),
    }
    futures = Futures(draws=draws, exploded={})
    assert pmf_of(futures).tolist() == [0.25, 0.25, 0.5, 0.0]
    assert sorted(waits_of(futures).tolist()) == [1.0, 3.0, math.inf]


@settings(max_examples=50)
@given(st.integers(1, 90), st.floats(0, 1))
def test_a_steady_rate_gives_a_distribution(days: int, share: float) -> None:
    pmf = steady_pmf(share * days, days)
    assert pmf.sum() == pytest.approx(1)
    assert pmf @ np.arange(days + 1) == pytest.approx(share * days)
