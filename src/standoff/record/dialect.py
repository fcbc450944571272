"""Every difference between databases: opening, locking, upserts, full text, errors."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.exc import DBAPIError, SQLAlchemyError

from standoff.errors import RecordError

LOCK_WAIT_SECONDS = 60
WRITE = "standoff_write"
ADVISORY_LOCK = 0x7374616E646F6666
REMEDIES = {
    "file is not a database": "is not a standoff record",
    "malformed": "is damaged; restore it from a copy",
    "disk image": "is damaged; restore it from a copy",
    "readonly": "is read-only; make it writable or work on a copy",
    "disk is full": "cannot be written: the disk is full",
    "disk I/O": "cannot be read or written: disk error",
    "locked": f"is locked by another writer for more than {LOCK_WAIT_SECONDS} s; try again",
    "unable to open": "cannot be opened; check the folder and its permissions",
}


def connect(place: str | Path) -> sa.Engine:
    """The engine of a database given as a file path or a database URL; nothing is touched yet.

    Raises:
        RecordError: the URL cannot be understood, or its driver is not installed.
    """
    text = str(place)
    if "://" not in text:
        return _sqlite_engine(Path(text))
    try:
        return sa.create_engine(text)
    except (SQLAlchemyError, ImportError) as error:
        raise RecordError(f"{_masked(text)}: cannot be used as a database: {error}") from error


def name_of(engine: sa.Engine) -> str:
    """The database's place as shown to people, without any password."""
    if engine.dialect.name == "sqlite":
        return str(engine.url.database)
    return engine.url.render_as_string(hide_password=True)


@contextmanager
def reading(engine: sa.Engine) -> Iterator[sa.Connection]:
    """A connection that sees one state of the database and changes nothing."""
    with translated(engine), engine.connect() as connection, connection.begin():
        yield connection


@contextmanager
def writing(engine: sa.Engine) -> Iterator[sa.Connection]:
    """The only writer: waits its turn before it reads, commits durably at the end."""
    with translated(engine), engine.connect() as idle:
        connection = idle.execution_options(**{WRITE: True})
        with connection.begin():
            if engine.dialect.name == "postgresql":
                connection.execute(sa.select(sa.func.pg_advisory_xact_lock(ADVISORY_LOCK)))
            yield connection


@contextmanager
def translated(engine: sa.Engine) -> Iterator[None]:
    """Turn the database's own errors into one line that names the place and the remedy."""
    try:
        yield
    except DBAPIError as error:
        raise RecordError(f"{name_of(engine)} {_remedy(str(error.orig))}") from error
    except sqlite3.Error as error:
        raise RecordError(f"{name_of(engine)} {_remedy(str(error))}") from error


def copy_file(engine: sa.Engine, target: Path) -> None:
    """Copy the whole database as it stands into a new file.

    Raises:
        RecordError: the database is not a file, or the target exists or cannot be written.
    """
    if engine.dialect.name != "sqlite":
        raise RecordError(f"{name_of(engine)} is not a file; only a record in a file can be copied")
    if target.exists():
        raise RecordError(f"{target} exists already; choose another path or remove it")
    with translated(engine), engine.connect() as connection:
        source = connection.connection.driver_connection
        with closing(sqlite3.connect(target)) as copy:
            source.backup(copy)  # type: ignore[union-attr]


def insert_new(
    connection: sa.Connection,
    table: sa.Table,
    rows: Sequence[Mapping[str, Any]],
    *,
    conflict: Sequence[str],
    where: Any = None,
) -> None:
    """Insert the rows whose `conflict` columns are not there yet (among rows that fit `where`)."""
    if not rows:
        return
    module: Any = sqlite if connection.dialect.name == "sqlite" else postgresql
    statement = module.insert(table).on_conflict_do_nothing(
        index_elements=list(conflict), index_where=where
    )
    connection.execute(statement, rows)


def full_text_ddl(dialect: str) -> tuple[str, ...]:
    """The statements that build the index of report texts and keep it in step."""
    if dialect == "sqlite":
        return (
            "CREATE VIRTUAL TABLE report_text USING fts5"
            "(title, text, content='reports', content_rowid='seq')",
            "CREATE TRIGGER report_text_added AFTER INSERT ON reports BEGIN"
            " INSERT INTO report_text(rowid, title, text) VALUES (new.seq, new.title, new.text);"
            " END",
        )
    return (
        "CREATE INDEX report_text ON reports"
        " USING gin (to_tsvector('simple', title || ' ' || text))",
    )


def full_text_match(dialect: str, words: Sequence[str]) -> sa.TextClause:
    """A condition on reports: every word occurs in the title or the text."""
    if dialect == "sqlite":
        quoted = " ".join('"' + word.replace('"', '""') + '"' for word in words)
        clause = "reports.seq IN (SELECT rowid FROM report_text WHERE report_text MATCH :words)"
        return sa.text(clause).bindparams(words=quoted)
    clause = "to_tsvector('simple', title || ' ' || text) @@ plainto_tsquery('simple', :words)"
    return sa.text(clause).bindparams(words=" ".join(words))


def _sqlite_engine(path: Path) -> sa.Engine:
    url = sa.URL.create("sqlite", database=str(path))
    engine = sa.create_engine(
        url, connect_args={"timeout": LOCK_WAIT_SECONDS, "isolation_level": None}
    )
    sa.event.listen(engine, "connect", _sqlite_pragmas)
    sa.event.listen(engine, "begin", _sqlite_begin)
    return engine


def _sqlite_pragmas(connection: Any, _record: Any) -> None:
    # FULL: an acknowledged batch survives a power cut, not only a killed process.
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON"):
        connection.execute(f"PRAGMA {pragma}").close()


def _sqlite_begin(connection: sa.Connection) -> None:
    # A deferred transaction that turns writer midway fails at once when another one writes.
    write = connection.get_execution_options().get(WRITE, False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if write else "BEGIN")


def _remedy(detail: str) -> str:
    message = (detail.splitlines() or ["without a reason"])[0]
    for sign, remedy in REMEDIES.items():
        if sign in message:
            return remedy
    return f"failed: {message}"


def _masked(url: str) -> str:
    scheme, _, rest = url.partition("://")
    return f"{scheme}://{rest.rpartition('@')[2]}"
