"""Outside tables by column maps: what comes in, what is left out and why, and coming again."""

from __future__ import annotations

import csv
import functools
import json
import shutil
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from standoff.brief.evidence import TableRow
from standoff.brief.shelf import Shelf
from standoff.errors import InputError, PackError
from standoff.ingest import add_facts
from standoff.ingest.outside import Imported, Outside, import_table, read_outside
from standoff.model import Event, Observation, Query, RowAnchor
from standoff.packs import Pack, load_pack
from standoff.packs.load import _digest
from standoff.packs.maps import Map, find_map, load_maps, map_names
from standoff.record import Record
from standoff.record.exhibits import Exhibits
from standoff.record.exports import export
from standoff.record.naming import Names

LUMEN = Path(__file__).parents[2] / "theatres" / "lumen"
EVERY = Query(status=())
THEATRE = functools.cache(load_pack)

GDELT_1 = 58
GDELT_2 = 61


@pytest.fixture(scope="module")
def lumen() -> Pack:
    return THEATRE(LUMEN)


@pytest.fixture(scope="module")
def bare(lumen: Pack) -> Pack:
    """The theatre without its own tables."""
    return replace(lumen, tables={})


def written(folder: Path, text: str, pack: Pack) -> Map:
    path = folder / "list.yml"
    path.write_text("format: 1\nid: list\ntitle: A list\norigin: strait-monitor\n" + text)
    return find_map(str(path), pack)


def read(content: str, found: Map, pack: Pack, table: str = "list") -> Outside:
    return read_outside([("list.csv", content.encode())], found, pack, table=table)


def only(outside: Outside) -> Observation:
    (found,) = outside.observations
    return found


def reasons(outside: Outside) -> dict[str, int]:
    found: dict[str, int] = {}
    for (reason, _), number in outside.skipped.items():
        found[reason] = found.get(reason, 0) + number
    return found


SMALL = """
kind: launch
key: no
zone: UTC
actors: [VEL]
missing: [unknown]
constants: {count: "1"}
read: {as: csv, delimiter: ";"}
fields:
  date: {from: day, dates: ["%d.%m.%Y", "%m.%Y"]}
  time: {from: clock, dates: ["%H:%M"]}
  weapon: {from: name}
  place: {from: site}
  distance_km: {from: range, match: "([0-9.]+) km"}
  status: {from: end, values: {ok: reported, fell: failed}, only: true}
"""
HEAD = "no;day;clock;name;site;range;end\n"


def test_a_row_becomes_an_observation_of_its_table(tmp_path: Path, bare: Pack) -> None:
    found = written(tmp_path, SMALL, bare)
    one = only(read(HEAD + "7;03.05.2020;22:30;T-1;Orrin Point;210 km;fell\n", found, bare))
    assert one.anchor == RowAnchor("list", "7")
    when = one.get("date").to_json()
    assert (when["first"], when["time"]) == ("2020-05-04", "01:30")  # the strait is three hours on
    assert (one.kind, one.status, one.grain, one.verified) == ("launch", "failed", "item", True)
    assert {slot: value.value for slot, value in one.values.items() if slot != "date"} == {
        "actors": ("VEL",), "weapon": "tarn-1", "class": "SRBM", "place": "cape-orrin",
        "distance_km": 210, "count": 1,
    }  # fmt: skip
    assert {value.origin for value in one.values.values()} == {"strait-monitor"}
    assert one.values["distance_km"].unit == "km"


def test_cells_that_cannot_be_used_are_counted_not_dropped(tmp_path: Path, bare: Pack) -> None:
    found = written(tmp_path, SMALL, bare)
    outside = read(HEAD + "7;05.2020;;Comet;Nowhere;far;unknown\n", found, bare)
    assert outside.emptied == {
        ("weapon", "Comet"): 1, ("place", "Nowhere"): 1, ("distance_km", "far"): 1
    }  # fmt: skip
    assert set(only(outside).values) == {"actors", "date", "count"}
    assert only(outside).get("date").precision == "month"


