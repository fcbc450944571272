"""An older record brought to the newest format: all of it or nothing, and a copy kept."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from alembic.operations import Operations
from alembic.runtime.migration import MigrationContext, MigrationStep
from alembic.script import ScriptDirectory

from standoff.errors import RecordError
from standoff.record import dialect, layout, schema

STEPS = Path(__file__).parent / "migrations"


@dataclass(frozen=True, slots=True, kw_only=True)
class Upgraded:
    """What was done: the formats before and after, and the copy of the file as it was."""

    before: int
    after: int
    copy: Path | None


def upgrade(place: str | Path) -> Upgraded:
    """Bring a record to the newest format; one that has it already is left alone.

    A file is copied beside itself first. Everything happens in one transaction: stopped at any
    moment, the record is either as before or whole in the new format.

    Args:
        place: a file's path or a database URL.

    Raises:
        RecordError: there is no record, its format is newer, or it cannot be written.
    """
    engine = dialect.connect(place)
    try:
        path = dialect.file_of(engine)
        if path is not None and not path.exists():
            raise RecordError(f"{path}: there is no such record")
        with dialect.writing(engine) as connection:
            return _upgraded(connection)
    finally:
        engine.dispose()


def steps_to_newest(script: ScriptDirectory, current: str) -> list[MigrationStep]:
    """The steps from a revision to the newest one, in the order they are taken."""
    found = list(script.iterate_revisions("head", current))
    return [MigrationStep.upgrade_from_script(script.revision_map, one) for one in found[::-1]]


def _upgraded(connection: sa.Connection) -> Upgraded:
    place = dialect.name_of(connection.engine)
    facts = layout.facts_of(connection)
    if facts is None:
        raise RecordError(f"{place} is empty; there is nothing to upgrade")
    if facts.format >= schema.FORMAT:
        layout.check_format(facts, place)
        return Upgraded(before=facts.format, after=facts.format, copy=None)
    copy = _copied(connection.engine, facts.format)
    _adopt(connection, facts.format)
    _migrate(connection)
    return Upgraded(before=facts.format, after=schema.FORMAT, copy=copy)


def _copied(engine: sa.Engine, number: int) -> Path | None:
    """The file's copy; it has its name only once it is whole."""
    path = dialect.file_of(engine)
    if path is None:
        return None
    stem = f"{path.stem}.format-{number}"
    names = (f"{stem}{again}{path.suffix}" for again in _endings())
    target = next(one for name in names if not (one := path.with_name(name)).exists())
    half = target.with_name(f".{target.name}.part")
    try:
        half.unlink(missing_ok=True)
        dialect.copy_file(engine, half)
        half.replace(target)
    except OSError as error:
        raise RecordError(f"{target} cannot be written: {error.strerror}") from error
    return target


def _endings() -> Iterable[str]:
    yield ""
    yield from (f"-{again}" for again in count(2))


def _adopt(connection: sa.Connection, number: int) -> None:
    """Put the number where Alembic keeps it; up to format 2 it stood among the facts."""
    if sa.inspect(connection).has_table(schema.revision.name):
        return
    schema.revision.create(connection)
    connection.execute(schema.revision.insert(), {"version_num": str(number)})
    connection.execute(schema.meta.delete().where(schema.meta.c.key == "format"))


def _migrate(connection: sa.Connection) -> None:
    script = ScriptDirectory(str(STEPS))

    def steps(current: Any, _context: MigrationContext) -> list[MigrationStep]:
        return steps_to_newest(script, current)

    options = {"version_table": schema.revision.name, "transactional_ddl": True, "fn": steps}
    context = MigrationContext.configure(connection, opts=options)
    with Operations.context(context):
        context.run_migrations()
