"""Outlines of land from the packaged atlas, cut to what a map shows."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from itertools import accumulate
from typing import Any, Final

Point = tuple[float, float]
Ring = list[Point]
# By file: the object of it that is drawn, and decimals of a degree worth keeping.
FINE: Final = ("countries-50m.json", "countries", 2)
COARSE: Final = ("land-110m.json", "land", 1)
_LEAST_POINTS: Final = 4


@dataclass(frozen=True, slots=True)
class Frame:
    """A rectangle of degrees, west to east and south to north."""

    west: float
    south: float
    east: float
    north: float

    def wider(self, share: float, least: float) -> Frame:
        """The frame with a margin on every side: a share of its size, at least some degrees."""
        across = max((self.east - self.west) * share, least)
        up = max((self.north - self.south) * share, least)
        return Frame(
            max(self.west - across, -180.0),
            max(self.south - up, -85.0),
            min(self.east + across, 180.0),
            min(self.north + up, 85.0),
        )


WORLD: Final = Frame(-180.0, -60.0, 180.0, 85.0)


@lru_cache(maxsize=16)
def land(frame: Frame, source: tuple[str, str, int] = FINE) -> dict[str, Any]:
    """The land within a frame as GeoJSON: polygons cut at the frame's edges.

    Args:
        frame: what the map shows, with a margin so that no cut edge is seen.
        source: which atlas, `FINE` or `COARSE`.
    """
    name, drawn, decimals = source
    polygons = [
        cut
        for polygon in _polygons(name, drawn)
        if (cut := [ring for one in polygon if (ring := _cut(one, frame))])
    ]
    rounded = [[_rounded(ring, decimals) for ring in polygon] for polygon in polygons]
    kept = [[ring for ring in one if len(ring) >= _LEAST_POINTS] for one in rounded]
    return {"type": "MultiPolygon", "coordinates": [one for one in kept if one]}


@lru_cache(maxsize=2)
def _polygons(name: str, drawn: str) -> tuple[list[Ring], ...]:
    """Every polygon of an atlas, its outer ring first."""
    arcs, geometries = _topology(name, drawn)
    several = (
        one["arcs"] if one["type"] == "MultiPolygon" else [one["arcs"]] for one in geometries
    )
    return tuple([_ring(ring, arcs) for ring in polygon] for one in several for polygon in one)


def _topology(name: str, drawn: str) -> tuple[list[Ring], list[dict[str, Any]]]:
    """The arcs in degrees and the geometries of one object of a TopoJSON file."""
    given = json.loads((files("standoff.serve") / "outlines" / name).read_bytes())
    (scale_x, scale_y), (move_x, move_y) = (
        given["transform"]["scale"],
        given["transform"]["translate"],
    )
    arcs = []
    for arc in given["arcs"]:
        across, up = (list(accumulate(step[axis] for step in arc)) for axis in (0, 1))
        arcs.append(
            [(x * scale_x + move_x, y * scale_y + move_y) for x, y in zip(across, up, strict=True)]
        )
    found = given["objects"][drawn]
    return arcs, [one for one in found["geometries"] if one["type"].endswith("Polygon")]


def _ring(numbers: Sequence[int], arcs: Sequence[Ring]) -> Ring:
    """A closed ring from its arcs; a negative number is an arc run backwards."""
    ring: Ring = []
    for number in numbers:
        arc = arcs[number] if number >= 0 else arcs[~number][::-1]
        ring += arc[1:] if ring else arc
    return ring


def _cut(ring: Ring, frame: Frame) -> Ring:
    """The part of a ring within a frame (Sutherland and Hodgman), closed; empty if none is.

    Source: I. E. Sutherland, G. W. Hodgman, Reentrant polygon clipping, CACM 17 (1974).
    """
    for axis, bound, sign in (
        (0, frame.west, 1),
        (0, frame.east, -1),
        (1, frame.south, 1),
        (1, frame.north, -1),
    ):
        ring = list(_one_side(ring, axis, bound, sign))
        if not ring:
            return []
    return [*ring, ring[0]] if ring[0] != ring[-1] else ring


def _one_side(ring: Ring, axis: int, bound: float, sign: int) -> Iterator[Point]:
    """The points of a ring on one side of a line, with those where it crosses."""
    for before, point in zip([ring[-1], *ring[:-1]], ring, strict=True):
        was, now = ((one[axis] - bound) * sign for one in (before, point))
        if (was >= 0) != (now >= 0):
            share = was / (was - now)
            yield (
                before[0] + (point[0] - before[0]) * share,
                before[1] + (point[1] - before[1]) * share,
            )
        if now >= 0:
            yield point


def _rounded(ring: Ring, decimals: int) -> Ring:
    """The ring with its points rounded, each place once in a row."""
    points = [(round(x, decimals), round(y, decimals)) for x, y in ring]
    return [one for at, one in enumerate(points) if at == 0 or one != points[at - 1]]
