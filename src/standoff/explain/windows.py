"""Windows round what exposes a day: widened, turned round, recurring by rule, bound to eras."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta

import numpy as np
from numpy.typing import NDArray

from standoff.explain.days import Calendar
from standoff.explain.specification import Exposure, Recurring

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]


def widened(state: Floats, *, before_days: int, after_days: int) -> Floats:
    """The state with every yes spread so many days back and on; unknown days spread as well.

    A day is no only if every day that could reach it is.

    >>> widened(np.array([0, 0, 1, 0, 0, np.nan]), before_days=1, after_days=0)
    array([ 0.,  1.,  1.,  0., nan, nan])
    """
    yes = _spread(state == 1, before_days, after_days)
    unknown = _spread(np.isnan(state), before_days, after_days)
    return np.where(yes, 1.0, np.where(unknown, np.nan, 0.0))


def exposed_days(state: Floats, asked: Exposure) -> Floats:
    """The days exposed, from the days on which the thing itself is under way."""
    spread = widened(state, before_days=asked.before_days, after_days=asked.after_days)
    return 1.0 - spread if asked.absent else spread


def reach(calendar: Calendar, asked: Exposure) -> tuple[Calendar, slice]:
    """The calendar widened by all days that can reach it, and where it lies within."""
    back = asked.after_days + asked.lag_days + asked.join_gap_days
    wide = Calendar(
        first=calendar.first - timedelta(days=back),
        days=calendar.days + back + asked.before_days,
    )
    return wide, slice(back - asked.lag_days, back - asked.lag_days + calendar.days)


def recurring_days(recurring: Sequence[Recurring], calendar: Calendar) -> Floats:
    """1 on days that come back by rule, else 0; never unknown."""
    state = np.zeros(calendar.days)
    for day in _occurrences(recurring, calendar):
        state[calendar.index(day)] = 1.0
    return state


def variants(asked: Exposure) -> dict[str, Exposure]:
    """The exposure with its window, or the gap it joins, half and one and a half times as long."""
    found = {}
    for factor in (0.5, 1.5):
        if asked.before_days or asked.after_days:
            before, after = (round(factor * n) for n in (asked.before_days, asked.after_days))
            changed = {"before_days": before, "after_days": after}
            name = f"window of {before} + {after} days"
        elif asked.join_gap_days > 1:
            changed = {"join_gap_days": round(factor * asked.join_gap_days)}
            name = f"gaps under {changed['join_gap_days']} days joined"
        else:
            continue
        found[name] = asked.model_copy(update=changed)
    return found


def era_numbers(calendar: Calendar, asked: Exposure) -> tuple[int, ...]:
    """The era of each year; a year in which it could not fall is an era of its own."""
    numbers = []
    for year in calendar.years:
        eligible = not asked.eligible_years or year in asked.eligible_years
        numbers.append(sum(year >= begun for begun in asked.eras) if eligible else -year)
    return tuple(numbers)


def _occurrences(recurring: Sequence[Recurring], calendar: Calendar) -> Iterator[date]:
    for rule in recurring:
        for year in calendar.years:
            if year >= rule.since and (year - rule.since) % rule.every_years == 0:
                day = date(year, rule.month, rule.day)
                if calendar.first <= day <= calendar.last:
                    yield day


def _spread(days: Flags, before_days: int, after_days: int) -> Flags:
    """True wherever one of the days lies at most so far ahead or back."""
    count = np.concatenate([[0], np.cumsum(days)])
    index = np.arange(len(days))
    last = np.minimum(index + before_days, len(days) - 1)
    first = np.maximum(index - after_days, 0)
    return np.asarray(count[last + 1] > count[first])
