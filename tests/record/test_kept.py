"""Kept events: the same as freshly merged ones, whatever was added, ruled, withdrawn or lost."""

from __future__ import annotations

import sqlite3
from dataclasses import replace
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import Any, Literal

import pytest
import sqlalchemy as sa
from hypothesis import given, settings
from hypothesis import strategies as st

from standoff.dates import When, one_day, whole_period
from standoff.errors import InputError
from standoff.model import (
    Anchor,
    Batch,
    Event,
    Observation,
    Query,
    RowAnchor,
    Ruling,
    TextAnchor,
    Value,
    make_id,
)
from standoff.packs import Pack, load_pack
from standoff.record import Record, merge
from standoff.record import derive as derive_module
from standoff.record import merging as merging_module
from standoff.record.kept import Kept
from standoff.record.outline import outlined
from standoff.record.parts import parted
from standoff.record.relays import merge_heard
from standoff.record.rows import OBSERVATION
from standoff.record.rulings import in_force

LUMEN = Path(__file__).parents[1] / "theatres" / "lumen"
BEGAN = date(2020, 2, 1)
ALL = Query(status=())


@cache
def pack() -> Pack:
    return load_pack(LUMEN)


def day(number: int) -> date:
    return BEGAN + timedelta(days=number)


def when(number: int, length: int) -> When:
    """A day, some days, a month, a year, or an interval without an end."""
    first = day(number)
    if length < 10:
        return replace(one_day(first), last=day(number + length))
    if length < 30:
        return whole_period(first.replace(day=1), "month")
    if length < 60:
        return whole_period(first.replace(day=1, month=1), "year")
    return When(first=first, last=None)


def observed(given: tuple[Any, ...]) -> Observation:
    place, kind, number, length, weapon, minute, known, later, status = given
    anchor: Anchor = RowAnchor("launches", place) if len(place) == 1 else TextAnchor(place, 3, 9)
    happened = when(number, length)
    if minute is not None and happened.day:
        happened = replace(happened, precision="minute", minute=minute)
    values = {
        "date": Value(value=happened, origin="mar-mod", evidence=(anchor,)),
        "actors": Value(value=("VEL",), origin="mar-mod", evidence=(anchor,)),
        "class": Value(value=weapon, origin="vel-vsn", evidence=(anchor,), known=day(later)),
    }
    if length == 61:
        del values["date"]
    return Observation(
        id=make_id("o", given), anchor=anchor, kind=kind, grain="volley", values=values,
        status=status, known=day(known), known_basis="published", coder="c", pack="p",
    )  # fmt: skip


PLACES = st.sampled_from(["a", "b", "c", "r1", "r2", "r3", "r4"])
MINUTES = st.none() | st.times().map(lambda t: t.replace(second=0, microsecond=0))
OBSERVED = st.tuples(
    PLACES,
    st.sampled_from(["launch", "launch", "exercise"]),
    st.integers(0, 40),
    st.sampled_from([0, 0, 0, 0, 1, 4, 20, 45, 60, 61]),
    st.sampled_from(["SRBM", "ICBM", "unknown"]),
    MINUTES,
    st.integers(0, 30),
    st.integers(0, 60),
    st.sampled_from(["reported", "planned", "failed"]),
).map(observed)


@st.composite
def rulings(draw: st.DrawFn) -> Ruling:
    ops: tuple[Literal["same", "different", "value"], ...] = ("same", "different", "value")
    op = draw(st.sampled_from(ops))
    places = draw(st.lists(PLACES, min_size=1, max_size=2, unique=True))
    anchors = tuple(
        RowAnchor("launches", one) if len(one) == 1 else TextAnchor(one, 0, 20) for one in places
    )
    decided = draw(st.integers(0, 40))
    body: dict[str, Any] = {"field": "class", "value": "MRBM"} if op == "value" else {}
    undoes = draw(st.sampled_from([None, None, None, "d1", "d2", "d3"]))
    name = draw(st.sampled_from(["d1", "d2", "d3", "d4", "d5"]))
    return Ruling(id=name, op=op, anchors=anchors, who="A", why="b", decided=day(decided),
                  undoes=undoes, **body)  # fmt: skip


STEPS = st.lists(
    st.tuples(
        st.lists(OBSERVED, max_size=6, unique_by=lambda one: one.id),
        st.lists(rulings(), max_size=1),
        st.lists(PLACES, max_size=2),
    ),
    min_size=1,
    max_size=3,
)


def fresh(record: Record) -> list[Event]:
    """The events merged in one go from all the observations."""
    return list(merge(record.observations(), record.rulings(), pack=record.pack))


def scope(place: str) -> str:
    return "table:launches" if len(place) == 1 else place


