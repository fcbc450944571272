"""Rows as observations: dates, origins, clocks, and what a bad cell does."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, time
from pathlib import Path
from typing import Any

import pytest

from standoff.dates import When, one_day, parse_iso
from standoff.ingest import observations_of
from standoff.model import Issue, Observation
from standoff.packs import Pack, Row, Table, TableSpec, load_pack

LUMEN = Path(__file__).parents[1] / "theatres" / "lumen"
ZONE = "Etc/GMT+2"


@pytest.fixture(scope="module")
def lumen() -> Pack:
    return load_pack(LUMEN)


def read(lumen: Pack, spec: dict[str, Any] | None = None, **cells: Any) -> list[Any]:
    """What one row of a table gives."""
    declared = {"id": "t", "file": "t.csv", "kind": "launch", "grain": "item", "title": "T",
                "origin": "strait-monitor", "actors": ("VEL",), **(spec or {})}  # fmt: skip
    fields = {"id": "a", "date": "2020-05-03", **cells}
    row = Row(key="a", fields=fields, line=7)
    table = Table(spec=TableSpec(**declared), rows=(row,), path=Path("t.csv"))
    return list(observations_of(replace(lumen, tables={"t": table})))


def one(lumen: Pack, spec: dict[str, Any] | None = None, **cells: Any) -> Observation:
    (found,) = read(lumen, spec, **cells)
    assert isinstance(found, Observation)
    return found


@pytest.mark.parametrize(
    ("cells", "wanted"),
    [
        ({}, one_day(date(2020, 5, 3))),
        ({"date": "2020-05"}, parse_iso("2020-05")),
        ({"last": "2020-05-09"}, When(first=date(2020, 5, 3), last=date(2020, 5, 9))),
        ({"last": "2020-06"}, When(first=date(2020, 5, 3), last=date(2020, 6, 30))),
        ({"last": "open"}, When(first=date(2020, 5, 3), last=None)),
        ({"kind": "tenure"}, When(first=date(2020, 5, 3), last=None)),
        ({"time": "06:53"}, When(first=date(2020, 5, 3), last=date(2020, 5, 3),
                                 precision="minute", minute=time(6, 53))),
    ],
)  # fmt: skip
def test_the_date_of_a_row(lumen: Pack, cells: dict[str, Any], wanted: When) -> None:
    when = one(lumen, **cells).get("date")
    assert when.zone == lumen.manifest.zone
    assert (when.first, when.last, when.precision, when.minute) == (
        wanted.first, wanted.last, wanted.precision, wanted.minute)  # fmt: skip


def test_what_is_not_said_comes_from_the_declaration_and_the_weapon(lumen: Pack) -> None:
    found = one(lumen, weapon="skarn-5", count="2")
    assert found.get("actors") == ("VEL",)
    assert found.get("class") == "IRBM"
    assert found.get("count") == 2
    other: dict[str, Any] = {"weapon": "skarn-5", "class": "ICBM"}
    assert one(lumen, **other).get("class") == "ICBM"


def test_another_origins_column_is_an_observation_of_its_own(lumen: Pack) -> None:
    own, theirs = read(lumen, {"units": {"distance_km": "km"}}, distance_km="300",
                       **{"distance_km@vsn": "320.5"})  # fmt: skip
    assert own.anchor == theirs.anchor
    assert own.id != theirs.id
    assert (own.get("distance_km"), theirs.get("distance_km")) == (300, 320.5)
    assert theirs.values["distance_km"].origin == "vsn"
    assert theirs.values["distance_km"].unit == "km"
    assert "date" not in theirs.values


@pytest.mark.parametrize(
    ("cells", "known", "basis"),
    [
        ({"known": "2020-05-04"}, date(2020, 5, 4), "published"),
        ({"known": "2021", "known_basis": "stated"}, date(2021, 12, 31), "stated"),
        ({}, date(2020, 6, 2), "assumed"),
        ({"last": "2020-05-05"}, date(2020, 6, 4), "assumed"),
    ],
)
def test_when_a_row_was_known(lumen: Pack, cells: dict[str, Any], known: date, basis: str) -> None:
    found = one(lumen, {"lag_days": 30}, **cells)
    assert (found.known, found.known_basis) == (known, basis)
    assert {value.known for value in found.values.values()} == {known}


@pytest.mark.parametrize(
    ("cells", "detail", "kept"),
    [
        ({"date": "yesterday"}, "row: 'yesterday' is not a date", False),
        ({"date": ""}, "row: the row has no date", False),
        ({"last": "2020-05-01"}, "row: a date cannot end", False),
        ({"time": "6.53"}, "row: time '6.53'", False),
        ({"date": "2020-05", "time": "06:53"}, "row: a time needs a single day", False),
        ({"status": "maybe"}, "row: status 'maybe' is none of reported,", False),
        ({"known_basis": "guess"}, "row: known_basis 'guess'", False),
        ({"verified": "so-so"}, "row: verified is 'so-so'", False),
        ({"count": "several"}, "count: 'several' is not a whole number", True),
        ({"distance_km": "far"}, "distance_km: 'far' is not a number", True),
        ({"distance_km": "-1"}, "distance_km: '-1' is not a size", True),
        ({"distance_km@nobody": "3"}, "origin 'nobody' is declared nowhere", True),
    ],
)
def test_a_bad_cell_is_an_issue_with_its_line(
    lumen: Pack, cells: dict[str, Any], detail: str, kept: bool
) -> None:
    found = read(lumen, None, **cells)
    (issue,) = (item for item in found if isinstance(item, Issue))
    assert detail in issue.detail
    assert issue.locator == "t.csv:7"
    assert any(isinstance(item, Observation) for item in found) is kept


def test_a_row_without_a_kind_is_an_issue(lumen: Pack) -> None:
    (issue,) = read(lumen, {"kind": None})
    assert "no kind" in issue.detail


def test_an_id_says_where_a_fact_stands_not_what_it_says(lumen: Pack) -> None:
    assert one(lumen, count="1").id == one(lumen, count="2").id
