"""Events counted by group, from their summaries alone."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import product

from standoff.errors import InputError
from standoff.model import Query
from standoff.packs import Pack
from standoff.record.query import Summary, fits


def tallied(
    summaries: Iterable[Summary], by: Sequence[str], query: Query, pack: Pack
) -> dict[tuple[str, ...], int]:
    """How many of the events fit the query, by group, in the order of the groups.

    Raises:
        InputError: there is no such group, or the query looks for a text.
    """
    unknown = [name for name in by if name not in FACETS]
    if unknown:
        known = ", ".join(FACETS)
        raise InputError(f"events cannot be counted by {unknown[0]!r}; choose from: {known}")
    if query.text is not None:
        raise InputError("a text is looked for in events, not in counts; leave it out")
    facets = [FACETS[name] for name in by]
    counts: Counter[tuple[str, ...]] = Counter()
    for summary in summaries:
        if fits(summary, query, pack):
            counts.update(product(*(facet(summary) for facet in facets)))
    return dict(sorted(counts.items()))


def _period(summary: Summary, length: int) -> tuple[str]:
    """The year or month of its day, or that which all of its days lie in."""
    if summary.onset:
        return (summary.onset[:length],)
    first, last = (summary.first or "")[:length], (summary.last or "")[:length]
    return (first if first == last else "",)


FACETS: Mapping[str, Callable[[Summary], Sequence[str]]] = {
    "year": lambda one: _period(one, 4),
    "month": lambda one: _period(one, 7),
    "day": lambda one: (one.onset or "",),
    "kind": lambda one: (one.kind,),
    "actor": lambda one: one.actors or ("",),
    "target": lambda one: one.targets or ("",),
    "class": lambda one: (one.weapon_class or "",),
    "status": lambda one: (one.status,),
}
