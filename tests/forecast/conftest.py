"""A record of chosen days, and a theatre of one question, for the tests of forecasts."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from standoff.dates import When, one_day
from standoff.model import Content, CountUnit, Event, Query, RowAnchor, Series, Value
from standoff.packs import Pack, load_pack

FIRST = date(2010, 1, 1)


def event(
    when: When | date, *, name: str = "", count: int | None = 1, known: date | None = None
) -> Event:
    when = when if isinstance(when, When) else one_day(when)
    anchor = RowAnchor(table="t", row=name or str(when.first))
    values: dict[str, Content] = {"date": when, "actors": ("AAA",)}
    if count is not None:
        values["count"] = count
    return Event(
        id=anchor.row,
        kind="launch",
        grain="volley",
        status="reported",
        values={k: (Value(value=v, origin="o", evidence=(anchor,)),) for k, v in values.items()},
        observations=(anchor.row,),
        anchors=(anchor,),
        origins=("o",),
        verified=True,
        known=known or when.last,
    )


@dataclass(frozen=True)
class ListRecord:
    """Events known on their own day, covered from `FIRST` to a last day, with holes."""

    happened: tuple[Event, ...]
    through: date
    holes: tuple[date, ...] = ()
    version: str = "v1"

    def as_of(self, day: date) -> "ListRecord":
        kept = tuple(one for one in self.happened if one.known is None or one.known <= day)
        return replace(self, happened=kept, through=min(self.through, day))

    def events(self, query: Query) -> Any:
        for one in self.happened:
            when = one.when
            if query.first and when and when.last and when.last < query.first:
                continue
            if query.last and when and when.first and when.first > query.last:
                continue
            yield one

    def series(self, query: Query, *, count: CountUnit) -> Series:
        length = (self.through - FIRST).days + 1
        values = np.zeros(length)
        for one in self.events(query):
            place = (one.when.day - FIRST).days if one.when and one.when.day else -1
            if 0 <= place < length:
                values[place] += 1
        holes = [(day - FIRST).days for day in self.holes]
        values[holes] = np.nan
        return Series(
            start=FIRST, values=values, coverage=~np.isnan(values), unit=count, zone="UTC"
        )


@pytest.fixture
def record_of() -> Callable[..., ListRecord]:
    def build(*days: When | date, through: date, holes: tuple[date, ...] = ()) -> ListRecord:
        return ListRecord(tuple(event(day) for day in days), through, holes)

    return build


@pytest.fixture
def make_event() -> Callable[..., Event]:
    return event


@pytest.fixture
def every() -> Callable[[date, date, int], list[date]]:
    def days(first: date, last: date, step: int) -> list[date]:
        return [first + timedelta(days=n) for n in range(0, (last - first).days + 1, step)]

    return days


@pytest.fixture(scope="session")
def lumen() -> Pack:
    return load_pack(Path(__file__).parents[1] / "theatres" / "lumen")
