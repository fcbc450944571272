"""Effects with their intervals on a logarithmic axis."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from standoff.errors import InputError
from standoff.figures.draw import WIDTH, Anchor, Mark, figure, heading, line, mark, shorten, text

TOP = 28.0
ROW = 40.0
LEFT = 6.0
RIGHT = WIDTH - 6.0
TICKS = (0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1.0, 2.0, 5.0, 10.0, 20.0, 50.0, 100.0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Effect:
    """A ratio with its interval; `low` may be 0 and `high` infinite where the data set no end."""

    label: str
    ratio: float
    low: float
    high: float


def effect_intervals(
    effects: Sequence[Effect], *, title: str, less: str = "fewer", more: str = "more"
) -> str:
    """A row for each effect: the interval as a line, the ratio as a mark, both as numbers.

    Args:
        effects: from top to bottom.
        title: what the ratios compare.
        less: what a ratio below 1 means, in a word or two.
        more: what a ratio above 1 means.

    Raises:
        InputError: no effects, or one whose numbers are not 0 <= low <= ratio <= high.
    """
    for one in effects:
        if not (0 <= one.low <= one.ratio <= one.high and 0 < one.ratio < math.inf):
            raise InputError(
                f"{one.label}: an effect needs 0 <= low <= ratio <= high, ratio above 0"
            )
    if not effects:
        raise InputError("a figure of effects needs at least one")
    axis = _Axis.over(effects)
    bottom = TOP + ROW * len(effects)
    parts = [heading(title), *_ticks(axis, len(effects))]
    for place, one in enumerate(effects):
        parts += _row(one, axis, TOP + ROW * place)
    one_at = axis.at(1.0)
    parts += [
        text(one_at - 6, bottom + 28, f"← {less}", anchor="end", dim=True),
        text(one_at + 6, bottom + 28, f"{more} →", dim=True),
    ]
    words = "; ".join(f"{one.label}: {in_numbers(one)}" for one in effects)
    desc = f"Ratios with 95% intervals; below 1 {less}, above 1 {more}. {words}."
    return figure(parts, height=bottom + 34, title=title, desc=desc)


def in_numbers(one: Effect) -> str:
    """The ratio and its interval, as in "0.40 (0.21 to 0.75)"."""
    low = "0" if one.low == 0 else f"{one.low:.2f}"
    high = "no upper end" if math.isinf(one.high) else f"{one.high:.2f}"
    return f"{one.ratio:.2f} ({low} to {high})"


@dataclass(frozen=True, slots=True)
class _Axis:
    """A logarithmic axis from `low` to `high`."""

    low: float
    high: float

    @classmethod
    def over(cls, effects: Sequence[Effect]) -> _Axis:
        """Wide enough for every finite number, at most a hundredth to a hundred, with 1 inside."""
        ends = [
            end for one in effects for end in (one.low, one.ratio, one.high) if 0 < end < math.inf
        ]
        return cls(max(min([*ends, 0.5]) / 1.25, 0.01), min(max([*ends, 2.0]) * 1.25, 100.0))

    def at(self, ratio: float) -> float:
        """Where a ratio stands, kept inside the drawing."""
        share = math.log(ratio / self.low) / math.log(self.high / self.low) if ratio > 0 else 0.0
        return LEFT + (RIGHT - LEFT) * min(max(share, 0.0), 1.0)


def _ticks(axis: _Axis, rows: int) -> list[str]:
    """Lines behind the intervals only, so that they do not cross the labels."""
    drawn = []
    for tick in (one for one in TICKS if axis.low <= one <= axis.high):
        x = axis.at(tick)
        levels = [TOP + ROW * place + 18 for place in range(rows)]
        even = tick == 1.0
        drawn += [line(x, up, x, up + 16, faint=not even, dashed=even) for up in levels]
        anchor: Anchor = "end" if x > RIGHT - 10 else "middle"
        drawn.append(text(x, TOP + ROW * rows + 14, f"{tick:g}", anchor=anchor, dim=True))
    return drawn


def _row(one: Effect, axis: _Axis, top: float) -> list[str]:
    level = top + 26
    left, right = axis.at(one.low), axis.at(one.high)
    drawn = [
        text(0, top + 13, shorten(one.label, 34)),
        text(WIDTH, top + 13, in_numbers(one), anchor="end", bold=True),
        line(left, level, right, level, width=2),
    ]
    for end, x, shape in ((one.low, left, "<"), (one.high, right, ">")):
        if not axis.low <= end <= axis.high:
            drawn.append(text(x, level + 4, shape, anchor="middle", bold=True))
        else:
            drawn.append(line(x, level - 4, x, level + 4, width=2))
    drawn.append(
        mark(axis.at(one.ratio), level, 4.5, Mark(shape="circle", ink="main"), tip=in_numbers(one))
    )
    return drawn
