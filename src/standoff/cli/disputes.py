"""`standoff record disputes`: where origins differ, value by value, and what settled it."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING, Any

from standoff.cli.evidence import Line, ruling_line, value_lines, value_row
from standoff.cli.filters import Filter, checked
from standoff.cli.layout import write_lines
from standoff.cli.output import json_array, plain, write_rows
from standoff.cli.record import FormatOption, opened
from standoff.cli.settings import Options, resolve

if TYPE_CHECKING:
    from standoff.record.contested import Contested
    from standoff.record.exhibits import Exhibit, Exhibits

COLUMNS = (
    "event", "date", "kind", "slot", "value", "unit", "origin", "standing", "known", "where",
    "source", "words", "sentence", "settled_as", "settled_by", "settled_on", "settled_why",
)  # fmt: skip


def disputes(
    *,
    only: Filter | None = None,
    slot: str | None = None,
    unsettled: bool = False,
    as_of: date | None = None,
    form: FormatOption = "table",
    options: Options | None = None,
) -> None:
    """List the slots in which origins differ, with what each says and in which words.

    Args:
        only: Which events.
        slot: Only disputes about this, such as date, class or count.
        unsettled: Leave out what a person has settled.
        as_of: Use only what had been published by the end of this day.
        form: How to print; a line of the CSV is one value at one place.
        options: Theatre and record.
    """
    from standoff.record.contested import contested  # the help must not import it
    from standoff.record.exhibits import Exhibits

    record, pack = opened(resolve(options))
    seen = record.as_of(as_of)
    exhibits = Exhibits(seen)
    found = [
        one
        for one in contested(seen, checked((only or Filter()).query(), seen, pack))
        if slot in (None, one.dispute.slot) and not (unsettled and one.ruling)
    ]
    if form == "json":
        sys.stdout.writelines(json_array(_document(one, exhibits) for one in found))
    elif form == "csv":
        rows = (row for one in found for row in _rows(one, exhibits))
        write_rows(rows, COLUMNS, form="csv")
    else:
        write_lines(line for one in found for line in _lines(one, exhibits))
        settled = sum(one.ruling is not None for one in found)
        sys.stdout.write(f"{len(found)} disputes, {settled} settled\n")


def _lines(one: Contested, exhibits: Exhibits) -> Iterator[Line]:
    from standoff.record.review import written  # the help must not import it

    event = one.event
    parts = (written(event.when) if event.when else "no date", event.kind, *event.actors)
    yield 0, f"{event.id}  {' · '.join(parts)}  {one.dispute.slot}"
    for value in one.dispute.values:
        yield from value_lines(value, one.dispute.slot, event, exhibits, cite=_cite, indent=2)
    if one.ruling:
        yield 2, f"settled: {ruling_line(one.ruling)}"
    yield 0, ""


def _cite(exhibit: Exhibit) -> str:
    return ", ".join(filter(None, (exhibit.place, exhibit.source, exhibit.published)))


def _document(one: Contested, exhibits: Exhibits) -> dict[str, Any]:
    event, slot = one.event, one.dispute.slot
    return {
        "event": event.id,
        "date": event.when,
        "kind": event.kind,
        "slot": slot,
        "values": [value_row(value, slot, event, exhibits) for value in one.dispute.values],
        "settled": one.ruling,
    }


def _rows(one: Contested, exhibits: Exhibits) -> Iterator[dict[str, Any]]:
    """A row for each place of each value."""
    ruling = one.ruling
    settled = {
        "settled_as": ruling.value if ruling else None,
        "settled_by": ruling.who if ruling else None,
        "settled_on": ruling.decided if ruling else None,
        "settled_why": ruling.why if ruling else None,
    }
    frame = _document(one, exhibits)
    for value in frame["values"]:
        for exhibit in value["evidence"]:
            shown = plain(exhibit)
            where = {"where": shown["place"], "sentence": shown["around"]}
            yield {**frame, **value, **shown, **where, **settled}
