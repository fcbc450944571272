"""Every difference between databases: opening, locking, upserts, full text, errors."""

from __future__ import annotations

import sqlite3
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from functools import partial
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.exc import DBAPIError

from standoff.errors import RecordError
from standoff.record.place import shown, url_of, without_secrets
from standoff.record.remedies import LOCK_WAIT_SECONDS, remedy_of

READ = "standoff_read"
WRITE = "standoff_write"
ASKING = "standoff_asking"
ONLY = "standoff_only"
PRAGMAS = (
    "journal_mode=WAL",
    "synchronous=FULL",  # an acknowledged batch survives a power cut, not only a killed process
    "foreign_keys=ON",
    # Ids are hashes: the indexes of a large record are written all over, so hold them.
    "cache_size=-131072",
    "wal_autocheckpoint=8000",
)
CHANGES = (sqlite3.SQLITE_INSERT, sqlite3.SQLITE_UPDATE, sqlite3.SQLITE_DELETE)
ADVISORY_LOCK = 0x7374616E
OLDEST_SERVER = 15
CONNECT_SECONDS = 10


def connect(place: str | Path, *, asking: bool = False) -> sa.Engine:
    """The engine of a database given as a file path or a database URL; nothing is touched yet.

    Args:
        place: the path or URL.
        asking: whoever only asks changes nothing but what can be derived anew: `writing` then
            needs to say `only` which tables it changes.

    Raises:
        RecordError: the URL cannot be understood, or its driver is not installed.
    """
    url = url_of(place)
    try:
        made = _sqlite_engine if url.get_backend_name() == "sqlite" else _postgresql_engine
        engine = made(url)
    except ImportError as error:
        need = "needs PostgreSQL's driver: pip install 'standoff[postgres]'"
        raise RecordError(f"{shown(url)} {need}") from error
    engine.update_execution_options(**{ASKING: asking})
    return engine


def name_of(engine: sa.Engine) -> str:
    """The database's place as shown to people, without any password."""
    return shown(engine.url)


def file_of(engine: sa.Engine) -> Path | None:
    """The file the database stands in, None where it is none."""
    kept = engine.dialect.name == "sqlite" and engine.url.database not in (None, "", ":memory:")
    return Path(str(engine.url.database)) if kept else None


def place_of(engine: sa.Engine) -> str | None:
    """The place by which another process opens the database, password and all; None if none can."""
    if engine.dialect.name == "postgresql":
        return engine.url.render_as_string(hide_password=False)
    path = file_of(engine)
    return str(path.absolute()) if path else None


@contextmanager
def reading(engine: sa.Engine) -> Iterator[sa.Connection]:
    """A connection that sees one state of the database; the database lets it change nothing."""
    with translated(engine), engine.connect() as idle:
        options: dict[str, Any] = {READ: True}
        if engine.dialect.name == "postgresql":
            options["isolation_level"] = "REPEATABLE READ"
        connection = idle.execution_options(**options)
        with connection.begin():
            _close(connection)
            yield connection


@contextmanager
def writing(
    engine: sa.Engine, *, wait_seconds: float = LOCK_WAIT_SECONDS, only: Collection[sa.Table] = ()
) -> Iterator[sa.Connection]:
    """The only writer: waits its turn before it reads, commits durably at the end.

    Args:
        engine: of the database.
        wait_seconds: how long to wait for another writer.
        only: the tables that are changed, if not any; SQLite refuses to change another.
    """
    options: dict[str, Any] = {WRITE: True, ONLY: frozenset(table.name for table in only)}
    if engine.dialect.name == "postgresql":
        # Each statement must see what was committed while this writer waited.
        options["isolation_level"] = "READ COMMITTED"
    with translated(engine), engine.connect() as idle:
        connection = idle.execution_options(**options)
        with _waiting(idle, wait_seconds), connection.begin():
            if engine.dialect.name == "postgresql":
                _wait_for_turn(connection, wait_seconds)
            if _is_barred(engine.get_execution_options(), only):
                _close(connection)
            yield connection


