"""iCalendar: local days, all day, for every event whose days are known."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta

import icalendar

from standoff.dates import When
from standoff.model import Event
from standoff.packs import Pack
from standoff.record.exports.exported import Exported, NotExportedError, sorted_out
from standoff.record.exports.flat import every_value

STATES = {"planned": "TENTATIVE", "suspected": "TENTATIVE", "cancelled": "CANCELLED"}


def calendar_file(events: Sequence[Event], pack: Pack) -> Exported:
    """A calendar of all-day entries without a zone: a day is the theatre's local day.

    An event known only to lie within some days, and one without an end, are left out and counted.

    Source:
        RFC 5545, https://www.rfc-editor.org/rfc/rfc5545: DTEND is the day after the last.
    """
    entries, skipped = sorted_out(events, lambda event: _entry(event, pack))
    calendar = icalendar.Calendar()
    calendar.add("prodid", "-//standoff//record//EN")
    calendar.add("version", "2.0")
    calendar.add("x-wr-calname", pack.manifest.title)
    for entry in entries:
        calendar.add_component(entry)
    return Exported(content=calendar.to_ical(), written=len(entries), skipped=skipped)


def _entry(event: Event, pack: Pack) -> icalendar.Event:
    first, last = _days(event)
    entry = icalendar.Event()
    entry.add("uid", f"{event.id}@{pack.manifest.id}.standoff")
    # When the fact became known, so that the same record gives the same file.
    stamp = event.known or first
    entry.add("dtstamp", datetime(stamp.year, stamp.month, stamp.day, tzinfo=UTC))
    entry.add("dtstart", first)
    entry.add("dtend", last + timedelta(days=1))
    entry.add("summary", summary_of_event(event, pack))
    entry.add("description", "\n".join(_told(event)))
    entry.add("categories", [event.kind])
    entry.add("status", STATES.get(event.status, "CONFIRMED"))
    entry.add("transp", "TRANSPARENT")
    place = pack.places.get(str(event.get("place")))
    if place:
        entry.add("location", place.name)
        if place.lat is not None and place.lon is not None:
            entry.add("geo", (place.lat, place.lon))
    return entry


def _days(event: Event) -> tuple[date, date]:
    when = event.when
    if when is None:
        raise NotExportedError("no day is given")
    if when.first is None or when.last is None:
        raise NotExportedError("it has no known begin or end")
    if when.precision not in ("day", "minute") or (when.day is None and not _lasts(event, when)):
        raise NotExportedError("its days are not known exactly")
    return when.first, when.last


def _lasts(event: Event, when: When) -> bool:
    return event.lasting and when.precision == "day"


def summary_of_event(event: Event, pack: Pack) -> str:
    """One line that tells of the event: what, its status, who, and with what."""
    kind = pack.kinds.get(event.kind)
    weapon = pack.weapons.get(str(event.get("weapon")))
    parts = [
        _names(event.actors, pack),
        f"to {_names(event.targets, pack)}" if event.targets else "",
        str(event.get("name") or ""),
        weapon.name if weapon else str(event.get("class") or ""),
    ]
    told = ", ".join(filter(None, parts))
    state = "" if event.status == "reported" else f" ({event.status})"
    return f"{kind.name if kind else event.kind}{state}: {told}"


def _names(ids: Sequence[str], pack: Pack) -> str:
    return " and ".join(pack.actors[one].name if one in pack.actors else one for one in ids)


def _told(event: Event) -> list[str]:
    disputed = {dispute.slot for dispute in event.disputes}
    return [
        f"{one['slot']}{' (disputed)' if one['slot'] in disputed else ''}: "
        f"{one['value']} - {one['origin']}"
        for one in every_value(event)
    ]
