"""Parquet through polars: the flat columns, typed, and every value as a nested list."""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import Any

from standoff.errors import InputError
from standoff.model import Event
from standoff.packs import Pack
from standoff.record.exports.exported import Exported
from standoff.record.exports.flat import columns_of, every_value, flat

DAYS = ("first_day", "last_day", "known")
LISTS = ("actors", "targets", "disputed", "origins")
NUMBERS = ("lat", "lon")


def parquet_file(events: Sequence[Event], pack: Pack) -> Exported:
    """One Parquet file: a row an event; `values` holds every value with its origin.

    Raises:
        InputError: polars is not installed.
    """
    polars = _polars()
    columns = columns_of(events)
    rows = [_row(event, pack, columns) for event in events]
    schema = {**{name: _type(polars, name) for name in columns}, "values": _values(polars)}
    file = io.BytesIO()
    polars.DataFrame(rows, schema=schema, orient="row").write_parquet(file)
    return Exported(content=file.getvalue(), written=len(rows), skipped={})


def _polars() -> Any:
    try:
        import polars  # noqa: PLC0415 - an extra, not everybody has it
    except ModuleNotFoundError as error:
        raise InputError(
            "Parquet needs polars, which is not installed: pip install 'standoff[tables]'"
        ) from error
    return polars


def _row(event: Event, pack: Pack, columns: Sequence[str]) -> list[Any]:
    cells = flat(event, pack)
    values = [one | {"value": str(one["value"])} for one in every_value(event)]
    return [*(_typed(name, cells.get(name)) for name in columns), values]


def _typed(name: str, cell: Any) -> Any:
    if cell is None or name in DAYS or _is_number(name) or name == "verified":
        return cell
    if name in LISTS:
        return list(cell)
    return (
        int(cell) if name == "count" else ";".join(cell) if isinstance(cell, tuple) else str(cell)
    )


def _is_number(name: str) -> bool:
    return name in NUMBERS or name.endswith("_km")


def _type(polars: Any, name: str) -> Any:
    if name in DAYS:
        return polars.Date
    if name in LISTS:
        return polars.List(polars.String)
    if name == "count":
        return polars.Int64
    if _is_number(name):
        return polars.Float64
    return polars.Boolean if name == "verified" else polars.String


def _values(polars: Any) -> Any:
    names = ("slot", "value", "unit", "origin", "known", "known_basis")
    fields = dict.fromkeys(names, polars.String)
    return polars.List(polars.Struct({**fields, "evidence": polars.List(polars.String)}))