@contextmanager
def translated(engine: sa.Engine) -> Iterator[None]:
    """Turn the database's own errors into one line that names the place and the remedy."""
    try:
        yield
    except DBAPIError as error:
        raise _record_error(engine, error.orig) from error
    except sqlite3.Error as error:
        raise _record_error(engine, error) from error


def check_server(connection: sa.Connection) -> None:
    """Nothing, if the server can hold a record.

    Raises:
        RecordError: it is too old, or its database does not hold Unicode.
    """
    if connection.dialect.name != "postgresql":
        return
    name = name_of(connection.engine)
    version = int((connection.dialect.server_version_info or (0,))[0])
    if version < OLDEST_SERVER:
        raise RecordError(f"{name} runs PostgreSQL {version}; standoff needs {OLDEST_SERVER}")
    encoding = connection.exec_driver_sql("SHOW server_encoding").scalar_one()
    if encoding != "UTF8":
        raise RecordError(f"{name} is encoded in {encoding}; create it with ENCODING 'UTF8'")


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
        # The index is built before the search path is set when a copy is read back, so its
        # function may call none of ours.
        f"CREATE FUNCTION standoff_words(title text, body text) RETURNS text[] {_PURE} AS $$"
        f" SELECT string_to_array({_fold('title')} || ' | ' || {_fold('body')}, ' ') $$",
        f"CREATE FUNCTION standoff_fold(given text) RETURNS text {_PURE} AS $$"
        f" SELECT {_fold('given')} $$",
        "CREATE INDEX report_text ON reports USING gin (standoff_words(title, text))",
    )


def full_text_match(dialect: str, words: Sequence[str]) -> sa.ColumnElement[bool] | sa.TextClause:
    """A condition on reports: every word occurs in the title or the text.

    A word of several parts, such as one with a hyphen, occurs where its parts follow each other.
    Case and accents do not count; without a letter or digit nothing is a word.
    """
    if not all(any(map(str.isalnum, word)) for word in words):
        return sa.false()
    if dialect == "sqlite":
        quoted = " ".join('"' + word.replace('"', '""') + '"' for word in words)
        clause = "reports.seq IN (SELECT rowid FROM report_text WHERE report_text MATCH :words)"
        return sa.text(clause).bindparams(words=quoted)
    return sa.and_(*(_contains(place, word) for place, word in enumerate(words)))


# SQLite's tokenizer by other means: no case, no accents, only letters and digits; very long
# words are cut because an entry of an index is limited.
_PURE = "LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE"
_SEPARATORS = (
    r"\u0001-\u002f\u003a-\u0040\u005b-\u0060\u007b-\u00a9\u00ab-\u00b1\u00b4\u00b6-\u00b8"
    r"\u00bb\u00bf\u00d7\u00f7\u2000-\u206f\u20a0-\u20cf\u2190-\u245f\u2500-\u2775\u2794-\u2bff"
    r"\u3000-\u3004\u3008-\u3020\u3030\ufe10-\ufe6f\ufeff-\uff0f\uff1a-\uff20\uff3b-\uff40"
    r"\uff5b-\uff65\ufff0-\uffff\U0001f000-\U0001faff"
)


def _fold(text: str) -> str:
    return (
        f"regexp_replace(btrim(regexp_replace(regexp_replace(lower(normalize({text}, NFD)),"
        rf" '[\u0300-\u036f]+', '', 'g'), '[{_SEPARATORS}]+', ' ', 'g')),"
        r" '([^ ]{200})[^ ]+', '\1', 'g')"
    )


def _folded(title: str, text: str) -> str:
    # A bar is in no word, so nothing reaches from the title into the text.
    return f"standoff_fold({title}) || ' | ' || standoff_fold({text})"


