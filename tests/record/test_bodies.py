"""A body's value is shown from its own cell, under whatever name the table gives it."""

from __future__ import annotations

from pathlib import Path

from standoff.ingest import add_facts
from standoff.model import Query
from standoff.packs import load_pack
from standoff.record import Record
from standoff.record.exhibits import Exhibits

LUMEN = Path(__file__).parents[1] / "theatres" / "lumen"


def test_the_cell_of_a_body_is_found_under_its_name_in_the_table(tmp_path: Path) -> None:
    pack = load_pack(LUMEN)
    record = add_facts(Record.open(tmp_path / "r.sqlite", pack), pack)
    event = next(
        one for one in record.events(Query(kind="launch")) if len(one.values["distance_km"]) > 2
    )
    shown = Exhibits(record)
    bodies = {value.origin for value in event.values["distance_km"]}
    assert {"vel-vsn", "strait-monitor"} <= bodies
    assert not bodies & {"vsn", "fjs"}
    for value in event.values["distance_km"]:
        (found,) = shown.of(value.evidence, slot="distance_km", origin=value.origin)
        assert found.words == str(value.value)
