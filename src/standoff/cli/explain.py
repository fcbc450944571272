"""`standoff explain`: what the record says about the theatre's hypotheses."""

from __future__ import annotations

import math
import sys
from datetime import date
from typing import TYPE_CHECKING, Annotated, Any, Literal

from cyclopts import Parameter

from standoff.cli.output import dump, write_rows
from standoff.cli.record import opened
from standoff.cli.settings import Options, resolve

if TYPE_CHECKING:
    from standoff.explain import Result

COLUMNS = ("hypothesis", "verdict", "rate ratio", "95% interval", "p (Holm)", "why")


def explain(
    *,
    as_of: date | None = None,
    form: Annotated[Literal["terminal", "json"], Parameter(name="--format")] = "terminal",
    seed: int | None = None,
    options: Options | None = None,
) -> None:
    """Test every implication of the theatre's hypotheses.

    Args:
        as_of: Use only what had been published by the end of this day.
        form: A table for people, or JSON.
        seed: Number that fixes every random draw.
        options: Theatre and record.
    """
    from standoff.explain import run_all  # the help must not import numpy

    settings = resolve(options, seed=seed)
    record, pack = opened(settings)
    results = run_all(record, pack, seed=settings.seed, as_of=as_of)
    if form == "json":
        sys.stdout.write(dump([result.to_json() for result in results]))
    else:
        write_rows(map(_row, results), COLUMNS, form="table")


def _row(result: Result) -> dict[str, Any]:
    return {
        "hypothesis": result.key,
        "verdict": result.verdict,
        "rate ratio": None if result.effect is None else f"{math.exp(result.effect):.2f}",
        "95% interval": result.interval
        and " to ".join(f"{math.exp(end):.2f}" for end in result.interval),
        "p (Holm)": None if result.p_holm is None else f"{result.p_holm:.4f}",
        "why": result.reason,
    }