@settings(max_examples=25, deadline=None)
@given(STEPS, st.lists(st.integers(0, 60), min_size=1, max_size=2))
def test_kept_events_are_the_merged_events(steps: list[Any], days: list[int]) -> None:
    record, versions = Record.open(":memory:", pack()), []
    for observations, ruled, withdrawn in steps:
        batch = Batch(observations=tuple(observations), rulings=tuple(ruled))
        versions.append(record.add(batch, replacing=[scope(one) for one in withdrawn]).version)
        assert list(record.events(ALL)) == fresh(record)
        for number in days:
            seen = record.as_of(day(number))
            assert list(seen.events(ALL)) == fresh(seen)
    for version in versions:
        then = record.at(version).as_of(day(days[0]))
        assert list(then.events(ALL)) == fresh(then)
        again = record.refresh().at(version)
        assert list(again.events(ALL)) == fresh(again)


@settings(max_examples=60, deadline=None)
@given(st.lists(OBSERVED, max_size=15, unique_by=lambda one: one.id), st.lists(rulings()))
def test_parts_merged_one_by_one_give_the_whole(
    observations: list[Observation], ruled: list[Ruling]
) -> None:
    whole = merge(observations, ruled, pack=pack())
    outlines = [outlined(at, OBSERVATION.dump(one)) for at, one in enumerate(observations)]
    parts = parted([one for one in outlines if one], in_force(ruled))
    single = [
        event
        for part in parts
        for event in merge([observations[one.row] for one in part], ruled, pack=pack())
    ]
    assert sorted(single, key=lambda one: one.id) == sorted(whole, key=lambda one: one.id)


def filled(path: Path, monkeypatch: pytest.MonkeyPatch) -> Record:
    monkeypatch.setattr(derive_module, "WORTH_KEEPING", 0)
    record = Record.open(path, pack())
    seen = [
        observed((f"r{n}", "launch", n * 3, 0, "SRBM", None, n % 20, n % 50, "reported"))
        for n in range(40)
    ]
    record.add(Batch(observations=tuple(seen)))
    return record


def count(path: Path, table: str) -> int:
    with sqlite3.connect(path) as connection:
        (found,) = connection.execute(f"SELECT count(*) FROM {table}").fetchone()  # noqa: S608
    connection.close()
    return int(found)


def test_a_second_asking_merges_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "record.sqlite"
    record = filled(path, monkeypatch)
    asked = [record, record.as_of(day(10))]
    answers = [list(one.events(ALL)) for one in asked]
    monkeypatch.setattr(merging_module, "merge_heard", None)
    again = Record.open(path, pack())
    assert [list(one.events(ALL)) for one in (again, again.as_of(day(10)))] == answers
    monkeypatch.undo()
    assert answers == [fresh(one) for one in asked]


