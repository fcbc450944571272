"""How a forecast has moved: chance and base rate by the day on which they were made."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from standoff.errors import InputError
from standoff.figures.chances import shown_percent
from standoff.figures.draw import WIDTH, Anchor, Mark, figure, heading, line, mark, text

TOP = 40.0
TALL = 120.0
LEFT = 40.0
RIGHT = WIDTH - 10.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Made:
    """What was said on one day: the chance and its base rate, both in [0, 1]."""

    day: date
    probability: float
    base_rate: float


def chance_history(made: Sequence[Made], *, title: str) -> str:
    """Chances as marks joined by a line, base rates dashed, over days.

    Args:
        made: by day, ascending; several of one day are allowed.
        title: what is forecast.

    Raises:
        InputError: nothing was made, days are out of order, or a chance lies outside [0, 1].
    """
    days = [one.day for one in made]
    given = [chance for one in made for chance in (one.probability, one.base_rate)]
    if not made or days != sorted(days) or any(not 0 <= chance <= 1 for chance in given):
        raise InputError("a history needs chances in [0, 1], in the order of their days")
    first, length = days[0], max((days[-1] - days[0]).days, 1)

    def at(one: Made) -> float:
        alone = days[0] == days[-1]
        share = 0.5 if alone else (one.day - first).days / length
        return LEFT + (RIGHT - LEFT) * share

    look = Mark(shape="circle", ink="main")
    parts = [heading(title), text(0, 27, "dots: forecast; dashed: base rate", dim=True), *_scale()]
    for one, after in pairwise(made):
        ends = at(one), at(after)
        parts.append(line(ends[0], _y(one.probability), ends[1], _y(after.probability)))
        parts.append(line(ends[0], _y(one.base_rate), ends[1], _y(after.base_rate), dashed=True))
    if days[0] == days[-1]:
        parts.append(line(LEFT, _y(made[-1].base_rate), RIGHT, _y(made[-1].base_rate), dashed=True))
    parts += [mark(at(one), _y(one.probability), 3.5, look, tip=_words(one)) for one in made]
    ends_at: tuple[tuple[date, float, Anchor], ...] = (
        (days[0], at(made[0]), "middle" if days[0] == days[-1] else "start"),
        (days[-1], at(made[-1]), "end"),
    )
    shown = ends_at[:1] if days[0] == days[-1] else ends_at
    parts += [text(x, TOP + TALL + 15, day.isoformat(), anchor=a, dim=True) for day, x, a in shown]
    desc = f"Chance by the day it was made: {'; '.join(map(_words, made))}."
    return figure(parts, height=TOP + TALL + 20, title=title, desc=desc)


def _scale() -> list[str]:
    drawn = []
    for share in (0.0, 0.5, 1.0):
        drawn.append(line(LEFT, _y(share), RIGHT, _y(share), faint=True))
        drawn.append(text(LEFT - 5, _y(share) + 4, f"{share:.0%}", anchor="end", dim=True))
    return drawn


def _y(share: float) -> float:
    return TOP + TALL * (1 - share)


def _words(one: Made) -> str:
    return f"{one.day}: {shown_percent(one.probability)}, base {shown_percent(one.base_rate)}"
