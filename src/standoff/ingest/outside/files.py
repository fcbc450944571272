"""The rows of an outside file, as text by column, each with its place in the file."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from standoff.errors import InputError
from standoff.packs.maps import Map, every_field


@dataclass(frozen=True, slots=True, kw_only=True)
class RawRow:
    """One row as written; `cells` holds the texts of each column, several where it is a list."""

    line: int
    cells: Mapping[str, tuple[str, ...]]


def raw_rows(content: bytes, found: Map, *, locator: str) -> Iterator[RawRow | InputError]:
    """The rows of a file, in order; an InputError for each that does not fit its header.

    Args:
        content: the file.
        found: how it is to be read, and which columns are looked for.
        locator: how messages name the file.

    Raises:
        InputError: it is not the kind of file that the map says, or lacks a column.
    """
    text = _decoded(content, found, locator)
    if found.spec.read.form == "json":
        return _json_rows(text, found, locator)
    return _csv_rows(text, found, locator)


def read_bytes(path: Path) -> bytes:
    """The file's content.

    Raises:
        InputError: it cannot be read.
    """
    try:
        return path.read_bytes()
    except OSError as error:
        raise InputError(f"{path}: cannot be read: {error.strerror}") from error


def _decoded(content: bytes, found: Map, locator: str) -> str:
    encoding = found.spec.read.encoding
    try:
        return content.decode(encoding)
    except UnicodeDecodeError as error:
        at = f"byte {error.start:,} is not {encoding}"
        raise InputError(f"{locator}: {at}; save it so, or use a map that says its encoding") from (
            error
        )
    except LookupError as error:
        raise InputError(f"{found.path}: read: no encoding {encoding!r}") from error


def _csv_rows(text: str, found: Map, locator: str) -> Iterator[RawRow | InputError]:
    lines, delimiter = io.StringIO(text, newline=""), found.spec.read.delimiter
    if found.spec.read.quoted:
        reader = csv.reader(lines, delimiter=delimiter)
    else:
        reader = csv.reader(lines, delimiter=delimiter, quoting=csv.QUOTE_NONE)
    headers = {len(one): one for one in found.spec.read.header}
    try:
        if not headers:
            own = tuple(name.strip() for name in next(reader, ()))
            _check_columns(own, found, locator)
            headers = {len(own): own}
        for cells in reader:
            if cells:
                yield _csv_row(cells, headers, reader.line_num, locator)
    except csv.Error as error:
        raise InputError(f"{locator}:{reader.line_num}: not valid CSV: {error}") from error


def _csv_row(
    cells: Sequence[str], headers: Mapping[int, Sequence[str]], line: int, locator: str
) -> RawRow | InputError:
    header = headers.get(len(cells))
    if header is None:
        wanted = " or ".join(map(str, sorted(headers)))
        return InputError(f"{locator}:{line}: has {len(cells)} cells, not {wanted}")
    pairs = zip(header, cells, strict=True)
    return RawRow(line=line, cells={name: (cell.strip(),) for name, cell in pairs})


def _check_columns(header: Sequence[str], found: Map, locator: str) -> None:
    """Refuse a file that is not the table the map is for."""
    for slot, field in found.spec.fields.items():
        if not field.optional and not set(field.columns) & set(header):
            wanted = " or ".join(map(repr, field.columns))
            raise InputError(
                f"{locator}: no column {wanted} for {slot}; it has: {', '.join(header) or 'none'}"
            )


def _json_rows(text: str, found: Map, locator: str) -> Iterator[RawRow | InputError]:
    try:
        document = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise InputError(f"{locator}: not valid JSON: {error}") from error
    wanted = {name for field in every_field(found.spec) for name in field.columns}
    wanted |= {*found.spec.key}
    rows = _at(document, found.spec.read.rows)
    if not any(isinstance(row, dict) for row in rows):
        where = found.spec.read.rows or "the top"
        raise InputError(f"{locator}: no list of objects at {where}; is it another kind of file?")
    for number, row in enumerate(rows, 1):
        if isinstance(row, dict):
            cells = {name: tuple(map(_text, _at(row, name))) for name in wanted}
            yield RawRow(line=number, cells=cells)
        else:
            yield InputError(f"{locator}:{number}: is no object")


def _at(node: Any, path: str) -> list[Any]:
    """All that stands at a path of keys, through every list on the way."""
    nodes = _flat(node)
    for key in filter(None, path.split(".")):
        nodes = [
            below
            for one in nodes
            if isinstance(one, dict) and one.get(key) is not None
            for below in _flat(one[key])
        ]
    return nodes


def _flat(node: Any) -> list[Any]:
    return [below for one in node for below in _flat(one)] if isinstance(node, list) else [node]


def _text(node: Any) -> str:
    return node.strip() if isinstance(node, str) else json.dumps(node)
