"""The map: geometry, and that it draws only what the record holds."""

from __future__ import annotations

import math
from dataclasses import replace
from itertools import pairwise

from fastapi.testclient import TestClient
from hypothesis import given, settings
from hypothesis import strategies as st
from starlette.datastructures import QueryParams

from standoff.model import Query, TextAnchor, Value
from standoff.serve.pages.asked import asked
from standoff.serve.pages.map import EARTH_KM, _flights, map_view, reached
from standoff.serve.pages.outlines import COARSE, WORLD, Frame, land
from standoff.serve.site import Site


def great_circle_km(one: tuple[float, float], other: tuple[float, float]) -> float:
    (lon1, lat1), (lon2, lat2) = ([math.radians(x) for x in point] for point in (one, other))
    half = math.sin((lat2 - lat1) / 2) ** 2
    half += math.cos(lat1) * math.cos(lat2) * math.sin((lon2 - lon1) / 2) ** 2
    return 2 * EARTH_KM * math.asin(math.sqrt(half))


@settings(deadline=None)  # the machine may be busy
@given(st.floats(-179, 179), st.floats(-80, 80), st.floats(1, 9000), st.floats(0, 359.9))
def test_a_flight_ends_as_far_away_as_it_flew(
    lon: float, lat: float, km: float, bearing: float
) -> None:
    end = reached((lon, lat), km, bearing)
    assert math.isclose(great_circle_km((lon, lat), end), km, abs_tol=0.3)


@settings(deadline=None)  # the machine may be busy
@given(st.floats(-170, 150), st.floats(-80, 60), st.floats(1, 20), st.floats(1, 20))
def test_land_is_cut_at_the_frame(west: float, south: float, across: float, up: float) -> None:
    frame = Frame(west, south, west + across, south + up)
    for polygon in land(frame, COARSE)["coordinates"]:
        for ring in polygon:
            assert ring[0] == ring[-1]
            for x, y in ring:
                assert frame.west - 0.06 <= x <= frame.east + 0.06
                assert frame.south - 0.06 <= y <= frame.north + 0.06


def test_the_whole_world_has_about_as_much_land_as_the_earth() -> None:
    area = 0.0
    for polygon in land(WORLD, COARSE)["coordinates"]:
        for ring in polygon:
            for (x1, y1), (x2, y2) in pairwise(ring):
                mean = (math.sin(math.radians(y1)) + math.sin(math.radians(y2))) / 2
                area += math.radians(x2 - x1) * mean
    share = abs(area) / (4 * math.pi)
    assert 0.24 < share < 0.31  # 29% of the globe is land; the frame leaves the far south out


def test_places_count_their_events(site: Site) -> None:
    view = map_view(site, asked(QueryParams("kind=launch"), site.pack))
    events = list(site.at().events(Query(kind="launch")))
    for line in view.sites:
        assert line.events == sum(one.get("place") == line.id for one in events)
    assert sum(line.events for line in view.sites) + view.unplaced == len(events) == view.shown


def test_a_line_needs_a_bearing(site: Site) -> None:
    view = map_view(site, asked(QueryParams("kind=launch"), site.pack))
    assert view.flights == ()
    assert view.without_bearing > 0
    event = next(
        one
        for one in site.at().events(Query(kind="launch"))
        if one.get("distance_km") and one.get("place")
    )
    bearing = Value(value=90.0, origin="x", evidence=(TextAnchor("r", 0, 1),))
    told = replace(event, values={**event.values, "bearing_deg": (bearing,)})
    (flight,) = _flights([told, event], site.pack)
    assert math.isclose(great_circle_km(*flight.path), event.get("distance_km"), abs_tol=0.3)


def test_the_table_names_every_place(client: TestClient, site: Site) -> None:
    html = client.get("/map").text
    view = map_view(site, asked(QueryParams(""), site.pack))
    assert view.sites
    assert all(line.name in html for line in view.sites)
