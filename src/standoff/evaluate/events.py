"""Events as labelled and as coded, made comparable: which are the same, and in what they differ."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from standoff.dates import When
from standoff.evaluate.gold import GoldEvent, Span, read_date
from standoff.evaluate.match import same
from standoff.evaluate.names import Names
from standoff.model import Observation, TextAnchor

Days = tuple[date | None, date | None]
NEAR_PERCENT = 2.0


@dataclass(frozen=True, slots=True, kw_only=True)
class EventLabel:
    """One happening in the terms in which events are compared."""

    kind: str
    status: str
    background: bool
    actors: frozenset[str]
    targets: frozenset[str]
    days: Days | None
    announced: Days | None
    weapon: str | None
    weapon_class: str | None
    count: int | None
    distance_km: float | None
    apogee_km: float | None
    place: str | None
    span: Span


def from_gold(label: GoldEvent, span: Span, names: Names) -> EventLabel:
    """A hand-made label in comparable terms."""
    return EventLabel(
        kind=label.kind,
        status=label.status,
        background=label.background,
        actors=frozenset(map(names.state, label.actors)),
        targets=frozenset(map(names.state, label.targets)),
        days=_days(read_date(label.date) if label.date else None),
        announced=_days(read_date(label.announced) if label.announced else None),
        weapon=names.weapon(label.weapon),
        weapon_class=label.weapon_class,
        count=label.count,
        distance_km=label.distance_km,
        apogee_km=label.apogee_km,
        place=names.place(label.place),
        span=span,
    )


def from_coding(found: Observation, names: Names) -> EventLabel | None:
    """What a coder found in comparable terms; None if it stands on no characters."""
    if not isinstance(found.anchor, TextAnchor):
        return None
    get: Callable[[str], Any] = found.get
    return EventLabel(
        kind=found.kind,
        status=found.status,
        background=found.background,
        actors=frozenset(map(names.state, get("actors") or ())),
        targets=frozenset(map(names.state, get("targets") or ())),
        days=_days(get("date")),
        announced=_days(get("announced")),
        weapon=names.weapon(get("weapon")),
        weapon_class=get("class"),
        count=get("count"),
        distance_km=get("distance_km"),
        apogee_km=get("apogee_km"),
        place=names.place(get("place")),
        span=(found.anchor.start, found.anchor.end),
    )


def _days(when: When | None) -> Days | None:
    return (when.first, when.last) if when else None


def right(gold: EventLabel, told: EventLabel) -> bool:
    """Whether the finding is the labelled event: its kind, actors and day are the same."""
    return (gold.kind, gold.actors, gold.days) == (told.kind, told.actors, told.days)


def likeness(gold: EventLabel, told: EventLabel) -> float:
    """How well a finding fits a label; 0 where the kinds differ or nothing else agrees.

    A right one outweighs every sum of smaller agreements, so that matching by likeness finds
    as many right ones as there can be.
    """
    if gold.kind != told.kind:
        return 0.0
    near = _overlap(gold.span, told.span) + 2.0 * (gold.days == told.days)
    near += 1.0 * bool(gold.actors & told.actors and near)
    if not near:
        return 0.0
    slots = sum(compare(gold, told) for compare in SLOTS.values())
    return 1000.0 * right(gold, told) + 10.0 * near + slots


def _overlap(one: Span, other: Span) -> bool:
    return max(one[0], other[0]) < min(one[1], other[1])


def _near(name: str) -> Callable[[EventLabel, EventLabel], bool]:
    """Whether two figures agree to within what rounding and other units do to them."""

    def close(gold: EventLabel, told: EventLabel) -> bool:
        one, other = getattr(gold, name), getattr(told, name)
        if one is None or other is None:
            return one is other
        return bool(abs(one - other) <= NEAR_PERCENT / 100 * abs(one))

    return close


def weapon_right(gold: EventLabel, told: EventLabel) -> bool:
    """Whether both the weapon's class and its name are as labelled."""
    return (gold.weapon, gold.weapon_class) == (told.weapon, told.weapon_class)


SLOTS: Mapping[str, Callable[[EventLabel, EventLabel], bool]] = {
    "actors": same("actors"),
    "targets": same("targets"),
    "day": same("days"),
    "announced": same("announced"),
    "status": same("status"),
    "background": same("background"),
    "weapon": same("weapon"),
    "class": same("weapon_class"),
    "weapon and class": weapon_right,
    "count": same("count"),
    "distance": _near("distance_km"),
    "apogee": _near("apogee_km"),
    "place": same("place"),
}


def stated_slots(gold: EventLabel) -> frozenset[str]:
    """The slots that the label fills: only these tell how often a slot is found."""
    said = {
        "actors": gold.actors,
        "targets": gold.targets,
        "day": gold.days,
        "announced": gold.announced,
        "weapon": gold.weapon,
        "class": gold.weapon_class,
        "weapon and class": gold.weapon or gold.weapon_class,
        "count": gold.count,
        "distance": gold.distance_km,
        "apogee": gold.apogee_km,
        "place": gold.place,
    }
    always = {"status", "background"}
    return frozenset({name for name, value in said.items() if value} | always)
