"""An event as one flat row: the preferred value of each slot, and which slots are disputed."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from datetime import date
from typing import Any

from standoff.dates import When
from standoff.model import Content, Event
from standoff.packs import Pack
from standoff.record.exhibits import place_of
from standoff.record.exports.exported import Exported

Cell = str | int | float | bool | date | tuple[str, ...] | None
Flat = dict[str, Cell]

# The columns that every file has, in this order; a slot beyond them follows by its own name.
COLUMNS = (
    "id", "date", "last", "time", "precision", "first_day", "last_day", "kind", "status", "grain",
    "actors", "targets", "class", "weapon", "place", "lat", "lon", "count", "distance_km",
    "apogee_km", "mode", "name", "outcome", "announced", "disputed", "origin", "origins",
    "verified", "known", "occasion", "source", "note",
)  # fmt: skip
_DATE_COLUMNS = ("date", "last", "time", "precision", "first_day", "last_day")
OPEN = "open"


def columns_of(events: Sequence[Event]) -> tuple[str, ...]:
    """The fixed columns, then one for every other slot that an event has."""
    others = {slot for event in events for slot in event.values} - {*COLUMNS}
    return (*COLUMNS, *sorted(others))


def flat(event: Event, pack: Pack) -> Flat:
    """The event as a row; what no source says is None."""
    slots = {slot: _cell(event.get(slot)) for slot in event.values if slot not in _DATE_COLUMNS}
    dates = event.values.get("date", ())
    place = pack.places.get(str(event.get("place")))
    return {
        **slots,
        **_days(event.when),
        "id": event.id,
        "kind": event.kind,
        "status": event.status,
        "grain": event.grain,
        "lat": place.lat if place else None,
        "lon": place.lon if place else None,
        "disputed": tuple(sorted(dispute.slot for dispute in event.disputes)),
        "origin": dates[0].origin if dates else None,
        "origins": event.origins,
        "verified": event.verified,
        "known": event.known,
        "occasion": event.occasion,
    }


def every_value(event: Event) -> list[dict[str, Any]]:
    """Every value of every origin as plain objects, the preferred of each slot first."""
    return [
        {
            "slot": slot,
            "value": _text(value.value),
            "unit": value.unit,
            "origin": value.origin,
            "known": value.known.isoformat() if value.known else None,
            "known_basis": value.known_basis,
            "evidence": [place_of(anchor) for anchor in value.evidence],
        }
        for slot, values in event.values.items()
        for value in values
    ]


def interval(when: When) -> str:
    """The interval as text: `2024-09`, or both ends where it is no whole day, month or year.

    >>> interval(When(first=date(2024, 9, 18), last=None))
    '2024-09-18..open'
    """
    days = _days(when)
    return "..".join(str(days[name]) for name in ("date", "last") if days[name])


def csv_file(events: Sequence[Event], pack: Pack) -> Exported:
    """A CSV with a header: a line an event; lists are joined by `;`."""
    columns = columns_of(events)
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(columns)
    for event in events:
        row = flat(event, pack)
        writer.writerow([_text(row.get(name)) for name in columns])
    return Exported(content=text.getvalue().encode(), written=len(events), skipped={})


def plain(row: Flat) -> dict[str, Any]:
    """The row as JSON knows it: days as text, lists as lists, what nobody says left out."""
    return {
        name: value.isoformat() if isinstance(value, date) else _listed(value)
        for name, value in row.items()
        if value is not None
    }


def _days(when: When | None) -> Flat:
    if when is None:
        return dict.fromkeys(_DATE_COLUMNS)
    shown = when.to_json()
    short = shown["first"] and (when.last is None or shown["last"] is None)
    return {
        "date": str(shown["first"]) if short else _iso(when.first),
        "last": OPEN if when.last is None else None if short else _iso(when.last),
        "time": str(shown["time"]) if shown["time"] else None,
        "precision": when.precision,
        "first_day": when.first,
        "last_day": when.last,
    }


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _cell(content: Content | None) -> Cell:
    return interval(content) if isinstance(content, When) else content


def _text(content: Content | Cell) -> str | int | float:
    if content is None:
        return ""
    if isinstance(content, bool):
        return "yes" if content else "no"
    if isinstance(content, tuple):
        return ";".join(content)
    if isinstance(content, When):
        return interval(content)
    return content.isoformat() if isinstance(content, date) else content


def _listed(value: Cell) -> Any:
    return list(value) if isinstance(value, tuple) else value
