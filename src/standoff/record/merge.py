"""Events from observations: a pure function of what was observed and what was ruled.

The finest descriptions come first and make the events; a coarser or a vaguer one joins what it
fits. One that fits nothing but for a single conflict, on a day with one candidate, joins it and
shows as a dispute. One that fits several equally corroborates the occasion, not a volley.
Source: the grain and identity rules of the design; classes from the coding guide.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from standoff.model import Event, Observation, Ruling
from standoff.packs import Pack
from standoff.record.rulings import Bonds, bonds_of, in_force
from standoff.record.settle import settle
from standoff.record.traits import Traits, agreement, combined, confusable, span_of
from standoff.record.volleys import Unit, anchor_key, barred, units_of

WEIGHTS = {"weapon": 4, "class": 3, "minute": 3, "name": 3, "count": 2, "place": 2, "target": 1}
INDEXED_DAYS = 100
VAGUE_DAYS = 31
ZONES_APART_MINUTES = 14 * 60


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


def merge(
    observations: Iterable[Observation], rulings: Iterable[Ruling] = (), *, pack: Pack
) -> tuple[Event, ...]:
    """The events that the observations speak of, in the order of their days.

    Args:
        observations: in any order, with any repetition.
        rulings: all of them; those undone are left out here.
        pack: for states, weapon classes, sites, kinds and origins.
    """
    ordered = _distinct(observations)
    held = in_force(rulings)
    bonds = bonds_of(held, ordered)
    kinds: dict[str, list[Unit]] = {}
    for unit in units_of(ordered, bonds, pack):
        kinds.setdefault(unit.kind, []).append(unit)
    clusters = [
        cluster
        for kind in sorted(kinds)
        for cluster in _Clusters(kind, bonds, pack).of(kinds[kind])
    ]
    values = tuple(ruling for ruling in held if ruling.op == "value")
    grouped = [(one.units, one.shared) for one in clusters]
    return settle(grouped, values, ordered, pack)


def _distinct(observations: Iterable[Observation]) -> list[Observation]:
    found: dict[str, Observation] = {}
    for observation in observations:
        earlier = found.setdefault(observation.id, observation)
        if earlier is not observation and earlier != observation:
            found[observation.id] = min(earlier, observation, key=repr)
    return sorted(found.values(), key=lambda one: (anchor_key(one.anchor), one.id))


class _Clusters:
    """The growing clusters of one kind, found by day."""

    def __init__(self, kind: str, bonds: Bonds, pack: Pack) -> None:
        self.pack, self.bonds = pack, bonds
        known = pack.kinds.get(kind)
        self.symmetric = bool(known and known.symmetric)
        self.by_day: dict[date, list[Cluster]] = {}
        self.long: list[Cluster] = []
        self.all: list[Cluster] = []

    def of(self, units: Sequence[Unit]) -> list[Cluster]:
        """The clusters that the units form."""
        ordered = sorted(units, key=_turn)
        undecided = [unit for unit in ordered if not self._fit(unit)]
        for unit in undecided:
            if not (self._fit(unit) or self._sum_up(unit) or self._dispute(unit)):
                self._join_next_day(unit)
        return self.all

    def _fit(self, unit: Unit) -> bool:
        """Join what agrees in everything both sides give; found a cluster where nothing is near."""
        fits, near = [], bool(self._next_door(unit))
        for cluster in self._candidates(unit):
            verdicts = self._verdicts(unit, cluster)
            if verdicts["actors"] < 0:
                continue
            if min(verdicts.values()) >= 0:
                fits.append((_score(verdicts, unit, cluster), cluster))
            else:
                near = True
        if fits and self._allowed_vague(unit, [cluster for _, cluster in fits]):
            self._attach(unit, fits)
            return True
        if near or fits:
            return False
        self._found(unit)
        return True

    def _allowed_vague(self, unit: Unit, fits: list[Cluster]) -> bool:
        """Whether an uncertain day may be settled by this match: only if it is the only one."""
        span = span_of(unit.traits.when)
        if unit.traits.lasting or span is None or span[0] == span[1]:
            return True
        if len(fits) != 1 or (span[1] - span[0]).days >= VAGUE_DAYS:
            return False
        verdicts = self._verdicts(unit, fits[0])
        return verdicts["class"] > 0 or verdicts["weapon"] > 0

    def _attach(self, unit: Unit, fits: list[tuple[int, Cluster]]) -> None:
        best = max(score for score, _ in fits)
        of_day = unit.grain == "day" and unit.tabled
        chosen = [cluster for score, cluster in fits if of_day or score == best]
        if len(chosen) == 1:
            chosen[0].join(unit)
        else:
            for cluster in chosen:
                cluster.shared.append(unit)

    def _sum_up(self, unit: Unit) -> bool:
        """Share a day's total among the volleys that make it up."""
        near = [c for c in self._candidates(unit) if self._conflicts(unit, c) == {"count"}]
        if len(near) < 2 or not unit.traits.fired:
            return False
        totals = [max(cluster.traits.counts) for cluster in near]
        if sum(totals) not in unit.traits.counts and max(unit.traits.counts) <= max(totals):
            return False
        for cluster in near:
            cluster.shared.append(unit)
        return True

    def _dispute(self, unit: Unit) -> bool:
        """Join the day's only candidate in spite of one conflict, which settles as a dispute."""
        if not unit.occurred or not unit.traits.fired or not _one_day(unit.traits):
            return False
        near = [c for c in self._candidates(unit) if _one_day(c.traits) and self._alike(unit, c)]
        if len(near) != 1:
            return False
        near[0].join(unit)
        return True

    def _join_next_day(self, unit: Unit) -> None:
        """Join the next or last day's volleys if the source keeps another zone's day."""
        found = self._next_door(unit)
        if found:
            self._attach(unit, [(0, cluster) for cluster in found])
        else:
            self._found(unit)

    def _next_door(self, unit: Unit) -> list[Cluster]:
        """What agrees in all but the day, at a clock time that was the unit's day elsewhere.

        A source that also has a row for the right day does not mean this one.
        """
        when = unit.traits.when
        if when is None or when.day is None or unit.traits.minutes or not unit.traits.fired:
            return []
        if not unit.occurred or (when.basis == "stated" and not unit.tabled):
            return []
        found = [
            cluster
            for step in (-1, 1)
            for cluster in self.by_day.get(when.day + timedelta(days=step), ())
            if _elsewhere(cluster.traits, when.day)
            and not _same_text(unit, cluster)
            and not self._is_barred(unit, cluster)
        ]
        return [c for c in found if min(self._verdicts(unit, c).values()) >= 0]

    def _alike(self, unit: Unit, cluster: Cluster) -> bool:
        if not any(one.occurred for one in cluster.units) or _same_text(unit, cluster):
            return False
        verdicts = self._verdicts(unit, cluster)
        conflicts = {name for name, verdict in verdicts.items() if verdict < 0}
        if "class" in conflicts and not confusable(unit.traits.classes, cluster.traits.classes):
            return False
        if verdicts["minute"] > 0:
            return conflicts <= {"class", "weapon", "count", "place"}
        if conflicts == {"place"}:
            return verdicts["class"] > 0 and verdicts["count"] > 0
        return conflicts in ({"class"}, {"weapon"}, {"class", "weapon"}, {"count"})

    def _conflicts(self, unit: Unit, cluster: Cluster) -> set[str]:
        return {name for name, verdict in self._verdicts(unit, cluster).items() if verdict < 0}

    def _verdicts(self, unit: Unit, cluster: Cluster) -> dict[str, int]:
        return agreement(unit.traits, cluster.traits, self.pack, symmetric=self.symmetric)

    def _candidates(self, unit: Unit) -> Iterator[Cluster]:
        for cluster in self._nearby(unit):
            if not _taken(unit, cluster) and not self._is_barred(unit, cluster):
                yield cluster

    def _is_barred(self, unit: Unit, cluster: Cluster) -> bool:
        ids = (one for own in cluster.units for one in own.ids)
        return barred(unit.ids, ids, self.bonds)

    def _nearby(self, unit: Unit) -> list[Cluster]:
        """The clusters whose days overlap the unit's; an open interval meets only its like."""
        when = unit.traits.when
        if when is None:
            return []
        span = span_of(when)
        if span is None:
            return [c for c in self.long if c.traits.when and _ends(c.traits) == _ends(unit.traits)]
        closed = [c for c in self.long if span_of(c.traits.when)]
        if _length(span) > INDEXED_DAYS:
            found = [c for c in self.all if span_of(c.traits.when)]
        else:
            found = [c for day in _days(span) for c in self.by_day.get(day, ())] + closed
        distinct = {id(cluster): cluster for cluster in found}
        return [c for c in distinct.values() if c.traits.when and c.traits.when.overlaps(when)]

    def _found(self, unit: Unit) -> None:
        cluster = Cluster([unit], unit.traits)
        self.all.append(cluster)
        span = span_of(unit.traits.when)
        if unit.traits.when is None:
            return
        if span is None or _length(span) > INDEXED_DAYS:
            self.long.append(cluster)
            return
        for day in _days(span):
            self.by_day.setdefault(day, []).append(cluster)


