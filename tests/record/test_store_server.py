"""A record on a server: whatever is wrong is one line, with place and remedy, without secrets."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from standoff.errors import RecordError
from standoff.model import Batch, Issue, Report
from standoff.record import dialect
from standoff.record import schema as schema_tables
from standoff.record.store import Store, open_store

SOMETHING = Batch(issues=(Issue(code="x", detail="d", locator="f"),))


def report(name: str, text: str) -> Report:
    return Report(id=name, source="s", url=None, published=None, title="Title", text=text,
                  text_sha="", raw_sha="", reader="r")  # fmt: skip


def refused(place: str, *, create: bool = True) -> str:
    """What is said of a place that cannot be opened."""
    with pytest.raises(RecordError) as caught:
        open_store(place, theatre="lumen", create=create)
    message = str(caught.value)
    assert "\n" not in message
    return message


@pytest.mark.parametrize(
    ("place", "message"),
    [
        ("postgresql://me:hush@127.0.0.1:1/db", "postgresql://me@127.0.0.1:1/db cannot be reached"),
        ("postgresql:///db?host=/nowhere&password=hush", "cannot be reached; start the server"),
        ("postgres://me:hush@no.such.host.invalid/db", "cannot be reached; start the server"),
    ],
)
def test_a_server_that_is_down_is_named(place: str, message: str) -> None:
    told = refused(place)
    assert message in told
    assert "hush" not in told


def test_a_database_that_is_not_there_is_named(server: Any) -> None:
    told = refused(server.url(database="nosuch"))
    assert "nosuch?host=" in told
    assert told.endswith("does not exist; create the database with createdb")


def test_a_schema_that_is_not_there_is_named(server: Any) -> None:
    assert "names a schema that does not exist; create it" in refused(server.url(schema="nosuch"))


def test_a_wrong_password_is_never_shown(server: Any) -> None:
    server.run("CREATE ROLE locked LOGIN PASSWORD 'right'")
    for user in ("locked:hush", "locked", "nobody:hush"):
        told = refused(server.url(user=user))
        assert told.endswith("does not let this user in; check the user and the password")
        assert "hush" not in told


def test_a_foreign_database_is_left_alone(server: Any, schema: str) -> None:
    server.run(f"CREATE TABLE {schema}.theirs (a int)")
    assert "is a database, but not a standoff record" in refused(server.url(schema=schema))


@pytest.mark.parametrize(
    ("number", "remedy"), [("99", "update the program"), ("1", "run standoff record upgrade")]
)
def test_another_format_is_refused(server: Any, schema: str, number: str, remedy: str) -> None:
    open_store(server.url(schema=schema), theatre="lumen")
    server.run(f"UPDATE {schema}.standoff_revision SET version_num = '{number}'")  # noqa: S608
    assert remedy in refused(server.url(schema=schema))


def test_an_empty_database_is_not_filled_by_a_reader(server: Any, schema: str) -> None:
    assert "is empty; ingest something first" in refused(server.url(schema=schema), create=False)
    assert open_store(server.url(schema=schema), theatre="lumen").version_at()[0] == 0


def test_a_database_that_is_not_unicode_is_refused(server: Any) -> None:
    server.run("CREATE DATABASE latin ENCODING LATIN1 LOCALE 'C' TEMPLATE template0")
    assert "is encoded in LATIN1; create it with ENCODING 'UTF8'" in refused(
        server.url(database="latin")
    )


def test_an_old_server_is_refused(
    server: Any, schema: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(dialect, "OLDEST_SERVER", 99)
    assert "standoff needs 99" in refused(server.url(schema=schema))


def test_a_user_who_may_only_read_reads_and_is_told_so(server: Any, schema: str) -> None:
    open_store(server.url(schema=schema), theatre="lumen").add(SOMETHING)
    server.run(
        f"CREATE ROLE reader_{schema} LOGIN",
        f"GRANT USAGE ON SCHEMA {schema} TO reader_{schema}",
        f"GRANT SELECT ON ALL TABLES IN SCHEMA {schema} TO reader_{schema}",
    )
    store = open_store(server.url(user=f"reader_{schema}", schema=schema), theatre="lumen")
    assert len(list(store.issues())) == 1
    with pytest.raises(RecordError, match="read-only for this user; grant it more"):
        store.add(SOMETHING)


def test_a_stand_by_server_is_read_only(server: Any, schema: str) -> None:
    url = server.url(schema=schema)
    open_store(url, theatre="lumen")
    # What a server says that only follows another one.
    strict = url + "%20-cdefault_transaction_read_only%3Don"
    store = open_store(strict, theatre="lumen")
    with pytest.raises(RecordError, match="is read-only; name the primary server"):
        store.add(SOMETHING)


def test_a_connection_that_was_cut_is_made_anew(server: Any, served: Store) -> None:
    served.add(SOMETHING)
    cut = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid != pg_backend_pid()"
    server.run(f"{cut} AND backend_type = 'client backend'")
    assert len(list(served.issues())) == 1


def test_a_connection_cut_while_writing_is_told_and_nothing_is_kept(
    server: Any, served: Store
) -> None:
    with (
        pytest.raises(RecordError, match="was shut down or is starting"),
        dialect.writing(served.engine) as connection,
    ):
        connection.exec_driver_sql("DELETE FROM batches")
        pid = connection.exec_driver_sql("SELECT pg_backend_pid()").scalar()
        server.run(f"SELECT pg_terminate_backend({pid})")
        connection.exec_driver_sql("SELECT 1")
    assert served.version_at()[0] == 0


def test_a_batch_is_durable_though_the_server_is_lax_by_default(server: Any, schema: str) -> None:
    url = server.url(schema=schema) + "%20-csynchronous_commit%3Doff"
    store = open_store(url, theatre="lumen")
    with dialect.writing(store.engine) as connection:
        assert connection.exec_driver_sql("SHOW synchronous_commit").scalar() == "on"


def test_two_records_in_one_database_do_not_wait_for_each_other(server: Any) -> None:
    one, other = (
        open_store(server.url(schema=server.new_schema()), theatre="lumen") for _ in range(2)
    )
    with dialect.writing(one.engine), dialect.writing(other.engine, wait_seconds=0.1) as connection:
        connection.execute(schema_tables.batches.insert(), {"seq": 1, "version": "v"})
    assert (one.version_at()[0], other.version_at()[0]) == (0, 1)


def test_words_are_looked_up_in_the_index(served: Store) -> None:
    query = sa.select(sa.text("id FROM reports")).where(
        dialect.full_text_match("postgresql", ["hwasong-18"])
    )
    literal = query.compile(served.engine, compile_kwargs={"literal_binds": True})
    with served.engine.connect() as connection:
        connection.exec_driver_sql("SET enable_seqscan = off")
        plan = connection.exec_driver_sql(f"EXPLAIN {literal}").scalars().all()
    assert any("Bitmap Index Scan on report_text" in line for line in plan)


def test_a_copy_is_read_back(server: Any, schema: str) -> None:
    url = server.url(schema=schema)
    open_store(url, theatre="lumen").add(Batch(reports=(report("r1", "A missile was launched."),)))
    where = ("-h", str(server.folder), "-U", "standoff")
    dump = [server.tools / "pg_dump", *where, "-n", schema, "postgres"]
    copy = subprocess.run(dump, capture_output=True, check=True).stdout
    server.run("CREATE DATABASE back")
    restore = [server.tools / "psql", *where, "-q", "-v", "ON_ERROR_STOP=1", "back"]
    subprocess.run(restore, input=copy, capture_output=True, check=True)
    store = open_store(server.url(database="back", schema=schema), theatre="lumen")
    assert [one.id for one in store.reports(1, words=["missile"])] == ["r1"]
    store.add(Batch(reports=(report("r2", "Another missile."),)))
    assert [one.id for one in store.reports(2, words=["missile"])] == ["r1", "r2"]


def test_without_the_driver_the_remedy_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "psycopg", None)
    assert "pip install 'standoff[postgres]'" in refused("postgresql://me:hush@host/db")


@pytest.mark.parametrize("make", [str, Path])
def test_a_url_and_a_path_are_told_apart(tmp_path: Path, make: Callable[[str], Any]) -> None:
    store = open_store(make(str(tmp_path / "r.sqlite")), theatre="lumen")
    assert dialect.file_of(store.engine) == tmp_path / "r.sqlite"
