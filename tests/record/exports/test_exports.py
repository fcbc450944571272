"""What is exported, read again by readers that are not ours: it must be what the record holds."""

from __future__ import annotations

import csv
import io
import json
import sys
from collections import Counter
from dataclasses import replace
from datetime import date, time, timedelta
from pathlib import Path
from typing import Any

import icalendar
import pytest
from hypothesis import given
from hypothesis import strategies as st

from standoff.dates import When, one_day, parse_iso
from standoff.errors import InputError
from standoff.ingest import base_record
from standoff.model import Dispute, Event, Query, RowAnchor, Value
from standoff.packs import Pack, load_pack
from standoff.record.exports import FORMATS, export
from standoff.record.exports.flat import COLUMNS, interval
from standoff.record.exports.lines import read_line

LUMEN = Path(__file__).parents[2] / "theatres" / "lumen"
ANCHOR = RowAnchor("t", "a")


@pytest.fixture(scope="module")
def lumen() -> Pack:
    return load_pack(LUMEN)


@pytest.fixture(scope="module")
def events(lumen: Pack, tmp_path_factory: pytest.TempPathFactory) -> tuple[Event, ...]:
    record = base_record(lumen, cache=tmp_path_factory.mktemp("cache"))
    return tuple(record.events(Query(status=())))


def value(content: Any, origin: str = "strait-monitor") -> Value:
    return Value(value=content, origin=origin, evidence=(ANCHOR,), known=date(2020, 5, 4))


def event(kind: str = "launch", *, lasting: bool = False, **slots: Any) -> Event:
    given = {"actors": ("VEL",), "date": one_day(date(2020, 5, 3)), **slots}
    values = {slot: (value(content),) for slot, content in given.items() if content is not None}
    return Event(
        id="e1", kind=kind, grain="volley", status="reported", values=values, observations=("o1",),
        anchors=(ANCHOR,), origins=("strait-monitor",), verified=True, known=date(2020, 5, 4),
        lasting=lasting,
    )  # fmt: skip


def made(events: Any, form: str, pack: Pack) -> Any:
    """What json, csv or icalendar reads of an export."""
    content = export(events, form, pack).content
    if form == "csv":
        return list(csv.DictReader(io.StringIO(content.decode(), newline="")))
    if form == "ical":
        return icalendar.Calendar.from_ical(content.decode()).walk("VEVENT")
    return json.loads(content)


def skipped(one: Event, form: str, pack: Pack) -> list[str]:
    found = export([one], form, pack)
    assert found.written == 0
    return list(found.skipped)


@pytest.mark.parametrize("form", FORMATS)
def test_the_same_events_give_the_same_bytes(
    form: str, events: tuple[Event, ...], lumen: Pack
) -> None:
    assert export(events, form, lumen).content == export(events, form, lumen).content


@pytest.mark.parametrize("form", FORMATS)
def test_what_is_not_written_is_counted(form: str, events: tuple[Event, ...], lumen: Pack) -> None:
    found = export(events, form, lumen)
    assert found.written + sum(found.skipped.values()) == len(events)
    assert found.written > len(events) / 4


def test_csv_has_the_preferred_value_of_each_slot(events: tuple[Event, ...], lumen: Pack) -> None:
    rows = made(events, "csv", lumen)
    assert [row["id"] for row in rows] == [one.id for one in events]
    for row, one in zip(rows, events, strict=True):
        assert row["actors"] == ";".join(one.actors)
        assert row["class"] == (one.get("class") or "")
        assert row["distance_km"] == str(one.get("distance_km") or "")
        assert row["disputed"] == ";".join(sorted(dispute.slot for dispute in one.disputes))
        when = one.when
        assert when and row["first_day"] == str(when.first or "")
        assert row["last_day"] == str(when.last or "")


def test_csv_names_the_slots_in_dispute(lumen: Pack) -> None:
    values = (value(300), value(400, "fjs"))
    disputes = (Dispute(slot="distance_km", values=values), Dispute(slot="count", values=values))
    (row,) = made([replace(event(distance_km=300), disputes=disputes)], "csv", lumen)
    assert (row["distance_km"], row["disputed"]) == ("300", "count;distance_km")


def test_csv_keeps_commas_quotes_and_lines_in_their_cell(lumen: Pack) -> None:
    (row,) = made([event(name='a "b", c\nd')], "csv", lumen)
    assert row["name"] == 'a "b", c\nd'


def test_a_slot_nobody_foresaw_has_a_column_of_its_own(lumen: Pack) -> None:
    (row,) = made([event(duration_h=3)], "csv", lumen)
    assert list(row)[-1] == "duration_h" and row["duration_h"] == "3"


