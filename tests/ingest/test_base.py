"""The base record of a pack: complete, cached by content, safe to build twice at once."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import numpy as np
import pytest

from standoff.errors import RecordError
from standoff.ingest import base_record, facts_of, overlay
from standoff.model import Batch, Query, Report, RowAnchor
from standoff.packs import Pack, load_pack
from standoff.record.kept import Kept
from standoff.record.part import made_by

LUMEN = Path(__file__).parents[1] / "theatres" / "lumen"


@pytest.fixture(scope="module")
def pack() -> Pack:
    return load_pack(LUMEN)


@pytest.fixture(scope="module")
def cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("cache")


def test_base_record_holds_every_row_once(pack: Pack, cache: Path) -> None:
    record = base_record(pack, cache=cache)
    rows = {(name, row.key) for name, table in pack.tables.items() for row in table.rows}
    anchors = [one.anchor for one in record.observations()]
    assert {(one.table, one.row) for one in anchors if isinstance(one, RowAnchor)} == rows
    assert list(record.issues()) == []


def test_base_record_is_built_once_and_says_the_same_again(pack: Pack, cache: Path) -> None:
    first = base_record(pack, cache=cache)
    files = sorted(path.name for path in cache.glob("*.sqlite"))
    second = base_record(pack, cache=cache)
    assert sorted(path.name for path in cache.glob("*.sqlite")) == files
    assert len(files) == 1
    assert (first.version, list(first.events())) == (second.version, list(second.events()))


def test_two_caches_give_the_same_version(pack: Pack, cache: Path, tmp_path: Path) -> None:
    assert base_record(pack, cache=tmp_path).version == base_record(pack, cache=cache).version


def test_launch_rows_are_the_launch_events(pack: Pack, cache: Path) -> None:
    record = base_record(pack, cache=cache)
    query = Query(kind="launch", actor="VEL")
    assert len(list(record.events(query))) == len(pack.tables["launches"].rows)
    series = record.series(query, count="items")
    wanted = sum(int(row.fields["count"]) for row in pack.tables["launches"].rows)
    assert np.nansum(series.values) == wanted


def test_a_tenure_without_an_end_goes_on(pack: Pack, cache: Path) -> None:
    record = base_record(pack, cache=cache)
    held = [event.when for event in record.events(Query(kind="tenure"))]
    assert [when.last for when in held if when] == [date(2009, 3, 2), None]


def test_the_base_record_brings_its_derived_events_along(pack: Pack, tmp_path: Path) -> None:
    copy = overlay(base_record(pack, cache=tmp_path))
    kept = Kept(copy.store.engine, made_by(pack))
    assert kept.view(copy.store.version_at()[0], None)


def test_overlay_leaves_the_base_untouched(pack: Pack, cache: Path) -> None:
    base = base_record(pack, cache=cache)
    copy = overlay(base)
    report = Report(id="r1", source="s", url=None, published=None, title="t", text="words",
                    text_sha="", raw_sha="", reader="r")  # fmt: skip
    copy.add(Batch(reports=(report,)))
    assert [one.id for one in copy.reports()] == ["r1"]
    assert list(base.refresh().reports()) == []
    assert copy.version != base.version


def test_overlay_refuses_to_replace_a_file(pack: Pack, cache: Path, tmp_path: Path) -> None:
    taken = tmp_path / "taken.sqlite"
    taken.write_bytes(b"precious")
    with pytest.raises(RecordError, match="exists already"):
        overlay(base_record(pack, cache=cache), into=taken)
    assert taken.read_bytes() == b"precious"


BUILD = """
import sys
from pathlib import Path
from standoff.ingest import base_record
from standoff.packs import load_pack
print(base_record(load_pack(sys.argv[1]), cache=Path(sys.argv[2])).version)
"""


def test_two_processes_may_build_at_once(tmp_path: Path) -> None:
    command = [sys.executable, "-c", BUILD, str(LUMEN), str(tmp_path / "new")]
    running = [subprocess.Popen(command, stdout=subprocess.PIPE, text=True) for _ in range(2)]
    versions = {process.communicate()[0].strip() for process in running}
    assert {process.returncode for process in running} == {0}
    assert len(versions) == 1
    assert [path.suffix for path in (tmp_path / "new").iterdir() if path.is_dir()] == []


@pytest.fixture
def edited(tmp_path: Path) -> Iterator[Path]:
    folder = tmp_path / "lumen"
    shutil.copytree(LUMEN, folder)
    yield folder


def test_bad_cells_are_issues_with_file_and_line(edited: Path) -> None:
    table = edited / "record" / "launches.csv"
    lines = table.read_text().splitlines()
    lines[1] = lines[1].replace(",1,210,", ",one,-5,")
    lines[2] = lines[2].replace("1997-02-25", "1997-02-30", 2).replace("l1997-02-30", "l19970225")
    table.write_text("\n".join(lines) + "\n")
    batch = facts_of(load_pack(edited))
    found = sorted((Path(i.locator).name, i.detail.split(":")[0]) for i in batch.issues)
    assert found == [("launches.csv:2", "count"), ("launches.csv:2", "distance_km"),
                     ("launches.csv:3", "row")]  # fmt: skip
    kept = {one.anchor.row for one in batch.observations if isinstance(one.anchor, RowAnchor)}
    assert "l19950413" in kept
    assert "l19970225" not in kept


def test_a_row_that_leaves_the_pack_is_withdrawn(edited: Path, tmp_path: Path) -> None:
    from standoff.ingest import add_facts
    from standoff.record import Record

    before = load_pack(edited)
    record = add_facts(Record.open(tmp_path / "r.sqlite", before), before)
    old, count = record.version, len(list(record.observations()))
    table = edited / "record" / "sanctions.csv"
    table.write_text("\n".join(table.read_text().splitlines()[:-1]) + "\n")
    add_facts(record, load_pack(edited))
    assert len(list(record.observations())) == count - 1
    assert len(list(record.at(old).observations())) == count
