"""Figures by year: counts of this year against earlier ones; observed against expected."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from standoff.errors import InputError
from standoff.figures.draw import (
    FONT,
    WIDTH,
    Anchor,
    Mark,
    box,
    figure,
    heading,
    line,
    mark,
    outline,
    text,
)

PLOT_TOP = 38.0
PLOT_HEIGHT = 90.0
BASELINE = PLOT_TOP + PLOT_HEIGHT


@dataclass(frozen=True, slots=True, kw_only=True)
class YearCount:
    """Counts of one year: whole, and up to the day of the year that this year has reached.

    None where the year is not covered. For the year still running the two are the same.
    """

    year: int
    count: int | None
    by_this_day: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class YearPair:
    """What one year saw and what was expected of it."""

    year: int
    observed: float
    expected: float


def yearly_strip(years: Sequence[YearCount], *, title: str, unit: str, through: str) -> str:
    """Bars of yearly counts, the last year in colour, each with its part up to the same day.

    Args:
        years: one for each year, consecutive and ascending; the last is the running one.
        title: what is counted.
        unit: what a count is, in the plural, as in "launch days".
        through: the day that the running year has reached, as it should be written.

    Raises:
        InputError: no years, or they are not consecutive.
    """
    _check_years([one.year for one in years], consecutive=True)
    top = max([one.count or 0 for one in years] + [1])
    bars = [_count_bar(one, place, len(years), top, unit) for place, one in enumerate(years)]
    this = years[-1]
    shown = "not covered" if this.count is None else f"{this.count} {unit}"
    parts = [
        heading(title),
        text(
            0,
            27,
            f"{this.year}: {shown} through {through}; dark: up to that day, pale: rest",
            dim=True,
        ),
        *_scale(top),
        *bars,
        *_year_labels([one.year for one in years]),
    ]
    return figure(parts, height=BASELINE + 20, title=title, desc=_count_words(years, unit, through))


def observed_expected(pairs: Sequence[YearPair], *, title: str, unit: str) -> str:
    """Observed counts as dots against expected ones as open bars, year by year.

    Args:
        pairs: one for each year that can tell something, ascending.
        title: what is compared.
        unit: what is counted, in the plural.

    Raises:
        InputError: no years, years out of order, or a value below 0.
    """
    _check_years([one.year for one in pairs], consecutive=False)
    if any(min(one.observed, one.expected) < 0 for one in pairs):
        raise InputError("observed and expected counts cannot be below 0")
    top = max([max(one.observed, one.expected) for one in pairs] + [1.0])
    observed, expected = sum(one.observed for one in pairs), sum(one.expected for one in pairs)
    total = f"{observed:g} {unit} observed, {expected:.1f} expected"
    look = Mark(shape="circle", ink="main")
    drawn = []
    for place, one in enumerate(pairs):
        left, width = _slot(place, len(pairs), widest=60)
        tall = PLOT_HEIGHT * one.expected / top
        drawn.append(outline(left, BASELINE - tall, width, tall))
        tip = f"{one.year}: {one.observed:g} observed, {one.expected:.1f} expected"
        height = BASELINE - PLOT_HEIGHT * one.observed / top
        drawn.append(mark(left + width / 2, height, min(4.5, width / 2), look, tip=tip))
    years = _year_labels([one.year for one in pairs], widest=60)
    parts = [
        heading(title),
        text(0, 27, f"{total} (dot: observed, box: expected)", dim=True),
        *_scale(top),
        *drawn,
        *years,
    ]
    words = "; ".join(f"{p.year}: {p.observed:g} against {p.expected:.1f}" for p in pairs)
    return figure(parts, height=BASELINE + 20, title=title, desc=f"{total}. {words}.")


def _check_years(years: Sequence[int], *, consecutive: bool) -> None:
    steps = [later - earlier for earlier, later in pairwise(years)]
    if not years:
        raise InputError("a figure by year needs at least one year")
    if any(step < 1 or (consecutive and step != 1) for step in steps):
        raise InputError(f"years must ascend{' one by one' if consecutive else ''}: {list(years)}")


def _slot(place: int, slots: int, widest: float = 40.0) -> tuple[float, float]:
    """Left edge and width of a year's bar, right of the scale's labels."""
    pitch = _pitch(slots, widest)
    width = min(pitch - min(pitch * 0.25, 4.0), 30.0)
    return 24 + place * pitch + (pitch - width) / 2, width


def _pitch(slots: int, widest: float) -> float:
    return min((WIDTH - 24) / slots, widest)


def _count_bar(one: YearCount, place: int, slots: int, top: float, unit: str) -> str:
    left, width = _slot(place, slots)
    if one.count is None:
        return text(left + width / 2, BASELINE - 3, "?", anchor="middle", dim=True)
    by_now = min(one.by_this_day or 0, one.count)
    whole, part = PLOT_HEIGHT * one.count / top, PLOT_HEIGHT * by_now / top
    running = place == slots - 1
    tip = f"{one.year}: {one.count} {unit}, {by_now} of them by this day of the year"
    pale = box(left, BASELINE - whole, width, whole, opacity=0.3, tip=tip)
    dark = box(
        left,
        BASELINE - part,
        width,
        part,
        ink="main" if running else "plain",
        opacity=1.0 if running else 0.7,
        tip=tip,
    )
    return dark if running else pale + dark


def _scale(top: float) -> list[str]:
    ticks = (0.0, top / 2, top) if top > 1 else (0.0, top)
    drawn = []
    for tick in ticks:
        height = BASELINE - PLOT_HEIGHT * tick / top
        drawn.append(line(24, height, WIDTH, height, faint=True))
        drawn.append(
            text(
                20,
                height + FONT / 3,
                f"{tick:.0f}" if top > 3 else f"{tick:g}",
                anchor="end",
                dim=True,
            )
        )
    return drawn


def _year_labels(years: Sequence[int], widest: float = 40.0) -> list[str]:
    """As many years as fit without touching, counted back from the last."""
    every = max(1, math.ceil(36 / _pitch(len(years), widest)))
    drawn = []
    for place in range(len(years) - 1, -1, -every):
        left, width = _slot(place, len(years), widest)
        anchor: Anchor = "end" if place == len(years) - 1 and every > 1 else "middle"
        at = left + width if anchor == "end" else left + width / 2
        drawn.append(text(at, BASELINE + 14, str(years[place]), anchor=anchor, dim=True))
    return drawn


def _count_words(years: Sequence[YearCount], unit: str, through: str) -> str:
    listed = "; ".join(
        f"{one.year}: "
        + ("not covered" if one.count is None else f"{one.count}, {one.by_this_day} by this day")
        for one in years
    )
    return f"Number of {unit} by year, the last year through {through}. {listed}."
