"""One writer's turn, to look and then write without anybody writing in between."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from standoff.model import Batch, Observation, Receipt
from standoff.record import rows, schema
from standoff.record.adding import add_batch


@dataclass(frozen=True, slots=True)
class Turn:
    """One writer's turn: what stands in the record now, and what is added to it."""

    connection: sa.Connection

    def observations(self, scope: str) -> list[Observation]:
        """What was observed in a report or table (`table:<id>`)."""
        table = schema.observations
        query = sa.select(table.c.body).where(table.c.scope == scope, table.c.until.is_(None))
        found = self.connection.execute(query.order_by(table.c.seq)).scalars()
        return [rows.OBSERVATION.load(body) for body in found]

    def ledger_line(self, name: str) -> dict[str, Any] | None:
        """The newest line of the ledger for an input, None where there is none."""
        table = schema.ledger
        query = sa.select(table).where(table.c.input == name).order_by(table.c.seq.desc())
        found = self.connection.execute(query.limit(1)).first()
        return dict(found._mapping) if found else None

    def add(
        self,
        batch: Batch,
        *,
        replacing: Sequence[str] = (),
        ledger: Sequence[Mapping[str, Any]] = (),
    ) -> Receipt:
        """Store what is new, as `Store.add` does; it holds once the turn has ended."""
        encoded = rows.encode(batch)
        return add_batch(self.connection, encoded, replacing=replacing, ledger=ledger)
