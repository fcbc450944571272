"""Two processes that look and then write: neither undoes what the other did in between."""

from __future__ import annotations

import multiprocessing
from functools import cache
from multiprocessing.synchronize import Barrier
from pathlib import Path

import pytest

from standoff.ingest.outside import import_table, read_outside
from standoff.packs import Pack, load_pack
from standoff.packs.maps import Map, find_map
from standoff.record import Record

PROCESSES = multiprocessing.get_context("forkserver")
LUMEN = Path(__file__).parents[1] / "theatres" / "lumen"
ROUNDS = 6
FEED = """
format: 1
id: feed
title: A feed
origin: strait-monitor
kind: launch
actors: [VEL]
key: no
feed: true
read: {as: csv}
fields:
  date: {from: day, dates: ["%Y-%m-%d"]}
"""


@cache
def pack() -> Pack:
    return load_pack(LUMEN)


def imported(record: Record, found: Map, name: str, at: int) -> None:
    rows = f"no,day\n{name}-{at},2020-05-{at + 1:02}\n"
    files = [("feed.csv", rows.encode())]
    outside = read_outside(files, found, record.pack, table="feed")
    import_table(record, outside, found, record.pack, files=files)


def import_all(place: str, theatre: Pack, found: Map, name: str, gate: Barrier) -> None:
    """Import a row a round, both processes at the same moment."""
    record = Record.open(place, theatre)
    for at in range(ROUNDS):
        gate.wait()
        imported(record, found, name, at)


def test_two_imports_of_a_feed_at_once_keep_all_rows(place: str, tmp_path: Path) -> None:
    feed = tmp_path / "feed.yml"
    feed.write_text(FEED)
    Record.open(place, pack())
    gate = PROCESSES.Barrier(2)
    found = find_map(str(feed), pack())
    given = [(place, pack(), found, name, gate) for name in ("one", "other")]
    importers = [PROCESSES.Process(target=import_all, args=args) for args in given]
    for importer in importers:
        importer.start()
    for importer in importers:
        importer.join(60)
    assert [importer.exitcode for importer in importers] == [0, 0]
    record = Record.open(place, pack())
    wanted = {f"{name}-{at}" for name in ("one", "other") for at in range(ROUNDS)}
    assert {one.anchor.row for one in record.observations()} == wanted  # type: ignore[union-attr]


def test_a_turn_that_fails_adds_nothing(place: str) -> None:
    record = Record.open(place, pack())
    before = record.version
    with pytest.raises(KeyError), record.turn() as turn:
        assert turn.observations("table:launches") == []
        assert turn.ledger_line("table:launches") is None
        raise KeyError
    assert record.refresh().version == before
