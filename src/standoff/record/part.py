"""A part of the record with the events it gives: what is kept of it, and how it is checked."""

from __future__ import annotations

import hashlib
import json
import zlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter

from standoff.errors import RecordError
from standoff.model import Event, Observation, Ruling
from standoff.packs import Pack
from standoff.record.outline import Outline
from standoff.record.parts import closed_span, open_span
from standoff.record.query import Summary, summary_of
from standoff.record.rows import RULING, Codec

EVENT: Codec[Event] = Codec("event", TypeAdapter(Event))
CODE = Path(__file__).parents[1]
PACKAGES = ("packs", "record", "reports")
NEVER = date.max.isoformat()


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """Observations that are merged together, and the events they give.

    Attributes:
        key: a hash of all that the events follow from.
        rows: the observations, by the number of their row.
        known: since when anything, and since when everything in it was known.
        spans: by kind, the first and last day of all that has both.
        opens: kind and ends of the intervals with an open end.
        events: each in short.
        hashes: of each event's stored form, where it is stored.
        fresh: the events themselves, where they were just merged here.
        bodies: their stored forms, where they were just merged in another process.
        id: the number under which it is stored, None where it is not.
    """

    key: str
    rows: tuple[int, ...]
    known: tuple[str, str]
    spans: Mapping[str, tuple[str, str]]
    opens: frozenset[tuple[str, str, str]]
    events: tuple[Summary, ...]
    hashes: tuple[str, ...] = ()
    fresh: tuple[Event, ...] = ()
    bodies: tuple[bytes, ...] = ()
    id: int | None = None

    def event(self, place: int) -> Event | None:
        """The event at a place, None where it is only stored."""
        if self.fresh:
            return self.fresh[place]
        return unpacked(self.bodies[place], self.hashes[place]) if self.bodies else None

    def packed(self) -> Part:
        """The part with its events in their stored form."""
        bodies = self.bodies or tuple(map(packed, self.fresh))
        return replace(self, fresh=(), bodies=bodies, hashes=tuple(map(hash_of, bodies)))

    def to_json(self) -> str:
        """The part as text, without the events themselves."""
        return json.dumps(
            [self.rows, self.known, self.spans, sorted(self.opens), self.events, self.hashes],
            separators=(",", ":"),
        )


def part_of(
    key: str,
    rows: Iterable[int],
    listed: Sequence[Observation],
    events: Iterable[Event],
    pack: Pack,
) -> Part:
    """The part of these observations, in these rows, whose merge gives these events."""
    fresh = tuple(events)
    return Part(
        key=key,
        rows=tuple(sorted(rows)),
        known=_known(listed),
        spans=_spans(listed),
        opens=frozenset(span for one in listed if (span := open_span(one))),
        events=tuple(summary_of(event, pack) for event in fresh),
        fresh=fresh,
    )


def part_from(key: str, text: str, number: int) -> Part:
    """The part that was stored under the number.

    Raises:
        ValueError, TypeError: the text is no part.
    """
    rows, known, spans, opens, events, hashes = json.loads(text)
    return Part(
        key=key,
        rows=tuple(rows),
        known=tuple(known),
        spans={kind: tuple(span) for kind, span in spans.items()},
        opens=frozenset(map(tuple, opens)),
        events=tuple(_summary(one) for one in events),
        hashes=tuple(hashes),
        id=number,
    )


def key_of(
    made: str,
    members: Iterable[Outline],
    rulings: Iterable[Ruling],
    reports: Mapping[str, int],
) -> str:
    """A hash of all that the events of these observations follow from.

    Args:
        made: what turns observations into events.
        members: the observations.
        rulings: those that point to them.
        reports: by id, the row of each report that may be theirs.
    """
    listed = list(members)
    tokens = sorted(one.token for one in listed)
    told = {one.report for one in listed if one.report}
    texts = sorted(reports[one] for one in told if one in reports)
    ruled = sorted(RULING.dump(ruling) for ruling in rulings)
    return hash_of(json.dumps([made, tokens, texts, ruled]).encode())


def made_by(pack: Pack) -> str:
    """A hash of what turns observations into events: the pack and our own code."""
    return hash_of(f"{pack.digest} {_code()}".encode())


def packed(event: Event) -> bytes:
    """The event's stored form."""
    return zlib.compress(EVENT.dump(event).encode(), 1)


def unpacked(body: bytes, expected: str) -> Event:
    """The event of a stored form.

    Raises:
        RecordError: it is not what was stored.
    """
    if hash_of(body) != expected:
        raise RecordError("a stored event is damaged")
    return EVENT.load(zlib.decompress(body).decode())


def hash_of(content: bytes) -> str:
    """A short hash."""
    return hashlib.sha256(content).hexdigest()[:32]


@cache
def _code() -> str:
    """A hash of every module that has a say in a merge."""
    paths = [path for name in PACKAGES for path in (CODE / name).glob("*.py")]
    paths += [CODE / "model.py", CODE / "dates.py"]
    return hash_of(b"".join(path.read_bytes() for path in sorted(paths)))


def _summary(listed: Sequence[Any]) -> Summary:
    name, kind, status, verified, actors, targets, *rest = listed
    return Summary(name, kind, status, verified, tuple(actors), tuple(targets), *rest)


def _known(observations: Iterable[Observation]) -> tuple[str, str]:
    days = [
        day.isoformat() if day else NEVER
        for one in observations
        for day in (one.known, *(value.known or one.known for value in one.values.values()))
    ]
    return min(days), max(days)


def _spans(observations: Iterable[Observation]) -> dict[str, tuple[str, str]]:
    found: dict[str, tuple[str, str]] = {}
    for one in observations:
        span = closed_span(one)
        if span:
            first, last = (day.isoformat() for day in span)
            own = found.get(one.kind, (first, last))
            found[one.kind] = (min(own[0], first), max(own[1], last))
    return found
