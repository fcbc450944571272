"""The events of one version and day in the order of their days, asked a page at a time."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from standoff.model import Claim, Event, Query
from standoff.record import Record
from standoff.record.known import known_claims
from standoff.record.query import Summary, fits, in_time
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

    @cached_property
    def ids(self) -> frozenset[str]:
        """The ids of all events."""
        return frozenset(one.id for one in self.summaries)

    @cached_property
    def claims(self) -> tuple[Claim, ...]:
        """All claims, as they came in."""
        return tuple(self.record.claims())

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
        self.ids, self.claims  # noqa: B018 - kept from then on

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
        told = self._telling(query.text)
        found: list[Event] = []
        keys: list[Key] = []
        portion: list[Summary] = []
        for one in self.fitting(query, after=after, newest=newest):
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

    def _telling(self, text: str | None) -> Callable[[Event], bool]:
        if text is None:
            return lambda _: True
        return self.record.teller(text)
