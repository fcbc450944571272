"""Ids of happenings: every observation has a name, and the earliest known gives its own.

A name depends on nothing but what is observed at the same characters, so that it stays when
happenings are joined or parted; what had another id before is found by the names it holds.
"""

from __future__ import annotations

from collections.abc import Iterable

from standoff.model import Anchor, Event, Observation, TextAnchor, make_id
from standoff.record.volleys import anchor_key


def event_id(kind: str, anchor: Anchor) -> str:
    """The id of an event first known from this anchor."""
    return make_id("e", [kind, *anchor_key(anchor)])


def names_of(observations: Iterable[Observation]) -> dict[str, str]:
    """By observation id, the id of an event that is first known from it.

    Of several observations of a kind at the same characters the first has the anchor's own id;
    those of a row are always one happening.
    """
    named: dict[str, str] = {}
    taken: set[str] = set()
    for one in sorted(observations, key=lambda one: one.id):
        plain = event_id(one.kind, one.anchor)
        again = plain in taken and isinstance(one.anchor, TextAnchor)
        named[one.id] = _told_again(plain, one.id) if again else plain
        taken.add(plain)
    return named


def every_id(events: Iterable[Event], observations: Iterable[Observation]) -> dict[str, Event]:
    """The events by their ids, and by every id they can have had before others joined them.

    Args:
        events: merged from the observations.
        observations: all of them.
    """
    names = names_of(observations)
    listed = tuple(events)
    found = {event.id: event for event in listed}
    for event in listed:
        for one in event.observations:
            found.setdefault(names[one], event)
    return found


def _told_again(plain: str, observation: str) -> str:
    return make_id("e", [plain, observation])
