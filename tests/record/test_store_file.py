"""A record in a file: whatever is wrong with it is one line that names it and the remedy."""

from __future__ import annotations

import multiprocessing
import os
import resource
import shutil
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from multiprocessing.connection import Connection
from pathlib import Path

import pytest

from standoff.errors import RecordError
from standoff.model import Batch, Report
from standoff.record.store import Store, open_store


def report(name: str, text: str = "words " * 5000) -> Report:
    return Report(id=name, source="s", url=None, published=None, title="Title", text=text,
                  text_sha="", raw_sha="", reader="r")  # fmt: skip


def _foreign(path: Path) -> None:
    with sqlite3.connect(path) as connection:
        connection.execute("CREATE TABLE theirs (a)")
    connection.close()


def _half_foreign(path: Path) -> None:
    with sqlite3.connect(path) as connection:
        connection.execute("CREATE TABLE standoff_meta (key TEXT, value TEXT)")
    connection.close()


def _random(path: Path) -> None:
    path.write_bytes(b"not a database at all, but some text" * 100)


def _cut(path: Path) -> None:
    whole = open_store(path, theatre="lumen")
    whole.add(Batch(reports=(report("r1"),)))
    whole.engine.dispose()
    content = path.read_bytes()
    path.write_bytes(content[:8192] + b"\x13" * (len(content) - 8192))


def _renumbered(path: Path, number: str) -> None:
    open_store(path, theatre="lumen").engine.dispose()
    with sqlite3.connect(path) as connection:
        connection.execute("UPDATE standoff_revision SET version_num = ?", [number])
    connection.close()


def _newer(path: Path) -> None:
    _renumbered(path, "99")


def _older(path: Path) -> None:
    _renumbered(path, "1")


def _unnumbered(path: Path) -> None:
    _renumbered(path, "main")


@pytest.mark.parametrize(
    ("spoil", "message"),
    [
        (_foreign, "not a standoff record; name another"),
        (_half_foreign, "not a standoff record; name another"),
        (_unnumbered, "not a standoff record; name another"),
        (_random, "is not a standoff record"),
        (_cut, "is damaged; restore it"),
        (_newer, "has format 99, .*; update the program"),
        (_older, "has format 1, .*; run standoff record upgrade"),
        (Path.mkdir, "cannot be opened; check that it is a file"),
    ],
)
def test_what_is_no_record_is_refused_in_one_line(
    tmp_path: Path, spoil: Callable[[Path], None], message: str
) -> None:
    path = tmp_path / "record.sqlite"
    spoil(path)
    with pytest.raises(RecordError, match=message) as caught:
        store = open_store(path, theatre="lumen")
        list(store.reports(store.version_at()[0]))
    assert "\n" not in str(caught.value)
    assert str(path) in str(caught.value)


def test_a_missing_folder_is_named(tmp_path: Path) -> None:
    with pytest.raises(RecordError, match="folder does not exist; create it"):
        open_store(tmp_path / "no" / "r.sqlite", theatre="lumen")


def test_a_file_that_must_be_there_is_not_made(tmp_path: Path) -> None:
    with pytest.raises(RecordError, match="there is no such record"):
        open_store(tmp_path / "r.sqlite", theatre="lumen", create=False)
    assert list(tmp_path.iterdir()) == []


# --- not writable


@pytest.fixture
def folder() -> Iterator[Path]:
    """A folder that another user can reach, which pytest's own is not."""
    made = Path(tempfile.mkdtemp())
    made.chmod(0o755)
    yield made
    shutil.rmtree(made)


def _add_as_nobody(path: str, answer: Connection) -> None:
    if os.geteuid() == 0:
        os.setuid(65534)  # to root no file is read-only
    _add(path, answer)


def _add_with_little_room(path: str, answer: Connection) -> None:
    resource.setrlimit(resource.RLIMIT_FSIZE, (300_000, 300_000))
    _add(path, answer)


def _add(path: str, answer: Connection) -> None:
    """Add, tell of each report, and of the error at last."""
    try:
        store = open_store(path, theatre="lumen")
        for number in range(200):
            store.add(Batch(reports=(report(f"r{number}"),)))
            answer.send(number)
    except RecordError as error:
        answer.send(str(error))


def heard(target: Callable[[str, Connection], None], path: Path) -> list[str | int]:
    answer, theirs = multiprocessing.Pipe(duplex=False)
    context = multiprocessing.get_context("forkserver")
    writer = context.Process(target=target, args=(str(path), theirs))
    writer.start()
    theirs.close()
    told: list[str | int] = []
    while True:
        try:
            told.append(answer.recv())
        except EOFError:
            writer.join()
            return told


@pytest.mark.skipif(sys.platform != "linux", reason="needs setuid")
@pytest.mark.parametrize(
    ("file_mode", "folder_mode", "message"),
    [
        (0o444, 0o755, "is read-only; make it and its folder writable"),
        (0o444, 0o777, "is read-only; make it and its folder writable"),
        (0o666, 0o755, "is read-only; make it and its folder writable"),
        (0o600, 0o755, "cannot be opened; check that it is a file, and its folder's permissions"),
        (None, 0o755, "cannot be opened; check that it is a file, and its folder's permissions"),
    ],
)
def test_what_may_not_be_written_is_a_clear_error(
    folder: Path, file_mode: int | None, folder_mode: int, message: str
) -> None:
    path = folder / "record.sqlite"
    if file_mode is not None:
        open_store(path, theatre="lumen").engine.dispose()
        path.chmod(file_mode)
    folder.chmod(folder_mode)
    (told,) = heard(_add_as_nobody, path)
    assert str(told).startswith(f"{path} {message}")
    assert "\n" not in str(told)


# --- no room


def test_a_full_disk_is_a_clear_error_and_what_was_stored_stays(tmp_path: Path) -> None:
    small = tmp_path / "small"
    small.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=600k", "tmpfs", str(small)]
    if subprocess.run(mount, capture_output=True, check=False).returncode:
        pytest.skip("mounting a small disk needs root")
    try:
        *stored, message = heard(_add, small / "record.sqlite")
        copy = shutil.copytree(small, tmp_path / "copy")
    finally:
        subprocess.run(["umount", str(small)], check=True)
    assert "cannot be written: the disk is full; make room" in str(message)
    assert stored == _kept(copy / "record.sqlite") != []


def test_a_file_that_may_not_grow_is_a_clear_error_and_what_was_stored_stays(
    tmp_path: Path,
) -> None:
    *stored, message = heard(_add_with_little_room, tmp_path / "record.sqlite")
    assert "disk error; check the disk and its free space" in str(message)
    assert stored == _kept(tmp_path / "record.sqlite") != []


def test_a_full_database_leaves_nothing_of_the_batch(tmp_path: Path) -> None:
    store = open_store(tmp_path / "record.sqlite", theatre="lumen")
    with store.engine.connect() as connection:
        connection.exec_driver_sql("PRAGMA max_page_count = 40")
    with pytest.raises(RecordError, match="disk is full"):
        store.add(Batch(reports=tuple(report(str(n)) for n in range(50))))
    assert list(store.reports(store.version_at()[0])) == []


def _kept(path: Path) -> list[int]:
    store: Store = open_store(path, theatre="lumen", create=False)
    return [int(one.id[1:]) for one in store.reports(store.version_at()[0])]
