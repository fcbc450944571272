"""The store: idempotent, durable, one history, clear errors."""

from __future__ import annotations

import multiprocessing
import os
import sqlite3
import sys
import tempfile
from collections.abc import Callable
from datetime import date
from multiprocessing.connection import Connection
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from standoff.errors import InputError, RecordError
from standoff.model import (
    Batch,
    Claim,
    Entry,
    Issue,
    Observation,
    Report,
    TextAnchor,
    Value,
)
from standoff.packs import load_pack
from standoff.record import Record
from standoff.record.journal import Journal
from standoff.record.store import Store, open_store

LUMEN = Path(__file__).parents[1] / "theatres" / "lumen"


def observed(name: str, *, scope: str = "r1", count: int = 1) -> Observation:
    anchor = TextAnchor(scope, 0, 5)
    value = Value(value=count, origin="outlet", evidence=(anchor,))
    return Observation(
        id=name, anchor=anchor, kind="launch", grain="volley", values={"count": value},
        known=date(2020, 1, 1), known_basis="published", coder="c", pack="p",
    )  # fmt: skip


def report(name: str, text: str = "A missile was launched.") -> Report:
    return Report(id=name, source="s", url=None, published=None, title="Title", text=text,
                  text_sha="", raw_sha="", reader="r")  # fmt: skip


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return open_store(tmp_path / "record.sqlite", theatre="lumen")


def ids(store: Store, seq: int | None = None) -> list[str]:
    at = store.version_at()[0] if seq is None else seq
    return [one.id for one in store.observations(at)]


def test_adding_twice_is_adding_once(store: Store) -> None:
    batch = Batch(reports=(report("r1"),), observations=(observed("a"), observed("b")))
    first = store.add(batch)
    second = store.add(batch)
    assert first.added["observations"] == 2
    assert set(second.added.values()) == {0}
    assert second.version == first.version
    assert ids(store) == ["a", "b"]


def test_an_issue_is_stored_once_and_changes_no_version(store: Store) -> None:
    before = store.version_at()
    for _ in range(2):
        store.add(Batch(issues=(Issue(code="x", detail="d", locator="f:1"),)))
    assert store.version_at() == before
    assert [issue.code for issue in store.issues()] == ["x"]


def test_a_version_can_be_gone_back_to(store: Store) -> None:
    old = store.add(Batch(observations=(observed("a"),))).version
    store.add(Batch(observations=(observed("b"),)))
    assert ids(store, store.seq_of(old)) == ["a"]
    with pytest.raises(InputError, match="never had version"):
        store.seq_of("v0")


def test_what_is_coded_anew_replaces_and_stays_in_its_old_version(store: Store) -> None:
    old = store.add(Batch(observations=(observed("a"), observed("b"))))
    store.add(Batch(observations=(observed("b"), observed("c"))), replacing=["r1"])
    assert ids(store) == ["b", "c"]
    assert ids(store, store.seq_of(old.version)) == ["a", "b"]
    store.add(Batch(observations=(observed("a"),)), replacing=["r1"])
    assert ids(store) == ["a"]


def test_the_same_id_with_new_content_replaces_when_coded_anew(store: Store) -> None:
    old = store.add(Batch(observations=(observed("a", count=1),)))
    store.add(Batch(observations=(observed("a", count=2),)), replacing=["r1"])
    (now,) = store.observations(store.version_at()[0])
    (then,) = store.observations(store.seq_of(old.version))
    assert (now.get("count"), then.get("count")) == (2, 1)


def test_replacing_leaves_other_reports_alone(store: Store) -> None:
    store.add(Batch(observations=(observed("a"), observed("x", scope="r2"))))
    store.add(Batch(), replacing=["r1"])
    assert ids(store) == ["x"]


@settings(max_examples=25, deadline=None)
@given(st.lists(st.sets(st.sampled_from("abcdef"), max_size=4), max_size=5))
def test_the_version_is_the_content_and_its_history(parts: list[set[str]]) -> None:
    versions = []
    for turn in range(2):
        store = open_store(":memory:", theatre="lumen")
        for part in parts:
            listed = sorted(part, reverse=bool(turn))
            store.add(Batch(observations=tuple(map(observed, listed))))
        versions.append(store.version_at()[1])
    assert versions[0] == versions[1]


def test_different_content_is_a_different_version(tmp_path: Path) -> None:
    versions = set()
    for name, batch in {
        "one": Batch(observations=(observed("a"),)),
        "more": Batch(observations=(observed("a", count=2),)),
        "text": Batch(reports=(report("r1", "Other words."),)),
        "none": Batch(),
    }.items():
        store = open_store(tmp_path / f"{name}.sqlite", theatre="lumen")
        versions.add(store.add(batch).version)
    assert len(versions) == 4


def test_reports_are_found_by_their_words(store: Store) -> None:
    store.add(Batch(reports=(report("r1"), report("r2", "Talks were held."))))
    seq = store.version_at()[0]
    assert [one.id for one in store.reports(seq, words=["launched", "missile"])] == ["r1"]
    assert [one.id for one in store.reports(seq, words=["title", "talks"])] == ["r2"]
    assert list(store.reports(seq, words=['"quoted" OR NOT(*'])) == []
    assert next(store.reports(seq, words=["talks"])).text == "Talks were held."


def test_a_bad_item_stops_the_whole_batch(store: Store) -> None:
    bad = Claim(id="c", holder=None, kind="position", anchors=(), known=None)
    with pytest.raises(InputError):
        store.add(Batch(observations=(observed("a"),), claims=(bad,)))
    assert ids(store) == []


# --- errors


