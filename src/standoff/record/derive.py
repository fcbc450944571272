"""The events of a version on a day, merged anew only where something has changed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from standoff.model import Event, Observation, Report, Ruling
from standoff.packs import Pack
from standoff.record.kept import Kept
from standoff.record.known import known_observations
from standoff.record.part import Part, Stored, key_of, part_of
from standoff.record.parts import (
    ONE_DAY,
    Place,
    closed_span,
    hubs,
    open_span,
    parted,
    place_of,
)
from standoff.record.query import Summary
from standoff.record.relays import merge_heard
from standoff.record.rows import scope_of
from standoff.record.rulings import in_force
from standoff.record.store import Store

# Deriving a view as of a day from few observations is faster than keeping one more view.
WORTH_KEEPING = 300


@dataclass(frozen=True, slots=True)
class Derived:
    """The events of one version as seen on one day, in short until they are asked for."""

    parts: tuple[Part, ...]
    kept: Kept

    def summaries(self) -> Iterator[tuple[Summary, Part, int]]:
        """Each event in short, with its part and its place there."""
        for part in self.parts:
            for place, summary in enumerate(part.events):
                yield summary, part, place

    def events(self, places: Sequence[tuple[Part, int]]) -> list[Event] | None:
        """The events at these places; None where some are no longer kept."""
        stored = [(part, place) for part, place in places if not part.fresh]
        found = self.kept.events(stored) if stored else {}
        if found is None:
            return None
        return [
            part.fresh[place] if part.fresh else found[part.id or 0, place]
            for part, place in places
        ]


@dataclass(frozen=True, slots=True, kw_only=True)
class Deriving:
    """What events are derived from: a store, seen with one pack."""

    store: Store
    pack: Pack
    kept: Kept

    def at(self, seq: int, day: date | None, rulings: Sequence[Ruling]) -> Derived:
        """The events of a version as seen on a day.

        Args:
            seq: the version's number.
            day: None for all that is known by now.
            rulings: those known on the day, undone ones too.
        """
        parts = self.kept.view(seq, day)
        if parts is None and day is None:
            parts = self._newest(seq, rulings)
        elif parts is None and day is not None:
            parts = self._seen(seq, day, rulings)
        return Derived(parts or (), self.kept)

    def anew(self, seq: int, day: date | None, rulings: Sequence[Ruling]) -> Derived:
        """The same, from the observations alone; nothing is kept."""
        members = _as_seen(_numbered(self.store.stored(seq)), day)
        return Derived(tuple(self._merged(members, in_force(rulings), {}, seq)), self.kept)

    def _newest(self, seq: int, rulings: Sequence[Ruling]) -> tuple[Part, ...]:
        since, parts = self.kept.nearest(seq) or (-1, ())
        added, gone = self.store.changed(since, seq)
        members, held = _numbered(added), in_force(rulings)
        old: list[Part] = []
        if parts:
            places = {(report, "") for report in self.store.reports_changed(since, seq)}
            places |= {place_of(one.observation.anchor) for one in members}
            before = in_force(self.store.rulings(since))
            rows = self._rows_at(_reached(places, before, held), since).union(gone)
            days = Days(one.observation for one in members)
            old = [part for part in parts if not rows.isdisjoint(part.rows) or days.touch(part)]
        again = {part.key: part for part in old}
        members += _numbered(self.store.by_row(_rows(old).difference(gone)))
        made = self._merged(members, held, again, seq)
        rest = [part for part in parts if part.key not in again]
        return self.kept.save(seq, None, [*rest, *made])

    def _seen(self, seq: int, day: date, rulings: Sequence[Ruling]) -> tuple[Part, ...]:
        everything, held, by = tuple(self.store.rulings(seq)), in_force(rulings), day.isoformat()
        differing = _differing(in_force(everything), held)
        ruled = self._rows_at(set().union(*map(_places, differing)), seq)
        whole: list[Part] = []
        old: list[Part] = []
        for part in self.at(seq, None, everything).parts:
            if part.known[1] > by or not ruled.isdisjoint(part.rows):
                old.append(part)
            else:
                whole.append(part)
        rows = _rows(part for part in old if part.known[0] <= by)
        members = _as_seen(_numbered(self.store.by_row(rows)), day)
        parts = [*whole, *self._merged(members, held, {}, seq)]
        return self.kept.save(seq, day, parts) if len(members) >= WORTH_KEEPING else tuple(parts)

    def _rows_at(self, places: set[Place], seq: int) -> set[int]:
        """The rows of what was observed at these places."""
        scopes = sorted({scope for scope, _ in places})
        found = self.store.at_scopes(scopes, seq) if scopes else ()
        return {row for row, one in found if place_of(one.anchor) in places}

    def _merged(
        self, members: Sequence[Stored], held: Sequence[Ruling], known: Mapping[str, Part], seq: int
    ) -> list[Part]:
        """The parts that these observations form, merged where they are not known."""
        by_id = {one.observation.id: one for one in members}
        texts = sorted({scope_of(one.observation.anchor) for one in members})
        reports, bound, groups = self.store.report_rows(texts, seq), hubs(held), []
        for group in parted([one.observation for one in members], held):
            ids = {hub for one in group for hub in bound.get(place_of(one.anchor), ())}
            ruled = [ruling for ruling in held if ruling.id in ids]
            mine = [by_id[one.id] for one in group]
            groups.append((key_of(self.kept.made, mine, ruled, reports), mine, ruled))
        missing = [key for key, _, _ in groups if key not in known]
        there = {**known, **self.kept.by_key(missing)}
        return [there.get(key) or self._merge(key, mine, ruled, seq) for key, mine, ruled in groups]

    def _merge(
        self, key: str, members: Sequence[Stored], ruled: Sequence[Ruling], seq: int
    ) -> Part:
        def reports_of(ids: Sequence[str]) -> Sequence[Report]:
            return self.store.reports_with(ids, seq)

        observations = [one.observation for one in members]
        events = merge_heard(observations, ruled, pack=self.pack, reports_of=reports_of)
        return part_of(key, members, events, self.pack)


class Days:
    """The days that observations speak of, by kind, and the ends of open intervals."""

    def __init__(self, observations: Iterable[Observation]) -> None:
        self.opens: set[tuple[str, str, str]] = set()
        spans: dict[str, list[tuple[date, date]]] = {}
        for one in observations:
            closed, opened = closed_span(one), open_span(one)
            if closed:
                spans.setdefault(one.kind, []).append(closed)
            if opened:
                self.opens.add(opened)
        self.runs = {kind: list(_runs(found)) for kind, found in spans.items()}

    def touch(self, part: Part) -> bool:
        """Whether merge might look at one of them together with something in the part."""
        return not self.opens.isdisjoint(part.opens) or any(
            first <= own[1] and own[0] <= last
            for kind, own in part.spans.items()
            for first, last in self.runs.get(kind, ())
        )


def _runs(spans: Iterable[tuple[date, date]]) -> Iterator[tuple[str, str]]:
    """Stretches that hold all of the spans and a day on either side."""
    begun: tuple[date, date] | None = None
    for first, last in sorted(spans):
        if begun and first - begun[1] <= ONE_DAY:
            begun = (begun[0], max(begun[1], last))
            continue
        if begun:
            yield _with_a_day(begun)
        begun = (first, last)
    if begun:
        yield _with_a_day(begun)


def _with_a_day(span: tuple[date, date]) -> tuple[str, str]:
    first, last = span
    before = first - ONE_DAY if first > date.min else first
    after = last + ONE_DAY if last < date.max else last
    return before.isoformat(), after.isoformat()


def _as_seen(members: Iterable[Stored], day: date | None) -> list[Stored]:
    """The observations as known on a day, with only the values that were."""
    if day is None:
        return list(members)
    return [
        Stored(row=one.row, observation=seen, whole=seen is one.observation)
        for one in members
        for seen in known_observations([one.observation], day)
    ]


def _reached(places: set[Place], before: Iterable[Ruling], held: Sequence[Ruling]) -> set[Place]:
    """The places whose observations may now belong together with others than before."""
    ruled = places.union(*map(_places, _differing(before, held)))
    bound = [ruling for ruling in held if not ruled.isdisjoint(_places(ruling))]
    return ruled.union(*map(_places, bound))


def _numbered(found: Iterable[tuple[int, Observation]]) -> list[Stored]:
    return [Stored(row=row, observation=one) for row, one in found]


def _differing(one: Iterable[Ruling], other: Iterable[Ruling]) -> list[Ruling]:
    """The rulings that hold in one case only."""
    a, b = ({ruling.id: ruling for ruling in listed} for listed in (one, other))
    return [ruling for key, ruling in {**a, **b}.items() if a.get(key) != b.get(key)]


def _places(ruling: Ruling) -> set[Place]:
    return {place_of(anchor) for anchor in ruling.anchors}


def _rows(parts: Iterable[Part]) -> set[int]:
    return {row for part in parts for row in part.rows}
