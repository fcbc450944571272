"""Figures are valid, labelled, escaped XML that asks nothing of the network."""

import math
import re
from datetime import date, timedelta
from typing import Any
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from standoff.errors import InputError
from standoff.figures import (
    FIGURE_CSS,
    Chance,
    DayMark,
    Effect,
    YearCount,
    YearPair,
    chance_bars,
    effect_intervals,
    observed_expected,
    timeline,
    yearly_strip,
)
from standoff.figures.chances import shown_percent
from standoff.figures.draw import WIDTH
from standoff.figures.effects import in_numbers

SVG = "{http://www.w3.org/2000/svg}"
FIRST, LAST = date(2025, 9, 1), date(2026, 8, 31)


def parsed(svg: str) -> Any:
    return ElementTree.fromstring(svg)  # noqa: S314


def strip(title: str = "Launch days", unit: str = "days") -> Any:
    counts = [(2022, 30, 17), (2023, 20, 16), (2024, None, None), (2025, 14, 9), (2026, 16, 16)]
    years = [YearCount(year=y, count=c, by_this_day=b) for y, c, b in counts]
    return yearly_strip(years, title=title, unit=unit, through="20 Aug")


def lane(title: str = "Launch days", unit: str = "x") -> Any:
    marks = [DayMark(day=FIRST + timedelta(days=n * 9), group=f"{unit}{n % 6}") for n in range(30)]
    groups = [f"{unit}{n}" for n in range(6)]
    covered = date(2026, 6, 30)
    return timeline(
        marks, first=FIRST, last=LAST, covered_through=covered, groups=groups, title=title
    )


def bars(title: str = "At least one day", unit: str = "in 7 days") -> Any:
    chances = [
        Chance(label=unit, probability=0.17, base_rate=0.1),
        Chance(label="sure", probability=1.0, base_rate=0.0),
    ]
    return chance_bars(chances, title=title)


def intervals(title: str = "Ratio", unit: str = "talks") -> Any:
    effects = [
        Effect(label=unit, ratio=0.4, low=0.21, high=0.75),
        Effect(label="open", ratio=1.7, low=0.0, high=math.inf),
        Effect(label="far", ratio=300.0, low=0.001, high=4000.0),
    ]
    return effect_intervals(effects, title=title)


def pairs(title: str = "Seen and expected", unit: str = "days") -> Any:
    years = [
        YearPair(year=2012, observed=0, expected=0.8),
        YearPair(year=2018, observed=3, expected=1),
    ]
    return observed_expected(years, title=title, unit=unit)


FIGURES = (strip, lane, bars, intervals, pairs)
each = pytest.mark.parametrize("draw", FIGURES, ids=lambda one: one.__name__)


@each
def test_valid_and_labelled(draw: Any) -> None:
    root = parsed(draw())
    assert root.tag == f"{SVG}svg"
    assert root.get("role") == "img"
    title, desc = root[0], root[1]
    assert (title.tag, desc.tag) == (f"{SVG}title", f"{SVG}desc")
    assert root.get("aria-labelledby") == f"{title.get('id')} {desc.get('id')}"
    assert title.text
    assert re.search(r"\d", desc.text)


@each
def test_nothing_from_outside_and_nothing_that_moves(draw: Any) -> None:
    svg = draw()
    addresses = set(re.findall(r"https?://[^\"']+", svg + FIGURE_CSS))
    assert addresses == {"http://www.w3.org/2000/svg"}
    for word in ("<script", "<style", "style=", "<animate", "href", "url(", "@import", "<image"):
        assert word not in svg
    assert "url(" not in FIGURE_CSS
    assert "currentColor" in svg


@each
def test_everything_is_inside_the_drawing(draw: Any) -> None:
    root = parsed(draw())
    height = float(root.get("viewBox").split()[3])
    for one in root.iter():
        for name, most in (
            ("x", WIDTH),
            ("cx", WIDTH),
            ("x2", WIDTH),
            ("y", height),
            ("cy", height),
        ):
            if one.get(name):
                assert 0 <= float(one.get(name)) <= most
        if one.tag == f"{SVG}rect":
            assert float(one.get("x")) + float(one.get("width") or 0) <= WIDTH + 0.1


