"""`standoff forecast scenario`: the chances if something were so, as associations."""

from __future__ import annotations

import sys
from datetime import date
from typing import TYPE_CHECKING, Any

from standoff.cli.forecast import FormatOption
from standoff.cli.output import dump, write_rows
from standoff.cli.record import opened
from standoff.cli.settings import Options, resolve

if TYPE_CHECKING:
    from standoff.forecast import Supposed

LISTED = ("scenario", "supposes", "question")
COLUMNS = (
    "window", "if so", "range", "otherwise", "base rate", "90-day rate", "past windows", "refused",
)  # fmt: skip


def scenario(
    name: str | None = None,
    *,
    on: date | None = None,
    as_of: date | None = None,
    form: FormatOption = "terminal",
    options: Options | None = None,
) -> None:
    """Give the chances if something were so; refused where too little is known of it.

    What went with what is not what brings what about: these are associations.

    Args:
        name: One of the theatre's scenarios; left out, they are listed.
        on: Day on which the act begins; left out, the first day of the window.
        as_of: The last day of which something may be known; left out, today.
        form: A table for people, or JSON.
        options: Theatre and record.
    """
    from standoff.forecast import scenarios_of, suppose  # the help must not import numpy

    record, pack = opened(resolve(options))
    if name is None:
        rows = (
            {"scenario": one.id, "supposes": one.text, "question": question.text}
            for question, one in scenarios_of(pack)
        )
        write_rows(rows, LISTED, form="json" if form == "json" else "table")
        return
    found = suppose(record, pack, name, as_of=as_of or date.today(), on=on)
    if form == "json":
        sys.stdout.write(dump(found))
        return
    sys.stdout.write(f"{found[0].question}, if {found[0].text}\n")
    write_rows(map(_row, found), COLUMNS, form="table")
    sys.stdout.write("note: an association in the past, not an effect\n")


def _row(one: Supposed) -> dict[str, Any]:
    from standoff.forecast import shown_percent

    def shown(chance: float | None) -> str | None:
        return None if chance is None else shown_percent(chance)

    share = shown(one.past_share)
    return {
        "window": f"{one.opens} to {one.closes}",
        "if so": shown(one.chance),
        "range": (one.chance is not None and f"{shown(one.low)} to {shown(one.high)}") or None,
        "otherwise": shown(one.without),
        "base rate": shown(one.base_rate),
        "90-day rate": shown(one.weighted_rate),
        "past windows": share and f"{share} of {one.past_windows}",
        "refused": one.refused,
    }
