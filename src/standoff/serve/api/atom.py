"""The newest events as an Atom feed."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from xml.etree.ElementTree import Element, SubElement, register_namespace, tostring

from standoff.model import Event
from standoff.record import Record
from standoff.record.exports.calendar import summary_of_event

SPACE = "http://www.w3.org/2005/Atom"
EARLIEST = date(1970, 1, 1)


def atom_file(events: Sequence[Event], record: Record, address: str) -> bytes:
    """A feed of the events; an entry's moment is the end of the day since which it is known.

    Args:
        events: the newest first.
        record: whose they are.
        address: of the site, without a slash at the end.

    Source:
        RFC 4287, https://www.rfc-editor.org/rfc/rfc4287.
    """
    register_namespace("", SPACE)
    pack = record.pack
    feed = Element(f"{{{SPACE}}}feed")
    newest = max((one.known for one in events if one.known), default=EARLIEST)
    _tell(feed, "id", f"urn:standoff:{pack.manifest.id}:events")
    _tell(feed, "title", pack.manifest.title)
    _tell(feed, "updated", _moment(newest))
    SubElement(_tell(feed, "author"), f"{{{SPACE}}}name").text = "standoff"
    _link(feed, f"{address}/api/v1/events.atom", "self", "application/atom+xml")
    for event in events:
        entry = _tell(feed, "entry")
        _tell(entry, "id", f"urn:standoff:{pack.manifest.id}:{event.id}")
        _tell(entry, "title", summary_of_event(event, pack))
        _tell(entry, "updated", _moment(event.known or EARLIEST))
        _link(entry, f"{address}/event/{event.id}", "alternate", "text/html")
        SubElement(entry, f"{{{SPACE}}}category", {"term": event.kind})
        _tell(entry, "summary", f"{event.status}; origins: {', '.join(event.origins) or 'none'}")
    made: bytes = tostring(feed, encoding="utf-8", xml_declaration=True)
    return made


def _tell(parent: Element, name: str, text: str | None = None) -> Element:
    made = SubElement(parent, f"{{{SPACE}}}{name}")
    made.text = text
    return made


def _link(parent: Element, href: str, rel: str, media_type: str) -> None:
    SubElement(parent, f"{{{SPACE}}}link", {"href": href, "rel": rel, "type": media_type})


def _moment(day: date) -> str:
    return f"{day.isoformat()}T23:59:59Z"
