"""JSON Lines: each event whole, with every value of every origin; the only form without loss."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from standoff.errors import InputError, RecordError
from standoff.model import Event
from standoff.packs import Pack
from standoff.record.exports.exported import Exported
from standoff.record.part import EVENT

FORMAT = "standoff-event-1"


def lines_file(events: Sequence[Event], pack: Pack) -> Exported:
    """A line of JSON for each event, each with its format and theatre."""
    head = json.dumps({"format": FORMAT, "theatre": pack.manifest.id})[:-1]
    lines = [f"{head}, {EVENT.dump(event)[1:]}\n" for event in events]
    return Exported(content="".join(lines).encode(), written=len(lines), skipped={})


def read_line(line: str, *, theatre: str) -> Event:
    """The event of a line that `lines_file` wrote.

    Args:
        line: one line of the file.
        theatre: the theatre whose record it is to go into.

    Raises:
        InputError: it is no such line, or of another theatre.
    """
    content = _object(line)
    if content.pop("format", None) != FORMAT:
        raise InputError(f"is no event of format {FORMAT}; write it with record export")
    if (named := content.pop("theatre", None)) != theatre:
        raise InputError(f"is an event of theatre {named!r}, not of {theatre!r}")
    try:
        return EVENT.load(json.dumps(content))
    except RecordError as error:
        detail = str(error).removeprefix("a stored event is damaged at ")
        raise InputError(f"is no event: {detail}") from error


def _object(line: str) -> dict[str, Any]:
    try:
        content = json.loads(line)
    except ValueError as error:
        raise InputError(f"is not JSON ({error}); one event a line") from error
    if not isinstance(content, dict):
        raise InputError("is not a JSON object; one event a line")
    return content