@pytest.mark.parametrize(
    ("when", "cells"),
    [
        (parse_iso("2020-05-03"), ("2020-05-03", "", "2020-05-03", "2020-05-03", "day")),
        (parse_iso("2020-05"), ("2020-05", "", "2020-05-01", "2020-05-31", "month")),
        (parse_iso("2020"), ("2020", "", "2020-01-01", "2020-12-31", "year")),
        (When(first=date(2020, 5, 3), last=date(2020, 5, 9)),
         ("2020-05-03", "2020-05-09", "2020-05-03", "2020-05-09", "day")),
        (When(first=date(2020, 5, 3), last=None), ("2020-05-03", "open", "2020-05-03", "", "day")),
    ],
)  # fmt: skip
def test_csv_dates_are_as_exact_as_known(when: When, cells: tuple[str, ...], lumen: Pack) -> None:
    (row,) = made([event(date=when)], "csv", lumen)
    names = ("date", "last", "first_day", "last_day", "precision")
    assert tuple(row[name] for name in names) == cells


def test_json_lines_come_back_as_they_were(events: tuple[Event, ...], lumen: Pack) -> None:
    lines = export(events, "jsonl", lumen).content.decode().splitlines()
    assert tuple(read_line(line, theatre="lumen") for line in lines) == events
    assert all(json.loads(line)["id"] == one.id for line, one in zip(lines, events, strict=True))


whens = st.builds(
    lambda first, days, precision, minute: When(
        first=first, last=None if days is None else first + timedelta(days=days),
        precision=precision, minute=minute, zone="UTC",
    ),
    st.dates(date(1900, 1, 1), date(2100, 1, 1)),
    st.none() | st.integers(0, 900),
    st.sampled_from(("minute", "day", "month", "season", "year")),
    st.none() | st.times().map(lambda one: one.replace(microsecond=0)),
)  # fmt: skip
contents = (
    st.text() | st.integers(-(2**60), 2**60) | st.booleans()
    | st.floats(allow_nan=False, allow_infinity=False) | whens
)  # fmt: skip


@given(contents=st.lists(contents, min_size=1, max_size=4))
def test_any_value_survives_json_lines(lumen: Pack, contents: list[Any]) -> None:
    one = event(**{f"slot{at}": content for at, content in enumerate(contents)})
    (line,) = export([one], "jsonl", lumen).content.decode().split("\n")[:-1]
    again = read_line(line, theatre="lumen")
    for at, content in enumerate(contents):
        assert again.get(f"slot{at}") == content
        assert type(again.get(f"slot{at}")) is type(content)


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("{", "is not JSON"),
        ("[]", "is not a JSON object"),
        ("{}", "of format standoff-event-1"),
        ('{"format": "standoff-event-1", "theatre": "elsewhere"}', "theatre 'elsewhere'"),
        ('{"format": "standoff-event-1", "theatre": "lumen", "id": "e"}', "is no event: kind"),
    ],
)
def test_a_line_that_is_no_event_is_refused(line: str, told: str) -> None:
    with pytest.raises(InputError, match=told):
        read_line(line, theatre="lumen")


def test_geojson_has_a_point_for_every_place_with_coordinates(
    events: tuple[Event, ...], lumen: Pack
) -> None:
    made_of = made(events, "geojson", lumen)
    assert made_of["type"] == "FeatureCollection" and set(made_of) == {"type", "features"}
    placed = {one.id: lumen.places[one.get("place")] for one in events if one.get("place")}
    assert {one["id"] for one in made_of["features"]} == set(placed)
    for feature in made_of["features"]:
        assert set(feature) == {"type", "id", "geometry", "properties"}
        assert feature["type"] == "Feature" and feature["geometry"]["type"] == "Point"
        longitude, latitude = feature["geometry"]["coordinates"]
        assert (latitude, longitude) == (placed[feature["id"]].lat, placed[feature["id"]].lon)
        told = feature["properties"]["values"]
        assert {one["origin"] for one in told} and {one["slot"] for one in told} >= {"date"}


def test_geojson_says_why_an_event_has_no_point(lumen: Pack) -> None:
    bare = replace(
        lumen, places={"x": lumen.places["quill-island"].model_copy(update={"lat": None})}
    )
    assert skipped(event(), "geojson", lumen) == ["no place is given"]
    assert skipped(event(place="x"), "geojson", bare) == ["the place has no coordinates"]
    assert skipped(event(place="y"), "geojson", bare) == ["the place has no coordinates"]


def test_plover_has_the_codes_of_the_kinds(events: tuple[Event, ...], lumen: Pack) -> None:
    records = {one["id"]: one for one in made(events, "plover", lumen)}
    coded = Counter(one.kind for one in events if one.id in records)
    assert coded["launch"] and coded["talks"] and coded["sanction"]
    for one in events:
        if one.id in records:
            found = records[one.id]
            assert found["event"] == lumen.kinds[one.kind].plover
            assert [party["actor"] for party in found["source"]] == list(one.actors)
            assert one.when and found["date"] == str(one.when.first)
            assert found["standoff"]["kind"] == one.kind


