import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from standoff.errors import InputError
from standoff.stats.intervals import days_since, decayed, joined, starts, within

FLAGS = arrays(np.bool_, st.integers(1, 60))


@given(FLAGS, st.integers(1, 20))
def test_joining_adds_days_and_leaves_only_long_gaps(days: np.ndarray, gap: int) -> None:
    once = joined(days, gap_days=gap)
    assert (once >= days).all()
    assert (joined(once, gap_days=gap) == once).all()
    positions = np.flatnonzero(once)
    steps = np.diff(positions)
    assert ((steps == 1) | (steps >= gap)).all()


def test_a_gap_of_the_limit_stays_open() -> None:
    days = np.zeros(70, dtype=bool)
    days[[0, 59]] = True
    assert joined(days, gap_days=60).sum() == 60
    days[[59, 60]] = False, True
    assert joined(days, gap_days=60).sum() == 2


@given(FLAGS, st.integers(1, 9), st.integers(0, 9))
def test_within_looks_back_as_far_as_said(days: np.ndarray, window: int, lag: int) -> None:
    found = within(days, window_days=window, lag_days=lag)
    for t in range(len(days)):
        back = [t - lag - k for k in range(window)]
        assert found[t] == any(0 <= day < len(days) and days[day] for day in back)


@given(FLAGS, st.floats(0.5, 90), st.integers(0, 9))
def test_decayed_is_the_sum_over_past_days(days: np.ndarray, half_life: float, lag: int) -> None:
    found = decayed(days, half_life_days=half_life, lag_days=lag)
    for t in range(len(days)):
        past = [s for s in np.flatnonzero(days) if s <= t - lag]
        assert found[t] == pytest.approx(sum(0.5 ** ((t - lag - s) / half_life) for s in past))


def test_starts_and_days_since() -> None:
    days = np.array([1, 1, 0, 1, 0, 0], dtype=bool)
    assert starts(days).tolist() == [True, False, False, True, False, False]
    since = days_since(days, np.array([0, 0, 0, 0, 1, 0], dtype=bool))
    assert since[:4].tolist() == [0, 0, 1, 0]
    assert np.isnan(since[4:]).all()


def test_a_half_life_must_be_positive() -> None:
    with pytest.raises(InputError, match="half-life"):
        decayed(np.zeros(3, dtype=bool), half_life_days=0, lag_days=1)
