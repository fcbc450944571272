"""`standoff record series`: counts a day, month or year, with what is covered and exposed."""

from __future__ import annotations

import math
import sys
from collections.abc import Iterator
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any, Literal

from standoff.cli.filters import Filter, checked
from standoff.cli.output import dump, write_rows
from standoff.cli.record import HAPPENED, FormatOption, opened
from standoff.cli.settings import Options, resolve
from standoff.errors import InputError
from standoff.model import CountUnit, Query

if TYPE_CHECKING:
    from standoff.model import Series

Step = Literal["day", "month", "year"]
PRECISION = {"day": 10, "month": 7, "year": 4}
NOT_COVERED = "not covered"


def series(
    *,
    count: CountUnit = "days",
    by: Step = "month",
    only: Filter | None = None,
    exposure: str | None = None,
    exposure_actor: str | None = None,
    exposure_target: str | None = None,
    as_of: date | None = None,
    form: FormatOption = "table",
    options: Options | None = None,
) -> None:
    """Count the events that match over time; days that no table covers are not counted as zero.

    Args:
        count: What is counted: days, occasions (a day's volleys), events (volleys) or items.
        by: A line for each day, month or year.
        only: Which events; without --first and --last, the days that the tables cover.
        exposure: Kind of event that exposes a day, such as exercise; shown beside the counts.
        exposure_actor: Id of who acts in it.
        exposure_target: Id of who is its target, or the other party.
        as_of: Use only what had been published by the end of this day.
        form: How to print.
        options: Theatre and record.
    """
    record, pack = opened(resolve(options))
    seen = record.as_of(as_of)
    wanted = checked((only or Filter()).query(HAPPENED), seen, pack)
    exposing = None
    if exposure:
        exposing = Query(kind=exposure, actor=exposure_actor, target=exposure_target)
        checked(exposing, seen, pack)
    elif exposure_actor or exposure_target:
        raise InputError("--exposure-actor and --exposure-target need --exposure KIND")
    found = seen.series(wanted, count=count, exposure=exposing)
    left_out = [event.id for event in seen.imprecise(wanted)]
    lines = list(_lines(found, by))
    if form == "json":
        head = {"count": count, "by": by, "zone": found.zone, "without_a_day": left_out}
        sys.stdout.write(dump({**head, "series": lines}))
        return
    write_rows(map(_shown, lines) if form == "table" else lines, _columns(found, by), form=form)
    if form == "table" and left_out:
        sys.stdout.write(f"not counted, their day is not known: {', '.join(left_out)}\n")


def _lines(found: Series, by: Step) -> Iterator[dict[str, Any]]:
    """A line for each stretch; its count is None where none of its days is covered."""
    groups: dict[str, list[int]] = {}
    for index in range(len(found.values)):
        day = found.start + timedelta(days=index)
        groups.setdefault(day.isoformat()[: PRECISION[by]], []).append(index)
    for name, indices in groups.items():
        counts = [float(found.values[index]) for index in indices if found.coverage[index]]
        line: dict[str, Any] = {by: name, "count": int(sum(counts)) if counts else None}
        line |= {"covered_days": len(counts), "days": len(indices)}
        if found.exposure is not None:
            exposed = [float(found.exposure[index]) for index in indices]
            line |= {
                "exposed_days": sum(one == 1 for one in exposed),
                "unexposed_days": sum(one == 0 for one in exposed),
                "unknown_days": sum(math.isnan(one) for one in exposed),
            }
        yield line


def _columns(found: Series, by: Step) -> tuple[str, ...]:
    exposure = ("exposed_days", "unexposed_days", "unknown_days")
    return (by, "count", "covered_days", "days", *(exposure if found.exposure is not None else ()))


def _shown(line: dict[str, Any]) -> dict[str, Any]:
    return line if line["count"] is not None else line | {"count": NOT_COVERED}
