"""Which format a database has; making a new record; refusing what is none."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import sqlalchemy as sa

from standoff.errors import RecordError
from standoff.model import make_id
from standoff.record import dialect, schema

_FOREIGN = "is a database, but not a standoff record; name another, or an empty one"


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What a record says about itself."""

    format: int
    theatre: str


def facts_of(connection: sa.Connection) -> Facts | None:
    """What the record says about itself, None where there is no table at all.

    Raises:
        RecordError: the tables are not those of a record.
    """
    inspector = sa.inspect(connection)
    if not inspector.has_table(schema.meta.name):
        if inspector.get_table_names():
            raise RecordError(f"{dialect.name_of(connection.engine)} {_FOREIGN}")
        return None
    stored = {row.key: row.value for row in connection.execute(sa.select(schema.meta))}
    return Facts(format=_format(connection, stored), theatre=stored.get("theatre", "unknown"))


def check_format(facts: Facts, place: str) -> None:
    """Nothing, if this program reads the format.

    Raises:
        RecordError: the format is older or newer.
    """
    if facts.format == schema.FORMAT:
        return
    older = facts.format < schema.FORMAT
    remedy = "run standoff record upgrade" if older else "update the program"
    raise RecordError(
        f"{place} has format {facts.format}, this program reads {schema.FORMAT}; {remedy}"
    )


def create(connection: sa.Connection, theatre: str) -> Facts:
    """Make the tables of an empty record; another writer's stand where it was first."""
    made = facts_of(connection)
    if made is not None:
        return made
    schema.metadata.create_all(connection, checkfirst=False)
    for statement in dialect.full_text_ddl(connection.dialect.name):
        connection.exec_driver_sql(statement)
    connection.execute(schema.revision.insert(), {"version_num": str(schema.FORMAT)})
    connection.execute(schema.meta.insert(), {"key": "theatre", "value": theatre})
    root = {"seq": 0, "version": make_id("v", {"theatre": theatre})}
    connection.execute(schema.batches.insert(), root)
    return Facts(format=schema.FORMAT, theatre=theatre)


def _format(connection: sa.Connection, stored: Mapping[str, str]) -> int:
    number = stored.get("format")  # up to format 2; since then it stands where Alembic looks
    if number is None and sa.inspect(connection).has_table(schema.revision.name):
        number = connection.execute(sa.select(schema.revision.c.version_num)).scalar()
    if number is None or not number.isdecimal():
        raise RecordError(f"{dialect.name_of(connection.engine)} {_FOREIGN}")
    return int(number)
