"""A record as publicly known day after day, for whoever asks on very many days in turn."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date

from standoff.model import CountUnit, Event, Query, Series
from standoff.packs import Pack
from standoff.record import Record
from standoff.record.query import Summary, fits, summary_of
from standoff.record.series import make_series


@dataclass(frozen=True, slots=True, kw_only=True)
class Snapshot:
    """What was known on a day: the record's `events` and `series`, from events read once."""

    day: date
    pack: Pack
    view: Record
    by_kind: dict[str | None, list[tuple[Summary, Event]]] = field(default_factory=dict)

    @property
    def version(self) -> str:
        """Which content of the record this is."""
        return self.view.version

    def events(self, query: Query) -> Iterator[Event]:
        """The events that match; a query for words is not for snapshots."""
        if query.kind not in self.by_kind:
            found = self.view.events(Query(kind=query.kind, status=()))
            self.by_kind[query.kind] = [(summary_of(one, self.pack), one) for one in found]
        kept = self.by_kind[query.kind]
        return (event for summary, event in kept if fits(summary, query, self.pack))

    def series(self, query: Query, *, count: CountUnit) -> Series:
        """How many a day, NaN where not covered by then."""
        return make_series(
            query,
            self.events(query),
            count=count,
            exposing=None,
            pack=self.pack,
            as_of=self.day,
        )


class Snapshots:
    """The record on one day after another; read anew only when something became known between.

    Rulings may change what was known on any day: where there are some, every day is read anew.
    """

    def __init__(self, record: Record, pack: Pack):
        self.pack = pack
        self._record = record
        self._days = _days_of_news(record)
        self._ruled = bool(record.rulings())
        self._read: Snapshot | None = None

    def as_of(self, day: date) -> Snapshot:
        """The record with only what was known on the day."""
        last = self._read
        if last is None or self._ruled or self._news(day) != self._news(last.day):
            self._read = Snapshot(day=day, pack=self.pack, view=self._record.as_of(day))
        else:
            self._read = replace(last, day=day)
        return self._read

    def _news(self, day: date) -> int:
        """How many days with something new there were by a day."""
        return bisect_right(self._days, day)


def _days_of_news(record: Record) -> list[date]:
    """The days on which an observation, a value or a report became known."""
    found = {report.published.first for report in record.reports() if report.published}
    found |= {report.published.last for report in record.reports() if report.published}
    for one in record.observations():
        found.add(one.known)
        found |= {value.known for value in one.values.values()}
    return sorted(day for day in found if day is not None)
