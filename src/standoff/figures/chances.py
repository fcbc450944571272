"""Chances beside their base rates, as bars with numbers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from standoff.errors import InputError
from standoff.figures.draw import (
    TITLE_LETTERS,
    WIDTH,
    Anchor,
    box,
    figure,
    heading,
    line,
    outline,
    shorten,
    text,
)

TOP = 40.0
ROW = 44.0
LEFT = 0.0
RIGHT = WIDTH - 44.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Chance:
    """A forecast and its base rate, both in [0, 1]."""

    label: str
    probability: float
    base_rate: float


def chance_bars(chances: Sequence[Chance], *, title: str, base_label: str = "base rate") -> str:
    """One pair of bars a forecast: the forecast filled, its base rate open, both with numbers.

    Args:
        chances: the forecasts, from top to bottom.
        title: what is forecast.
        base_label: what the open bar stands for.

    Raises:
        InputError: no forecasts, or a chance outside [0, 1].
    """
    given = [chance for one in chances for chance in (one.probability, one.base_rate)]
    if not given or any(not 0 <= chance <= 1 for chance in given):
        raise InputError("chance bars need at least one forecast, all chances in [0, 1]")
    bottom = TOP + ROW * len(chances)
    parts = [
        heading(title),
        text(0, 27, f"filled: forecast; open: {base_label}", dim=True),
        *_percent_axis(len(chances)),
    ]
    for place, one in enumerate(chances):
        level = TOP + ROW * place
        parts += [text(LEFT, level + 10, shorten(one.label, TITLE_LETTERS))]
        parts += _bars(one, level + 15)
    words = "; ".join(_in_words(one, base_label) for one in chances)
    return figure(parts, height=bottom + 18, title=title, desc=f"{words}.")


def _in_words(one: Chance, base_label: str) -> str:
    ours, base = shown_percent(one.probability), shown_percent(one.base_rate)
    return f"{one.label}: {ours}, {base_label} {base}"


def shown_percent(probability: float) -> str:
    """A chance in whole percents; what would round to 0 or 100 is said to lie beyond 1 or 99."""
    shown = f"{100 * probability:.0f}%"
    if shown == "0%" and probability > 0:
        return "<1%"
    return ">99%" if shown == "100%" and probability < 1 else shown


def _bars(one: Chance, top: float) -> list[str]:
    long, base = (RIGHT - LEFT) * one.probability, (RIGHT - LEFT) * one.base_rate
    return [
        box(LEFT, top, long, 12, ink="main", tip=f"forecast {shown_percent(one.probability)}"),
        text(LEFT + long + 4, top + 10, shown_percent(one.probability), bold=True),
        outline(LEFT + 0.5, top + 14, max(base - 1, 0), 8),
        text(LEFT + base + 4, top + 22, shown_percent(one.base_rate), dim=True),
    ]


def _percent_axis(rows: int) -> list[str]:
    """Lines behind the bars only, so that they do not cross the labels."""
    drawn = []
    for percent in (0, 25, 50, 75, 100):
        x = LEFT + (RIGHT - LEFT) * percent / 100
        levels = [TOP + ROW * place + 14 for place in range(rows)]
        drawn += [line(x, level, x, level + 24, faint=True) for level in levels]
        anchor: Anchor = "start" if percent == 0 else "middle"
        drawn.append(text(x, TOP + ROW * rows + 14, f"{percent}%", anchor=anchor, dim=True))
    return drawn
