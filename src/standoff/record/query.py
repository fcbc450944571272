"""The one filter of events, and the summary of an event that it looks at."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

from standoff.dates import When
from standoff.model import Event, Query
from standoff.packs import Pack
from standoff.record.series import onset
from standoff.record.traits import lineage

LAST_DAY = date.max.isoformat()
TEXT_SLOTS = ("name", "note", "weapon", "place", "mode", "outcome")


class Summary(NamedTuple):
    """What the filter and a count need of an event; days as ISO dates, `onset` its one day."""

    id: str
    kind: str
    status: str
    verified: bool
    actors: tuple[str, ...]
    targets: tuple[str, ...]
    weapon_class: str | None
    first: str | None
    last: str | None
    onset: str | None


def summary_of(event: Event, pack: Pack) -> Summary:
    """The event in short."""
    when, day = event.when, onset(event)
    return Summary(
        id=event.id,
        kind=event.kind,
        status=event.status,
        verified=event.verified,
        actors=event.actors,
        targets=event.targets,
        weapon_class=weapon_class_of(event, pack),
        first=when.first.isoformat() if when and when.first else None,
        last=when.last.isoformat() if when and when.last else None,
        onset=day.isoformat() if day else None,
    )


def in_time(summary: Summary) -> tuple[str, str, str]:
    """The key that puts events in the order of their days; undated ones come last."""
    return summary.first or summary.last or LAST_DAY, summary.kind, summary.id


def matches(event: Event, query: Query, pack: Pack) -> bool:
    """Whether the event fits every condition of the query.

    An actor stands for everyone who belongs to it. In symmetric kinds all parties act, so actor
    and target are looked for among all of them. An event whose date is an interval fits the
    days it may lie on; one without a date fits only where no days are asked for.
    """
    return fits(summary_of(event, pack), query, pack) and is_called(event, query.text, pack)


def fits(summary: Summary, query: Query, pack: Pack) -> bool:
    """Whether the event in short fits every condition of the query but its text."""
    return (
        (query.kind is None or summary.kind == query.kind)
        and (not query.status or summary.status in query.status)
        and (summary.verified or not query.verified)
        and (not query.weapon_class or summary.weapon_class in query.weapon_class)
        and _within(summary, query)
        and _between(summary, query, pack)
    )


def is_called(event: Event, text: str | None, pack: Pack) -> bool:
    """Whether the text stands in what the event is called."""
    return not text or text.casefold() in wording(event, pack)


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


def _between(summary: Summary, query: Query, pack: Pack) -> bool:
    if query.actor is None and query.target is None:
        return True
    actors, targets = summary.actors, summary.targets
    if is_symmetric(summary.kind, pack):
        actors = targets = (*actors, *targets)
    return _among(query.actor, actors, pack) and _among(query.target, targets, pack)


def _among(wanted: str | None, present: Iterable[str], pack: Pack) -> bool:
    return wanted is None or any(wanted in lineage(one, pack) for one in present)


def _within(summary: Summary, query: Query) -> bool:
    if query.first is None and query.last is None:
        return True
    if summary.first is None and summary.last is None:
        return False
    if query.first and query.last and query.first > query.last:
        When(first=query.first, last=query.last)  # refuses days in the wrong order
    ends_before = query.first and summary.last and summary.last < query.first.isoformat()
    starts_after = query.last and summary.first and summary.first > query.last.isoformat()
    return not (ends_before or starts_after)


def wording(event: Event, pack: Pack) -> str:
    """All that an event is called, in small letters, a line each."""
    words = [str(value.value) for slot in TEXT_SLOTS for value in event.values.get(slot, ())]
    words += [pack.weapons[one].name for one in words if one in pack.weapons]
    words += [pack.places[one].name for one in words if one in pack.places]
    return "\n".join(words).casefold()
