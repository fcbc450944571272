"""`standoff forecast`: the theatre's standing questions, each beside its base rate."""

from __future__ import annotations

import sys
from datetime import date
from typing import TYPE_CHECKING, Annotated, Any, Literal

from cyclopts import Parameter

from standoff.cli.output import dump, write_rows
from standoff.cli.record import opened
from standoff.cli.settings import Options, resolve

if TYPE_CHECKING:
    from standoff.forecast import Forecast

COLUMNS = ("question", "chance", "in words", "base rate", "data through", "past Brier score")


def forecast(
    *,
    as_of: date | None = None,
    form: Annotated[Literal["terminal", "json"], Parameter(name="--format")] = "terminal",
    options: Options | None = None,
) -> None:
    """Answer the theatre's standing questions as of a day.

    Args:
        as_of: The last day of which something may be known; left out, today.
        form: A table for people, or JSON.
        options: Theatre and record.
    """
    from standoff.forecast import standing  # the help must not import numpy

    record, pack = opened(resolve(options))
    forecasts = standing(record, pack, as_of=as_of or date.today())
    if form == "json":
        sys.stdout.write(dump(forecasts))
    else:
        write_rows(map(_row, forecasts), COLUMNS, form="table")
        for note in dict.fromkeys(note for answer in forecasts for note in answer.notes):
            sys.stdout.write(f"note: {note}\n")


def _row(answer: Forecast) -> dict[str, Any]:
    from standoff.forecast import shown_percent

    brier = answer.skill.brier.get(answer.model) if answer.skill else None
    return {
        "question": answer.text,
        "chance": shown_percent(answer.probability),
        "in words": answer.words,
        "base rate": shown_percent(answer.base_rate),
        "data through": answer.data_through,
        "past Brier score": brier,
    }
