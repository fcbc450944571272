"""Scores against hand tables, against other implementations, and by property."""

import math
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp
from scipy.optimize import isotonic_regression
from scipy.stats import mannwhitneyu

from standoff.errors import InputError
from standoff.stats.scores import auc, brier, crps_ensemble, crps_pmf, log_score, reliability

NAN = math.nan
SIZES = st.integers(min_value=2, max_value=40)
CHANCES = st.floats(min_value=0, max_value=1)


@st.composite
def forecasts(draw: Any) -> Any:
    size = draw(SIZES)
    coarse = draw(st.booleans())
    chance = draw(hnp.arrays(np.float64, size, elements=CHANCES))
    chance = chance.round(1) if coarse else chance
    outcome = draw(hnp.arrays(np.float64, size, elements=st.sampled_from([0.0, 1.0])))
    return chance, outcome


def test_hand_table() -> None:
    chance = np.array([0.0, 0.2, 0.5, 0.9, 1.0, 0.3])
    outcome = np.array([0.0, 1.0, 0.0, 1.0, 0.0, NAN])
    assert brier(chance, outcome)[:5] == pytest.approx([0, 0.64, 0.25, 0.01, 1])
    logs = log_score(chance, outcome)
    assert logs[:5] == pytest.approx([0, -math.log(0.2), math.log(2), -math.log(0.9), math.inf])
    assert math.isnan(brier(chance, outcome)[5])
    assert math.isnan(logs[5])


def test_crps_hand_table() -> None:
    pmf = np.array([[0.2, 0.5, 0.3], [0.2, 0.5, 0.3], [1.0, 0.0, 0.0], [0.2, 0.5, 0.3]])
    outcome = np.array([1.0, 0.0, 4.0, NAN])
    # (.2-0)^2 + (.7-1)^2 = .13; (.2-1)^2 + (.7-1)^2 = .73; four counts missed by all the mass.
    assert crps_pmf(pmf, outcome)[:3] == pytest.approx([0.13, 0.73, 4.0])
    assert math.isnan(crps_pmf(pmf, outcome)[3])


def test_auc_counts_ties_half_and_needs_both_outcomes() -> None:
    assert auc(np.array([0.1, 0.4, 0.4, 0.9]), np.array([0.0, 0.0, 1.0, 1.0])) == 3.5 / 4
    assert math.isnan(auc(np.array([0.1, 0.4]), np.array([1.0, 1.0])))
    assert math.isnan(auc(np.array([0.1, 0.4]), np.array([1.0, NAN])))


def test_reliability_hand_table() -> None:
    found = reliability(np.array([0.9, 0.1, 0.5, 0.4]), np.array([1.0, 0.0, 0.0, 1.0]))
    assert found.probability == pytest.approx([0.1, 0.4, 0.5, 0.9])
    assert found.calibrated == pytest.approx([0.0, 0.5, 0.5, 1.0])
    assert found.uncertainty == pytest.approx(0.25)
    assert found.discrimination == pytest.approx(0.125)
    assert found.miscalibration == pytest.approx((0.01 + 0.01 + 0.25 + 0.36) / 4 - 0.125)


@pytest.mark.parametrize(
    ("chance", "outcome"),
    [
        ([0.5, 0.5], [1.0]),
        ([1.1], [1.0]),
        ([-0.1], [0.0]),
        ([NAN], [0.0]),
        ([0.5], [0.5]),
        ([[0.5]], [[1.0]]),
    ],
)
@pytest.mark.parametrize("score", [brier, log_score, auc, reliability])
def test_bad_input_is_refused(score: Any, chance: Any, outcome: Any) -> None:
    with pytest.raises(InputError):
        score(np.array(chance), np.array(outcome))