def test_rows_that_cannot_be_used_are_counted_by_reason(tmp_path: Path, bare: Pack) -> None:
    found = written(tmp_path, SMALL, bare)
    rows = "1;;;;;;\n2;soon;;;;;\n3;x\n4;03.05.2020;;;;;\n5;unknown;;;;;\n"
    outside = read(HEAD + rows, found, bare)
    assert (outside.rows, outside.used) == (5, 1)
    assert reasons(outside) == {
        "no date": 2, "no date that can be read": 1, "does not fit the header": 1
    }  # fmt: skip
    assert ("does not fit the header", "list.csv:4: has 2 cells, not 7") in outside.skipped


def test_a_cell_that_our_tables_refuse_is_an_issue(bare: Pack) -> None:
    plain = find_map("plain", bare)
    rows = "id,date,kind,actors,count\na,2020-05-03,launch,VEL,many\nb,2020-05-41,launch,VEL,1\n"
    outside = read(rows, plain, bare)
    assert [one.locator for one in outside.issues] == ["list.csv:2", "list.csv:3"]
    assert (outside.used, reasons(outside)) == (1, {"a cell cannot be read": 1})


def test_a_file_of_another_kind_is_refused(tmp_path: Path, bare: Pack) -> None:
    found = written(tmp_path, SMALL, bare)
    with pytest.raises(InputError, match="no column 'day' for date; it has: a, b"):
        read("a;b\n1;2\n", found, bare)
    with pytest.raises(InputError, match="byte 0 is not utf-8"):
        read_outside([("list.csv", b"\xff")], found, bare, table="list")
    plover = find_map("plover", bare)
    with pytest.raises(InputError, match="not valid JSON"):
        read("{", plover, bare)
    with pytest.raises(InputError, match="no list of objects"):
        read("[1, 2]", plover, bare)


def test_an_outside_table_cannot_take_the_name_of_our_own(tmp_path: Path, lumen: Pack) -> None:
    found = written(tmp_path, SMALL, lumen)
    with pytest.raises(InputError, match="table 'launches' of its own"):
        read(HEAD, found, lumen, table="launches")


def test_like_rows_of_a_list_are_several_and_of_a_feed_one(tmp_path: Path, bare: Pack) -> None:
    rows = HEAD + "7;03.05.2020;;;;;\n7;03.05.2020;;;;;\n"
    listed = read(rows, written(tmp_path, SMALL, bare), bare)
    assert [one.anchor for one in listed.observations] == [
        RowAnchor("list", "7"), RowAnchor("list", "7#2")
    ]  # fmt: skip
    fed = read(rows, written(tmp_path, SMALL + "feed: true\n", bare), bare)
    assert (fed.used, reasons(fed)) == (1, {"there twice": 1})


def test_a_row_without_a_key_is_named_by_its_content(tmp_path: Path, bare: Pack) -> None:
    found = written(tmp_path, SMALL.replace("key: no\n", ""), bare)
    first, second = "1;03.05.2020;;;;;\n", "2;04.05.2020;;;;;\n"
    one = read(HEAD + first + second, found, bare)
    other = read(HEAD + second + first, found, bare)
    assert {row.id for row in one.observations} == {row.id for row in other.observations}
    assert len({row.id for row in one.observations}) == 2


# --- coming again -------------------------------------------------------------------------


def stored(content: str, found: Map, pack: Pack, record: Record) -> Imported:
    files = [("list.csv", content.encode())]
    return import_table(
        record, read_outside(files, found, pack, table="list"), found, pack, files=files
    )


def told(one: Imported) -> tuple[int, int, int, int]:
    return one.new, one.changed, one.gone, one.unchanged


def test_a_list_replaces_and_the_same_again_changes_nothing(tmp_path: Path, bare: Pack) -> None:
    found = written(tmp_path, SMALL, bare)
    record = Record.open(tmp_path / "r.sqlite", bare)
    first = HEAD + "1;03.05.2020;;T-1;;;ok\n2;09.05.2020;;T-1;;;ok\n"
    assert told(stored(first, found, bare, record)) == (2, 0, 0, 0)
    version, lines = record.version, ledger(record)
    assert told(stored(first, found, bare, record)) == (0, 0, 0, 2)
    assert (record.version, ledger(record)) == (version, lines)
    second = HEAD + "2;09.05.2020;;T-1;;300 km;ok\n3;20.05.2020;;T-1;;;ok\n"
    assert told(stored(second, found, bare, record)) == (1, 1, 1, 0)
    assert [one.anchors[0] for one in record.events(EVERY)] == [
        RowAnchor("list", "2"), RowAnchor("list", "3")
    ]  # fmt: skip
    assert len(list(record.at(version).events(EVERY))) == 2