def _turn(unit: Unit) -> tuple[object, ...]:
    """The order of joining: tables, then what happened, then the finest, then the fullest.

    An act that takes a moment is placed by its most exact day first; one that lasts by its
    longest interval first, so that reports of single days find it.
    """
    span = span_of(unit.traits.when)
    length = _length(span) if span else 10**6
    width = length if not unit.traits.lasting or span is None else -length
    grain = ("item", "volley", "day").index(unit.grain) if unit.tabled else 0
    return (not unit.tabled, not unit.occurred, grain, width, -unit.traits.specificity, unit.key)


def _taken(unit: Unit, cluster: Cluster) -> bool:
    """Whether the cluster already holds a row of the unit's own table: rows are distinct."""
    if unit.grain == "day" or not unit.tabled:
        return False
    return any(
        own.tabled and own.grain != "day" and own.scopes & unit.scopes for own in cluster.units
    )


def _same_text(unit: Unit, cluster: Cluster) -> bool:
    return any(own.scopes & unit.scopes for own in cluster.units)


def _score(verdicts: dict[str, int], unit: Unit, cluster: Cluster) -> int:
    agreed = sum(WEIGHTS[name] for name in WEIGHTS if verdicts.get(name, 0) > 0)
    return agreed + (_ends(unit.traits) == _ends(cluster.traits))


def _elsewhere(traits: Traits, day: date) -> bool:
    """Whether at that clock time it was `day` in a zone up to 14 hours away."""
    if traits.when is None or traits.when.day is None or traits.minutes is None:
        return False
    if traits.when.day > day:
        return traits.minutes[0] < ZONES_APART_MINUTES
    return traits.minutes[1] >= 24 * 60 - ZONES_APART_MINUTES


def _one_day(traits: Traits) -> bool:
    return traits.when is not None and traits.when.day is not None


def _ends(traits: Traits) -> tuple[date | None, date | None] | None:
    return (traits.when.first, traits.when.last) if traits.when else None


def _length(span: tuple[date, date]) -> int:
    return (span[1] - span[0]).days + 1


def _days(span: tuple[date, date]) -> Iterator[date]:
    return (span[0] + timedelta(days=step) for step in range(_length(span)))
