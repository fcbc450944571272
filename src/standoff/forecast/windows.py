"""Rare events: the windows from which their rate may be taken, and the range of chances."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray

from standoff.forecast.models import History
from standoff.stats.intervals import joined, starts
from standoff.stats.rare import rare_chance

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True)
class Window:
    """One defensible stretch, what was counted in it, and the chance that follows.

    `count` leaves out the event that begins the stretch, if one does.
    """

    name: str
    first: date
    last: date
    count: int
    covered_days: int
    chance: float


def episodes(past: History, *, gap_days: int) -> Floats:
    """The first day of each episode: 1, else 0, NaN where not covered; days of one count once.

    Args:
        past: the daily series.
        gap_days: event days less than this many apart belong to one episode; 1 for each by itself.
    """
    if gap_days <= 1:
        return past.events
    begun = starts(joined(past.events == 1, gap_days=gap_days))
    return np.where(np.isnan(past.events), np.nan, begun.astype(np.float64))


def windows(past: History, *, horizon_days: int, gap_days: int) -> tuple[Window, ...]:
    """The chance of at least one event by every defensible window, each window once.

    The windows: all days of the base rate; those since the first event; those since the present
    leader took office; those since the last event. The event that defines a window is not
    counted in it.

    Args:
        past: the days before the window asked about, ending with the last covered one.
        horizon_days: length of the window asked about.
        gap_days: see `episodes`.
    """
    onsets = episodes(past, gap_days=gap_days)
    found: dict[int, Window] = {}
    for name, begin in _begins(past, onsets):
        part = onsets[begin:]
        days = int((~np.isnan(part)).sum())
        if days and begin not in found:
            count = int(np.nansum(part))
            found[begin] = Window(
                name=name,
                first=past.day(begin),
                last=past.day(len(onsets) - 1),
                count=count,
                covered_days=days,
                chance=rare_chance(count=count, days=days, horizon_days=horizon_days),
            )
    return tuple(found.values())


def _begins(past: History, onsets: Floats) -> Iterator[tuple[str, int]]:
    """The names of the windows, and the index of the first day of each."""
    yield "all days of the base rate", 0
    happened = np.flatnonzero(onsets == 1)
    if len(happened):
        yield "since the first", int(happened[0]) + 1
    began = [one for one in past.leader_starts if past.start < one <= past.day(len(onsets) - 1)]
    if began:
        yield "since the leader took office", past.index(max(began))
    if len(happened):
        yield "since the last", int(happened[-1]) + 1