@pytest.mark.parametrize(
    ("pmf", "outcome"),
    [
        ([[0.5, 0.4]], [0.0]),
        ([[1.2, -0.2]], [0.0]),
        ([[1.0]], [0.5]),
        ([[1.0]], [-1.0]),
        ([1.0], [0]),
    ],
)
def test_bad_distributions_are_refused(pmf: Any, outcome: Any) -> None:
    with pytest.raises(InputError):
        crps_pmf(np.array(pmf), np.array(outcome, dtype=float))


def test_bad_draws_and_nothing_resolved_are_refused() -> None:
    with pytest.raises(InputError):
        crps_ensemble(np.zeros((1, 0)), np.zeros(1))
    with pytest.raises(InputError):
        crps_ensemble(np.array([[NAN]]), np.zeros(1))
    with pytest.raises(InputError):
        reliability(np.array([0.5]), np.array([NAN]))


@given(forecasts(), CHANCES)
def test_the_true_chance_is_the_best_thing_to_say(pair: Any, other: Any) -> None:
    _, outcome = pair
    share = np.full(len(outcome), outcome.mean())
    said = np.full(len(outcome), other)
    assert brier(share, outcome).mean() <= brier(said, outcome).mean() + 1e-12
    assert log_score(share, outcome).mean() <= log_score(said, outcome).mean() + 1e-12


@given(forecasts())
def test_unresolved_forecasts_change_nothing(pair: Any) -> None:
    chance, outcome = pair
    more = np.append(chance, 0.77), np.append(outcome, NAN)
    assert np.array_equal(brier(*more)[:-1], brier(chance, outcome))
    assert auc(*more) == auc(chance, outcome) or math.isnan(auc(chance, outcome))
    assert reliability(*more).miscalibration == reliability(chance, outcome).miscalibration


@given(forecasts())
def test_auc_agrees_with_the_rank_test_of_scipy(pair: Any) -> None:
    chance, outcome = pair
    yes, no = chance[outcome == 1], chance[outcome == 0]
    if len(yes) and len(no):
        theirs = mannwhitneyu(yes, no, method="asymptotic").statistic / (len(yes) * len(no))
        assert auc(chance, outcome) == pytest.approx(theirs)


@given(forecasts())
def test_corp_parts_add_up_and_the_curve_is_isotonic_regression(pair: Any) -> None:
    chance, outcome = pair
    found = reliability(chance, outcome)
    parts = found.miscalibration - found.discrimination + found.uncertainty
    assert parts == pytest.approx(brier(chance, outcome).mean(), abs=1e-12)
    assert found.miscalibration >= -1e-12
    assert found.discrimination >= -1e-12
    levels, place, counts = np.unique(chance, return_inverse=True, return_counts=True)
    share = np.bincount(place, weights=outcome) / counts
    theirs = isotonic_regression(share, weights=counts).x[place]
    assert found.calibrated == pytest.approx(np.sort(theirs), abs=1e-9)
    assert len(levels) <= len(found.probability)


@given(
    hnp.arrays(np.float64, (3, 7), elements=st.floats(-50, 50)),
    hnp.arrays(np.float64, 3, elements=st.floats(-50, 50)),
)
def test_crps_of_draws_is_its_definition(draws: Any, outcome: Any) -> None:
    error = np.abs(draws - outcome[:, None]).mean(axis=1)
    spread = np.abs(draws[:, :, None] - draws[:, None, :]).mean(axis=(1, 2))
    assert crps_ensemble(draws, outcome) == pytest.approx(error - spread / 2, abs=1e-9)


@given(st.lists(st.integers(0, 5), min_size=1, max_size=30), st.integers(0, 8))
def test_crps_of_counts_and_of_the_same_draws_agree(draws: Any, outcome: Any) -> None:
    pmf = np.bincount(draws, minlength=6)[None, :] / len(draws)
    by_pmf = crps_pmf(pmf, np.array([float(outcome)]))
    by_draws = crps_ensemble(np.array([draws], dtype=float), np.array([float(outcome)]))
    assert by_pmf == pytest.approx(by_draws, abs=1e-9)
