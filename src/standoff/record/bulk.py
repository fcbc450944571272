"""Many rows at once: looked up and inserted in the way each database does fastest."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql


def among(dialect: str, column: sa.ColumnElement[Any], listed: Sequence[str | int]) -> Any:
    """A condition: the column is one of those listed, however many they are.

    The list travels as one parameter, so that the statement is prepared once.
    """
    given = list(listed)
    if dialect == "sqlite":
        each = sa.func.json_each(json.dumps(given)).table_valued("value")
        return column.in_(sa.select(each.c.value))
    kind = postgresql.ARRAY(sa.BigInteger() if isinstance(column.type, sa.Integer) else sa.Text())
    return column == sa.any_(sa.cast(sa.bindparam(None, given, type_=kind), kind))


def insert_rows(
    connection: sa.Connection,
    table: sa.Table,
    columns: Sequence[str],
    rows: Sequence[tuple[Any, ...]],
) -> None:
    """Insert the rows, each a tuple in the order of `columns`."""
    if not rows:
        return
    if connection.dialect.name == "sqlite":
        marks = ", ".join("?" * len(columns))
        named = ", ".join(columns)
        statement = f"INSERT INTO {table.name} ({named}) VALUES ({marks})"  # noqa: S608
        connection.exec_driver_sql(statement, list(rows))
    else:
        given = [dict(zip(columns, row, strict=True)) for row in rows]
        connection.execute(table.insert(), given)
