"""Histories of forecasts and calibration: everything drawn is said in words too."""

import re
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from standoff.errors import InputError
from standoff.figures import Made, Reached, calibration_curve, chance_history

SHARE = st.floats(0, 1)


def made(day: int, chance: float, base: float = 0.2) -> Made:
    return Made(day=date(2026, 1, day), probability=chance, base_rate=base)


@given(st.lists(st.tuples(st.integers(1, 31), SHARE, SHARE), min_size=1, max_size=8))
def test_a_history_holds_every_chance_inside_the_drawing(
    told: list[tuple[int, float, float]],
) -> None:
    drawing = chance_history([made(*one) for one in sorted(told)], title="t")
    circles = re.findall(r'<circle cx="([^"]+)" cy="([^"]+)"', drawing)
    assert len(circles) == len(told)
    assert all(0 <= float(x) <= 400 and 39 <= float(y) <= 161 for x, y in circles)


def test_a_higher_chance_stands_higher_and_is_said_in_words() -> None:
    drawing = chance_history([made(1, 0.1), made(2, 0.9)], title="A launch")
    heights = [float(one.split('"')[0]) for one in drawing.split(' cy="')[1:]]
    assert heights[0] > heights[1]
    assert "2026-01-01: 10%, base 20%; 2026-01-02: 90%, base 20%" in drawing
    assert "style=" not in drawing


def test_a_history_out_of_order_or_beyond_one_is_refused() -> None:
    for wrong in ([], [made(2, 0.1), made(1, 0.1)], [made(1, 1.2)]):
        with pytest.raises(InputError, match="in the order"):
            chance_history(wrong, title="t")


def test_calibration_says_what_was_said_and_what_came() -> None:
    points = [
        Reached(said=0.1, came=0.2, low=0.1, high=0.3),
        Reached(said=0.8, came=0.9, low=0.7, high=1.0),
    ]
    drawing = calibration_curve(points, title="Ours")
    assert "80% said, 90% came (70% to 100%)" in drawing
    assert "style=" not in drawing
    with pytest.raises(InputError, match="within"):
        calibration_curve([Reached(said=0.1, came=1.2, low=0.1, high=0.3)], title="t")
