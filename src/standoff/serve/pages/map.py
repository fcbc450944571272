"""Map: places with their events, and flights whose distance and bearing the record holds."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Final

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from standoff.model import Event, Query
from standoff.packs import Pack, Place
from standoff.serve.pages.asked import Asked, asked, choices
from standoff.serve.pages.outlines import COARSE, WORLD, Frame, land
from standoff.serve.pages.render import render
from standoff.serve.pages.shown import day, name_of
from standoff.serve.pages.told import what

if TYPE_CHECKING:
    from standoff.serve.listing import Listing
    from standoff.serve.site import Site

EARTH_KM: Final = 6371.0
BEARING: Final = "bearing_deg"
DISTANCE: Final = "distance_km"
# So that a record of very many events still answers at once; the page says so.
MOST_EVENTS: Final = 20_000
FULL_CIRCLE: Final = 360.0
DAY_LETTERS: Final = len("2024-09-18")


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaceLine:
    """A place with what happened there."""

    id: str
    name: str
    lat: float
    lon: float
    state: str
    events: int
    kinds: str
    first: str
    last: str
    farthest_km: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Flight:
    """A flight that the record gives both a distance and a bearing: from where to where."""

    id: str
    name: str
    day: str
    place: str
    distance_km: float
    bearing_deg: float
    path: tuple[tuple[float, float], tuple[float, float]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Map:
    """What the page shows: the drawing's data and the same as tables."""

    sites: tuple[PlaceLine, ...]
    flights: tuple[Flight, ...]
    without_bearing: int
    unplaced: int
    shown: int
    cut: bool
    drawn: dict[str, Any]


@dataclass(slots=True)
class _Tally:
    """Events of one place, as they are counted."""

    place: Place
    events: list[Event] = field(default_factory=list)


def router(site: Site) -> APIRouter:
    """The map with its filter."""
    made = APIRouter(include_in_schema=False)

    @made.get("/map")
    def map_(request: Request) -> Response:
        wanted = asked(request.query_params, site.pack)
        return render(
            request,
            "map.html",
            site=site,
            as_of=wanted.as_of,
            view=map_view(site, wanted),
            asked=wanted,
            choices=choices(site.pack),
            wrong=wanted.wrong,
        )

    return made


def map_view(site: Site, wanted: Asked) -> Map:
    """What the map shows of the events that fit.

    Args:
        site: whose record it is.
        wanted: the filter and the day.
    """
    return _mapped(site.listing(wanted.as_of), wanted.query)


@lru_cache(maxsize=16)
def _mapped(listing: Listing, query: Query) -> Map:
    pack = listing.record.pack
    page = listing.page(query, limit=MOST_EVENTS, newest=True)
    tallies: dict[str, _Tally] = {}
    unplaced = 0
    for event in page.events:
        place = pack.places.get(str(event.get("place")))
        if place is None or place.lat is None or place.lon is None:
            unplaced += 1
            continue
        tallies.setdefault(place.id, _Tally(place)).events.append(event)
    sites = tuple(
        sorted(
            (_site(one, pack) for one in tallies.values()), key=lambda one: (-one.events, one.name)
        )
    )
    flights = tuple(_flights(page.events, pack))
    flown = sum(1 for event in page.events if event.get(DISTANCE) is not None)
    return Map(
        sites=sites,
        flights=flights,
        without_bearing=flown - len(flights),
        unplaced=unplaced,
        shown=len(page.events),
        cut=page.next is not None,
        drawn=_drawn(sites, flights, pack),
    )


def _site(tally: _Tally, pack: Pack) -> PlaceLine:
    place, events = tally.place, tally.events
    counted = Counter(name_of(pack, event.kind) for event in events)
    days = sorted(day(event.when)[:DAY_LETTERS] for event in events if event.when)
    flown = [float(km) for event in events if (km := event.get(DISTANCE)) is not None]
    return PlaceLine(
        id=place.id,
        name=place.name,
        lat=place.lat or 0.0,
        lon=place.lon or 0.0,
        state=name_of(pack, place.state),
        events=len(events),
        kinds=", ".join(f"{kind} {n}" for kind, n in counted.most_common()),
        first=days[0] if days else "",
        last=days[-1] if days else "",
        farthest_km=max(flown, default=None),
    )


def _flights(events: Iterable[Event], pack: Pack) -> Iterable[Flight]:
    for event in events:
        place = pack.places.get(str(event.get("place")))
        km, bearing = event.get(DISTANCE), event.get(BEARING)
        if place is None or place.lat is None or place.lon is None or km is None or bearing is None:
            continue
        start = (place.lon, place.lat)
        yield Flight(
            id=event.id,
            name=what(event, pack),
            day=day(event.when),
            place=place.name,
            distance_km=float(km),
            bearing_deg=float(bearing),
            path=(start, reached(start, float(km), float(bearing))),
        )


def reached(start: tuple[float, float], km: float, bearing_deg: float) -> tuple[float, float]:
    """Where one comes to from a place by a distance in a direction, on a sphere.

    Args:
        start: longitude and latitude in degrees.
        km: distance along the great circle.
        bearing_deg: direction at the start, clockwise from north.

    >>> reached((0.0, 0.0), 111.195, 90.0)
    (1.0, 0.0)
    """
    lon, lat, way = (math.radians(one) for one in (*start, bearing_deg))
    arc = km / EARTH_KM
    end_lat = math.asin(
        math.sin(lat) * math.cos(arc) + math.cos(lat) * math.sin(arc) * math.cos(way)
    )
    end_lon = lon + math.atan2(
        math.sin(way) * math.sin(arc) * math.cos(lat),
        math.cos(arc) - math.sin(lat) * math.sin(end_lat),
    )
    east = (math.degrees(end_lon) + 180.0) % FULL_CIRCLE - 180.0
    return round(east, 3), round(math.degrees(end_lat), 3)


@lru_cache(maxsize=4)
def theatre_frame(pack: Pack) -> Frame:
    """The part of the world that the acting side's places lie in.

    Where none is known, all places; where there is no place at all, the world.
    """
    acting = pack.state_of(pack.manifest.acting)
    known = [one for one in pack.places.values() if one.lat is not None and one.lon is not None]
    own = [one for one in known if pack.state_of(one.state) == acting] or known
    if not own:
        return WORLD
    across, up = [one.lon or 0.0 for one in own], [one.lat or 0.0 for one in own]
    return Frame(min(across), min(up), max(across), max(up)).wider(0.25, 1.5)


def _drawn(sites: tuple[PlaceLine, ...], flights: tuple[Flight, ...], pack: Pack) -> dict[str, Any]:
    frame = theatre_frame(pack)
    return {
        "theatre": {
            "frame": [frame.west, frame.south, frame.east, frame.north],
            "land": land(frame.wider(1.5, 6.0)),
        },
        "world": {
            "frame": [WORLD.west, WORLD.south, WORLD.east, WORLD.north],
            "land": land(WORLD, COARSE),
        },
        "sites": [
            [one.lon, one.lat, one.name, one.events, one.kinds, one.first, one.last]
            for one in sites
        ],
        "flights": [[one.path, f"{one.day}: {one.name}", one.id] for one in flights],
    }