def _foreign(path: Path) -> None:
    with sqlite3.connect(path) as connection:
        connection.execute("CREATE TABLE theirs (a)")
    connection.close()


def _random(path: Path) -> None:
    path.write_bytes(b"not a database at all, but some text" * 100)


def _cut(path: Path) -> None:
    whole = open_store(path, theatre="lumen")
    whole.add(Batch(observations=tuple(observed(str(n)) for n in range(300))))
    whole.engine.dispose()
    content = path.read_bytes()
    path.write_bytes(content[:8192] + b"\x13" * (len(content) - 8192))


def _newer(path: Path) -> None:
    open_store(path, theatre="lumen").engine.dispose()
    with sqlite3.connect(path) as connection:
        connection.execute("UPDATE standoff_revision SET version_num = '99'")
    connection.close()


@pytest.mark.parametrize(
    ("spoil", "message"),
    [
        (_foreign, "not a standoff record"),
        (_random, "not a standoff record"),
        (_cut, "is damaged"),
        (_newer, "update the program"),
    ],
)
def test_what_is_no_record_is_refused_in_one_line(
    tmp_path: Path, spoil: Callable[[Path], None], message: str
) -> None:
    path = tmp_path / "record.sqlite"
    spoil(path)
    with pytest.raises(RecordError, match=message) as caught:
        store = open_store(path, theatre="lumen")
        list(store.observations(store.version_at()[0]))
    assert "\n" not in str(caught.value)
    assert str(path) in str(caught.value)


def test_another_theatres_record_is_refused(tmp_path: Path) -> None:
    open_store(tmp_path / "r.sqlite", theatre="other")
    with pytest.raises(RecordError, match="a record of 'other', not of 'lumen'"):
        open_store(tmp_path / "r.sqlite", theatre="lumen")


def test_a_missing_folder_is_named(tmp_path: Path) -> None:
    with pytest.raises(RecordError, match="folder does not exist"):
        open_store(tmp_path / "no" / "r.sqlite", theatre="lumen")


def test_an_unknown_database_is_named_without_its_password() -> None:
    with pytest.raises(RecordError) as caught:
        open_store("nosuch://me:secret@host/db", theatre="lumen")
    assert "secret" not in str(caught.value)


def _add_as_nobody(path: str, answer: Connection) -> None:
    if os.geteuid() == 0:
        os.setuid(65534)  # to root no file is read-only
    try:
        store = open_store(path, theatre="lumen")
        store.add(Batch(observations=(observed("a"),)))
    except RecordError as error:
        answer.send(str(error))
    else:
        answer.send("written")


@pytest.mark.skipif(sys.platform != "linux", reason="needs fork and setuid")
def test_a_read_only_file_is_a_clear_error() -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "record.sqlite"
        open_store(path, theatre="lumen").engine.dispose()
        path.chmod(0o444)
        Path(folder).chmod(0o755)
        answer, theirs = multiprocessing.Pipe()
        writer = multiprocessing.get_context("fork").Process(
            target=_add_as_nobody, args=(str(path), theirs)
        )
        writer.start()
        writer.join(30)
        assert answer.poll()
        message = answer.recv()
    assert "read-only" in message
    assert "\n" not in message


def test_a_full_disk_is_a_clear_error(store: Store) -> None:
    with store.engine.connect() as connection:
        connection.exec_driver_sql("PRAGMA max_page_count = 20")
    with pytest.raises(RecordError, match="disk is full"):
        store.add(Batch(reports=tuple(report(str(n), "words " * 5000) for n in range(50))))
    assert list(store.reports(store.version_at()[0])) == []


# --- several at once


def _add_many(path: str, name: int) -> None:
    store = open_store(path, theatre="lumen")
    for turn in range(10):
        store.add(Batch(observations=(observed(f"{name}-{turn}"), observed(f"all-{turn}"))))


def test_writers_at_once_lose_nothing_and_double_nothing(tmp_path: Path) -> None:
    path = str(tmp_path / "r.sqlite")
    context = multiprocessing.get_context("spawn")
    writers = [context.Process(target=_add_many, args=(path, name)) for name in range(2)]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
    assert [writer.exitcode for writer in writers] == [0, 0]
    found = ids(open_store(path, theatre="lumen"))
    assert len(found) == len(set(found)) == 30


# --- journal


def entry(key: str = "k", *, made_at: str = "2024-01-01T00:00", body: object = 1) -> Entry:
    return Entry(
        key=key,
        kind="forecast",
        made_at=made_at,
        record_version="v",
        as_of=date(2024, 1, 1),
        method="m",
        pack="p",
        seed=1,
        issued=True,
        body={"p": body},
    )


def test_the_journal_keeps_all_and_repeats_nothing(store: Store) -> None:
    journal = Journal(store)
    before = store.version_at()
    first = journal.append(entry())
    assert journal.append(entry(made_at="2025-01-01T00:00")) == first
    journal.append(entry(body=2))
    journal.append(entry("other"))
    assert [one.body["p"] for one in journal.entries("forecast", "k")] == [1, 2]
    assert [one.key for one in journal.entries()] == ["k", "k", "other"]
    assert list(journal.entries("alert")) == []
    assert store.version_at() == before


def test_a_record_moves_on_with_its_own_additions_only(tmp_path: Path) -> None:
    pack = load_pack(LUMEN)
    mine, theirs = (Record.open(tmp_path / "r.sqlite", pack) for _ in range(2))
    mine.add(Batch(observations=(observed("a"),)))
    assert [one.id for one in mine.observations()] == ["a"]
    assert list(theirs.observations()) == []
    assert [one.id for one in theirs.refresh().observations()] == ["a"]
