"""Likelihood words follow the printed percent, and mirror each other."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from standoff.errors import InputError
from standoff.forecast.words import BANDS, likelihood, percent

MIRROR = {
    "almost no chance": "almost certain",
    "very unlikely": "very likely",
    "unlikely": "likely",
    "roughly even chance": "roughly even chance",
}


@pytest.mark.parametrize(
    ("probability", "word"),
    [
        (0.0, "almost no chance"),
        (0.044, "almost no chance"),
        (0.049, "very unlikely"),
        (0.05, "very unlikely"),
        (0.19, "very unlikely"),
        (0.2, "unlikely"),
        (0.44, "unlikely"),
        (0.45, "roughly even chance"),
        (0.55, "roughly even chance"),
        (0.56, "likely"),
        (0.8, "likely"),
        (0.81, "very likely"),
        (0.95, "very likely"),
        (0.96, "almost certain"),
        (1.0, "almost certain"),
    ],
)
def test_bands(probability: Any, word: Any) -> None:
    assert likelihood(probability) == word


def test_bands_join_without_gap_or_overlap() -> None:
    assert [band.low for band in BANDS[1:]] == [band.high for band in BANDS[:-1]]
    assert (BANDS[0].low, BANDS[-1].high) == (1, 99)


@given(st.integers(0, 100))
def test_words_mirror(whole: Any) -> None:
    below, above = likelihood(whole / 100), likelihood((100 - whole) / 100)
    assert MIRROR.get(below, below) == above or MIRROR.get(above, above) == below


@given(st.floats(0, 1))
def test_word_is_that_of_the_printed_percent(probability: Any) -> None:
    assert likelihood(probability) == likelihood(percent(probability) / 100)


@pytest.mark.parametrize("probability", [-0.01, 1.01, float("nan")])
def test_no_probability_no_word(probability: Any) -> None:
    with pytest.raises(InputError):
        likelihood(probability)
