"""An older record becomes the newest format, whole or not at all, and its content stays.

`formats/` holds the tables as the programs of formats 1 and 2 made them, and what they stored.
"""

from __future__ import annotations

import multiprocessing
import os
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory

from standoff.errors import RecordError
from standoff.model import Batch, Report
from standoff.record import dialect, schema
from standoff.record.journal import Journal
from standoff.record.store import Store, open_store
from standoff.record.upgrade import STEPS, upgrade

FORMATS = Path(__file__).parent / "formats"
LEDGER = {
    1: "INSERT INTO ledger (input, raw_sha, reader, coder, pack, outcome)"
    " VALUES ('f', 'w', 'text-1', 'c1', 'p1', 'stored')",
    2: "INSERT INTO ledger (input, raw_sha, reader, published, coder, pack, outcome)"
    " VALUES ('f', 'w', 'text-1', '2020-01-06', 'c1', 'p1', 'stored')",
}
OLD = pytest.mark.parametrize("number", [1, 2])


def make_old(place: str, number: int) -> None:
    """A record as a program of that format left it."""
    engine = dialect.connect(place)
    kind = "file" if engine.dialect.name == "sqlite" else "postgres"
    script = (FORMATS / f"{kind}_{number}.sql").read_text(encoding="utf-8")
    script += (FORMATS / "rows.sql").read_text(encoding="utf-8")
    script += f"INSERT INTO standoff_meta VALUES ('format', '{number}'); {LEDGER[number]};"  # noqa: S608
    with engine.connect() as connection:
        driver: Any = connection.connection.driver_connection
        if kind == "file":
            driver.executescript(script)
        else:
            driver.execute(script)
            driver.commit()
    engine.dispose()


def content(place: str) -> dict[str, list[dict[str, Any]]]:
    """Every stored row, without what an upgrade is there to change."""
    engine = dialect.connect(place)
    found = {}
    with engine.connect() as connection:
        for name in sa.inspect(connection).get_table_names():
            if name == schema.revision.name or name.startswith("report_text"):
                continue
            rows = connection.exec_driver_sql(f"SELECT * FROM {name} ORDER BY 1")  # noqa: S608
            found[name] = [dict(row._mapping) for row in rows]
    engine.dispose()
    found["standoff_meta"] = [row for row in found["standoff_meta"] if row["key"] != "format"]
    return {name: rows for name, rows in found.items() if rows}


def drawn(place: str) -> dict[str, Any]:
    """How the tables are built, as far as the database tells."""
    engine = dialect.connect(place)
    inspector = sa.inspect(engine)
    made: dict[str, Any] = {}
    for name in sorted(inspector.get_table_names()):
        made[name] = {
            "columns": {
                one["name"]: (str(one["type"]), one["nullable"], bool(one["default"]))
                for one in inspector.get_columns(name)
            },
            "key": inspector.get_pk_constraint(name)["constrained_columns"],
            "unique": sorted(one["column_names"] for one in inspector.get_unique_constraints(name)),
            "references": sorted(
                (one["constrained_columns"], one["referred_table"])
                for one in inspector.get_foreign_keys(name)
            ),
        }
    file = engine.dialect.name == "sqlite"
    with engine.connect() as connection:
        for query in _FILE_PARTS if file else _SERVER_PARTS:
            made[query] = sorted(map(tuple, connection.exec_driver_sql(query)))
    engine.dispose()
    return made


_FILE_PARTS = (
    "SELECT name, replace(sql, '\"', '') FROM sqlite_master"
    " WHERE type IN ('index', 'trigger', 'view') OR name = 'report_text'",
)
_SERVER_PARTS = (
    "SELECT replace(indexdef, current_schema(), '') FROM pg_indexes"
    " WHERE schemaname = current_schema()",
    "SELECT proname, prosrc, provolatile FROM pg_proc"
    " WHERE pronamespace = current_schema()::regnamespace",
)