def test_a_feed_adds(tmp_path: Path, bare: Pack) -> None:
    found = written(tmp_path, SMALL + "feed: true\n", bare)
    record = Record.open(tmp_path / "r.sqlite", bare)
    stored(HEAD + "1;03.05.2020;;T-1;;;ok\n2;09.05.2020;;T-1;;;ok\n", found, bare, record)
    again = HEAD + "2;09.05.2020;;T-1;;300 km;ok\n3;20.05.2020;;T-1;;;ok\n"
    assert told(stored(again, found, bare, record)) == (1, 1, 0, 1)
    assert [one.get("distance_km") for one in record.events(EVERY)] == [None, 300, None]


def test_the_ledger_says_what_was_read_by_which_map(tmp_path: Path, bare: Pack) -> None:
    found = written(tmp_path, SMALL, bare)
    record = Record.open(tmp_path / "r.sqlite", bare)
    stored(HEAD + "1;03.05.2020;;;;;\n2;;;;;;\n", found, bare, record)
    line = ledger(record)
    assert line["reader"] == f"map:list@{found.digest[:12]}"
    assert json.loads(line["outcome"]) == {"rows": 2, "used": 1, "skipped": {"no date": 1}}


def ledger(record: Record) -> Mapping[str, Any]:
    return record.store.ledger()["table:list"]


def test_an_outside_row_and_our_own_become_one_event(tmp_path: Path, lumen: Pack) -> None:
    found = written(tmp_path, SMALL.replace("UTC", "Etc/GMT-3"), lumen)
    record = add_facts(Record.open(tmp_path / "r.sqlite", lumen), lumen)
    before = list(record.events(EVERY))
    stored(HEAD + "1;13.04.1995;;Tarn-1;Cape Orrin;260 km;ok\n", found, lumen, record)
    assert len(list(record.events(EVERY))) == len(before)
    both = [one for one in record.events(EVERY) if RowAnchor("list", "1") in one.anchors]
    assert RowAnchor("launches", "l19950413") in both[0].anchors
    add_facts(record, lumen)  # what the theatre brings again leaves the outside table alone
    assert [one for one in record.observations() if one.anchor == RowAnchor("list", "1")]


def test_what_says_the_same_stays_though_the_theatre_has_changed(
    tmp_path: Path, bare: Pack
) -> None:
    found = written(tmp_path, SMALL, bare)
    record = Record.open(tmp_path / "r.sqlite", bare)
    stored(HEAD + "1;03.05.2020;;T-1;;;ok\n", found, bare, record)
    version, other = record.version, replace(bare, digest="f" * 64)
    assert other.id != bare.id
    assert told(stored(HEAD + "1;03.05.2020;;T-1;;;ok\n", found, other, record)) == (0, 0, 0, 1)
    assert record.version == version


def test_an_outside_row_can_be_looked_up_and_ruled_on(tmp_path: Path, bare: Pack) -> None:
    found = written(tmp_path, SMALL, bare)
    record = Record.open(tmp_path / "r.sqlite", bare)
    stored(HEAD + "1;03.05.2020;22:30;T-1;;210 km;ok\n", found, bare, record)
    anchor = Names(record).one_anchor("list:1")
    assert anchor == RowAnchor("list", "1")
    exhibits = Exhibits(record.as_of(date(2020, 1, 1)))  # evidence is shown whatever the day
    shown = exhibits.at(anchor, slot="distance_km", origin="strait-monitor")
    assert (shown.words, shown.source) == ("210", "strait-monitor")
    assert exhibits.at(anchor, slot="date").words == "2020-05-04 01:30"
    assert "weapon tarn-1" in shown.around and "status reported" in shown.around
    gone = exhibits.at(RowAnchor("list", "2"))
    assert (gone.words, gone.around) == ("", "")


