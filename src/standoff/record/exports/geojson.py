"""GeoJSON: a point for every event whose place has coordinates."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from standoff.model import Event
from standoff.packs import Pack
from standoff.record.exports.exported import Exported, NotExportedError, as_json, sorted_out
from standoff.record.exports.flat import every_value, flat, plain


def geojson_file(events: Sequence[Event], pack: Pack) -> Exported:
    """A FeatureCollection; what stands at no known point is counted, not invented.

    Source:
        RFC 7946, https://www.rfc-editor.org/rfc/rfc7946: longitude first, WGS 84.
    """
    features, skipped = sorted_out(events, lambda event: _feature(event, pack))
    content = as_json({"type": "FeatureCollection", "features": features})
    return Exported(content=content, written=len(features), skipped=skipped)


def _feature(event: Event, pack: Pack) -> dict[str, Any]:
    named = event.get("place")
    if named is None:
        raise NotExportedError("no place is given")
    place = pack.places.get(str(named))
    if place is None or place.lat is None or place.lon is None:
        raise NotExportedError("the place has no coordinates")
    row = {name: cell for name, cell in flat(event, pack).items() if name not in ("lat", "lon")}
    return {
        "type": "Feature",
        "id": event.id,
        "geometry": {"type": "Point", "coordinates": [place.lon, place.lat]},
        "properties": {
            **plain(row), "place_name": place.name, "values": every_value(event)
        },
    }  # fmt: skip
