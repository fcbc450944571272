"""The rows of an outside table as the record holds them: the table itself is not kept."""

from __future__ import annotations

from collections.abc import Iterable

from standoff.dates import When
from standoff.model import Content, Observation, RowAnchor
from standoff.packs import Row
from standoff.record.record import Record


def imported_rows(record: Record, table: str) -> list[Row]:
    """The table's rows in our columns, put together from what was observed in them.

    The first origin of a row gives its plain columns, every other one columns `slot@origin`.
    """
    held: dict[str, list[Observation]] = {}
    for one in record.observations():
        if isinstance(one.anchor, RowAnchor) and one.anchor.table == table:
            held.setdefault(one.anchor.row, []).append(one)
    return [Row(key=key, fields=_fields(found), line=0) for key, found in held.items()]


def _fields(observations: Iterable[Observation]) -> dict[str, str]:
    fields: dict[str, str] = {}
    for at, one in enumerate(sorted(observations, key=lambda one: "date" not in one.values)):
        for slot, value in one.values.items():
            name = slot if at == 0 else f"{slot}@{value.origin}"
            fields.update(
                _dated(name, value.value) if slot == "date" else {name: _text(value.value)}
            )
            fields.setdefault("origin", value.origin)
        fields.setdefault("kind", one.kind)
        fields.setdefault("status", one.status)
    return fields


def _dated(name: str, content: Content) -> dict[str, str]:
    """A date in the columns date, last and time, as our tables have it."""
    if not isinstance(content, When):
        return {name: _text(content)}
    shown = content.to_json()
    columns = {"date": shown["first"], "last": shown["last"], "time": shown["time"]}
    return {name.replace("date", one): str(text) for one, text in columns.items() if text}


def _text(content: Content) -> str:
    if isinstance(content, tuple):
        return ";".join(content)
    return str(content.to_json()["first"]) if isinstance(content, When) else str(content)
