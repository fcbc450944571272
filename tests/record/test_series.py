"""Series and queries: units, coverage, exposure, and what stands in no day."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from standoff.dates import When, one_day, parse_iso
from standoff.errors import InputError
from standoff.ingest import base_record, overlay
from standoff.model import Batch, Event, Observation, Query, TextAnchor, Value, make_id
from standoff.packs import Pack, load_pack
from standoff.record import Record, matches

LUMEN = Path(__file__).parents[1] / "theatres" / "lumen"
NAN = float("nan")


@pytest.fixture(scope="module")
def pack() -> Pack:
    return load_pack(LUMEN)


@pytest.fixture(scope="module")
def base(pack: Pack, cache: Path) -> Record:
    return base_record(pack, cache=cache)


@pytest.fixture
def record(base: Record) -> Iterator[Record]:
    yield overlay(base)


def said(start: int, **slots: Any) -> Observation:
    anchor = TextAnchor("r1", start, start + 5)
    kind = slots.pop("kind", "launch")
    status = slots.pop("status", "reported")
    verified = slots.pop("verified", True)
    slots.setdefault("actors", ("VEL",))
    values = {
        slot.rstrip("_"): Value(value=content, origin="daily", evidence=(anchor,))
        for slot, content in slots.items()
    }
    return Observation(
        id=make_id("o", [start, repr(slots)]), anchor=anchor, kind=kind, grain="volley",
        values=values, status=status, verified=verified, known=date(2026, 6, 1),
        known_basis="published", coder="c", pack="p",
    )  # fmt: skip


def june(day: int) -> When:
    return one_day(date(2026, 6, day))


def test_the_four_units_count_different_things(record: Record) -> None:
    day = june(20)
    record.add(Batch(observations=(said(0, date=day, class_="SRBM", count=2),
                                   said(9, date=day, class_="LACM", count=3))))  # fmt: skip
    query = Query(kind="launch", first=date(2026, 6, 19), last=date(2026, 7, 2))
    units: tuple[Any, ...] = ("days", "occasions", "events", "items")
    counts = [record.series(query, count=unit).values[:2].tolist() for unit in units]
    assert counts == [[0, 1], [0, 1], [0, 2], [0, 5]]


def test_days_after_the_coverage_are_unknown_not_zero(record: Record) -> None:
    query = Query(kind="launch", first=date(2026, 6, 29), last=date(2026, 7, 2))
    record.add(Batch(observations=(said(0, date=one_day(date(2026, 7, 1)), class_="SRBM"),)))
    series = record.series(query, count="days")
    np.testing.assert_array_equal(series.values, [0, 0, NAN, NAN])
    assert series.coverage.tolist() == [True, True, False, False]
    assert series.zone == record.pack.manifest.zone


def test_a_series_without_ends_spans_the_coverage(base: Record) -> None:
    series = base.series(Query(kind="launch"), count="days")
    assert series.start == date(1995, 1, 1)
    assert len(series.values) == (date(2026, 6, 30) - series.start).days + 1
    with pytest.raises(InputError, match="no table covers notice"):
        base.series(Query(kind="notice"), count="days")
    with pytest.raises(InputError, match="cannot end"):
        base.series(
            Query(kind="launch", first=date(2020, 1, 2), last=date(2020, 1, 1)), count="days"
        )


def test_a_month_is_not_a_day_and_is_reported(record: Record) -> None:
    vague = said(0, date=parse_iso("2026-06"), class_="LACM", count=1)
    undated = said(9, class_="LACM", count=1)
    record.add(Batch(observations=(vague, undated)))
    query = Query(
        kind="launch", weapon_class=("LACM",), first=date(2026, 6, 1), last=date(2026, 6, 30)
    )
    assert np.nansum(record.series(query, count="events").values) == 0
    assert len(record.imprecise(query)) == 2


def test_exposure_is_yes_no_or_unknown(base: Record) -> None:
    talks = base.pack.tables["talks"].rows[0].fields
    first, last = date.fromisoformat(talks["date"]), date.fromisoformat(talks["last"])
    days = Query(kind="launch", first=first.replace(day=first.day - 1), last=last)
    pair = Query(kind="talks", actor="VEL", target="MAR")
    exposure = base.series(days, count="days", exposure=pair).exposure
    assert exposure is not None
    assert exposure[0] == 0
    assert set(exposure[1:]) == {1}


def test_without_a_declared_pair_no_is_unknown(base: Record) -> None:
    days = Query(kind="launch", first=date(1996, 1, 1), last=date(1996, 1, 3))
    for query, wanted in (
        (Query(kind="talks", actor="VEL", target="ORS"), 0.0),
        (Query(kind="talks", actor="ORS", target="MAR"), NAN),
        (Query(kind="talks"), NAN),
    ):
        exposure = base.series(days, count="days", exposure=query).exposure
        np.testing.assert_array_equal(exposure, [wanted] * 3)


def test_an_exposure_known_to_the_month_makes_its_days_unknown(record: Record) -> None:
    month = said(0, kind="talks", actors=("VEL", "ORS"), date=parse_iso("1996-02"))
    record.add(Batch(observations=(month,)))
    days = Query(kind="launch", first=date(1996, 1, 31), last=date(1996, 2, 1))
    pair = Query(kind="talks", actor="VEL", target="ORS")
    np.testing.assert_array_equal(
        record.series(days, count="days", exposure=pair).exposure, [0, NAN]
    )


def test_an_exercise_counts_on_its_first_day(base: Record) -> None:
    exercise = base.pack.tables["exercises"].rows[0].fields
    start = date.fromisoformat(exercise["date"])
    query = Query(kind="exercise", actor="ORS", target="MAR", first=start)
    assert base.series(query, count="events").values[:3].tolist() == [1, 0, 0]


# --- the query


def event(**slots: Any) -> Event:
    kind = slots.pop("kind", "launch")
    status = slots.pop("status", "reported")
    verified = slots.pop("verified", True)
    values = {
        slot.rstrip("_"): (Value(value=content, origin="daily", evidence=()),)
        for slot, content in slots.items()
    }
    return Event(id="e", kind=kind, grain="volley", status=status, values=values, observations=(),
                 anchors=(), origins=(), verified=verified, known=None)  # fmt: skip


@pytest.mark.parametrize(
    ("slots", "query", "wanted"),
    [
        ({}, Query(), True),
        ({"status": "planned"}, Query(), False),
        ({"status": "planned"}, Query(status=()), True),
        ({"verified": False}, Query(verified=True), False),
        ({"actors": ("vel-aldo-tallan-vey",)}, Query(actor="VEL"), True),
        ({"actors": ("VEL",)}, Query(actor="vel-aldo-tallan-vey"), False),
        ({"actors": ("VEL",), "targets": ("ORS",)}, Query(actor="ORS"), False),
        ({"actors": ("VEL",), "targets": ("ORS",)}, Query(target="ORS"), True),
        ({"kind": "talks", "actors": ("VEL", "ORS")}, Query(actor="ORS", target="VEL"), True),
        ({"kind": "talks", "actors": ("VEL", "ORS")}, Query(target="MAR"), False),
        ({"class_": "SRBM"}, Query(weapon_class=("SRBM", "LACM")), True),
        ({"weapon": "skarn-5"}, Query(weapon_class=("IRBM",)), True),
        ({"weapon": "skarn-5"}, Query(weapon_class=("SRBM",)), False),
        ({"weapon": "skarn-5"}, Query(text="SKARN"), True),
        ({"name": "Iron Tide 2019"}, Query(text="iron tide"), True),
        ({"name": "Iron Tide 2019"}, Query(text="anvil"), False),
        ({"date": parse_iso("2020-05")}, Query(first=date(2020, 5, 31)), True),
        ({"date": parse_iso("2020-05")}, Query(first=date(2020, 6, 1)), False),
        ({}, Query(last=date(2020, 6, 1)), False),
    ],
)
def test_the_query(pack: Pack, slots: dict[str, Any], query: Query, wanted: bool) -> None:
    assert matches(event(**slots), query, pack) is wanted


def test_an_id_from_before_a_join_still_leads_to_the_event(record: Record) -> None:
    alone = said(0, date=june(20), class_="SRBM", count=1)
    record.add(Batch(observations=(alone,)))
    (before,) = record.events(Query(kind="launch", first=date(2026, 6, 20)))
    earlier = said(50, date=june(20), class_="SRBM", count=1)
    earlier = replace(earlier, id="o9", anchor=TextAnchor("r0", 1, 9), known=date(2026, 5, 1))
    record.add(Batch(observations=(earlier,)))
    (after,) = record.events(Query(kind="launch", first=date(2026, 6, 20)))
    assert after.id != before.id
    assert record.event(before.id) == record.event(after.id) == after
    assert record.event("e0") is None
