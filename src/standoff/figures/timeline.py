"""A timeline: one lane a group, one mark a day, uncovered days shown as such."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from standoff.errors import InputError
from standoff.figures.draw import WIDTH, box, figure, heading, line, mark, mark_of, shorten, text

LEFT = 112.0
LANE = 20.0
TOP = 24.0
MONTHS = ("J", "F", "M", "A", "M", "J", "J", "A", "S", "O", "N", "D")


@dataclass(frozen=True, slots=True, kw_only=True)
class DayMark:
    """Something of one group on one day; `label` is shown on hover."""

    day: date
    group: str
    label: str = ""


def timeline(
    marks: Sequence[DayMark],
    *,
    first: date,
    last: date,
    covered_through: date,
    groups: Sequence[str],
    title: str,
) -> str:
    """Marks on the days they belong to, a lane for each group.

    Args:
        marks: what happened; days outside [first, last] are refused.
        first: first day drawn.
        last: last day drawn, inclusive.
        covered_through: days after it are shaded: nothing is known of them.
        groups: lanes from top to bottom; every mark's group is one of them.
        title: what is shown.

    Raises:
        InputError: no groups, last before first, or a mark outside the days or groups.
    """
    _check(marks, first, last, groups)
    bottom = TOP + LANE * len(groups)

    def at(day: date) -> float:
        return LEFT + (WIDTH - LEFT - 6) * ((day - first).days + 0.5) / ((last - first).days + 1)

    parts = [heading(title), *_months(first, last, bottom, at(first), at(last))]
    if covered_through < last:
        start = at(max(covered_through, first - timedelta(days=1)) + timedelta(days=1))
        parts.append(
            box(start, TOP, at(last) - start + 3, bottom - TOP, opacity=0.15, tip="not covered")
        )
    for place, group in enumerate(groups):
        level = TOP + LANE * (place + 0.5)
        mine = [one for one in marks if one.group == group]
        parts += [line(LEFT, level, WIDTH, level, faint=True)]
        parts += [text(0, level + 4, f"{shorten(group, 14)} ({len(mine)})")]
        parts += [mark(at(one.day), level, 4, mark_of(place), tip=_tip(one)) for one in mine]
    if covered_through < last:
        note = f"shaded: nothing known after {covered_through}"
        parts.append(text(WIDTH, bottom + 30, note, anchor="end", dim=True))
    height = bottom + (36 if covered_through < last else 20)
    desc = _words(marks, first, last, covered_through, groups)
    return figure(parts, height=height, title=title, desc=desc)


def _check(marks: Sequence[DayMark], first: date, last: date, groups: Sequence[str]) -> None:
    if not groups or last < first:
        raise InputError("a timeline needs a group and a last day not before the first")
    for one in marks:
        if one.group not in groups or not first <= one.day <= last:
            raise InputError(f"the mark of {one.day} ({one.group}) lies outside the days or groups")


def _months(first: date, last: date, bottom: float, left: float, right: float) -> list[str]:
    """Ticks at the first of each month, letters of the months, years where they begin."""
    days = max((last - first).days, 1)
    drawn = []
    for number in range(days + 1):
        day = first + timedelta(days=number)
        if day.day != 1:
            continue
        x = left + (right - left) * number / days
        drawn.append(line(x, TOP, x, bottom + 3, faint=True))
        name = MONTHS[day.month - 1] if day.month > 1 else f"'{day:%y}"
        if x + 12 < WIDTH:
            drawn.append(text(x + 2, bottom + 14, name, dim=True))
    return drawn


def _tip(one: DayMark) -> str:
    return f"{one.day}: {one.label or one.group}"


def _words(
    marks: Sequence[DayMark], first: date, last: date, covered: date, groups: Sequence[str]
) -> str:
    listed = []
    for group in groups:
        days = [one.day.isoformat() for one in marks if one.group == group]
        listed.append(f"{group}: {', '.join(sorted(days)) or 'none found'}")
    after = f" Nothing is known after {covered}." if covered < last else ""
    return f"Days from {first} to {last}. {'; '.join(listed)}.{after}"
