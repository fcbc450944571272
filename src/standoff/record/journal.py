"""The journal: results, forecasts, approvals and alerts, written once, outside the version."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

import sqlalchemy as sa

from standoff.model import Entry, make_id
from standoff.record import dialect, rows, schema
from standoff.record.store import Store


@dataclass(frozen=True, slots=True)
class Journal:
    """The append-only entries kept beside a record."""

    store: Store

    def append(self, entry: Entry) -> Entry:
        """Write an entry; on return it is on the disk.

        The same entry twice is one, however often its moment differs.

        Raises:
            InputError: it holds what cannot be stored.
            RecordError: the database cannot be written.

        Returns:
            The entry as it stands in the journal: the earlier one if it was there already.
        """
        key = make_id("j", rows.ENTRY.dump(replace(entry, made_at="")))
        rows.storable("entry", entry.key, entry.kind)
        row = {"id": key, "kind": entry.kind, "key": entry.key, "body": rows.ENTRY.dump(entry)}
        with dialect.writing(self.store.engine) as connection:
            dialect.insert_new(connection, schema.journal, [row], conflict=("id",))
            query = sa.select(schema.journal.c.body).where(schema.journal.c.id == key)
            body = connection.execute(query).scalar_one()
        return rows.ENTRY.load(body)

    def entries(self, kind: str | None = None, key: str | None = None) -> Iterator[Entry]:
        """The entries of a kind and key (of all where None), oldest first."""
        table = schema.journal
        query = sa.select(table.c.body).order_by(table.c.seq)
        if kind is not None:
            query = query.where(table.c.kind == kind)
        if key is not None:
            query = query.where(table.c.key == key)
        with dialect.reading(self.store.engine) as connection:
            found = connection.execute(query).scalars().all()
        for body in found:
            yield rows.ENTRY.load(body)

    def newest(self) -> int:
        """The number of the newest entry, 0 where there is none: another one, another journal."""
        query = sa.select(sa.func.max(schema.journal.c.seq))
        with dialect.reading(self.store.engine) as connection:
            return connection.execute(query).scalar() or 0