def test_a_brief_shows_an_outside_row_as_evidence(tmp_path: Path, bare: Pack) -> None:
    found = written(tmp_path, SMALL, bare)
    record = Record.open(tmp_path / "r.sqlite", bare)
    stored(HEAD + "1;03.05.2020;;T-1;;210 km;ok\n", found, bare, record)
    material: Any = SimpleNamespace(reports=(), pack=bare, record=record)
    (one,) = Shelf(material).of([RowAnchor("list", "1"), RowAnchor("list", "2")])
    assert isinstance(one, TableRow)
    assert (one.table, one.row, one.title) == ("list", "1", "strait-monitor")
    assert "date: 2020-05-03" in one.says and "distance_km: 210" in one.says


# --- the maps that all theatres share -------------------------------------------------------


def gdelt_row(found: Map, width: int, **cells: str) -> str:
    header = next(one for one in found.spec.read.header if len(one) == width)
    assert set(cells) <= set(header)
    return "\t".join(cells.get(name, "") for name in header) + "\n"


GDELT: dict[str, str] = {
    "GlobalEventID": "1", "Day": "20240917", "Actor1CountryCode": "VEL",
    "Actor2CountryCode": "ORS", "EventCode": "046", "DATEADDED": "20240917221500",
    "ActionGeo_FullName": "Quill Island, Somewhere", "SOURCEURL": "https://example.org/a",
}  # fmt: skip


def gdelt(pack: Pack, *rows: dict[str, str], width: int = GDELT_2) -> Outside:
    found = find_map("gdelt", pack)
    text = "".join(gdelt_row(found, width, **GDELT | row) for row in rows)
    return read_outside([("x.CSV", text.encode())], found, pack, table="gdelt")


@pytest.mark.parametrize(("width", "added"), [(GDELT_1, "20240917"), (GDELT_2, "20240917221500")])
def test_gdelt_in_both_layouts(bare: Pack, width: int, added: str) -> None:
    one = only(gdelt(bare, {"DATEADDED": added}, width=width))
    assert (one.kind, one.verified, one.anchor) == ("talks", False, RowAnchor("gdelt", "1"))
    assert (one.get("actors"), one.get("targets")) == (("VEL",), ("ORS",))
    assert (one.get("place"), one.get("source")) == ("quill-island", "https://example.org/a")
    assert {value.origin for value in one.values.values()} == {"gdelt"}
    local = "2024-09-18" if width == GDELT_2 else "2024-09-17"
    assert (str(one.known), one.known_basis) == (local, "published")


def test_a_utc_day_of_gdelt_is_in_doubt_except_of_what_lasts(bare: Pack) -> None:
    days = {
        kind: only(gdelt(bare, {"EventCode": code})).get("date").to_json()
        for kind, code in (("talks", "046"), ("statement", "010"))
    }
    assert (days["talks"]["first"], days["talks"]["last"]) == ("2024-09-17", None)
    assert (days["statement"]["first"], days["statement"]["last"]) == ("2024-09-17", "2024-09-18")


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        ({"Actor1CountryCode": "XXX"}, "actors: not in the theatre"),
        ({"Actor2CountryCode": "XXX"}, "targets: not in the theatre"),
        ({"Actor1CountryCode": ""}, "nobody acts"),
        ({"Actor1CountryCode": "HAL"}, "out of scope"),
        ({"Actor1CountryCode": "ORS"}, "out of scope"),
        ({"EventCode": "112"}, "no kind for it"),
        ({"EventCode": ""}, "no kind for it"),
        ({"Actor1CountryCode": "ORS", "Actor2CountryCode": "VEL", "EventCode": "190"},
         "no kind for it"),
        ({"Day": ""}, "no date"),
        ({"Day": "20240231"}, "no date that can be read"),
    ],
)  # fmt: skip
def test_gdelt_rows_are_left_out_by_reason(bare: Pack, row: dict[str, str], reason: str) -> None:
    outside = gdelt(bare, row)
    assert (outside.used, reasons(outside)) == (0, {reason: 1})


