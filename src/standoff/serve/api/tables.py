"""Plain values as CSV."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Mapping
from typing import Any

from pydantic_core import to_jsonable_python


def csv_of(items: Iterable[Mapping[str, Any]]) -> bytes:
    """The items as CSV with a header; what is not a single value is JSON in its cell."""
    rows = [to_jsonable_python(item) for item in items]
    columns = list(dict.fromkeys(name for row in rows for name in row))
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(columns)
    writer.writerows([_cell(row.get(name)) for name in columns] for row in rows)
    return text.getvalue().encode()


def _cell(value: Any) -> str | int | float:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list) and all(isinstance(one, str) for one in value):
        return ";".join(value)
    return value if isinstance(value, str | int | float) else json.dumps(value, ensure_ascii=False)