@each
@given(hostile=st.text(min_size=1, max_size=30))
def test_any_text_stays_text(draw: Any, hostile: Any) -> None:
    for svg in (draw(title=hostile), draw(unit=hostile)):
        parsed(svg)


@each
def test_markup_in_a_label_is_escaped(draw: Any) -> None:
    svg = draw(title='</svg><script>"&', unit="<b>&amp;\x00\x1b")
    tags = {one.tag.removeprefix(SVG) for one in parsed(svg).iter()}
    assert tags <= {"svg", "title", "desc", "text", "line", "rect", "circle", "polygon"}


@each
def test_the_same_values_the_same_figure_and_other_values_other_ids(draw: Any) -> None:
    assert draw() == draw()
    assert re.findall(r' id="[^"]+"', draw()) != re.findall(r' id="[^"]+"', draw(title="other"))


def test_numbers_stand_in_the_words() -> None:
    assert "2024: not covered" in strip()
    assert "2023: 20, 16 by this day" in strip()
    assert "16 days through 20 Aug" in strip()
    assert "Nothing is known after 2026-06-30" in lane()
    assert "in 7 days: 17%, base rate 10%" in bars()
    assert "talks: 0.40 (0.21 to 0.75)" in intervals()
    assert "3 days observed, 1.8 expected" in pairs()


def test_covered_to_the_end_nothing_is_shaded() -> None:
    def draw(covered: Any) -> Any:
        return timeline(
            [], first=FIRST, last=LAST, covered_through=covered, groups=["a"], title="t"
        )

    assert "shaded" in draw(LAST - timedelta(days=1))
    assert "shaded" not in draw(LAST)
    assert "a: none found" in draw(LAST)


def test_a_mark_stands_at_its_day() -> None:
    svg = timeline(
        [DayMark(day=FIRST, group="a"), DayMark(day=LAST, group="a")],
        first=FIRST,
        last=LAST,
        covered_through=LAST,
        groups=["a"],
        title="t",
    )
    root = parsed(svg)
    left, right = (float(one.get("cx")) for one in root.iter(f"{SVG}circle"))
    assert left == pytest.approx(112, abs=1)
    assert right == pytest.approx(394, abs=1)


@pytest.mark.parametrize(
    ("probability", "shown"),
    [
        (0, "0%"),
        (0.004, "<1%"),
        (0.005, "<1%"),
        (0.006, "1%"),
        (0.17, "17%"),
        (0.996, ">99%"),
        (1, "100%"),
    ],
)
def test_percents(probability: Any, shown: Any) -> None:
    assert shown_percent(probability) == shown


def test_intervals_in_numbers() -> None:
    assert (
        in_numbers(Effect(label="", ratio=1.7, low=0, high=math.inf)) == "1.70 (0 to no upper end)"
    )


def test_bad_values_are_refused() -> None:
    year = YearCount(year=2020, count=1, by_this_day=1)
    for call in (
        lambda: yearly_strip([], title="t", unit="u", through="x"),
        lambda: yearly_strip([year, year], title="t", unit="u", through="x"),
        lambda: observed_expected([], title="t", unit="u"),
        lambda: observed_expected([YearPair(year=1, observed=-1, expected=0)], title="t", unit="u"),
        lambda: chance_bars([], title="t"),
        lambda: chance_bars([Chance(label="", probability=1.2, base_rate=0)], title="t"),
        lambda: effect_intervals([], title="t"),
        lambda: effect_intervals([Effect(label="", ratio=2, low=3, high=4)], title="t"),
        lambda: effect_intervals([Effect(label="", ratio=math.nan, low=0, high=4)], title="t"),
        lambda: lane_of(day=LAST + timedelta(days=1)),
        lambda: lane_of(group="b"),
    ):
        with pytest.raises(InputError):
            call()


def lane_of(day: date = FIRST, group: str = "a") -> Any:
    mark = DayMark(day=day, group=group)
    return timeline([mark], first=FIRST, last=LAST, covered_through=LAST, groups=["a"], title="t")