@pytest.mark.parametrize(
    ("row", "kind"),
    [
        ({}, "talks"),
        ({"Actor1CountryCode": "MAR"}, "consultation"),
        ({"Actor2CountryCode": "HAL"}, "consultation"),
        ({"EventCode": "190"}, "provocation"),
        ({"EventCode": "010", "Actor2CountryCode": ""}, "statement"),
        ({"EventCode": "163", "Actor1CountryCode": "ORS", "Actor2CountryCode": "VEL"}, "sanction"),
    ],
)
def test_a_code_is_a_kind_by_who_takes_part(bare: Pack, row: dict[str, str], kind: str) -> None:
    assert only(gdelt(bare, row)).kind == kind


def test_gdelt_cells_may_hold_a_lone_quote(bare: Pack) -> None:
    outside = gdelt(bare, {"Actor1Name": '"X'}, {"GlobalEventID": "2"})
    assert (outside.rows, outside.used) == (2, 2)


def test_icews_by_the_names_of_countries(bare: Pack) -> None:
    head = (
        "Event ID\tEvent Date\tSource Name\tSource Country\tEvent Text\tCAMEO Code\tTarget Country"
        "\tPublisher\tCity\n"
    )
    rows = (
        "1\t2018-06-01\tForeign Ministry\tRepublic of Veldania\tNegotiate\t046\tOrsk Federation"
        "\tA wire\tNA\n2\t2018-06-01\tX\tNA\tNegotiate\t046\tNA\tA wire\tNA\n"
    )
    outside = read_outside(
        [("x.tab", (head + rows).encode())], find_map("icews", bare), bare, table="icews"
    )
    one = only(outside)
    assert (one.kind, one.get("actors"), one.get("targets")) == ("talks", ("VEL",), ("ORS",))
    assert (str(one.get("date").day), str(one.known)) == ("2018-06-01", "2018-06-02")
    assert reasons(outside) == {"nobody acts": 1}


def test_plover_of_others_by_event_and_mode(bare: Pack) -> None:
    record = {
        "id": "a", "date": "2020-05-03", "event": "CONSULT", "mode": "visit", "target": "",
        "source": [{"code": "VEL", "sector": "GOV"}, {"code": "ORS"}],
    }  # fmt: skip
    document = json.dumps([record, {**record, "id": "b", "mode": ""}, {**record, "event": "AGREE"}])
    outside = read(document, find_map("plover", bare), bare, table="plover")
    assert [one.kind for one in outside.observations] == ["visit", "talks"]
    assert outside.observations[0].get("actors") == ("VEL", "ORS")
    assert outside.skipped == {("no kind for it", "AGREE/visit"): 1}


# --- what we write, read again ------------------------------------------------------------


def events(pack: Pack, folder: Path) -> tuple[Event, ...]:
    return tuple(add_facts(Record.open(folder / "own.sqlite", pack), pack).events(EVERY))


def content_of(event: Event) -> object:
    values = {
        (slot, repr(one.value), one.unit, one.origin, str(one.known), one.known_basis)
        for slot, listed in event.values.items()
        for one in listed
    }
    return event.kind, event.status, event.verified, str(event.known), frozenset(values)


def test_json_lines_bring_every_value_into_another_record(
    tmp_path: Path, lumen: Pack, bare: Pack
) -> None:
    own = events(lumen, tmp_path)
    files = [("own.jsonl", export(own, "jsonl", lumen).content)]
    found = find_map("standoff", bare)
    outside = read_outside(files, found, bare, table="own")
    assert (outside.rows, outside.used, outside.skipped) == (len(own), len(own), {})
    record = Record.open(tmp_path / "other.sqlite", bare)
    import_table(record, outside, found, bare, files=files)
    again = list(record.events(EVERY))
    assert sorted(map(repr, map(content_of, again))) == sorted(map(repr, map(content_of, own)))


def test_lines_that_are_no_events_are_counted(bare: Pack) -> None:
    lines = '{"format": "x"}\n\nno\n'
    outside = read(lines, find_map("standoff", bare), bare)
    assert (outside.used, reasons(outside)) == (0, {"no event": 2})


