"""The record as a whole: what it holds, what its tables cover, counts over time."""

from __future__ import annotations

import math
from collections.abc import Iterator
from datetime import timedelta
from typing import Annotated, Any, Final, Literal

from fastapi import APIRouter, Depends, Request
from fastapi import Query as Param
from starlette.responses import Response

from standoff.errors import InputError
from standoff.model import CountUnit, Query, Series
from standoff.packs import Pack
from standoff.packs.theatre import Table
from standoff.record.query import Summary
from standoff.serve.api.asked import HAPPENED, AsOf, Filter
from standoff.serve.api.envelope import PREFIX, Answer, Envelope, Replies, errors
from standoff.serve.api.listed import listed
from standoff.serve.api.models import RecordItem, SeriesWhole, TableItem
from standoff.serve.listing import Listing

PRECISION: Final = {"day": 10, "month": 7, "year": 4}
LONGEST_DAYS: Final = 366 * 200
Step = Literal["day", "month", "year"]


def router(replies: Replies) -> APIRouter:
    """The routes of the record as a whole."""
    routes, site = APIRouter(prefix=PREFIX, tags=["record"]), replies.site

    @routes.get("/record", response_model=Envelope[RecordItem], responses=errors())
    def record(request: Request, as_of: AsOf = None) -> Response:
        """The theatre, and how many events of each kind the record holds."""
        return replies.reply(request, as_of, lambda: Answer(_record(site.listing(as_of))))

    @listed(routes, "/tables", TableItem)
    def tables(request: Request) -> Response:
        """The theatre's own tables, and the days over which each is complete."""
        found = list(map(_table, site.pack.tables.values()))
        return replies.reply(request, None, lambda: Answer(found))

    @routes.get("/series", response_model=Envelope[SeriesWhole], responses=errors())
    def series(
        request: Request,
        only: Annotated[Filter, Depends()],
        count: Annotated[CountUnit, Param(description="What is counted.")] = "days",
        by: Annotated[Step, Param(description="A count for each.")] = "month",
        exposure: Annotated[str | None, Param(description="Kind that exposes a day.")] = None,
        as_of: AsOf = None,
    ) -> Response:
        """Counts over time; what no table covers has no count and is not zero."""

        def find() -> Answer:
            listing = site.listing(as_of)
            query = only.query(listing)
            if exposure is not None and exposure not in site.pack.kinds:
                raise InputError(f"exposure: there is no kind {exposure!r}")
            return Answer(_series(listing, query, count, by, exposure))

        return replies.reply(request, as_of, find)

    return routes


def _record(listing: Listing) -> dict[str, Any]:
    pack, kinds = listing.record.pack, dict[str, list[Summary]]()
    for one in listing.summaries:
        kinds.setdefault(one.kind, []).append(one)
    most = sorted(kinds.values(), key=len, reverse=True)
    return {
        "theatre": pack.manifest.id,
        "title": pack.manifest.title,
        "pack": pack.id,
        "zone": pack.manifest.zone,
        "events": len(listing.summaries),
        "kinds": [_kind(mine, pack) for mine in most],
    }


def _kind(mine: list[Summary], pack: Pack) -> dict[str, Any]:
    kind = mine[0].kind
    known = pack.kinds.get(kind)
    firsts = [one.first for one in mine if one.first]
    return {
        "kind": kind,
        "name": known.name if known else None,
        "events": len(mine),
        "happened": sum(one.status in HAPPENED for one in mine),
        "first": min(firsts, default=None),
        "last": max(firsts, default=None),
    }


def _table(table: Table) -> dict[str, Any]:
    spec = table.spec
    return {
        "id": spec.id,
        "title": spec.title,
        "kind": spec.kind,
        "grain": spec.grain,
        "origin": spec.origin,
        "rows": len(table.rows),
        "coverage": [one.model_dump() for one in spec.coverage],
    }


def _series(
    listing: Listing, query: Query, count: CountUnit, by: Step, exposure: str | None
) -> dict[str, Any]:
    _check_length(query)
    exposing = Query(kind=exposure) if exposure else None
    found = listing.record.series(query, count=count, exposure=exposing)
    return {
        "count": count,
        "by": by,
        "zone": found.zone,
        "without_a_day": [event.id for event in listing.record.imprecise(query)],
        "series": list(_stretches(found, by)),
    }


def _check_length(query: Query) -> None:
    """Refuse a span of days longer than any record.

    Raises:
        InputError: so it is.
    """
    if query.first and query.last and (query.last - query.first).days > LONGEST_DAYS:
        raise InputError("first and last: more than 200 years; ask for fewer")


def _stretches(found: Series, by: Step) -> Iterator[dict[str, Any]]:
    groups: dict[str, list[int]] = {}
    for index in range(len(found.values)):
        day = found.start + timedelta(days=index)
        groups.setdefault(day.isoformat()[: PRECISION[by]], []).append(index)
    for name, indices in groups.items():
        counts = [float(found.values[index]) for index in indices if found.coverage[index]]
        exposed = [] if found.exposure is None else [float(found.exposure[i]) for i in indices]
        told = bool(exposed)
        yield {
            "name": name,
            "count": int(sum(counts)) if counts else None,
            "covered_days": len(counts),
            "days": len(indices),
            "exposed_days": sum(one == 1 for one in exposed) if told else None,
            "unexposed_days": sum(one == 0 for one in exposed) if told else None,
            "unknown_days": sum(math.isnan(one) for one in exposed) if told else None,
        }