@OLD
def test_the_content_stays_to_the_character(place: str, number: int) -> None:
    make_old(place, number)
    before = content(place)
    done = upgrade(place)
    after = content(place)
    assert (done.before, done.after) == (number, schema.FORMAT)
    if number == 1:
        assert [row.pop("published") for row in after["ledger"]] == [""]
    assert after == before


@OLD
def test_an_upgraded_record_works_in_every_part(place: str, number: int) -> None:
    make_old(place, number)
    upgrade(place)
    store = open_store(place, theatre="lumen")
    assert store.version_at() == (3, "vc3ce9411e8022e4cd42d")
    assert [one.id for one in store.observations(3)] == ["o1", "o3", "o4"]
    assert [one.id for one in store.observations(store.seq_of("vd8bed76fef562fd07d85"))] == [
        *("o1", "o2", "o3")
    ]
    assert [one.id for one in store.reports(3, words=["hwasong-18"])] == ["r1"]
    assert [one.id for one in store.claims(3)] == ["c1"]
    assert [one.who for one in store.rulings(3)] == ["A. Person"]
    assert [one.code for one in store.issues()] == ["empty"]
    assert set(store.ledger()) == {"f"}
    assert [one.body["p"] for one in Journal(store).entries("forecast", "q1")] == [0.1, 0.2]
    added = store.add(Batch(reports=(report("r9", "Fresh words."),)))
    assert added.added["reports"] == 1
    assert [one.id for one in store.reports(4, words=["fresh"])] == ["r9"]


