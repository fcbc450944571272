"""The record: observations and claims as stored, events as derived, at any day and version."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import Any

from standoff.model import (
    Batch,
    Claim,
    CountUnit,
    Dispute,
    Event,
    Issue,
    Observation,
    Query,
    Receipt,
    Report,
    Ruling,
    Series,
    TextAnchor,
)
from standoff.packs import Pack
from standoff.record import coverage, series
from standoff.record.derive import Derived, Deriving
from standoff.record.identity import earlier_ids
from standoff.record.journal import Journal
from standoff.record.kept import Kept
from standoff.record.known import (
    known_claims,
    known_observations,
    known_reports,
    known_rulings,
)
from standoff.record.merging import Merging
from standoff.record.part import Part, made_by
from standoff.record.query import Summary, fits, in_time, is_called
from standoff.record.remedies import LOCK_WAIT_SECONDS
from standoff.record.rows import Encoded, scope_of
from standoff.record.rulings import orphaned
from standoff.record.sentences import sentence
from standoff.record.store import Store, open_store
from standoff.record.tally import tallied
from standoff.record.telling import Listening, Telling, by_event
from standoff.record.turn import Turn

PORTION = 500
# Reading many events over again must not fill the memory of a program that runs for weeks.
MOST_DECODED = 10_000
FEW, MANY = 8, 2_000


class Record:
    """One theatre's record as it stands at one version, seen on one public day.

    A Record never changes under its reader: `add` moves this object to the new version, what
    others write shows after `refresh`.
    """

    def __init__(
        self, store: Store, pack: Pack, *, seq: int | None = None, day: date | None = None
    ):
        self.store, self.pack, self.day = store, pack, day
        self._seq, self._version = store.version_at(seq)

    @classmethod
    def open(
        cls, place: str | Path, pack: Pack, *, create: bool = True, asking: bool = False
    ) -> Record:
        """The record at a path or database URL, made if there is nothing yet and `create` holds.

        Args:
            place: the path or URL.
            pack: its theatre.
            create: make a new one if there is nothing yet.
            asking: only to ask: the database itself then refuses to change what is stored.

        Raises:
            RecordError: it is damaged, foreign, of another theatre, or cannot be written.
        """
        theatre = pack.manifest.id
        return cls(open_store(place, theatre=theatre, create=create, asking=asking), pack)

    @property
    def version(self) -> str:
        """A name for the content and how it came in: the same for the same history."""
        return self._version

    def as_of(self, day: date | None) -> Record:
        """The record as publicly known at the end of a day; None lifts the limit."""
        return self if day == self.day else Record(self.store, self.pack, seq=self._seq, day=day)

    def at(self, version: str) -> Record:
        """The record as this database held it at an earlier version.

        Raises:
            InputError: the record never had this version.
        """
        return Record(self.store, self.pack, seq=self.store.seq_of(version), day=self.day)

    def refresh(self) -> Record:
        """The record at its newest version, seen on the same day."""
        return Record(self.store, self.pack, day=self.day)

    def add(
        self,
        batch: Batch | Encoded,
        *,
        replacing: Sequence[str] = (),
        ledger: Sequence[Mapping[str, Any]] = (),
    ) -> Receipt:
        """Store what is new; on return it is on the disk, and this record shows it.

        Args:
            batch: what to store; what is there already is left as it is.
            replacing: reports and tables (`table:<id>`) coded anew: their earlier observations
                and claims are withdrawn from this version on.
            ledger: lines of the ledger of inputs that hold once this is stored.

        Raises:
            InputError: something in the batch cannot be stored; nothing of it is.
            RecordError: the database cannot be written.
        """
        receipt = self.store.add(batch, replacing=replacing, ledger=ledger)
        self._move_on()
        return receipt

    @contextmanager
    def turn(self) -> Iterator[Turn]:
        """A turn as the only writer, to look and then write; then this record shows what it added.

        Raises:
            RecordError: the database cannot be written.
        """
        with self.store.turn() as turn:
            yield turn
        self._move_on()

    def reports(self, *words: str) -> Iterator[Report]:
        """The reports, or those in which all the words occur."""
        found = self.store.reports(self._seq, words=words)
        return found if self.day is None else known_reports(found, self.day)

    def report(self, report: str) -> Report | None:
        """One report by its id, None where it is not (yet) known."""
        found = self.store.report(report, self._seq)
        if found is None or self.day is None:
            return found
        return next(known_reports([found], self.day), None)

    def observations(self) -> Iterator[Observation]:
        """The observations, as they came in."""
        return iter(self._observations)

    def observations_of(self, event: Event) -> tuple[Observation, ...]:
        """The observations that an event is derived from, in the order in which it names them."""
        wanted = {one: place for place, one in enumerate(event.observations)}
        scopes = sorted({scope_of(anchor) for anchor in event.anchors})
        stored = self.store.at_scopes(scopes, self._seq, ids=event.observations)
        found = [one for _, one in stored]
        known = found if self.day is None else known_observations(found, self.day)
        return tuple(sorted(known, key=lambda one: wanted[one.id]))

    def observations_in(self, scopes: Sequence[str]) -> Iterator[Observation]:
        """The observations in these reports and tables (`table:<id>`), as they came in."""
        found = (one for _, one in self.store.at_scopes(scopes, self._seq))
        return found if self.day is None else known_observations(found, self.day)

    def claims_in(self, reports: Sequence[str]) -> Iterator[Claim]:
        """The claims of these reports, as they came in."""
        found = self.store.claims_at(reports, self._seq)
        return found if self.day is None else known_claims(found, self.day)

    def reports_with(self, ids: Sequence[str]) -> tuple[Report, ...]:
        """Those of the reports with these ids that are known, by id."""
        return tuple(self._known(ids))

    def sizes(self) -> dict[str, int]:
        """How many reports, observations, claims and rulings the version holds, on all days."""
        return self.store.sizes(self._seq)

    def report_ids(self, *words: str) -> frozenset[str]:
        """The ids of the reports in which all the words occur, whatever day they were known."""
        return self.store.report_ids(self._seq, words=words)

    def report_heads(
        self, *words: str, after: int = 0, limit: int = PORTION
    ) -> tuple[list[Report], int | None]:
        """Some of the reports without their texts, and the number after which the rest begins.

        Args:
            words: only reports in which all of them occur.
            after: the number that the portion before gave.
            limit: how many at most.
        """
        found: list[Report] = []
        while True:
            rows = self.store.report_heads(self._seq, words=words, after=after, limit=limit + 1)
            for number, head in rows:
                if len(found) == limit:
                    return found, after
                after = number
                if self.day is None or any(known_reports([head], self.day)):
                    found.append(head)
            if len(rows) <= limit:
                return found, None

    def claims(self) -> Iterator[Claim]:
        """The claims, as they came in."""
        found = self.store.claims(self._seq)
        return found if self.day is None else known_claims(found, self.day)

    def rulings(self) -> tuple[Ruling, ...]:
        """The rulings, undone ones too."""
        return self._rulings

    def issues(self) -> Iterator[Issue]:
        """Everything that could not be understood or used, ever."""
        return self.store.issues()

    def events(self, query: Query | None = None) -> Iterator[Event]:
        """The events that fit the query (by default: happened, in any kind), by day.

        A text is looked for in what an event is called, and in the sentences that tell of it.
        """
        wanted = query or Query()
        found = [one for one in self.summaries() if fits(one, wanted, self.pack)]
        events = self.with_ids([one.id for one in sorted(found, key=in_time)])
        if wanted.text is None:
            return events
        return filter(self.teller(wanted.text), events)

    def summaries(self) -> Iterator[Summary]:
        """Every event in short, in no order."""
        return (one for one, _, _ in self._derived.summaries())

    def with_ids(self, ids: Sequence[str]) -> Iterator[Event]:
        """The events with these ids, as `summaries` gives them, in this order."""
        for start in range(0, len(ids), PORTION):
            yield from self._decode(ids[start : start + PORTION])

    def take_over(self, other: Record) -> None:
        """Keep the events that another version or day of the record has decoded, where alike."""
        for name, event in list(other._decoded.items()):
            here, there = self._places.get(name), other._places.get(name)
            if here and there and _form_of(*here) == _form_of(*there) is not None:
                self._decoded[name] = event

    def tellings(self) -> dict[str, Telling]:
        """By event, the reports that tell of it and which of them are near copies of another.

        Texts are compared with those that tell of the same event, once for each event.
        """
        parts, kept = self._derived.parts, self._deriving.kept
        known = kept.tellings(self._seq, self.day)

        def reports_of(ids: Sequence[str]) -> Sequence[Report]:
            return self.store.reports_with(ids, self._seq)

        listening = Listening(
            parts=parts, events_of=self.with_ids, reports_of=reports_of, pack=self.pack
        )
        found = listening.tellings(known)
        if not found.keys() <= known.keys():
            kept.save_tellings(self._seq, self.day, found)
        return by_event(parts, found)

    def tally(self, *by: str, query: Query | None = None) -> dict[tuple[str, ...], int]:
        """How many events fit the query, by what they are grouped by, in order.

        An event of several actors or targets counts with each of them. What is not known, such
        as the month of an event whose day is not, is the empty text.

        Args:
            by: year, month, day, kind, actor, target, class or status.
            query: which events; by default those that happened.

        Raises:
            InputError: there is no such group, or the query looks for a text.
        """
        return tallied(self.summaries(), by, query or Query(), self.pack)

    def event(self, event: str) -> Event | None:
        """One event by its id, or by an id it had before it was joined to another."""
        now = event if event in self._places else self._earlier.get(event)
        return next(self.with_ids([now])) if now else None

    def teller(self, text: str, *, among: frozenset[str] | None = None) -> Callable[[Event], bool]:
        """Whether a text is told of an event, as a function; texts are read when they are needed.

        Told is what stands in what an event is called, or in a sentence that tells of it.

        Args:
            text: words.
            among: the reports in which all the words occur, if they were looked up already.
        """
        phrase = " ".join(text.casefold().split())
        held = self.report_ids(*text.split()) if phrase and among is None else among or frozenset()
        texts: dict[str, str] = {}

        def told(event: Event) -> bool:
            if not phrase or is_called(event, text, self.pack):
                return True
            places = _told_in(event, held)
            some = list(places)
            if some and len(held) <= MANY:  # one reading is cheaper than one for each event
                remember(sorted(held))
            # Of an event that many tell the first few mostly have it; else look at ever more.
            start, step = 0, FEW
            while start < len(some):
                reports = some[start : start + step]
                remember(reports)
                if any(stands(one) for report in reports for one in places[report]):
                    return True
                start, step = start + step, 4 * step
            return False

        def remember(reports: Sequence[str]) -> None:
            if len(texts) > MOST_DECODED:
                texts.clear()
            new = [one for one in reports if one not in texts]
            texts.update(dict.fromkeys(new, ""))  # what is not known is not looked for again
            texts.update((one.id, one.text) for one in self._known(new))

        def stands(one: TextAnchor) -> bool:
            return phrase in sentence(texts[one.report], one.start, one.end).casefold()

        return told

    def derive(self, merging: Merging | None = None) -> None:
        """Derive the events of this version now and keep them, so that no question waits for it.

        Args:
            merging: how parts are merged, as by other processes; None merges them here.
        """
        deriving = replace(self._deriving, merging=merging, wait_seconds=LOCK_WAIT_SECONDS)
        self._forget()
        self.__dict__["_derived"] = deriving.at(self._seq, self.day, self._rulings)

    def forget_events(self) -> None:
        """Empty what is kept of derived events; they are derived anew when asked for."""
        self._deriving.kept.forget()
        self._forget()

    def disputes(self, query: Query | None = None) -> Iterator[tuple[Event, Dispute]]:
        """Every slot in which origins differ, with its event."""
        wanted = query or Query(status=())
        return ((event, dispute) for event in self.events(wanted) for dispute in event.disputes)

    def series(self, query: Query, *, count: CountUnit, exposure: Query | None = None) -> Series:
        """Daily counts of the events that fit, NaN on days no table covers.

        Args:
            query: its first and last day bound the series; else the tables' coverage does.
            count: days, occasions, events or items.
            exposure: events that expose a day; their own days do not limit the series.

        Raises:
            InputError: the span is neither asked for nor declared by any table.
        """
        exposing = None
        if exposure is not None:
            exposing = (exposure, tuple(self.events(exposure)))
        return series.make_series(
            query,
            self.events(query),
            count=count,
            exposing=exposing,
            pack=self.pack,
            as_of=self.day,
        )

    def imprecise(self, query: Query) -> tuple[Event, ...]:
        """The events that fit but stand in no daily series: their day is not known."""
        bounded = [event for event in self.events(query) if series.onset(event) is None]
        undated = series.without_days(query)
        rest = [event for event in self.events(undated) if event.when is None]
        return tuple({event.id: event for event in [*bounded, *rest]}.values())

    def coverage(self, query: Query, first: date, last: date) -> coverage.Mask:
        """Whether each day from first to last is one the tables are complete for."""
        return coverage.covered(query, first, last, self.pack, as_of=self.day)

    def orphaned(self) -> tuple[Ruling, ...]:
        """The rulings in force that point to where nothing is observed any more."""
        return orphaned(self.rulings(), self.observations())

    @property
    def journal(self) -> Journal:
        """The append-only entries kept beside this record."""
        return Journal(self.store)

    def _known(self, ids: Sequence[str]) -> Iterable[Report]:
        """Those of the reports with these ids that are known."""
        found = self.store.reports_with(ids, self._seq) if ids else ()
        return found if self.day is None else known_reports(found, self.day)

    def _move_on(self) -> None:
        """Show the newest version."""
        self._seq, self._version = self.store.version_at()
        self._forget()

    def _forget(self) -> None:
        """Leave what this object found out behind."""
        for cached in ("_observations", "_rulings", "_derived", "_places", "_decoded", "_earlier"):
            self.__dict__.pop(cached, None)

    @cached_property
    def _observations(self) -> tuple[Observation, ...]:
        found = self.store.observations(self._seq)
        return tuple(found if self.day is None else known_observations(found, self.day))

    @cached_property
    def _rulings(self) -> tuple[Ruling, ...]:
        found = tuple(self.store.rulings(self._seq))
        if self.day is None or not found:
            return found
        return known_rulings(
            found,
            self.day,
            observations=self.store.observations(self._seq),
            reports=self.store.published(self._seq),
        )

    @property
    def _deriving(self) -> Deriving:
        kept = Kept(self.store.engine, made_by(self.pack))
        return Deriving(store=self.store, pack=self.pack, kept=kept)

    @cached_property
    def _derived(self) -> Derived:
        return self._deriving.at(self._seq, self.day, self._rulings)

    @cached_property
    def _places(self) -> dict[str, tuple[Part, int]]:
        """Where each event is kept, by its id."""
        return {one.id: (part, at) for one, part, at in self._derived.summaries()}

    @cached_property
    def _decoded(self) -> dict[str, Event]:
        return {}

    def _decode(self, ids: Sequence[str]) -> list[Event]:
        """The events with these ids; threads may ask at once."""
        held = self._decoded
        known = {one: event for one in ids if (event := held.get(one)) is not None}
        missing = [one for one in ids if one not in known]
        if missing:
            fresh = dict(zip(missing, self._unpacked(missing), strict=True))
            known |= fresh
            if len(held) > MOST_DECODED:
                held.clear()
            held.update(fresh)
        return [known[one] for one in ids]

    def _unpacked(self, ids: Sequence[str]) -> Sequence[Event]:
        found = self._derived.events([self._places[one] for one in ids])
        if found is None:  # lost or damaged: it only costs time
            self._deriving.kept.forget()
            self.__dict__.pop("_places", None)
            self.__dict__["_derived"] = self._deriving.anew(self._seq, self.day, self._rulings)
            found = self._derived.events([self._places[one] for one in ids]) or []
        return found

    @property
    def _events(self) -> Iterator[Event]:
        ordered = sorted(self.summaries(), key=in_time)
        return self.with_ids([one.id for one in ordered])

    @cached_property
    def _earlier(self) -> dict[str, str]:
        return earlier_ids(self._events, self.observations_in)


def _form_of(part: Part, place: int) -> str | None:
    """The hash of an event's stored form, None where it is not stored."""
    return part.hashes[place] if part.hashes else None


def _told_in(event: Event, reports: frozenset[str]) -> dict[str, list[TextAnchor]]:
    """By report, where those of these reports that tell of the event tell it."""
    places: dict[str, list[TextAnchor]] = {}
    for one in event.anchors:
        if isinstance(one, TextAnchor) and one.report in reports:
            places.setdefault(one.report, []).append(one)
    return places
