"""A stretch of calendar days, and series laid upon it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
from numpy.typing import NDArray

from standoff.model import Series

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]


@dataclass(frozen=True, slots=True, kw_only=True)
class Calendar:
    """A stretch of days with the year index and the day of the year of each."""

    first: date
    days: int

    @property
    def last(self) -> date:
        """The last day."""
        return self.first + timedelta(days=self.days - 1)

    @property
    def years(self) -> tuple[int, ...]:
        """Calendar years touched, in order."""
        return tuple(range(self.first.year, self.last.year + 1))

    @property
    def year(self) -> Integers:
        """Index into `years` of every day; shape (days,)."""
        years = self._stamps().astype("datetime64[Y]").astype(np.int64)
        return np.asarray(years - (self.first.year - 1970))

    @property
    def day_of_year(self) -> Integers:
        """0 on the first of January, up to 365; shape (days,)."""
        stamps = self._stamps()
        begins = stamps.astype("datetime64[Y]").astype("datetime64[D]")
        return np.asarray((stamps - begins).astype(np.int64))

    def index(self, day: date) -> int:
        """How many days after the first; negative before it."""
        return (day - self.first).days

    def clip(self, first: date, last: date) -> slice:
        """The days from `first` to `last` that lie in the calendar."""
        return slice(max(0, self.index(first)), max(0, min(self.days, self.index(last) + 1)))

    def _stamps(self) -> NDArray[np.datetime64]:
        return np.datetime64(self.first, "D") + np.arange(self.days)


def aligned(series: Series, calendar: Calendar) -> Floats:
    """The series on the days of the calendar, NaN where it says nothing; shape (days,)."""
    found = np.full(calendar.days, np.nan)
    offset = calendar.index(series.start)
    values = np.where(series.coverage, series.values, np.nan)
    begin, end = max(0, offset), min(calendar.days, offset + len(values))
    if begin < end:
        found[begin:end] = values[begin - offset : end - offset]
    return found


def last_known(days: Floats, calendar: Calendar) -> date | None:
    """The last day that is not NaN."""
    known = np.flatnonzero(~np.isnan(days))
    return calendar.first + timedelta(days=int(known[-1])) if known.size else None
