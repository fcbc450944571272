"""The events of one version and day in the order of their days, asked a page at a time."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import islice
from typing import NamedTuple

from standoff.errors import InputError
from standoff.model import Claim, Event, Query, TextAnchor
from standoff.record import Record
from standoff.record.known import known_claims
from standoff.record.query import Summary, fits, in_time, wording
from standoff.record.record import MOST_DECODED

Key = tuple[str, str, str]


class Page(NamedTuple):
    """Some of the events that fit, and the key after which the next page begins."""

    events: tuple[Event, ...]
    next: Key | None


@dataclass(frozen=True)
class Listing:
    """The record at one version, seen on one day, with its events in short and in order."""

    record: Record

    @cached_property
    def summaries(self) -> tuple[Summary, ...]:
        """Every event in short, by day, then kind and id; undated ones last."""
        return tuple(sorted(self.record.summaries(), key=in_time))

    def key(self, event: str) -> Key:
        """The key of one of the events, after which a page may begin."""
        return self._keys[event]

    @cached_property
    def _keys(self) -> dict[str, Key]:
        return {one.id: in_time(one) for one in self.summaries}

    def words(self, name: str) -> frozenset[str]:
        """The kinds, actors, targets or classes that events have, for what no theatre declares."""
        return self._used[name]

    @cached_property
    def _used(self) -> dict[str, frozenset[str]]:
        listed = self.summaries
        return {
            "kind": frozenset(one.kind for one in listed),
            "actor": frozenset(name for one in listed for name in one.actors),
            "target": frozenset(name for one in listed for name in one.targets),
            "class": frozenset(one.weapon_class for one in listed if one.weapon_class),
        }

    @cached_property
    def claims(self) -> tuple[Claim, ...]:
        """All claims, as they came in."""
        return tuple(self.record.claims())

    def claims_after(self, claim: str | None) -> Iterator[Claim]:
        """The claims behind the one with this id; all where None.

        Raises:
            InputError: there is no such claim (any more).
        """
        if claim is None:
            return iter(self.claims)
        if claim not in self._claim_places:
            raise InputError("cursor: the claim that it points to is gone; begin anew")
        return islice(self.claims, self._claim_places[claim] + 1, None)

    def claim(self, claim: str) -> Claim | None:
        """The claim with an id."""
        place = self._claim_places.get(claim)
        return None if place is None else self.claims[place]

    @cached_property
    def _claim_places(self) -> dict[str, int]:
        return {one.id: place for place, one in enumerate(self.claims)}

    @cached_property
    def by_report(self) -> dict[str, tuple[str, ...]]:
        """By report, the ids of the events that it tells of, by day."""
        found: dict[str, dict[str, None]] = {}
        for event in self.record.with_ids([one.id for one in self.summaries]):
            for anchor in event.anchors:
                if isinstance(anchor, TextAnchor):
                    found.setdefault(anchor.report, {})[event.id] = None
        return {report: tuple(ids) for report, ids in found.items()}

    def prepare(self, before: Listing | None = None) -> None:
        """Find out beforehand what every question needs.

        Args:
            before: another version or day; what is alike is taken over.
        """
        if before is not None:
            self.record.take_over(before.record)
            if before.record.version == self.record.version and self.record.day:
                self.__dict__["claims"] = tuple(known_claims(before.claims, self.record.day))
        named = [one.id for one in self.summaries[-MOST_DECODED:]]
        deque(self.record.with_ids(named), maxlen=0)
        self._keys, self._wordings, self.by_report, self.claims  # noqa: B018 - kept from then on

    def fitting(
        self, query: Query, *, after: Key | None = None, newest: bool = False
    ) -> Iterator[Summary]:
        """The events that fit all of the query but its text, in short, in order.

        Args:
            query: which events.
            after: begin behind the event with this key.
            newest: the latest days first.
        """
        found, pack = self.summaries, self.record.pack
        if newest:
            stop = len(found) if after is None else bisect_left(found, after, key=in_time)
            span: Iterator[int] = iter(range(stop - 1, -1, -1))
        else:
            start = 0 if after is None else bisect_right(found, after, key=in_time)
            span = iter(range(start, len(found)))
        return (found[at] for at in span if fits(found[at], query, pack))

    def page(
        self, query: Query, *, limit: int, after: Key | None = None, newest: bool = False
    ) -> Page:
        """One page of the events that fit.

        Args:
            query: which events.
            limit: how many at most.
            after: the key that the page before gave.
            newest: the latest days first.
        """
        promising, told = self._tellers(query.text)
        found: list[Event] = []
        keys: list[Key] = []
        portion: list[Summary] = []
        fitting = self.fitting(query, after=after, newest=newest)
        for one in filter(promising, fitting):
            portion.append(one)
            if len(portion) < limit + 1:
                continue
            self._keep(portion, told, found, keys)
            portion = []
            if len(found) > limit:
                break
        self._keep(portion, told, found, keys)
        more = len(found) > limit
        return Page(tuple(found[:limit]), keys[limit - 1] if more else None)

    def _keep(
        self,
        portion: list[Summary],
        told: Callable[[Event], bool],
        found: list[Event],
        keys: list[Key],
    ) -> None:
        events = self.record.with_ids([one.id for one in portion])
        for one, event in zip(portion, events, strict=True):
            if told(event):
                found.append(event)
                keys.append(in_time(one))

    def _tellers(
        self, text: str | None
    ) -> tuple[Callable[[Summary], bool], Callable[[Event], bool]]:
        """Whether a text may be told of an event, by what is at hand; and whether it is.

        It may be where it stands in the event's names, or its words in a report that tells it.
        """
        if text is None:
            return (lambda _: True), (lambda _: True)
        phrase, called = text.casefold(), self._wordings
        among = self.record.report_ids(*text.split())
        told = {event for report in among for event in self.by_report.get(report, ())}
        teller = self.record.teller(text, among=among)
        return (lambda one: one.id in told or phrase in called[one.id]), teller

    @cached_property
    def _wordings(self) -> dict[str, str]:
        """All that each event is called."""
        events = self.record.with_ids([one.id for one in self.summaries])
        return {one.id: wording(one, self.record.pack) for one in events}
