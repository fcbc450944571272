"""What is aged day by day is what scipy's filter gives, to the last digit."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from scipy.signal import lfilter

from standoff.stats.decay import decayed
from standoff.stats.hawkes import history

SHARES = st.floats(0.0, 1.0)


@given(st.lists(SHARES, max_size=60), SHARES, SHARES)
def test_it_is_the_filter_to_the_last_digit(
    values: list[float], keep: float, weight: float
) -> None:
    expected = lfilter([0.0, weight], [1.0, -keep], [*values, 0.0])
    found = decayed(np.array(values), keep=keep, weight=weight)
    assert found.tolist() == expected.tolist()


@given(st.lists(st.sampled_from([0.0, 1.0]), min_size=1, max_size=60), st.floats(0.5, 400.0))
def test_kernels_and_self_excitation_age_the_past_alike(
    values: list[float], half_life_days: float
) -> None:
    event, keep = np.array(values), 0.5 ** (1 / half_life_days)
    past = history(event, half_life_days=half_life_days)
    assert decayed(event, keep=keep, weight=1 - keep)[:-1].tolist() == past.tolist()
