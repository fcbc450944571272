"""Happenings while they grow, found by the days they may lie on."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta

from standoff.record.traits import Traits, combined, span_of
from standoff.record.volleys import Unit

INDEXED_DAYS = 100


@dataclass(slots=True)
class Cluster:
    """A happening while it grows: its own units, and those it shares with its occasion."""

    units: list[Unit]
    traits: Traits
    shared: list[Unit] = field(default_factory=list)

    def join(self, unit: Unit) -> None:
        """Make the unit part of this happening alone."""
        self.units.append(unit)
        self.traits = combined(self.traits, unit.traits)

    @property
    def on_one_day(self) -> bool:
        """Whether its day is known."""
        return on_one_day(self.traits)

    def holds_text_of(self, unit: Unit) -> bool:
        """Whether one of its units stands in a report or table of the unit's."""
        return any(own.scopes & unit.scopes for own in self.units)

    def is_closed_to(self, unit: Unit) -> bool:
        """Whether the unit's own table already tells of it: rows are distinct.

        Rows of a day may together tell of what another table tells finer; by themselves they
        are two happenings.
        """
        siblings = [own for own in self.units if own.tabled and own.scopes & unit.scopes]
        if not unit.tabled or not siblings:
            return False
        if unit.grain == "day":
            return not any(own.tabled and own.grain != "day" for own in self.units)
        return any(own.grain != "day" for own in siblings)


class Calendar:
    """Clusters in the order they were founded, and by day."""

    def __init__(self) -> None:
        self.all: list[Cluster] = []
        self._by_day: dict[date, list[Cluster]] = {}
        self._long: list[Cluster] = []

    def found(self, unit: Unit) -> None:
        """Begin a cluster with the unit."""
        cluster = Cluster([unit], unit.traits)
        self.all.append(cluster)
        span = span_of(unit.traits.when)
        if unit.traits.when is None:
            return
        if span is None or days_in(span) > INDEXED_DAYS:
            self._long.append(cluster)
            return
        for day in _days(span):
            self._by_day.setdefault(day, []).append(cluster)

    def on(self, day: date) -> list[Cluster]:
        """The clusters founded on a day, but for those of long intervals."""
        return self._by_day.get(day, [])

    def near(self, unit: Unit) -> list[Cluster]:
        """The clusters whose days overlap the unit's; an open interval meets only its like."""
        when = unit.traits.when
        if when is None:
            return []
        span = span_of(when)
        if span is None:
            return [c for c in self._long if c.traits.when and ends(c.traits) == ends(unit.traits)]
        if days_in(span) > INDEXED_DAYS:
            found = [c for c in self.all if span_of(c.traits.when)]
        else:
            closed = [c for c in self._long if span_of(c.traits.when)]
            found = [c for day in _days(span) for c in self.on(day)] + closed
        distinct = {id(cluster): cluster for cluster in found}
        return [c for c in distinct.values() if c.traits.when and c.traits.when.overlaps(when)]


def on_one_day(traits: Traits) -> bool:
    """Whether the date is a single day."""
    return traits.when is not None and traits.when.day is not None


def ends(traits: Traits) -> tuple[date | None, date | None] | None:
    """The first and last day, None where there is no date."""
    return (traits.when.first, traits.when.last) if traits.when else None


def days_in(span: tuple[date, date]) -> int:
    """How many days the span has."""
    return (span[1] - span[0]).days + 1


def _days(span: tuple[date, date]) -> Iterator[date]:
    return (span[0] + timedelta(days=step) for step in range(days_in(span)))
