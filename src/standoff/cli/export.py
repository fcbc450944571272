"""`standoff export`: events as other tools read them (also `standoff record export`), or a site."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

from cyclopts import App, Parameter

from standoff.cli.filters import Filter, checked
from standoff.cli.record import HAPPENED, opened
from standoff.cli.settings import Options, resolve
from standoff.errors import InputError

if TYPE_CHECKING:
    from standoff.record.exports import Exported

app = App(name="export", help="Write the record out: events for other tools, a site of files.")

Form = Literal["csv", "jsonl", "geojson", "plover", "ical", "parquet"]


@app.command(name="events")
def export(
    *,
    form: Annotated[Form, Parameter(name="--format")] = "csv",
    output: Path | None = None,
    only: Filter | None = None,
    as_of: date | None = None,
    options: Options | None = None,
) -> None:
    """Write the events that match to a file; those that happened, if no status is asked for.

    What a format cannot hold is counted by reason on standard error.

    Args:
        form: csv (flat), jsonl (everything), geojson, plover, ical, or parquet (extra `tables`).
        output: Where to; standard output if left out.
        only: Which events.
        as_of: Use only what had been published by the end of this day.
        options: Theatre and record.
    """
    from standoff.record.exports import export as write  # the help must not import it

    if form == "parquet" and output is None:
        raise InputError("Parquet is no text; name a file with --output")
    record, pack = opened(resolve(options))
    seen = record.as_of(as_of)
    wanted = checked((only or Filter()).query(HAPPENED), seen, pack)
    made = write(seen.events(wanted), form, pack)
    _put(made.content, output)
    sys.stderr.writelines(_summary(made, output))


def _put(content: bytes, output: Path | None) -> None:
    if output is None:
        sys.stdout.write(content.decode())
        return
    try:
        output.write_bytes(content)
    except OSError as error:
        raise InputError(f"{output}: cannot be written: {error.strerror}") from error


def _summary(made: Exported, output: Path | None) -> Iterator[str]:
    if output is not None:
        yield f"{output}: {made.written:,} events\n"
    for reason, number in made.skipped.items():
        yield f"left out {number:>7,}: {reason}\n"


app.command(
    "standoff.cli.export_site:site", name="site", help="Write the site as files to open from disk."
)