@OLD
def test_an_upgraded_record_is_built_as_a_new_one(
    place: str, number: int, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    make_old(place, number)
    upgrade(place)
    if place.startswith("postgresql"):
        server = request.getfixturevalue("server")
        fresh = server.url(schema=server.new_schema())
    else:
        fresh = str(tmp_path / "fresh.sqlite")
    open_store(fresh, theatre="lumen")
    assert drawn(place) == drawn(fresh)


def test_a_new_record_is_what_the_program_declares(place: str) -> None:
    store = open_store(place, theatre="lumen")

    def ours(_thing: Any, name: str | None, kind: str, *_rest: Any) -> bool:
        return not (name or "").startswith("report_text") and kind != "unique_constraint"

    options = {"version_table": "none", "compare_type": True, "include_object": ours}
    with dialect.reading(store.engine) as connection:
        context = MigrationContext.configure(connection, opts=options)
        assert compare_metadata(context, schema.metadata) == []


def test_the_newest_step_leads_to_the_format_of_the_program() -> None:
    script = ScriptDirectory(str(STEPS))
    assert script.get_heads() == [str(schema.FORMAT)]
    found = [one.revision for one in script.walk_revisions()]
    assert found == [str(number) for number in range(schema.FORMAT, 0, -1)]


def test_a_reader_of_an_older_record_is_told_what_to_run(place: str) -> None:
    make_old(place, 2)
    with pytest.raises(RecordError, match=r"has format 2, .* run standoff record upgrade"):
        open_store(place, theatre="lumen")


def test_upgrading_twice_is_upgrading_once(place: str) -> None:
    make_old(place, 2)
    first = upgrade(place)
    before = content(place)
    second = upgrade(place)
    assert (second.before, second.after, second.copy) == (first.after, first.after, None)
    assert content(place) == before


def test_a_newer_record_is_left_alone(place: str) -> None:
    store = open_store(place, theatre="lumen")
    with dialect.writing(store.engine) as connection:
        connection.execute(schema.revision.update().values(version_num="99"))
    with pytest.raises(RecordError, match=r"has format 99, .* update the program"):
        upgrade(place)


def test_what_is_empty_or_foreign_is_not_upgraded(place: str) -> None:
    with pytest.raises(RecordError, match=r"there is no such record|is empty"):
        upgrade(place)
    engine = dialect.connect(place)
    with engine.begin() as connection:
        connection.exec_driver_sql("CREATE TABLE theirs (a INTEGER)")
    engine.dispose()
    with pytest.raises(RecordError, match="not a standoff record"):
        upgrade(place)


# --- the copy of a file


def test_the_file_as_it_was_is_kept_beside_it(tmp_path: Path) -> None:
    path = tmp_path / "record.sqlite"
    make_old(str(path), 1)
    before = content(str(path))
    assert upgrade(path).copy == tmp_path / "record.format-1.sqlite"
    assert content(str(tmp_path / "record.format-1.sqlite")) == before
    path.unlink()
    make_old(str(path), 1)
    assert upgrade(path).copy == tmp_path / "record.format-1-2.sqlite"
    names = {one.name for one in tmp_path.iterdir() if one.suffix == ".sqlite"}
    assert names == {"record.sqlite", "record.format-1.sqlite", "record.format-1-2.sqlite"}


def test_without_room_for_the_copy_nothing_is_done(tmp_path: Path) -> None:
    path = tmp_path / "record.sqlite"
    make_old(str(path), 2)
    before = content(str(path))
    (tmp_path / ".record.format-2.sqlite.part").mkdir()
    with pytest.raises(RecordError, match="cannot be written"):
        upgrade(path)
    assert content(str(path)) == before


# --- stopped midway


def _upgrade_and_stop(place: str, statements: int, told: Connection) -> None:
    """Upgrade, and be killed after so many statements have been carried out."""
    done = 0

    def after_each(*_: Any) -> None:
        nonlocal done
        done += 1
        if done == statements:
            told.send(done)
            os.kill(os.getpid(), 9)

    sa.event.listen(sa.Engine, "after_cursor_execute", after_each)
    upgrade(place)
    told.send("through")


@OLD
def test_an_upgrade_killed_midway_leaves_the_old_state(place: str, number: int) -> None:
    make_old(place, number)
    before = content(place)
    context = multiprocessing.get_context("forkserver")
    kills = 0
    for statements in range(3, 300, 5):
        told, theirs = context.Pipe(duplex=False)
        process = context.Process(target=_upgrade_and_stop, args=(place, statements, theirs))
        process.start()
        process.join()
        if told.poll() and told.recv() == "through":
            break
        assert process.exitcode == -9
        kills += 1
        assert content(place) == before
        with pytest.raises(RecordError, match=f"has format {number}"):
            open_store(place, theatre="lumen")
    assert kills > 1
    store: Store = open_store(place, theatre="lumen")
    assert [one.id for one in store.observations(3)] == ["o1", "o3", "o4"]


# --- the command, and what it costs


def test_the_command_upgrades_and_says_so(tmp_path: Path) -> None:
    path = tmp_path / "record.sqlite"
    make_old(str(path), 2)
    for expected in (
        f"format 2 -> {schema.FORMAT}; as it was: {tmp_path / 'record.format-2.sqlite'}\n",
        f"format {schema.FORMAT} already; nothing to do\n",
    ):
        command = [sys.executable, "-m", "standoff", "record", "upgrade", "--record", str(path)]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        assert (done.returncode, done.stdout, done.stderr) == (0, expected, "")


@pytest.mark.parametrize(
    "run",
    ["import standoff.record", "from standoff.record.store import open_store as o; o({!r}, {})"],
)
def test_an_up_to_date_record_is_opened_without_alembic(tmp_path: Path, run: str) -> None:
    path = str(tmp_path / "r.sqlite")
    open_store(path, theatre="lumen")
    run = run.replace("{!r}", repr(path)).replace("{}", "theatre='lumen'")
    check = f"import sys; {run}; sys.exit('alembic' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", check], check=False).returncode == 0


def report(name: str, text: str) -> Report:
    return Report(id=name, source="s", url=None, published=None, title="Title", text=text,
                  text_sha="", raw_sha="", reader="r")  # fmt: skip


def test_a_damaged_step_leaves_the_old_state(place: str, monkeypatch: pytest.MonkeyPatch) -> None:
    make_old(place, 2)
    before = content(place)

    def fails(*_: Any) -> None:
        raise sqlite3.OperationalError("no room")

    steps: Callable[..., None] = fails
    monkeypatch.setattr("standoff.record.upgrade.steps_to_newest", steps)
    with pytest.raises(RecordError, match="no room"):
        upgrade(place)
    assert content(place) == before
