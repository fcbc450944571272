"""Rows, values and documents as the command line prints them: table, JSON or CSV."""

from __future__ import annotations

import csv
import io
import json
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import fields, is_dataclass
from datetime import date, time
from pathlib import Path
from typing import Any, Literal

from standoff.dates import When
from standoff.errors import InputError

Format = Literal["table", "json", "csv"]
Cells = Mapping[str, Any]
SHORT = 24


def plain(value: Any) -> Any:
    """The value as JSON knows it: dates as ISO text, nouns as objects, arrays as lists."""
    if is_dataclass(value) and not isinstance(value, type | When):
        return {one.name: plain(getattr(value, one.name)) for one in fields(value)}
    if isinstance(value, Mapping):
        return {str(key): plain(one) for key, one in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [plain(one) for one in value]
    return _scalar(value)


def _scalar(value: Any) -> Any:
    if isinstance(value, When):
        return value.to_json()
    if isinstance(value, date | time):
        return value.isoformat()
    return str(value) if isinstance(value, Path) else value


def dump(value: Any) -> str:
    """The value as indented JSON with a line end."""
    return json.dumps(plain(value), ensure_ascii=False, indent=2) + "\n"


def json_document(items: Iterable[Any]) -> Iterator[str]:
    """Pieces of one JSON document: the item alone if there is one, else an array.

    >>> "".join(json_document([1, 2])).split()
    ['[', '1,', '2', ']']
    """
    waiting = iter(items)
    try:
        piece = dump(next(waiting)).rstrip("\n")
    except StopIteration:
        yield "[]\n"
        return
    several = False
    for item in waiting:
        yield ("" if several else "[\n") + piece + ",\n"
        several = True
        piece = dump(item).rstrip("\n")
    yield piece + ("\n]\n" if several else "\n")


def write_rows(rows: Iterable[Cells], columns: Sequence[str], *, form: Format) -> None:
    """Print rows to standard output, streaming them where the form allows it."""
    if form == "json":
        sys.stdout.writelines(json_array(rows))
    elif form == "csv":
        sys.stdout.writelines(csv_lines(rows, columns))
    else:
        _print_table(rows, columns)


def json_array(rows: Iterable[Any]) -> Iterator[str]:
    """Pieces of a JSON array, whatever the number of rows."""
    before = "["
    for row in rows:
        yield before + "\n" + json.dumps(plain(row), ensure_ascii=False)
        before = ","
    yield "[]\n" if before == "[" else "\n]\n"


def cell(value: Any) -> str:
    """The value as short text for a table cell; empty where there is none."""
    if value is None:
        return ""
    if isinstance(value, When):
        return _when(value)
    if isinstance(value, tuple | list):
        return ", ".join(cell(one) for one in value)
    if isinstance(value, float):
        return f"{value:.4g}"
    return str(value)


def _when(value: When) -> str:
    shown = value.to_json()
    if not shown["open"]:
        return f"{shown['first']}" + (f"..{shown['last']}" if shown["last"] else "")
    return f"{value.first or ''}..{value.last or ''}"


def csv_lines(rows: Iterable[Cells], columns: Sequence[str]) -> Iterator[str]:
    """Lines of a CSV with a header, a line for each row."""
    yield _csv_line(columns)
    for row in rows:
        yield _csv_line([cell(row.get(name)) for name in columns])


def _csv_line(cells: Sequence[str]) -> str:
    line = io.StringIO()
    csv.writer(line, lineterminator="\n").writerow(cells)
    return line.getvalue()


def _print_table(rows: Iterable[Cells], columns: Sequence[str]) -> None:
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    shown = [[cell(row.get(name)) for name in columns] for row in rows]
    widths = [max(map(len, texts)) for texts in zip(columns, *shown, strict=True)]
    table = Table(box=None, pad_edge=False, header_style="bold")
    for name, width in zip(columns, widths, strict=True):
        table.add_column(name, no_wrap=width <= SHORT, min_width=min(width, SHORT), overflow="fold")
    for texts in shown:
        table.add_row(*map(Text, texts))
    console = Console(file=sys.stdout)
    console.width = _width_of(console.width if console.is_terminal else None, widths)
    console.print(table)


def _width_of(terminal: int | None, widths: Sequence[int]) -> int:
    """The width to print at: short columns are never broken; a pipe gets no line break at all."""
    gaps = 2 * len(widths)
    whole = sum(widths) + gaps
    least = sum(min(width, SHORT) for width in widths) + gaps
    return whole if terminal is None else max(terminal, least)


def write_file(path: Path, content: str | bytes) -> None:
    """Put text or bytes into a file.

    Raises:
        InputError: the file cannot be written.
    """
    try:
        path.write_bytes(content.encode() if isinstance(content, str) else content)
    except OSError as error:
        raise InputError(f"{path}: cannot be written: {error.strerror}") from error


def write_out(content: bytes, path: Path | None, *, binary: bool = False) -> None:
    """Put the bytes of a document into a file, or print them where there is none.

    Raises:
        InputError: the file cannot be written, or a terminal would get what is no text.
    """
    if path:
        write_file(path, content)
    elif binary:
        if sys.stdout.isatty():
            raise InputError("this form is no text for a terminal; name a file with --output")
        sys.stdout.buffer.write(content)
    else:
        sys.stdout.write(content.decode())
