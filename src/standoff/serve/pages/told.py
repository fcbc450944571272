"""Events as lines of a table: what every list of events shows."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from standoff.model import Event, Query
from standoff.packs import Pack
from standoff.record import weapon_class_of
from standoff.record.query import LAST_DAY
from standoff.serve.pages.shown import day, name_of, names, names_of

if TYPE_CHECKING:
    from standoff.serve.listing import Key, Listing

# Before every event without a day, behind every one that has one.
UNDATED: Final = (LAST_DAY, "", "")


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """An event in one line; `actors` holds all parties where all act together."""

    id: str
    day: str
    kind: str
    what: str
    actors: str
    targets: str
    place: str
    status: str
    verified: bool
    disputed: bool
    sources: int


def line_of(event: Event, pack: Pack) -> Line:
    """The event in one line."""
    place = event.get("place")
    return Line(
        id=event.id,
        day=day(event.when),
        kind=name_of(pack, event.kind),
        what=what(event, pack),
        actors=names_of(pack, event.actors),
        targets=names_of(pack, event.targets),
        place=name_of(pack, str(place)) if place else "",
        status=event.status,
        verified=event.verified,
        disputed=bool(event.disputes),
        sources=len(event.origins),
    )


def lines_of(events: Iterable[Event], pack: Pack) -> tuple[Line, ...]:
    """Several events, a line each."""
    return tuple(line_of(event, pack) for event in events)


def newest_lines(
    listing: Listing, query: Query, *, limit: int, after: Key | None = None
) -> tuple[tuple[Line, ...], Key | None]:
    """Lines of the events that fit, the newest days first and those without a day at the end.

    Args:
        listing: the record on its day.
        query: which events.
        limit: lines at most.
        after: the key that the page before gave.

    Returns:
        The lines, and the key after which the next page begins.
    """
    pack = listing.record.pack
    page = listing.page(query, limit=limit, after=after or UNDATED, newest=True)
    if page.next or len(page.events) == limit:
        return lines_of(page.events, pack), page.next
    rest = () if query.first or query.last else _undated(listing, query, limit)
    return lines_of((*page.events, *rest), pack), None


def _undated(listing: Listing, query: Query, limit: int) -> tuple[Event, ...]:
    return listing.page(query, limit=limit, after=UNDATED).events


def what(event: Event, pack: Pack) -> str:
    """What an event is called, as short as tells it from its neighbours.

    Its own name, else number, weapon and class, else its kind.
    """
    kind, name = name_of(pack, event.kind), event.get("name")
    if name:
        return str(name)
    weapon, sort = event.get("weapon"), weapon_class_of(event, pack)
    told = [name_of(pack, str(weapon))] if weapon else []
    count = event.get("count")
    several = count if isinstance(count, int) and count > 1 else 1
    if sort:
        words = names(pack).weapon_class(sort, several)
        told.append(f"{several} {words}" if several > 1 else words)
    elif several > 1 and told:
        told.append(str(several))
    return ", ".join(told) or str(event.get("mode") or kind)
