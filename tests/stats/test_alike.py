"""Days counted together are those that `np.unique` would count together, in its order."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from standoff.stats.alike import alike_days

VALUES = st.sampled_from([-1.5, -0.0, 0.0, 0.25, 1.0, 7.0])


@given(st.integers(0, 30).flatmap(lambda n: arrays(np.float64, (n, 3), elements=VALUES)))
def test_the_same_rows_in_the_same_order_as_unique(days: np.typing.NDArray[np.float64]) -> None:
    rows, weight = alike_days(list(days.T))
    expected, counts = np.unique(days, axis=0, return_counts=True)
    assert np.array_equal(rows, expected)
    assert weight.tolist() == counts.tolist()
