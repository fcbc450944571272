"""Observations in outline: what parting them needs, taken from their stored form.

To decode a whole observation takes four times as long, and of a large record most parts are
known already or are decoded in another process.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any, NamedTuple

from pydantic_core import from_json

from standoff.errors import RecordError
from standoff.record.rows import OBSERVATION

Place = tuple[str, str]
Span = tuple[date, date]
OpenSpan = tuple[str, str, str]


class Outline(NamedTuple):
    """What parting needs of an observation.

    `token` tells this content from any other in the same database; `place` is what a ruling may
    reach; `closed` are its days where both ends are known, `opened` its kind and ends where one
    is not; `report` is the report it stands in.
    """

    row: int
    token: str
    kind: str
    anchor: tuple[str | int, ...]
    place: Place
    report: str | None
    closed: Span | None
    opened: OpenSpan | None


def outlined(row: int, body: str, day: date | None = None) -> Outline | None:
    """The observation of a stored row in outline, None where it was not known on the day.

    Args:
        row: the number of its row.
        body: its stored form.
        day: None for all that is known by now.

    Raises:
        RecordError: the stored text is no observation.
    """
    try:
        return _outline(row, from_json(body), day.isoformat() if day else None)
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        OBSERVATION.load(body)  # says what is damaged
        raise RecordError(f"a stored observation is damaged: {error}") from error


def _outline(row: int, given: Mapping[str, Any], day: str | None) -> Outline | None:
    values, known, whole = given["values"], given["known"], True
    if day is not None:
        if known is None or known > day:
            return None
        seen = {slot: one for slot, one in values.items() if (one["known"] or known) <= day}
        values, whole = seen, len(seen) == len(values)
    kind, anchor = given["kind"], given["anchor"]
    report = anchor.get("report")
    stands = (
        (report, anchor["start"], anchor["end"]) if report else (anchor["table"], anchor["row"])
    )
    closed, opened = _spans(kind, values.get("date"))
    return Outline(
        row=row,
        token=str(row) if whole else f"{row}:{','.join(values)}",
        kind=kind,
        anchor=stands,
        place=(report, "") if report else (f"table:{anchor['table']}", anchor["row"]),
        report=report,
        closed=closed,
        opened=opened,
    )


def _spans(kind: str, dated: Mapping[str, Any] | None) -> tuple[Span | None, OpenSpan | None]:
    when = dated["value"] if dated else None
    if not isinstance(when, dict):
        return None, None
    first, last = when["first"], when["last"]
    if first is None or last is None:
        return None, (kind, str(first), str(last))
    return (date.fromisoformat(first), date.fromisoformat(last)), None
