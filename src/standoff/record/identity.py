"""Ids of happenings: every observation has a name, and the earliest known gives its own.

A name depends on nothing but what is observed at the same characters, so that it stays when
happenings are joined or parted; what had another id before is found by the names it holds.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence

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


def earlier_ids(
    events: Iterable[Event], told_in: Callable[[Sequence[str]], Iterable[Observation]]
) -> dict[str, str]:
    """By every id that an event can have had before others joined it, its id now.

    Args:
        events: all of them.
        told_in: the observations in these reports; asked only for those in which several may
            stand at the same characters.
    """
    listed = tuple(events)
    uses = Counter((one.kind, anchor) for one in listed for anchor in set(one.anchors))
    again = {one.id for one in listed if _is_shared(one, uses)}
    texts = {
        anchor.report
        for one in listed
        if one.id in again
        for anchor in one.anchors
        if isinstance(anchor, TextAnchor)
    }
    told = tuple(told_in(sorted(texts)))
    naming = Names(told)
    names = {one.id: naming.of(one) for one in told}
    found: dict[str, str] = {}
    for event in listed:
        if event.id in again:
            for one in event.observations:
                if one in names:
                    found.setdefault(names[one], event.id)
        for anchor in event.anchors:
            if event.id not in again or not isinstance(anchor, TextAnchor):
                found.setdefault(event_id(event.kind, anchor), event.id)
    return found


def _is_shared(event: Event, uses: Counter[tuple[str, Anchor]]) -> bool:
    """Whether the event may hold some of several observations at the same characters."""
    anchors = {one for one in event.anchors if isinstance(one, TextAnchor)}
    if not anchors:
        return False
    several = len(event.observations) > len(set(event.anchors))
    return several or any(uses[event.kind, one] > 1 for one in anchors)


def _told_again(plain: str, observation: str) -> str:
    return make_id("e", [plain, observation])
