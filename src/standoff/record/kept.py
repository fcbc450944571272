"""Derived events kept from one asking to the next: never the truth, gone at any time.

A part is kept under a hash of all it follows from, a view under its version and its day; so a
part can serve many views, and none answers for another. What is damaged counts as missing.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

import sqlalchemy as sa

from standoff.errors import RecordError
from standoff.model import Event
from standoff.record import dialect, schema
from standoff.record.bulk import among, insert_rows
from standoff.record.part import Part, hash_of, part_from, unpacked
from standoff.record.telling import Telling, Tellings, from_text, to_text

VIEWS_KEPT = 4
PATIENCE_SECONDS = 0.25
PARTS, BODIES, VIEWS = schema.event_parts, schema.event_bodies, schema.event_views
KEPT = (VIEWS, BODIES, PARTS)
Spot = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Kept:
    """The kept events of one database, for one pack and one state of our code."""

    engine: sa.Engine
    made: str

    def view(self, seq: int, day: date | None) -> tuple[Part, ...] | None:
        """The parts of a version as seen on a day; None where they are not kept."""
        query = self._views(day).where(VIEWS.c.seq == seq)
        found = self._view(query)
        return found[1] if found else None

    def nearest(self, seq: int) -> tuple[int, tuple[Part, ...]] | None:
        """The newest version up to `seq` that is kept, with its parts."""
        newest = self._views(None).where(VIEWS.c.seq <= seq).order_by(VIEWS.c.seq.desc()).limit(1)
        return self._view(newest)

    def by_key(self, keys: Sequence[str]) -> dict[str, Part]:
        """Those of the parts that are kept."""
        with dialect.reading(self.engine) as connection:
            return {part.key: part for part in self._parts(connection, PARTS.c.key, keys)}

    def events(self, places: Sequence[tuple[Part, int]]) -> dict[Spot, Event] | None:
        """The events at these places of kept parts; None where one is gone or damaged."""
        hashes = {(part.id or 0, at): part.hashes[at] for part, at in places}
        parts = sorted({number for number, _ in hashes})
        query = sa.select(BODIES.c.part, BODIES.c.place, BODIES.c.body)
        query = query.where(among(self.engine.dialect.name, BODIES.c.part, parts))
        try:
            with dialect.reading(self.engine) as connection:
                found = {
                    (row.part, row.place): unpacked(row.body, hashes[row.part, row.place])
                    for row in connection.execute(query)
                    if (row.part, row.place) in hashes
                }
        except RecordError:
            return None
        return found if len(found) == len(hashes) else None

    def save(
        self,
        seq: int,
        day: date | None,
        parts: Sequence[Part],
        *,
        wait_seconds: float = PATIENCE_SECONDS,
    ) -> tuple[Part, ...]:
        """The parts as stored, so that the same view need not be derived again.

        Where the database is busy, full or read-only nothing is stored, and nothing is lost.
        """
        try:
            with dialect.writing(self.engine, wait_seconds=wait_seconds, only=KEPT) as connection:
                stored = self._save_parts(connection, parts)
                numbers = json.dumps([part.id or 0 for part in stored])
                self._save_view(connection, seq, day, self.made, numbers)
                self._prune(connection)
        except RecordError:
            return tuple(parts)
        return stored

    def tellings(self, seq: int, day: date | None) -> dict[str, Telling]:
        """What was found out about who tells of which event, nearest to a version and a day."""
        nearest = ((VIEWS.c.day == _day(day)).desc(), (VIEWS.c.seq <= seq).desc())
        query = sa.select(VIEWS.c.parts, VIEWS.c.sha).where(VIEWS.c.made == self._told)
        with dialect.reading(self.engine) as connection:
            row = connection.execute(query.order_by(*nearest, VIEWS.c.seq.desc()).limit(1)).first()
        sound = row is not None and hash_of(row.parts.encode()) == row.sha
        return from_text(row.parts) if row is not None and sound else {}

    def save_tellings(self, seq: int, day: date | None, found: Tellings) -> None:
        """Keep who tells of which event, if the database can be written just now."""
        try:
            with dialect.writing(
                self.engine, wait_seconds=PATIENCE_SECONDS, only=KEPT
            ) as connection:
                self._save_view(connection, seq, day, self._told, to_text(found))
                self._prune(connection)
        except RecordError:
            return

    @property
    def _told(self) -> str:
        return f"{self.made} told"

    def forget(self) -> None:
        """Empty what is kept, as far as the database can be written."""
        try:
            with dialect.writing(
                self.engine, wait_seconds=PATIENCE_SECONDS, only=KEPT
            ) as connection:
                for table in KEPT:
                    connection.execute(table.delete())
        except RecordError:
            return

    def _views(self, day: date | None) -> sa.Select[Any]:
        wanted = (VIEWS.c.made == self.made, VIEWS.c.day == _day(day))
        return sa.select(VIEWS.c.seq, VIEWS.c.parts, VIEWS.c.sha).where(*wanted)

    def _view(self, query: sa.Select[Any]) -> tuple[int, tuple[Part, ...]] | None:
        with dialect.reading(self.engine) as connection:
            row = connection.execute(query).first()
            if row is None or hash_of(row.parts.encode()) != row.sha:
                return None
            numbers = json.loads(row.parts)
            found = tuple(self._parts(connection, PARTS.c.id, numbers))
        return (row.seq, found) if len(found) == len(numbers) else None

    def _parts(
        self, connection: sa.Connection, column: sa.Column[Any], wanted: Sequence[Any]
    ) -> Iterable[Part]:
        listed = among(connection.dialect.name, column, wanted)
        rows = connection.execute(sa.select(PARTS).where(listed)).all()
        return [
            part_from(row.key, row.about, row.id)
            for row in rows
            if _sha(row.key, row.about) == row.sha
        ]

    def _save_parts(self, connection: sa.Connection, parts: Sequence[Part]) -> tuple[Part, ...]:
        fresh = [part for part in parts if part.id is None]
        there = self._numbers(connection, fresh)
        new = [part for part in fresh if part.key not in there]
        full = [part.packed() for part in new]
        about = [(part.key, part.to_json()) for part in full]
        rows = [(key, text, _sha(key, text)) for key, text in about]
        insert_rows(connection, PARTS, ("key", "about", "sha"), rows)
        numbers = there | self._numbers(connection, new)
        places = [
            (numbers[part.key], place, body)
            for part in full
            for place, body in enumerate(part.bodies)
        ]
        insert_rows(connection, BODIES, ("part", "place", "body"), places)
        return tuple(part if part.id else replace(part, id=numbers[part.key]) for part in parts)

    def _numbers(self, connection: sa.Connection, parts: Sequence[Part]) -> dict[str, int]:
        keys = [part.key for part in parts]
        listed = among(connection.dialect.name, PARTS.c.key, keys)
        query = sa.select(PARTS.c.key, PARTS.c.id).where(listed)
        return {row.key: row.id for row in connection.execute(query)}

    def _save_view(
        self, connection: sa.Connection, seq: int, day: date | None, made: str, text: str
    ) -> None:
        same = (VIEWS.c.seq == seq, VIEWS.c.day == _day(day), VIEWS.c.made == made)
        connection.execute(VIEWS.delete().where(*same))
        row = {"seq": seq, "day": _day(day), "made": made, "parts": text}
        connection.execute(VIEWS.insert(), row | {"sha": hash_of(text.encode())})

    def _prune(self, connection: sa.Connection) -> None:
        """Leave the newest views without and with a day, and the parts that they need."""
        views = connection.execute(sa.select(VIEWS).order_by(VIEWS.c.id.desc())).all()
        held = [
            row
            for made in (self.made, self._told)
            for dated in (False, True)
            for row in [r for r in views if r.made == made and bool(r.day) == dated][:VIEWS_KEPT]
        ]
        if len(held) == len(views):
            return
        kind = connection.dialect.name
        own = [row for row in held if row.made == self.made]
        parts = sorted({number for row in own for number in json.loads(row.parts)})
        for table, column, kept in (
            (VIEWS, VIEWS.c.id, [row.id for row in held]),
            (PARTS, PARTS.c.id, parts),
            (BODIES, BODIES.c.part, parts),
        ):
            connection.execute(table.delete().where(sa.not_(among(kind, column, kept))))


def _day(day: date | None) -> str:
    return day.isoformat() if day else ""


def _sha(key: str, about: str) -> str:
    return hash_of(f"{key} {about}".encode())
