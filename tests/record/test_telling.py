"""Who tells of an event and who copies whom: found once, and again only where an event changed."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from standoff.dates import one_day
from standoff.model import Batch, Observation, Query, Report, TextAnchor, Value, make_id
from standoff.packs import Pack, load_pack
from standoff.record import Record
from standoff.record import telling as telling_module
from standoff.reports import Repeat, find_repeats

LUMEN = Path(__file__).parents[1] / "theatres" / "lumen"
ALL = Query(status=())
BEGAN = date(2022, 11, 1)
WIRE = (
    "A rocket rose from the northern field early and came down in the outer strait, two captains "
    "said by radio. Their ships turned back to port with the evening tide of that long day."
)


@cache
def pack() -> Pack:
    return load_pack(LUMEN)


def told(outlet: str, number: int, text: str = WIRE) -> tuple[Report, Observation]:
    """A report of the event of a day, and what it says."""
    happened = BEGAN + timedelta(days=3 * number)
    whole = f"{text} It was day {number}."
    report = Report(
        id=make_id("r", [outlet, whole]), source=outlet, url=None, published=one_day(happened),
        title=f"Day {number}", text=whole, text_sha=whole, raw_sha=whole, reader="test",
    )  # fmt: skip
    anchor = TextAnchor(report.id, 0, 40)
    said: dict[str, Any] = {"date": one_day(happened), "actors": ("VEL",), "class": "SRBM"}
    values = {
        slot: Value(value=value, origin="mar-mod", evidence=(anchor,))
        for slot, value in said.items()
    }
    return report, Observation(
        id=make_id("o", report.id), anchor=anchor, kind="launch", grain="volley", values=values,
        known=happened, known_basis="published", coder="test", pack="p",
    )  # fmt: skip


def batch(pairs: Iterable[tuple[Report, Observation]]) -> Batch:
    listed = list(pairs)
    return Batch(
        reports=tuple(one for one, _ in listed), observations=tuple(one for _, one in listed)
    )


@pytest.fixture
def record(place: str) -> Record:
    """Six events, each told by a wire and an outlet that copies it, and by one of its own."""
    own = "Fishermen ashore saw a bright trail, and a teacher filmed it from the roof of the school"
    made = Record.open(place, pack())
    pairs = [told(outlet, at) for at in range(6) for outlet in ("Bay Wire", "Osk Today")]
    made.add(batch([*pairs, *(told("Echo", at, f"{own} {at}") for at in range(6))]))
    return made


def watched(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """How many reports were compared, each time."""
    compared: list[int] = []

    def counting(reports: Iterable[Report], **named: Any) -> tuple[Repeat, ...]:
        listed = list(reports)
        compared.append(len(listed))
        return find_repeats(listed, **named)

    monkeypatch.setattr(telling_module, "find_repeats", counting)
    return compared


def test_copies_are_among_those_that_tell_of_one_event(record: Record) -> None:
    tellings = record.tellings()
    assert tellings.keys() == {event.id for event in record.events(ALL)}
    assert [(len(one.reports), len(one.copies)) for one in tellings.values()] == [(3, 1)] * 6
    by_id = {report.id: report.source for report in record.reports()}
    sources = {frozenset(map(by_id.__getitem__, one.reports)) for one in tellings.values()}
    assert sources == {frozenset({"Bay Wire", "Osk Today", "Echo"})}


def test_asking_again_compares_nothing(
    record: Record, place: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    compared = watched(monkeypatch)
    first = record.tellings()
    assert compared == [3] * 6
    again = Record.open(place, pack(), create=False, asking=True)
    assert again.tellings() == first
    assert again.as_of(date(2030, 1, 1)).tellings() == first
    assert compared == [3] * 6


def test_only_events_that_changed_are_looked_at_again(
    record: Record, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = record.tellings()
    compared = watched(monkeypatch)
    record.add(batch([told("Harbour Post", 2)]))
    after = record.tellings()
    assert compared == [4]
    assert sorted(len(one.copies) for one in after.values()) == [1, 1, 1, 1, 1, 2]
    assert sum(before.get(event) == one for event, one in after.items()) == 5
    compared.clear()
    early = record.as_of(BEGAN + timedelta(days=1)).tellings()
    assert [len(one.reports) for one in early.values()] == [3]
    assert compared == []


@pytest.mark.parametrize(
    "spoil",
    ["DELETE FROM event_views", "UPDATE event_views SET parts = '{}'", "DELETE FROM event_bodies"],
)
def test_what_is_lost_is_found_again(tmp_path: Path, spoil: str) -> None:
    path = tmp_path / "record.sqlite"
    pairs = [told(outlet, at) for at in range(3) for outlet in ("Bay Wire", "Osk Today")]
    made = Record.open(path, pack())
    made.add(batch(pairs))
    wanted = made.tellings()
    with sqlite3.connect(path) as connection:
        connection.execute(spoil)
    connection.close()
    assert Record.open(path, pack()).tellings() == wanted
