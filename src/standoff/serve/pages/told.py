"""Events as lines of a table: what every list of events shows."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from standoff.model import Event
from standoff.packs import Pack
from standoff.record import weapon_class_of
from standoff.serve.pages.shown import day, name_of, names, names_of


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


def what(event: Event, pack: Pack) -> str:
    """What an event is called, as short as tells it from its neighbours.

    Its own name, else number, weapon and class, else its kind.
    """
    kind, name = name_of(pack, event.kind), event.get("name")
    if name:
        return str(name)
    weapon = event.get("weapon")
    told = [name_of(pack, str(weapon))] if weapon else []
    sort = weapon_class_of(event, pack)
    if sort:
        told.append(names(pack).weapon_class(sort, 2 if (event.get("count") or 1) > 1 else 1))
    if not told:
        return str(event.get("mode") or kind)
    count = event.get("count")
    told[-1] = f"{told[-1]} × {count}" if isinstance(count, int) and count > 1 else told[-1]
    return ", ".join(told)