def test_csv_comes_back_by_the_plain_map(tmp_path: Path, lumen: Pack, bare: Pack) -> None:
    own = [one for one in events(lumen, tmp_path) if one.kind in ("launch", "talks", "tenure")]
    content = export(own, "csv", lumen).content
    outside = read(content.decode(), find_map("plain", bare), bare, table="own")
    assert (outside.used, outside.skipped, outside.emptied) == (len(own), {}, {})
    rows = {row["id"]: row for row in csv.DictReader(content.decode().splitlines())}
    for one, event in zip(outside.observations, own, strict=True):
        for slot in ("actors", "targets", "class", "weapon", "place", "count", "distance_km"):
            assert one.get(slot) == event.get(slot), (slot, rows[event.id])
        mine, theirs = one.get("date"), event.get("date")
        assert (mine.first, mine.last, mine.minute) == (theirs.first, theirs.last, theirs.minute)
        assert one.known == event.known


def test_plover_comes_back_with_kind_day_and_parties(
    tmp_path: Path, lumen: Pack, bare: Pack
) -> None:
    own = events(lumen, tmp_path)
    made = export(own, "plover", lumen)
    outside = read(made.content.decode(), find_map("plover", bare), bare, table="plover")
    by_id = {one.id: one for one in own}
    assert outside.used + sum(outside.skipped.values()) == made.written
    assert set(reasons(outside)) <= {"out of scope"} and outside.used > made.written / 2
    for one in outside.observations:
        assert isinstance(one.anchor, RowAnchor)
        event = by_id[one.anchor.row]
        assert (one.kind, one.get("actors")) == (event.kind, event.actors)
        assert event.when and one.get("date").first == event.when.first


def test_a_column_may_name_its_own_origin(bare: Pack) -> None:
    rows = "id,date,kind,actors,distance_km,distance_km@fjs\na,2020-05-03,launch,VEL,300,400\n"
    outside = read(rows, find_map("plain", bare), bare)
    origins = {one.values["distance_km"].origin: one.get("distance_km")
               for one in outside.observations}  # fmt: skip
    assert origins == {"list": 300, "fjs": 400}


# --- maps themselves ------------------------------------------------------------------------


def test_maps_are_found_by_name_and_all_are_sound(lumen: Pack) -> None:
    assert {one.spec.id for one in load_maps(lumen)} == set(map_names(lumen)) >= {
        "gdelt", "icews", "plain", "plover", "standoff"
    }  # fmt: skip
    with pytest.raises(InputError, match=r"no map 'gdlet': give a \.yml file, or one of: gdelt"):
        find_map("gdlet", lumen)


@pytest.mark.parametrize(
    ("old", "new", "problem"),
    [
        ("id: list", "id: other", "name the file other.yml"),
        ("kind: launch", "kind: lunch", "kind: 'lunch' is declared nowhere"),
        ("[VEL]", "[XXX]", "actors: 'XXX' is declared nowhere"),
        ("weapon: {from: name}", "weapon: {from: name, values: {a: b}}", "weapon: 'b' is declared"),
        ("  date:", "  day:", "no field gives the date"),
        ("([0-9.]+) km", "[0-9]+", "has no group"),
        ("([0-9.]+) km", "([0-9", "is no regular expression"),
        ("as: csv", "as: xls", "Input should be"),
        ("only: true", "olny: true", "Extra inputs are not permitted"),
    ],
)
def test_a_wrong_map_is_refused(
    tmp_path: Path, bare: Pack, old: str, new: str, problem: str
) -> None:
    path = tmp_path / "list.yml"
    text = "format: 1\nid: list\ntitle: A list\norigin: strait-monitor\n" + SMALL
    assert old in text
    path.write_text(text.replace(old, new, 1))
    with pytest.raises(PackError, match=problem.replace("(", r"\(")):
        find_map(str(path), bare)


def test_maps_do_not_change_what_a_theatre_is(tmp_path: Path, lumen: Pack) -> None:
    copy = tmp_path / "lumen"
    shutil.copytree(LUMEN, copy)
    before = _digest(copy, lumen.language)
    (copy / "maps").mkdir()
    (copy / "maps" / "list.yml").write_text("format: 1\n")
    assert _digest(copy, lumen.language) == before
    (copy / "aims.yml").write_text("[]\n")
    assert _digest(copy, lumen.language) != before
