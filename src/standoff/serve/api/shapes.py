"""Nouns as the API's plain values."""

from __future__ import annotations

from typing import Any

from standoff.coding.json import terms_json
from standoff.dates import When
from standoff.model import Claim, Content, Dispute, Entry, Event, Report, Ruling, TextAnchor, Value
from standoff.packs import Pack
from standoff.record.contested import ruled_slots
from standoff.record.exhibits import Exhibits, place_of
from standoff.record.settle import RULED

STANDINGS = {"self_claimed": "self-claimed"}


def when(given: When | None) -> dict[str, Any] | None:
    """Days as plain values."""
    return dict(given.to_json()) if given else None


def content(given: Content | None) -> Any:
    """What a slot holds, as plain values."""
    if isinstance(given, When):
        return when(given)
    return list(given) if isinstance(given, tuple) else given


def event_item(event: Event, pack: Pack) -> dict[str, Any]:
    """An event with the preferred content of every slot."""
    return {
        "id": event.id,
        "kind": event.kind,
        "status": event.status,
        "grain": event.grain,
        "date": when(event.when),
        "actors": list(event.actors),
        "targets": list(event.targets),
        "place": _place(event, pack),
        "preferred": {slot: content(event.get(slot)) for slot in event.values},
        "disputed": sorted({one.slot for one in event.disputes}),
        "origins": list(event.origins),
        "verified": event.verified,
        "known": event.known,
        "occasion": event.occasion,
    }


def event_whole(event: Event, exhibits: Exhibits) -> dict[str, Any]:
    """An event with every value of every origin, and what each rests on."""
    rulings = {one.id: one for one in exhibits.record.rulings()}
    ruled = ruled_slots(event, rulings) if rulings else {}
    return event_item(event, exhibits.record.pack) | {
        "values": [
            value_item(value, slot, event, exhibits)
            for slot, listed in event.values.items()
            for value in listed
        ],
        "disputes": [dispute_item(event, one, exhibits, ruled) for one in event.disputes],
        "observations": list(event.observations),
        "anchors": [place_of(one) for one in event.anchors],
    }


def value_item(value: Value, slot: str, event: Event, exhibits: Exhibits) -> dict[str, Any]:
    """What one origin says, how it stands to those who acted, and the words it rests on."""
    by_person = value.origin.startswith(RULED)
    pack = exhibits.record.pack
    standing = "ruled" if by_person else pack.origin_class(value.origin, event.actors)
    return {
        "slot": slot,
        "value": content(value.value),
        "unit": value.unit,
        "origin": value.origin,
        "standing": STANDINGS.get(standing, standing),
        "known": value.known,
        "known_basis": value.known_basis,
        "evidence": exhibits.of(value.evidence, slot=slot, origin=value.origin),
    }


def dispute_item(
    event: Event, dispute: Dispute, exhibits: Exhibits, ruled: dict[str, Ruling]
) -> dict[str, Any]:
    """A slot in which origins differ, with what each says."""
    settled = ruled.get(dispute.slot)
    return {
        "event": event.id,
        "kind": event.kind,
        "date": when(event.when),
        "slot": dispute.slot,
        "values": [value_item(one, dispute.slot, event, exhibits) for one in dispute.values],
        "settled_by": settled.id if settled else None,
    }


def report_item(report: Report) -> dict[str, Any]:
    """A report without its text."""
    return {
        "id": report.id,
        "source": report.source,
        "url": report.url,
        "published": when(report.published),
        "title": report.title,
        "language": report.language,
        "marks": list(report.marks),
    }


def claim_item(claim: Claim) -> dict[str, Any]:
    """A claim."""
    plain = ("id", "kind", "holder", "role", "organisation", "aim_of", "believer", "stance")
    flags = ("stated", "quoted", "attributed", "change", "known")
    return {
        **{name: getattr(claim, name) for name in (*plain, *flags)},
        **{name: list(getattr(claim, name)) for name in ("via", "aims", "conditions")},
        "terms": terms_json(claim.terms),
        "spans": [
            {"report": one.report, "start": one.start, "end": one.end}
            for one in claim.anchors
            if isinstance(one, TextAnchor)
        ],
    }


def entry_item(entry: Entry) -> dict[str, Any]:
    """An entry of the journal."""
    return {name: getattr(entry, name) for name in entry.__dataclass_fields__}


def _place(event: Event, pack: Pack) -> dict[str, Any] | None:
    place = pack.places.get(str(event.get("place")))
    if place is None:
        return None
    return {"id": place.id, "name": place.name, "lat": place.lat, "lon": place.lon}
