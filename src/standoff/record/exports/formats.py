"""The formats by name; each one's module is imported when it is asked for."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from importlib import import_module

from standoff.errors import InputError
from standoff.model import Event
from standoff.packs import Pack
from standoff.record.exports.exported import Exported

FORMATS: Mapping[str, str] = {
    "csv": "flat:csv_file",
    "jsonl": "lines:lines_file",
    "geojson": "geojson:geojson_file",
    "plover": "plover:plover_file",
    "ical": "calendar:calendar_file",
    "parquet": "parquet:parquet_file",
}


def export(events: Iterable[Event], form: str, pack: Pack) -> Exported:
    """The events as one file.

    Args:
        events: in the order in which they are to stand.
        form: one of FORMATS.
        pack: the theatre, for names, places and codes.

    Raises:
        InputError: there is no such format, or what it needs is not installed.
    """
    if form not in FORMATS:
        raise InputError(f"no format {form!r}; there are: {', '.join(FORMATS)}")
    module, _, name = FORMATS[form].partition(":")
    write: Callable[[Sequence[Event], Pack], Exported] = getattr(
        import_module(f"standoff.record.exports.{module}"), name
    )
    return write(tuple(events), pack)
