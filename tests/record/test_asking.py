"""Whoever only asks cannot change the record: the database itself refuses."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from standoff.dates import one_day
from standoff.errors import RecordError
from standoff.model import Batch, Issue, Observation, Query, TextAnchor, Value
from standoff.packs import Pack, load_pack
from standoff.record import Record, dialect, schema
from standoff.record.kept import KEPT

LUMEN = Path(__file__).parents[1] / "theatres" / "lumen"
ALL = Query(status=())
CHANGING = (
    schema.batches.insert().values(seq=99, version="v"),
    schema.observations.update().values(body="{}"),
    schema.ledger.delete(),
    schema.meta.delete(),
    sa.text("DROP TABLE claims"),
)


@cache
def pack() -> Pack:
    return load_pack(LUMEN)


@pytest.fixture
def asked(place: str) -> Record:
    """A record with one event, opened to ask; its events are not derived yet."""
    anchor = TextAnchor("r1", 0, 5)
    dated = Value(value=one_day(date(2020, 2, 1)), origin="mar-mod", evidence=(anchor,))
    one = Observation(
        id="o1", anchor=anchor, kind="launch", grain="volley", values={"date": dated},
        known=date(2020, 2, 2), known_basis="published", coder="c", pack="p",
    )  # fmt: skip
    Record.open(place, pack()).add(Batch(observations=(one,)))
    return Record.open(place, pack(), create=False, asking=True)


def rows(record: Record, table: sa.Table) -> int:
    with dialect.reading(record.store.engine) as connection:
        return int(connection.execute(sa.select(sa.func.count()).select_from(table)).scalar_one())


@pytest.mark.parametrize("asking", [True, False])
@pytest.mark.parametrize("statement", CHANGING, ids=str)
def test_a_reading_changes_nothing(place: str, statement: sa.Executable, *, asking: bool) -> None:
    Record.open(place, pack())
    store = Record.open(place, pack(), asking=asking).store
    refused = pytest.raises(RecordError, match="is read-only")
    with refused, dialect.reading(store.engine) as connection:
        connection.execute(statement)


SOMETHING = Batch(issues=(Issue(code="x", detail="d", locator="f"),))


def in_a_turn(record: Record) -> None:
    with record.turn() as turn:
        turn.add(SOMETHING)


WRITES: list[Callable[[Record], Any]] = [lambda record: record.add(SOMETHING), in_a_turn]


@pytest.mark.parametrize("write", WRITES)
def test_whoever_asks_cannot_write(asked: Record, write: Callable[[Record], Any]) -> None:
    before = asked.version
    with pytest.raises(RecordError, match="is read-only"):
        write(asked)
    assert asked.refresh().version == before
    assert rows(asked, schema.issues) == 0


def test_what_is_derived_is_kept_all_the_same(asked: Record) -> None:
    assert rows(asked, schema.event_views) == 0
    (event,) = asked.events(ALL)
    assert [rows(asked, table) for table in KEPT] == [1, 1, 1]
    assert list(asked.refresh().events(ALL)) == [event]
    asked.forget_events()
    assert [rows(asked, table) for table in KEPT] == [0, 0, 0]


@pytest.mark.parametrize("statement", CHANGING[:4], ids=str)
def test_keeping_events_touches_no_other_table_of_a_file(
    tmp_path: Path, statement: sa.Executable
) -> None:
    store = Record.open(tmp_path / "r.sqlite", pack()).store
    with pytest.raises(RecordError), dialect.writing(store.engine, only=KEPT) as connection:
        connection.execute(statement)
    with dialect.writing(store.engine) as connection, suppress(RuntimeError):
        connection.execute(statement)  # the next writer is as free as ever
        raise RuntimeError
