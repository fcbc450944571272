"""Disputes with their sequel: those that stand, and those a person has settled."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from standoff.model import Dispute, Event, Observation, Query, Ruling, Value
from standoff.packs import Pack
from standoff.record.disputes import disputes_of
from standoff.record.preference import statuses_of
from standoff.record.record import Record
from standoff.record.settle import RULED


@dataclass(frozen=True, slots=True, kw_only=True)
class Contested:
    """A slot in which origins differ about an event; `ruling` settled it, None: it is open."""

    event: Event
    dispute: Dispute
    ruling: Ruling | None = None


def contested(record: Record, query: Query | None = None) -> Iterator[Contested]:
    """Every slot in which origins differ, by event; a settled one with the ruling that did it.

    Args:
        record: the record as seen on its day.
        query: which events; None takes all, whatever their status.
    """
    rulings = {ruling.id: ruling for ruling in record.rulings()}
    observed = {one.id: one for one in record.observations()} if rulings else {}
    for event in record.events(query or Query(status=())):
        for dispute in event.disputes:
            yield Contested(event=event, dispute=dispute)
        for slot, ruling in ruled_slots(event, rulings).items():
            for dispute in _before_ruling(event, observed, record.pack):
                if dispute.slot == slot:
                    yield Contested(event=event, dispute=dispute, ruling=ruling)


def ruled_slots(event: Event, rulings: Mapping[str, Ruling]) -> dict[str, Ruling]:
    """The slots of an event whose value a person decided, each with the ruling in force."""
    found = {}
    for slot, values in event.values.items():
        ruling = (
            rulings.get(values[0].origin.removeprefix(RULED)) if _by_person(values[0]) else None
        )
        if ruling:
            found[slot] = ruling
    return found


def _before_ruling(
    event: Event, observed: Mapping[str, Observation], pack: Pack
) -> tuple[Dispute, ...]:
    """The disputes as they would stand had nobody ruled."""
    values = {
        slot: kept
        for slot, listed in event.values.items()
        if (kept := tuple(one for one in listed if not _by_person(one)))
    }
    members = [observed[one] for one in event.observations if one in observed]
    actors = values["actors"][0].value if values.get("actors") else ()
    return disputes_of(
        values, statuses_of(members, actors if isinstance(actors, tuple) else (), pack), pack
    )


def _by_person(value: Value) -> bool:
    return value.origin.startswith(RULED)
