"""PLOVER JSON: who did what to whom on which day, by the codes that kinds.yml gives."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from standoff.model import Event
from standoff.packs import Pack
from standoff.record.exports.exported import Exported, NotExportedError, as_json, sorted_out
from standoff.record.exports.flat import every_value, flat
from standoff.record.series import onset

HAPPENED = ("reported", "failed")
SECTORS = {"government": "GOV", "military": "MIL", "state_media": "MED", "party": "PTY"}


def plover_file(events: Sequence[Event], pack: Pack) -> Exported:
    """A JSON array of PLOVER records; our own fields stand in each record's `standoff`.

    A kind without a PLOVER code, an event without a single first day or without an actor, and
    what did not happen are left out and counted.

    Source:
        Open Event Data Alliance, PLOVER, https://github.com/openeventdata/PLOVER
    """
    records, skipped = sorted_out(events, lambda event: _record(event, pack))
    return Exported(content=as_json(records), written=len(records), skipped=skipped)


def _record(event: Event, pack: Pack) -> dict[str, Any]:
    kind = pack.kinds.get(event.kind)
    day = onset(event)
    if kind is None or kind.plover is None:
        raise NotExportedError(f"kind {event.kind} has no PLOVER code")
    if event.status not in HAPPENED:
        raise NotExportedError(f"status {event.status}: PLOVER records what happened")
    if day is None:
        raise NotExportedError("no single day on which it began")
    if not event.actors:
        raise NotExportedError("no actor is given")
    place = pack.places.get(str(event.get("place")))
    return {
        "id": event.id,
        "date": day.isoformat(),
        "source": _parties(event.actors, pack),
        "target": _parties(event.targets, pack),
        "event": kind.plover,
        "eventText": kind.name,
        "mode": str(event.get("mode") or ""),
        **({"eventLoc": [{"name": place.name}]} if place else {}),
        "standoff": {
            "kind": event.kind,
            "cameo": kind.cameo,
            "last": flat(event, pack)["last"],
            "origins": list(event.origins),
            "disputed": sorted(dispute.slot for dispute in event.disputes),
            "values": every_value(event),
        },
    }


def _parties(ids: Iterable[str], pack: Pack) -> list[dict[str, str]]:
    return [_party(one, pack) for one in ids]


def _party(one: str, pack: Pack) -> dict[str, str]:
    """A party with its state as code, as PLOVER has it, and itself beside it."""
    actor = pack.actors.get(one)
    sector = SECTORS.get(actor.kind) if actor else None
    return {
        "actorText": actor.name if actor else one,
        "code": pack.state_of(one) or one,
        **({"sector": sector} if sector else {}),
        "actor": one,
    }
