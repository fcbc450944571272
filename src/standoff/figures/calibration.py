"""Calibration: how often what was given a chance came true."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from standoff.errors import InputError
from standoff.figures.draw import WIDTH, Mark, figure, heading, line, mark, text

TOP = 40.0
SIDE = 240.0
LEFT = 40.0
RADIUS = 4.5


@dataclass(frozen=True, slots=True, kw_only=True)
class Reached:
    """A chance that was given, and the share that came true with its band; all in [0, 1]."""

    said: float
    came: float
    low: float
    high: float


def calibration_curve(points: Sequence[Reached], *, title: str) -> str:
    """Said against came true: a mark for each chance, its band as a line, the diagonal dashed.

    Args:
        points: by what was said, ascending.
        title: whose forecasts they are.

    Raises:
        InputError: no points, or a number outside [0, 1].
    """
    numbers = [n for one in points for n in (one.said, one.came, one.low, one.high)]
    if not points or any(not 0 <= n <= 1 for n in numbers):
        raise InputError("a calibration curve needs at least one point, all within [0, 1]")
    look = Mark(shape="circle", ink="main")
    parts = [heading(title), text(0, 27, "right: chance given; up: share that came true", dim=True)]
    parts += _frame()
    parts += [line(_x(a.said), _y(a.came), _x(b.said), _y(b.came)) for a, b in pairwise(points)]
    for one in points:
        parts.append(line(_x(one.said), _y(one.low), _x(one.said), _y(one.high), width=2))
        parts.append(mark(_x(one.said), _y(one.came), RADIUS, look, tip=_words(one)))
    desc = f"Chance given and share that came true: {'; '.join(map(_words, points))}."
    return figure(parts, height=TOP + SIDE + 22, title=title, desc=desc)


def _frame() -> list[str]:
    drawn = [line(_x(0), _y(0), _x(1), _y(1), dashed=True)]
    for share in (0.0, 0.25, 0.5, 0.75, 1.0):
        drawn += [line(_x(0), _y(share), _x(1), _y(share), faint=True)]
        drawn += [line(_x(share), _y(0), _x(share), _y(1), faint=True)]
        drawn += [text(LEFT - 5, _y(share) + 4, f"{share:.0%}", anchor="end", dim=True)]
        drawn += [text(_x(share), _y(0) + 15, f"{share:.0%}", anchor="middle", dim=True)]
    return drawn


def _x(share: float) -> float:
    return LEFT + share * min(SIDE * 1.3, WIDTH - LEFT - 20)


def _y(share: float) -> float:
    return TOP + SIDE * (1 - share)


def _words(one: Reached) -> str:
    return f"{one.said:.0%} said, {one.came:.0%} came ({one.low:.0%} to {one.high:.0%})"
