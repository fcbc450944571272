"""The events of a version on a day, merged anew only where something has changed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from standoff.model import Event, Ruling
from standoff.packs import Pack
from standoff.record.kept import PATIENCE_SECONDS, Kept
from standoff.record.merging import Merging, Task, merged
from standoff.record.outline import Outline, Place, Span
from standoff.record.part import Part, key_of
from standoff.record.parts import ONE_DAY, hubs, parted, place_of
from standoff.record.query import Summary
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
        fresh = {(part.key, place): part.event(place) for part, place in places}
        stored = [(part, place) for part, place in places if not fresh[part.key, place]]
        found = self.kept.events(stored) if stored else {}
        if found is None:
            return None
        return [fresh[part.key, place] or found[part.id or 0, place] for part, place in places]


@dataclass(frozen=True, slots=True, kw_only=True)
class Deriving:
    """What events are derived from: a store, seen with one pack.

    Attributes:
        merging: how parts are merged; None merges them here.
        wait_seconds: how long to wait for other writers before nothing is kept.
    """

    store: Store
    pack: Pack
    kept: Kept
    merging: Merging | None = None
    wait_seconds: float = PATIENCE_SECONDS

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
        rows = [one.row for one in self.store.outlines(seq)]
        members = self.store.outlines_in(rows, day)
        return Derived(tuple(self._merged(members, in_force(rulings), {}, seq, day)), self.kept)

    def _newest(self, seq: int, rulings: Sequence[Ruling]) -> tuple[Part, ...]:
        since, parts = self.kept.nearest(seq) or (-1, ())
        members, gone = self.store.outlines(seq, since=since), self.store.gone(since, seq)
        held = in_force(rulings)
        old: list[Part] = []
        if parts:
            places = {(report, "") for report in self.store.reports_changed(since, seq)}
            places |= {one.place for one in members}
            before = in_force(self.store.rulings(since))
            rows = self._rows_at(_reached(places, before, held), since).union(gone)
            days = Days(members)
            old = [part for part in parts if not rows.isdisjoint(part.rows) or days.touch(part)]
        again = {part.key: part for part in old}
        members += self.store.outlines_in(_rows(old).difference(gone))
        made = self._merged(members, held, again, seq, None)
        rest = [part for part in parts if part.key not in again]
        return self.kept.save(seq, None, [*rest, *made], wait_seconds=self.wait_seconds)

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
        members = self.store.outlines_in(_rows(p for p in old if p.known[0] <= by), day)
        parts = [*whole, *self._merged(members, held, {}, seq, day)]
        return self.kept.save(seq, day, parts) if len(members) >= WORTH_KEEPING else tuple(parts)

    def _rows_at(self, places: set[Place], seq: int) -> set[int]:
        """The rows of what was observed at these places."""
        scopes = sorted({scope for scope, _ in places})
        found = self.store.at_scopes(scopes, seq) if scopes else ()
        return {row for row, one in found if place_of(one.anchor) in places}

    def _merged(
        self,
        members: Sequence[Outline],
        held: Sequence[Ruling],
        known: Mapping[str, Part],
        seq: int,
        day: date | None,
    ) -> list[Part]:
        """The parts that these observations form, merged where they are not known."""
        texts = sorted({one.report for one in members if one.report})
        reports, bound, tasks = self.store.report_rows(texts, seq), hubs(held), []
        for group in parted(members, held):
            ids = {hub for one in group for hub in bound.get(one.place, ())}
            ruled = tuple(ruling for ruling in held if ruling.id in ids)
            key = key_of(self.kept.made, group, ruled, reports)
            rows = tuple(sorted(one.row for one in group))
            tasks.append(Task(key=key, rows=rows, rulings=ruled, seq=seq, day=day))
        there = {**known, **self.kept.by_key([one.key for one in tasks if one.key not in known])}
        missing = [one for one in tasks if one.key not in there]
        merge = self.merging or (lambda listed: merged(listed, self.store, self.pack))
        there |= {part.key: part for part in merge(missing)}
        return [there[one.key] for one in tasks]


class Days:
    """The days that observations speak of, by kind, and the ends of open intervals."""

    def __init__(self, observations: Sequence[Outline]) -> None:
        self.opens = {one.opened for one in observations if one.opened}
        spans: dict[str, list[Span]] = {}
        for one in observations:
            if one.closed:
                spans.setdefault(one.kind, []).append(one.closed)
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


def _reached(places: set[Place], before: Iterable[Ruling], held: Sequence[Ruling]) -> set[Place]:
    """The places whose observations may now belong together with others than before."""
    ruled = places.union(*map(_places, _differing(before, held)))
    bound = [ruling for ruling in held if not ruled.isdisjoint(_places(ruling))]
    return ruled.union(*map(_places, bound))


def _differing(one: Iterable[Ruling], other: Iterable[Ruling]) -> list[Ruling]:
    """The rulings that hold in one case only."""
    a, b = ({ruling.id: ruling for ruling in listed} for listed in (one, other))
    return [ruling for key, ruling in {**a, **b}.items() if a.get(key) != b.get(key)]


def _places(ruling: Ruling) -> set[Place]:
    return {place_of(anchor) for anchor in ruling.anchors}


def _rows(parts: Iterable[Part]) -> set[int]:
    return {row for part in parts for row in part.rows}
