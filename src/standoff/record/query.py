"""The one filter of events."""

from __future__ import annotations

from collections.abc import Iterable

from standoff.dates import When
from standoff.model import Event, Query
from standoff.packs import Pack
from standoff.record.traits import lineage

TEXT_SLOTS = ("name", "note", "weapon", "place", "mode", "outcome")


def matches(event: Event, query: Query, pack: Pack) -> bool:
    """Whether the event fits every condition of the query.

    An actor stands for everyone who belongs to it. In symmetric kinds all parties act, so actor
    and target are looked for among all of them. An event whose date is an interval fits the
    days it may lie on; one without a date fits only where no days are asked for.
    """
    return (
        (query.kind is None or event.kind == query.kind)
        and (not query.status or event.status in query.status)
        and (event.verified or not query.verified)
        and _of_class(event, query.weapon_class, pack)
        and _between(event, query, pack)
        and _within(event.when, query)
        and (not query.text or query.text.casefold() in _wording(event, pack))
    )


def weapon_class_of(event: Event, pack: Pack) -> str | None:
    """The preferred weapon class: as given, else that of the named weapon."""
    given = event.get("class")
    if isinstance(given, str) and given != "unknown":
        return given
    weapon = pack.weapons.get(str(event.get("weapon")))
    return weapon.weapon_class if weapon else None


def is_symmetric(kind: str, pack: Pack) -> bool:
    """Whether all parties to this kind of event act together."""
    known = pack.kinds.get(kind)
    return bool(known and known.symmetric)


def _of_class(event: Event, wanted: tuple[str, ...], pack: Pack) -> bool:
    return not wanted or weapon_class_of(event, pack) in wanted


def _between(event: Event, query: Query, pack: Pack) -> bool:
    actors: tuple[str, ...] = event.actors
    targets: tuple[str, ...] = event.targets
    if is_symmetric(event.kind, pack):
        actors = targets = (*actors, *targets)
    return _among(query.actor, actors, pack) and _among(query.target, targets, pack)


def _among(wanted: str | None, present: Iterable[str], pack: Pack) -> bool:
    return wanted is None or any(wanted in lineage(one, pack) for one in present)


def _within(when: When | None, query: Query) -> bool:
    if query.first is None and query.last is None:
        return True
    if when is None:
        return False
    return when.overlaps(When(first=query.first, last=query.last))


def _wording(event: Event, pack: Pack) -> str:
    words = [str(value.value) for slot in TEXT_SLOTS for value in event.values.get(slot, ())]
    words += [pack.weapons[one].name for one in words if one in pack.weapons]
    words += [pack.places[one].name for one in words if one in pack.places]
    return "\n".join(words).casefold()