def _contains(place: int, word: str) -> sa.TextClause:
    given = f":word{place}"
    # The index finds the parts anywhere, the pattern then looks for them in a row.
    clause = (
        f"(standoff_words(title, text) @> string_to_array(standoff_fold({given}), ' ') AND"
        f" ' ' || {_folded('title', 'text')} || ' ' LIKE '% ' || standoff_fold({given}) || ' %')"
    )
    return sa.text(clause).bindparams(**{f"word{place}": word})


def _record_error(engine: sa.Engine, error: BaseException | None) -> RecordError:
    told = without_secrets(remedy_of(error), engine.url)
    return RecordError(f"{name_of(engine)} {told}")


def _postgresql_engine(url: sa.URL) -> sa.Engine:
    given = {} if "connect_timeout" in url.query else {"connect_timeout": CONNECT_SECONDS}
    # A server may have been restarted since a connection was last used.
    return sa.create_engine(url, connect_args=given, pool_pre_ping=True, use_native_hstore=False)


@contextmanager
def _waiting(connection: sa.Connection, seconds: float) -> Iterator[None]:
    """Let SQLite wait so long for another writer, and as long as ever afterwards."""
    if connection.dialect.name != "sqlite" or seconds == LOCK_WAIT_SECONDS:
        yield
        return
    driver: Any = connection.connection.driver_connection
    driver.execute(f"PRAGMA busy_timeout = {int(seconds * 1000)}").close()
    try:
        yield
    finally:
        driver.execute(f"PRAGMA busy_timeout = {LOCK_WAIT_SECONDS * 1000}").close()


def _wait_for_turn(connection: sa.Connection, seconds: float) -> None:
    connection.exec_driver_sql(
        f"SELECT set_config('lock_timeout', '{int(seconds * 1000)}ms', true),"
        # An acknowledged batch survives a power cut, whatever the server does by default.
        " set_config('synchronous_commit', CASE current_setting('synchronous_commit')"
        " WHEN 'off' THEN 'on' ELSE current_setting('synchronous_commit') END, true)"
    )
    connection.exec_driver_sql(
        f"SELECT pg_advisory_xact_lock({ADVISORY_LOCK}, hashtext(current_schema()))"
    )


def _sqlite_engine(url: sa.URL) -> sa.Engine:
    engine = sa.create_engine(
        url, connect_args={"timeout": LOCK_WAIT_SECONDS, "isolation_level": None}
    )
    sa.event.listen(engine, "connect", _sqlite_pragmas)
    sa.event.listen(engine, "begin", _sqlite_begin)
    return engine


def _sqlite_pragmas(connection: Any, _record: Any) -> None:
    for pragma in PRAGMAS:
        connection.execute(f"PRAGMA {pragma}").close()


def _sqlite_begin(connection: sa.Connection) -> None:
    options = connection.get_execution_options()
    write, only = options.get(WRITE, False), options.get(ONLY)
    closed = options.get(READ, False) or _is_barred(options, only)
    driver: Any = connection.connection.driver_connection
    driver.set_authorizer(partial(_allowed, only) if only else None)
    connection.exec_driver_sql(f"PRAGMA query_only = {'ON' if closed else 'OFF'}")
    # A deferred transaction that turns writer midway fails at once when another one writes.
    connection.exec_driver_sql("BEGIN IMMEDIATE" if write else "BEGIN")


def _close(connection: sa.Connection) -> None:
    """Let a transaction that has just begun change nothing; in a file the beginning did that."""
    if connection.dialect.name == "postgresql":
        connection.exec_driver_sql("SET TRANSACTION READ ONLY")


def _is_barred(options: Mapping[str, Any], only: Collection[Any] | None) -> bool:
    """Whether somebody who only asks would write to the record itself."""
    return bool(options.get(ASKING)) and not only


def _allowed(only: Collection[str], action: int, table: str | None, *_: str | None) -> int:
    """SQLite's question whether a statement may do something."""
    if action in CHANGES and table not in only:
        return sqlite3.SQLITE_DENY
    return sqlite3.SQLITE_OK