def test_only_what_a_batch_touches_is_merged(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    record = filled(tmp_path / "record.sqlite", monkeypatch)
    list(record.events(ALL))
    merged: list[int] = []

    def counting(observations: list[Observation], *rest: Any, **named: Any) -> tuple[Event, ...]:
        merged.append(len(observations))
        return merge_heard(observations, *rest, **named)

    monkeypatch.setattr(merging_module, "merge_heard", counting)
    more = observed(("r90", "launch", 30, 0, "SRBM", None, 5, 5, "reported"))
    record.add(Batch(observations=(more,)))
    assert list(record.events(ALL)) == fresh(record)
    assert merged == [2]


SPOILS = [
    "DELETE FROM event_views",
    "DELETE FROM event_parts",
    "DELETE FROM event_bodies",
    "DELETE FROM event_bodies WHERE part % 2 = 1",
    "UPDATE event_bodies SET body = zeroblob(30)",
    "UPDATE event_bodies SET body = (SELECT body FROM event_bodies LIMIT 1)",
    "UPDATE event_parts SET about = replace(about, 'SRBM', 'ICBM')",
    "UPDATE event_parts SET about = '[]'",
    "UPDATE event_views SET parts = '[]'",
    "UPDATE event_views SET parts = 'x', sha = 'y'",
    "UPDATE event_parts SET key = 'k' || id",
]


@pytest.mark.parametrize("spoil", SPOILS)
def test_what_is_lost_or_damaged_only_costs_time(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, spoil: str
) -> None:
    path = tmp_path / "record.sqlite"
    record = filled(path, monkeypatch)
    seen = record.as_of(day(10))
    wanted = [list(record.events(ALL)), list(seen.events(ALL))]
    with sqlite3.connect(path) as connection:
        connection.execute(spoil)
    connection.close()
    for _ in range(2):
        again = Record.open(path, pack())
        assert [list(one.events(ALL)) for one in (again, again.as_of(day(10)))] == wanted


def test_what_goes_missing_between_two_questions_is_merged_anew(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "record.sqlite"
    wanted = list(filled(path, monkeypatch).events(ALL))
    record = Record.open(path, pack())
    counted = record.tally("kind")
    Record.open(path, pack()).forget_events()
    assert record.event(wanted[3].id) == wanted[3]
    assert list(record.events(ALL)) == wanted
    assert record.tally("kind") == counted == {("launch",): 40}


def test_a_reader_that_cannot_write_answers_all_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "record.sqlite"
    record = filled(path, monkeypatch)
    writer = sqlite3.connect(path, isolation_level=None)
    writer.execute("BEGIN IMMEDIATE")
    events = list(record.events(ALL))
    writer.execute("ROLLBACK")
    writer.close()
    assert events == fresh(record)
    assert count(path, "event_views") == 0
    assert list(Record.open(path, pack()).events(ALL)) == events
    assert count(path, "event_views") == 1


def test_few_views_are_kept_and_only_their_parts(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "record.sqlite"
    record = filled(path, monkeypatch)
    for number in range(25):
        list(record.as_of(day(number)).events(ALL))
        more = observed((f"s{number}x", "launch", number, 0, "ICBM", None, 5, 5, "reported"))
        record.add(Batch(observations=(more,)))
    list(record.events(ALL))
    assert count(path, "event_views") <= 8
    assert count(path, "event_bodies") <= 8 * 65


def test_another_pack_or_other_code_has_its_own(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    record = filled(tmp_path / "record.sqlite", monkeypatch)
    list(record.events(ALL))
    kept = record._deriving.kept
    seq = record.store.version_at()[0]
    assert kept.view(seq, None) is not None
    assert kept.view(seq, day(10)) is None
    assert kept.view(seq - 1, None) is None
    assert Kept(record.store.engine, "other").view(seq, None) is None
    other = replace(pack(), digest="other")
    assert Record(record.store, other)._deriving.kept.made != kept.made


def test_an_event_is_found_by_the_id_it_had_before(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    record = filled(tmp_path / "record.sqlite", monkeypatch)
    wanted = list(record.events(ALL))[5]
    earlier = observed(("r91", "launch", 15, 0, "SRBM", None, 0, 0, "reported"))
    record.add(Batch(observations=(earlier,)))
    found = record.event(wanted.id)
    assert found is not None
    assert set(wanted.observations) < set(found.observations)
    assert found.id != wanted.id
    assert record.event("e0") is None


def test_events_are_counted_by_group(tmp_path: Path) -> None:
    record = Record.open(tmp_path / "record.sqlite", pack())
    cases = [("r1", 0, 0), ("r2", 3, 0), ("r3", 40, 0), ("r4", 80, 20), ("r5", 5, 45)]
    seen = [
        observed((name, "launch", number, length, weapon, None, 0, 0, status))
        for (name, number, length), weapon, status in zip(
            cases,
            ("SRBM", "ICBM", "SRBM", "SRBM", "LACM"),
            ("reported", "reported", "failed", "planned", "planned"),
            strict=True,
        )
    ]
    record.add(Batch(observations=tuple(seen)))
    assert record.tally("month", "kind", "actor") == {
        ("2020-02", "launch", "VEL"): 2,
        ("2020-03", "launch", "VEL"): 1,
    }
    assert record.tally("month", query=ALL) == {
        ("",): 1, ("2020-02",): 2, ("2020-03",): 1, ("2020-04",): 1}  # fmt: skip
    assert record.tally("year", query=ALL) == {("2020",): 5}
    assert record.tally("class", query=Query(last=day(10))) == {("ICBM",): 1, ("SRBM",): 1}
    assert record.tally() == {(): 3}
    with pytest.raises(InputError, match="choose from"):
        record.tally("colour")


def test_a_count_agrees_with_the_events(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    record = filled(tmp_path / "record.sqlite", monkeypatch)
    asked = [
        ALL,
        Query(kind="launch", actor="VEL", first=day(7), last=day(30)),
        Query(weapon_class=("SRBM",)),
        Query(target="VEL"),
        Query(verified=True),
    ]
    for query in asked:
        assert sum(record.tally(query=query).values()) == len(list(record.events(query)))


def test_reading_needs_no_more_than_one_statement_prepared(tmp_path: Path) -> None:
    """Lists of ids of any length are one parameter: SQLite allows a limited number of them."""
    record = Record.open(tmp_path / "record.sqlite", pack())
    many = [
        observed((f"r{n:05}", "launch", n % 900, 0, "SRBM", None, 0, 0, "reported"))
        for n in range(40_000 // 20)
    ]
    record.add(Batch(observations=tuple(many)), replacing=[f"r{n:05}" for n in range(40_000)])
    with record.store.engine.connect() as connection:
        found = connection.execute(sa.text("SELECT count(*) FROM observations")).scalar_one()
    assert found == len(many)
