"""Events from observations: a pure function of what was observed and what was ruled.

The finest descriptions come first and make the events; a coarser or a vaguer one joins what it
fits. One that fits nothing but for a single conflict, on a day with one candidate, joins it and
shows as a dispute. One that fits several equally corroborates the occasion, not a volley.
Source: the grain and identity rules of the design; classes from the coding guide.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import timedelta

from standoff.model import Event, Observation, Ruling
from standoff.packs import Pack
from standoff.record.clusters import Calendar, Cluster, days_in, ends, on_one_day
from standoff.record.rulings import Bonds, bonds_of, in_force
from standoff.record.settle import settle
from standoff.record.shares import deal, is_total
from standoff.record.traits import Traits, agreement, confusable, span_of
from standoff.record.volleys import Unit, anchor_order, barred, units_of

WEIGHTS = {"weapon": 4, "class": 3, "minute": 3, "name": 3, "count": 2, "place": 2, "target": 1}
VAGUE_DAYS = 31
ZONES_APART_MINUTES = 14 * 60
# Two lists that give the time of one launch differ by a minute or so; two launches on
# neighbouring days do not fall on the same minute.
SAME_CLOCK_MINUTES = 2


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
    return sorted(found.values(), key=lambda one: (anchor_order(one.anchor), one.id))


class _Clusters:
    """The growing clusters of one kind, found by day."""

    def __init__(self, kind: str, bonds: Bonds, pack: Pack) -> None:
        self.pack, self.bonds = pack, bonds
        known = pack.kinds.get(kind)
        self.symmetric = bool(known and known.symmetric)
        self.calendar = Calendar()

    def of(self, units: Sequence[Unit]) -> list[Cluster]:
        """The clusters that the units form."""
        ordered = sorted(units, key=_turn)
        undecided = [unit for unit in ordered if not self._fit(unit)]
        for unit in undecided:
            if not (self._fit(unit) or self._sum_up(unit) or self._dispute(unit)):
                self._join_next_day(unit)
        return self.calendar.all

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
        self.calendar.found(unit)
        return True

    def _allowed_vague(self, unit: Unit, fits: list[Cluster]) -> bool:
        """Whether an uncertain day may be settled by this match: only if it is the only one."""
        span = span_of(unit.traits.when)
        if span is None or span[0] == span[1]:
            return True
        vague = (span[1] - span[0]).days >= VAGUE_DAYS
        if unit.traits.lasting:
            # What lasts may meet several; a text that says "in recent years" means none of them.
            return unit.tabled or not vague or len(fits) == 1
        if len(fits) != 1 or vague:
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
        """Part a day's total among the volleys that make it up, row by row where rows tell."""
        near = [c for c in self._candidates(unit) if self._conflicts(unit, c) == {"count"}]
        if len(near) < 2 or not unit.traits.fired or not is_total(unit, near):
            return False
        dealt = deal(unit, near, self.pack) if not self._is_ruled(unit) else []
        for cluster, part in dealt:
            cluster.join(part)
        for cluster in near if not dealt else ():
            cluster.shared.append(unit)
        return True

    def _dispute(self, unit: Unit) -> bool:
        """Join the day's only candidate in spite of one conflict, which settles as a dispute."""
        if not unit.occurred or not unit.traits.fired or not on_one_day(unit.traits):
            return False
        near = [c for c in self._candidates(unit) if c.on_one_day and self._alike(unit, c)]
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
            self.calendar.found(unit)

    def _next_door(self, unit: Unit) -> list[Cluster]:
        """What agrees in all but the day, where the unit's day can be a slip of the same launch.

        That is a source without clock times which keeps another zone's day, or one that has
        the same clock time, site and class a day off. A source that also has a row for the
        right day does not mean this one.
        """
        when = unit.traits.when
        if when is None or when.day is None or not unit.traits.fired or not unit.occurred:
            return []
        if not unit.tabled and (unit.traits.minutes or when.basis == "stated"):
            return []
        slipped = _same_launch if unit.traits.minutes else _elsewhere
        return [
            cluster
            for step in (-1, 1)
            for cluster in self.calendar.on(when.day + timedelta(days=step))
            if slipped(cluster.traits, unit.traits)
            and not cluster.holds_text_of(unit)
            and not self._is_barred(unit, cluster)
            and min(self._verdicts(unit, cluster).values()) >= 0
        ]

    def _alike(self, unit: Unit, cluster: Cluster) -> bool:
        if not any(one.occurred for one in cluster.units) or cluster.holds_text_of(unit):
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
        for cluster in self.calendar.near(unit):
            if not cluster.is_closed_to(unit) and not self._is_barred(unit, cluster):
                yield cluster

    def _is_barred(self, unit: Unit, cluster: Cluster) -> bool:
        ids = (one for own in cluster.units for one in own.ids)
        return barred(unit.ids, ids, self.bonds)

    def _is_ruled(self, unit: Unit) -> bool:
        """Whether a person has bound any of its rows together."""
        return any(one in unit.ids for pair in self.bonds.same for one in pair)


def _turn(unit: Unit) -> tuple[object, ...]:
    """The order of joining: tables, then what happened, then the finest, then the fullest.

    An act that takes a moment is placed by its most exact day first; one that lasts by its
    longest interval first, so that reports of single days find it.
    """
    span = span_of(unit.traits.when)
    length = days_in(span) if span else 10**6
    width = length if not unit.traits.lasting or span is None else -length
    grain = ("item", "volley", "day").index(unit.grain) if unit.tabled else 0
    return (not unit.tabled, not unit.occurred, grain, width, -unit.traits.specificity, unit.key)


def _score(verdicts: dict[str, int], unit: Unit, cluster: Cluster) -> int:
    agreed = sum(WEIGHTS[name] for name in WEIGHTS if verdicts.get(name, 0) > 0)
    return agreed + (ends(unit.traits) == ends(cluster.traits))


def _elsewhere(traits: Traits, other: Traits) -> bool:
    """Whether at its clock time it was the other's day in a zone up to 14 hours away."""
    if traits.when is None or traits.when.day is None or traits.minutes is None:
        return False
    if other.when is not None and other.when.day is not None and traits.when.day > other.when.day:
        return traits.minutes[0] < ZONES_APART_MINUTES
    return traits.minutes[1] >= 24 * 60 - ZONES_APART_MINUTES


def _same_launch(traits: Traits, other: Traits) -> bool:
    """Whether clock time, class and site are given on both sides and are the same."""
    if traits.minutes is None or other.minutes is None:
        return False
    apart = max(abs(a - b) for a, b in zip(traits.minutes, other.minutes, strict=True))
    alike = traits.classes & other.classes and traits.places & other.places
    return apart <= SAME_CLOCK_MINUTES and bool(alike)
