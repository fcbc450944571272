"""About the record: what its tables cover and do not, who says so, and which versions these are."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Final

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from standoff import __version__
from standoff.coding import CODER
from standoff.packs import Pack, Table
from standoff.packs.theatre import Coverage, Source
from standoff.record.query import Summary
from standoff.serve.pages.asked import HAPPENED, asked
from standoff.serve.pages.render import render
from standoff.serve.pages.shown import name_of, names_of

if TYPE_CHECKING:
    from standoff.serve.listing import Listing
    from standoff.serve.site import Site

STANDING: Final = {
    "self_claimed": "speaks for who acted",
    "measured": "a state that measured",
    "independent": "independent",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Stretch:
    """Days over which a table is, or is not, declared complete."""

    first: date
    last: date
    complete: bool
    between: str
    note: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TableLine:
    """One table of the theatre."""

    id: str
    title: str
    kind: str
    grain: str
    origin: str
    rows: int
    first: str
    last: str
    lag_days: int
    stretches: tuple[Stretch, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class KindLine:
    """How many events of a kind there are, and how sure they are."""

    kind: str
    name: str
    events: int
    happened: int
    unchecked: int
    first: str
    last: str


@dataclass(frozen=True, slots=True, kw_only=True)
class About:
    """What the page shows."""

    tables: tuple[TableLine, ...]
    kinds: tuple[KindLine, ...]
    sources: tuple[Source, ...]
    standing: dict[str, str]
    sizes: dict[str, int]
    issues: tuple[tuple[str, int], ...]
    versions: dict[str, str]


def router(site: Site) -> APIRouter:
    """The page about the record."""
    made = APIRouter(include_in_schema=False)

    @made.get("/about")
    def about(request: Request) -> Response:
        wanted = asked(request.query_params, site.pack)
        view = about_view(site, as_of=wanted.as_of)
        return render(
            request, "about.html", site=site, as_of=wanted.as_of, view=view, wrong=wanted.wrong
        )

    return made


def about_view(site: Site, *, as_of: date | None = None) -> About:
    """What the record covers, and what it does not.

    Args:
        site: whose record it is.
        as_of: the day on which the record is seen.
    """
    listing, pack = site.listing(as_of), site.pack
    record = listing.record
    return About(
        tables=tuple(_table(one, pack) for one in pack.tables.values()),
        kinds=tuple(_kinds(listing, pack)),
        sources=tuple(sorted(pack.sources.values(), key=lambda one: one.name)),
        standing=STANDING,
        sizes=record.sizes(),
        issues=tuple(record.store.issue_counts().items()),
        versions={
            "record": record.version,
            "theatre": pack.id,
            "coder": CODER,
            "standoff": __version__,
        },
    )


def _table(table: Table, pack: Pack) -> TableLine:
    spec = table.spec
    days = sorted(row.fields["date"] for row in table.rows if row.fields.get("date"))
    kinds = {row.fields.get("kind", "") for row in table.rows}
    kind = (
        name_of(pack, spec.kind)
        if spec.kind
        else ", ".join(name_of(pack, one) for one in sorted(kinds) if one)
    )
    return TableLine(
        id=spec.id,
        title=spec.title,
        kind=kind,
        grain=spec.grain,
        origin=name_of(pack, spec.origin),
        rows=len(table.rows),
        first=days[0] if days else "",
        last=days[-1] if days else "",
        lag_days=spec.lag_days,
        stretches=tuple(_stretch(one, pack) for one in spec.coverage),
    )


def _stretch(one: Coverage, pack: Pack) -> Stretch:
    return Stretch(
        first=one.first,
        last=one.last,
        complete=one.complete,
        between=names_of(pack, one.between),
        note=one.note,
    )


def _kinds(listing: Listing, pack: Pack) -> Iterator[KindLine]:
    by_kind: dict[str, list[Summary]] = {}
    for summary in listing.summaries:
        by_kind.setdefault(summary.kind, []).append(summary)
    for kind, mine in sorted(by_kind.items(), key=lambda item: -len(item[1])):
        days = [one.first for one in mine if one.first]
        yield KindLine(
            kind=kind,
            name=name_of(pack, kind),
            events=len(mine),
            happened=sum(one.status in HAPPENED for one in mine),
            unchecked=sum(not one.verified for one in mine),
            first=min(days, default=""),
            last=max(days, default=""),
        )
