"""A batch into the stored tables, inside one transaction: what is new, what is withdrawn."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import sqlalchemy as sa

from standoff.model import Receipt, make_id
from standoff.record import dialect, rows, schema
from standoff.record.bulk import among, insert_rows
from standoff.record.rows import Encoded, Row

COLUMNS: Mapping[sa.Table, tuple[str, ...]] = {
    schema.reports: ("id", "raw_sha", "title", "text", "body"),
    schema.observations: ("id", "scope", "body"),
    schema.claims: ("id", "scope", "body"),
    schema.rulings: ("id", "body"),
}
LEDGER = ("input", "raw_sha", "reader", "published", "coder", "pack", "outcome")

Prepared = Mapping[sa.Table, Mapping[str, Row]]
Line = Mapping[str, Any]


def add_batch(
    connection: sa.Connection, batch: Encoded, *, replacing: Sequence[str], ledger: Sequence[Line]
) -> Receipt:
    """Store what is new; the receipt holds once the transaction is committed.

    Args:
        connection: in a writer's transaction.
        batch: what to store; what is already there is left as it is.
        replacing: scopes whose earlier findings are withdrawn unless the batch has the same.
        ledger: lines of the ledger of inputs.
    """
    prepared = _prepared(batch)
    seq, version = connection.execute(newest()).one()
    withdrawn = _withdrawn(connection, prepared, replacing)
    fresh = {
        table: _fresh(connection, table, found, withdrawn.get(table, ()))
        for table, found in prepared.items()
    }
    if any(fresh.values()) or any(withdrawn.values()):
        seq, version = seq + 1, _next_version(version, fresh, withdrawn)
        connection.execute(schema.batches.insert(), {"seq": seq, "version": version})
        _withdraw(connection, withdrawn, seq)
        for table, found in fresh.items():
            listed = [(*row.cells, seq) for row in found]
            insert_rows(connection, table, (*COLUMNS[table], "batch"), listed)
    issues = [{"id": one.id, "code": one.code, "body": one.body} for one in batch.issues]
    dialect.insert_new(connection, schema.issues, issues, conflict=("id",))
    lines = [tuple(line[name] for name in LEDGER) for line in ledger]
    for line in lines:
        rows.storable("input", *line)
    insert_rows(connection, schema.ledger, LEDGER, lines)
    return Receipt(version=version, added={table.name: len(new) for table, new in fresh.items()})


def newest() -> sa.Select[Any]:
    """The newest batch's number and version."""
    columns = (schema.batches.c.seq, schema.batches.c.version)
    return sa.select(*columns).order_by(schema.batches.c.seq.desc()).limit(1)


def _prepared(batch: Encoded) -> Prepared:
    """The batch's rows by table and id; of two with one id the first counts."""
    listed = {
        schema.reports: batch.reports,
        schema.observations: batch.observations,
        schema.claims: batch.claims,
        schema.rulings: batch.rulings,
    }
    return {table: {row.id: row for row in reversed(found)} for table, found in listed.items()}


def _current(
    connection: sa.Connection, table: sa.Table, column: str, listed: Sequence[str], *wanted: str
) -> Sequence[Any]:
    """Those columns of the current rows whose `column` is one of those listed."""
    if not listed:
        return ()
    query = sa.select(*(table.c[name] for name in wanted)).where(
        table.c.until.is_(None), among(connection.dialect.name, table.c[column], listed)
    )
    return connection.execute(query).all()


def _fresh(
    connection: sa.Connection, table: sa.Table, found: Mapping[str, Row], withdrawn: Sequence[str]
) -> list[Row]:
    """The rows whose id is not current, or is about to be withdrawn."""
    known = {row.id for row in _current(connection, table, "id", list(found), "id")}
    known -= set(withdrawn)
    return [row for one, row in sorted(found.items()) if one not in known]


def _withdrawn(
    connection: sa.Connection, prepared: Prepared, scopes: Sequence[str]
) -> dict[sa.Table, list[str]]:
    """The ids, by table, that stand in the scopes now and not, just so, in the batch."""
    found: dict[sa.Table, list[str]] = {}
    for table in (schema.observations, schema.claims):
        kept = prepared[table]
        current = _current(connection, table, "scope", scopes, "id", "body")
        found[table] = sorted(
            row.id for row in current if row.id not in kept or kept[row.id].cells[-1] != row.body
        )
    found[schema.reports] = _reread(connection, prepared[schema.reports], scopes)
    return found


def _reread(
    connection: sa.Connection, given: Mapping[str, Row], scopes: Sequence[str]
) -> list[str]:
    """The ids of reports in the scopes that the batch gives otherwise, as by another reader."""
    listed = sorted(set(scopes) & set(given))
    columns = COLUMNS[schema.reports]
    current = _current(connection, schema.reports, "id", listed, *columns)
    return sorted(row.id for row in current if tuple(row) != given[row.id].cells)


def _withdraw(connection: sa.Connection, found: Mapping[sa.Table, list[str]], seq: int) -> None:
    for table, ids in found.items():
        if ids:
            listed = among(connection.dialect.name, table.c.id, ids)
            current = sa.and_(table.c.until.is_(None), listed)
            connection.execute(table.update().where(current).values(until=seq))


def _next_version(
    version: str, fresh: dict[sa.Table, list[Row]], withdrawn: dict[sa.Table, list[str]]
) -> str:
    content = {table.name: rows.digest(found) for table, found in fresh.items() if found}
    gone = {table.name: ids for table, ids in withdrawn.items() if ids}
    return make_id("v", {"after": version, "added": content, "withdrawn": gone})
