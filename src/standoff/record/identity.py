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


class Names:
    """For each observation the id of an event that is first known from it.

    Of several observations of a kind at the same characters the first has the anchor's own id;
    those of a row are always one happening.
    """

    def __init__(self, observations: Iterable[Observation]) -> None:
        self.first: dict[tuple[str, Anchor], str] = {}
        for one in observations:
            place = (one.kind, one.anchor)
            self.first[place] = min(one.id, self.first.get(place, one.id))

    def of(self, observation: Observation) -> str:
        """The id that an event first known from this observation has."""
        plain = event_id(observation.kind, observation.anchor)
        first = self.first[observation.kind, observation.anchor]
        again = isinstance(observation.anchor, TextAnchor) and observation.id != first
        return _told_again(plain, observation.id) if again else plain


def every_id(events: Iterable[Event], observations: Iterable[Observation]) -> dict[str, Event]:
    """The events by their ids, and by every id they can have had before others joined them.

    Args:
        events: merged from the observations.
        observations: all of them.
    """
    told = list(observations)
    naming = Names(told)
    names = {one.id: naming.of(one) for one in told}
    listed = tuple(events)
    found = {event.id: event for event in listed}
    for event in listed:
        for one in event.observations:
            found.setdefault(names[one], event)
    return found


def _told_again(plain: str, observation: str) -> str:
    return make_id("e", [plain, observation])