def test_plover_says_why_an_event_is_left_out(lumen: Pack) -> None:
    assert skipped(event("election"), "plover", lumen) == ["kind election has no PLOVER code"]
    month = event(date=parse_iso("2020-05"))
    assert skipped(month, "plover", lumen) == ["no single day on which it began"]
    assert skipped(event(actors=None), "plover", lumen) == ["no actor is given"]
    planned = replace(event(), status="planned")
    assert skipped(planned, "plover", lumen)[0].startswith("status planned")


def test_plover_names_the_state_of_a_body(lumen: Pack) -> None:
    (found,) = made([event(actors=("vel-army",))], "plover", lumen)
    assert found["source"] == [
        {"actorText": "Upland Army", "code": "VEL", "sector": "MIL", "actor": "vel-army"}
    ]


def test_calendar_days_are_local_and_whole(events: tuple[Event, ...], lumen: Pack) -> None:
    entries = {str(one["UID"]).partition("@")[0]: one for one in made(events, "ical", lumen)}
    for one in events:
        if one.id in entries:
            entry, when = entries[one.id], one.when
            assert when and when.last
            assert type(entry["DTSTART"].dt) is date
            assert entry["DTSTART"].dt == when.first
            assert entry["DTEND"].dt == when.last + timedelta(days=1)


def test_a_late_hour_stays_on_its_local_day(lumen: Pack) -> None:
    evening = When(first=date(2020, 5, 3), last=date(2020, 5, 3), precision="minute",
                   zone="Etc/GMT-3", minute=time(23, 59))  # fmt: skip
    (entry,) = made([event(date=evening)], "ical", lumen)
    assert (entry["DTSTART"].dt, entry["DTEND"].dt) == (date(2020, 5, 3), date(2020, 5, 4))


def test_calendar_leaves_out_days_in_doubt(lumen: Pack) -> None:
    doubt = When(first=date(2020, 5, 3), last=date(2020, 5, 9))
    assert skipped(event(date=doubt), "ical", lumen) == ["its days are not known exactly"]
    assert skipped(event(date=parse_iso("2020-05")), "ical", lumen) == [
        "its days are not known exactly"
    ]
    (entry,) = made([event("talks", date=doubt, lasting=True)], "ical", lumen)
    assert entry["DTEND"].dt == date(2020, 5, 10)
    going = event("tenure", date=replace(doubt, last=None), lasting=True)
    assert skipped(going, "ical", lumen) == ["it has no known begin or end"]
    assert skipped(event(date=None), "ical", lumen) == ["no day is given"]


def test_parquet_is_typed_and_holds_every_value(events: tuple[Event, ...], lumen: Pack) -> None:
    polars = pytest.importorskip("polars", reason="polars: the extra `tables` is not installed")
    frame = polars.read_parquet(io.BytesIO(export(events, "parquet", lumen).content))
    assert frame["id"].to_list() == [one.id for one in events]
    assert frame.schema["first_day"] == polars.Date
    assert frame.schema["distance_km"] == polars.Float64
    assert frame["actors"].to_list() == [list(one.actors) for one in events]
    assert frame["count"].to_list() == [one.get("count") for one in events]
    told = [len(values) for values in frame["values"].to_list()]
    assert told == [sum(map(len, one.values.values())) for one in events]


def test_parquet_of_nothing_is_still_a_table(lumen: Pack) -> None:
    polars = pytest.importorskip("polars", reason="polars: the extra `tables` is not installed")
    frame = polars.read_parquet(io.BytesIO(export([], "parquet", lumen).content))
    assert frame.height == 0 and "first_day" in frame.columns


def test_without_polars_it_is_said_how_to_get_it(
    lumen: Pack, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "polars", None)
    with pytest.raises(InputError, match=r"pip install 'standoff\[tables\]'"):
        export([], "parquet", lumen)


def test_a_format_that_is_none_is_refused(lumen: Pack) -> None:
    with pytest.raises(InputError, match="there are: csv, jsonl"):
        export([], "xlsx", lumen)


def test_an_interval_reads_as_it_is_exact() -> None:
    assert interval(parse_iso("2020-05")) == "2020-05"
    assert interval(When(first=date(2020, 5, 3), last=date(2020, 5, 9))) == "2020-05-03..2020-05-09"


@pytest.mark.parametrize("column", COLUMNS)
def test_every_column_is_in_the_codebook(column: str) -> None:
    page = (Path(__file__).parents[3] / "docs" / "exchange.md").read_text(encoding="utf-8")
    rows = [line.split("|")[1] for line in page.splitlines() if line.startswith("| `")]
    assert any(f"`{column}`" in row for row in rows)
