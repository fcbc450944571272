"""Which days a pack's tables are declared complete for, and for whom."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

import numpy as np
from numpy.typing import NDArray

from standoff.model import Query
from standoff.packs import Coverage, Pack, Table

Mask = NDArray[np.bool_]


def feeding_tables(kind: str | None, pack: Pack) -> Iterator[Table]:
    """The tables that hold events of a kind (of any kind where it is None)."""
    for table in pack.tables.values():
        kinds = {table.spec.kind} if table.spec.kind else _kinds_of_rows(table)
        if kind is None or kind in kinds:
            yield table


def _kinds_of_rows(table: Table) -> set[str]:
    return {row.fields.get("kind", "") for row in table.rows}


def covered(query: Query, first: date, last: date, pack: Pack, *, as_of: date | None) -> Mask:
    """A mask of the days on which the tables are complete for what the query asks.

    Args:
        query: its kind, and its actor and target where a table covers only some pairs.
        first: the first day of the mask.
        last: its last day, inclusive.
        as_of: days that could not yet be in a table by then are uncovered.

    Returns:
        One bool a day: the union of the tables. Within a table what is declared for a pair
        outranks what is declared for everyone, and incomplete outranks complete.
    """
    mask = np.zeros((last - first).days + 1, dtype=np.bool_)
    for table in feeding_tables(query.kind, pack):
        own = np.zeros_like(mask)
        for stretch in sorted(table.spec.coverage, key=_from_general_to_particular):
            if _concerns(stretch, query):
                begin, end = _bounds(stretch, table, as_of)
                own[_slice(begin, end, first)] = stretch.complete
        mask |= own
    return mask


def covered_span(query: Query, pack: Pack, *, as_of: date | None) -> tuple[date, date] | None:
    """The first and last day that any feeding table is complete for, None if there is none."""
    spans = [
        _bounds(stretch, table, as_of)
        for table in feeding_tables(query.kind, pack)
        for stretch in table.spec.coverage
        if stretch.complete and _concerns(stretch, query)
    ]
    spans = [(first, last) for first, last in spans if first <= last]
    if not spans:
        return None
    return min(first for first, _ in spans), max(last for _, last in spans)


def _bounds(stretch: Coverage, table: Table, as_of: date | None) -> tuple[date, date]:
    """The stretch, ended where the table could not have known more by the public clock."""
    if as_of is None:
        return stretch.first, stretch.last
    return stretch.first, min(stretch.last, as_of - timedelta(days=table.spec.lag_days))


def _concerns(stretch: Coverage, query: Query) -> bool:
    """Whether the stretch speaks for what the query asks: one for a pair only for that pair."""
    asked = {one for one in (query.actor, query.target) if one}
    return not stretch.between or asked == set(stretch.between)


def _from_general_to_particular(stretch: Coverage) -> tuple[bool, bool]:
    return bool(stretch.between), not stretch.complete


def _slice(begin: date, end: date, first: date) -> slice:
    start = max((begin - first).days, 0)
    return slice(start, max((end - first).days + 1, start))
