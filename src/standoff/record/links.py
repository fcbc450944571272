"""Weak links: what joined an event on little, and what nearly joined another.

Weighed with merge's own agreement: every attribute that both sides give and agree in counts its
weight there; the kind, the actors and the day are given, since nothing joins without them.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import combinations

from standoff.model import Event, Observation, Query
from standoff.packs import Pack
from standoff.record.merge import WEIGHTS
from standoff.record.query import is_symmetric
from standoff.record.record import Record
from standoff.record.rulings import Bonds, bonds_of, in_force
from standoff.record.traits import Traits, agreement, combined, confusable, span_of
from standoff.record.volleys import Unit, barred, units_of

# Below the weight of one attribute that tells volleys apart, a link rests on the day alone.
THIN = min(WEIGHTS["place"], WEIGHTS["count"])
# Two that agree in less than a class have nothing that says they are one.
TELLING = WEIGHTS["class"]
LONGEST_DAYS = 31
WORDS = {
    "class": "the weapon class",
    "weapon": "the weapon",
    "minute": "the hour",
    "name": "the name",
    "count": "the number",
    "place": "the place",
    "target": "the target",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """A join that a person ought to look at, or two events that may be one.

    `observations` are those in doubt; `other` is the event they nearly joined, None where the
    doubt is about their own. The lower the `weight`, the weaker a join (every other event of the
    occasion that might have been meant takes one off); the higher, the nearer a miss.
    """

    event: Event
    other: Event | None = None
    observations: tuple[str, ...]
    weight: int
    why: str


def weak_links(record: Record, query: Query | None = None) -> Iterator[Link]:
    """The links of the events that fit a query which rest on little, weakest first.

    Args:
        record: the record as seen on its day.
        query: which events; None takes all, whatever their status.
    """
    events = tuple(record.events(query or Query(status=())))
    doubts = _Doubts.of(record, events)
    thin = [link for event in events for link in doubts.within(event)]
    yield from sorted(thin, key=lambda link: (link.weight, *_newest(link.event)))
    missed = [link for one, other in _neighbours(events) for link in doubts.between(one, other)]
    yield from sorted(missed, key=lambda link: (-link.weight, *_newest(link.event)))


@dataclass(frozen=True, slots=True)
class _Doubts:
    """What is needed to weigh the links of one record."""

    pack: Pack
    bonds: Bonds
    observed: Mapping[str, Observation]
    uses: Counter[str]
    units: dict[str, list[Unit]]
    occasions: Counter[str | None]

    @classmethod
    def of(cls, record: Record, events: Sequence[Event]) -> _Doubts:
        observed = {one.id: one for one in record.observations()}
        bonds = bonds_of(in_force(record.rulings()), tuple(observed.values()))
        # Every event counts here, so that what a day's volleys share is known as shared.
        everything = tuple(record.events(Query(status=())))
        uses = Counter(one for event in everything for one in event.observations)
        occasions = Counter(event.occasion for event in everything)
        found = cls(record.pack, bonds, observed, uses, {}, occasions)
        for event in events:
            own = [observed[one] for one in event.observations if uses[one] == 1]
            found.units[event.id] = units_of(own, bonds, record.pack)
        return found

    def within(self, event: Event) -> Iterator[Link]:
        """The parts of an event that little ties to the rest of it."""
        units = self.units[event.id]
        for unit in units if len(units) > 1 else ():
            rest = [one for one in units if one is not unit]
            if self._told_first(unit, rest) or self._is_ruled(unit, rest):
                continue
            verdicts = self._verdicts(event.kind, unit.traits, _together(rest))
            weight = _weight(verdicts)
            if weight < THIN and _one_day(unit.traits):
                rivals = self.occasions[event.occasion] - 1 if event.occasion else 0
                yield Link(
                    event=event,
                    observations=_ids(unit),
                    weight=weight - rivals,
                    why=_why_thin(verdicts, rivals),
                )

    def between(self, one: Event, other: Event) -> Iterator[Link]:
        """Two events that come near to being one, with what keeps them apart."""
        ours, theirs = self.units[one.id], self.units[other.id]
        if not ours or not theirs or _share_a_source(ours, theirs):
            return
        if any(barred(a.ids, b.ids, self.bonds) for a in ours for b in theirs):
            return
        a, b = _together(ours), _together(theirs)
        verdicts = self._verdicts(one.kind, a, b)
        against = [name for name, verdict in verdicts.items() if verdict < 0]
        if len(against) > 1 or "actors" in against or _weight(verdicts) < TELLING:
            return
        if "class" in against and not confusable(a.classes, b.classes):
            return
        yield Link(
            event=one,
            other=other,
            observations=tuple(sorted(id_ for unit in theirs for id_ in unit.ids)),
            weight=_weight(verdicts),
            why=_why_missed(verdicts, one, other),
        )

    def _verdicts(self, kind: str, one: Traits, other: Traits) -> dict[str, int]:
        return agreement(one, other, self.pack, symmetric=is_symmetric(kind, self.pack))

    def _told_first(self, unit: Unit, rest: Sequence[Unit]) -> bool:
        """Whether the unit founded the event: then the others joined it, not it them."""
        return (not unit.tabled, unit.key) < min((not one.tabled, one.key) for one in rest)

    def _is_ruled(self, unit: Unit, rest: Sequence[Unit]) -> bool:
        ids = {one for other in rest for one in other.ids}
        return any((min(a, b), max(a, b)) in self.bonds.same for a in unit.ids for b in ids)


def _neighbours(events: Iterable[Event]) -> Iterator[tuple[Event, Event]]:
    """Pairs of one kind whose days touch; of acts that take a moment, also of the next day."""
    by_day: dict[tuple[str, date], list[Event]] = {}
    for event in events:
        span = span_of(event.when)
        if span is None or (span[1] - span[0]).days > LONGEST_DAYS:
            continue
        for step in range((span[1] - span[0]).days + 1):
            by_day.setdefault((event.kind, span[0] + timedelta(days=step)), []).append(event)
    seen: set[tuple[str, str]] = set()
    for (kind, day), found in sorted(by_day.items()):
        later = [] if found[0].lasting else by_day.get((kind, day + timedelta(days=1)), [])
        pairs = [*combinations(found, 2), *((a, b) for a in found for b in later)]
        for one, other in pairs:
            key = (min(one.id, other.id), max(one.id, other.id))
            if one is not other and key not in seen:
                seen.add(key)
                yield one, other


def _share_a_source(ours: Sequence[Unit], theirs: Sequence[Unit]) -> bool:
    """Whether one source tells both: then it tells them apart itself."""
    return any(a.scopes & b.scopes for a in ours for b in theirs)


def _together(units: Sequence[Unit]) -> Traits:
    found = units[0].traits
    for unit in units[1:]:
        found = combined(found, unit.traits)
    return found


def _weight(verdicts: Mapping[str, int]) -> int:
    return sum(WEIGHTS[name] for name, verdict in verdicts.items() if name in WORDS and verdict > 0)


def _why_thin(verdicts: Mapping[str, int], rivals: int) -> str:
    agreed = [WORDS[name] for name, verdict in verdicts.items() if name in WORDS and verdict > 0]
    against = [WORDS[name] for name, verdict in verdicts.items() if name in WORDS and verdict < 0]
    joined = "joined by " + _listed(["kind", "actors", "day", *agreed])
    others = f", with {rivals} more of that kind on the day" if rivals else ""
    return f"{joined} alone" + (f", against {_listed(against)}" if against else "") + others


def _why_missed(verdicts: Mapping[str, int], one: Event, other: Event) -> str:
    agreed = [WORDS[name] for name, verdict in verdicts.items() if name in WORDS and verdict > 0]
    against = [WORDS[name] for name, verdict in verdicts.items() if name in WORDS and verdict < 0]
    if one.when and other.when and not one.when.overlaps(other.when):
        against.append("the day")
    parted = f"kept apart by {_listed(against)} alone" if against else "kept apart by an open day"
    return f"two that agree in {_listed(agreed)}, {parted}"


def _listed(words: Sequence[str]) -> str:
    *most, last = words
    return f"{', '.join(most)} and {last}" if most else last


def _ids(unit: Unit) -> tuple[str, ...]:
    return tuple(sorted(unit.ids))


def _newest(event: Event) -> tuple[int, str]:
    span = span_of(event.when)
    return (-span[0].toordinal() if span else 0), event.id


def _one_day(traits: Traits) -> bool:
    return traits.when is not None and traits.when.day is not None
