"""Slots in which origins say what cannot both be true."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from standoff.dates import When
from standoff.model import Dispute, Value
from standoff.packs import Pack
from standoff.record.traits import same_place

TOLERANCE = 0.10
# Text slots with a closed vocabulary; wording that may differ freely is no dispute.
CLOSED = frozenset({"class", "weapon", "outcome"})

# Expecting, suspecting or calling off is not contradicted by what came later.
# To report an act is not to say that it succeeded: that would stand under `outcome`.
OPPOSED = (
    frozenset({"reported", "denied"}),
    frozenset({"failed", "denied"}),
    frozenset({"suspected", "denied"}),
    frozenset({"reported", "cancelled"}),
)


def disputes_of(
    values: Mapping[str, Sequence[Value]], statuses: Sequence[Value], pack: Pack
) -> tuple[Dispute, ...]:
    """The slots in which two origins differ, each with all its values, the preferred first.

    Args:
        values: the event's values by slot.
        statuses: what each origin says about whether it happened.
        pack: for the classes of weapons and the sites of places.
    """
    seen = dict(values)
    seen["class"] = (*values.get("class", ()), *_classes_of_weapons(values, pack))
    found = [
        Dispute(slot=slot, values=tuple(listed))
        for slot, listed in sorted(seen.items())
        if _disputed(slot, listed, pack)
    ]
    if any(_opposed(one, other) for one in statuses for other in statuses):
        found.append(Dispute(slot="status", values=tuple(statuses)))
    return tuple(found)


def _disputed(slot: str, values: Sequence[Value], pack: Pack) -> bool:
    """Whether two origins have no value in common.

    One origin may give a measure for each of several missiles; but all are of one class, so
    there it is disputed even by an origin that speaks twice.
    """
    origins: dict[str, list[Value]] = {}
    for value in values:
        key = str(value.value) if slot == "class" else value.origin
        origins.setdefault(key, []).append(value)
    listed = list(origins.values())
    return any(
        not any(_compatible(slot, a, b, pack) for a in one for b in other)
        for at, one in enumerate(listed)
        for other in listed[at + 1 :]
    )


def _compatible(slot: str, one: Value, other: Value, pack: Pack) -> bool:
    a, b = one.value, other.value
    if isinstance(a, bool) or isinstance(b, bool):
        return True
    if isinstance(a, int | float) and isinstance(b, int | float):
        return one.unit != other.unit or abs(a - b) <= TOLERANCE * max(abs(a), abs(b))
    if isinstance(a, When) and isinstance(b, When):
        return slot != "date" or a.overlaps(b)
    if slot == "place":
        return same_place(frozenset({str(a)}), frozenset({str(b)}), pack) >= 0
    return slot not in CLOSED or a == b or "unknown" in (a, b)


def _classes_of_weapons(values: Mapping[str, Sequence[Value]], pack: Pack) -> list[Value]:
    """The class that a named weapon implies, where its origin gives no class itself."""
    stated = {value.origin for value in values.get("class", ())}
    return [
        Value(
            value=known.weapon_class,
            origin=value.origin,
            evidence=value.evidence,
            known=value.known,
            known_basis=value.known_basis,
        )
        for value in values.get("weapon", ())
        if (known := pack.weapons.get(str(value.value))) and value.origin not in stated
    ]


def _opposed(one: Value, other: Value) -> bool:
    return one.origin != other.origin and frozenset({one.value, other.value}) in OPPOSED
