"""Clusters of observations as events: values by origin, status and occasion, disputes beside."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import get_args

from standoff.dates import When
from standoff.model import (
    Event,
    Grain,
    Observation,
    Ruling,
    Status,
    Value,
    make_id,
)
from standoff.packs import Pack
from standoff.record.disputes import disputes_of
from standoff.record.identity import Names
from standoff.record.preference import FAR, origin_of, statuses_of, values_of
from standoff.record.rulings import by_scope, pointed_at
from standoff.record.traits import span_of, states_of
from standoff.record.volleys import Unit, anchor_order

RULED = "ruling:"
HAPPENED: frozenset[Status] = frozenset({"reported", "failed"})
STATUS_ORDER: tuple[frozenset[Status], ...] = (
    HAPPENED,
    frozenset({"suspected"}),
    frozenset({"denied"}),
    frozenset({"cancelled"}),
    frozenset({"planned"}),
)

Grouped = tuple[Sequence[Unit], Sequence[Unit]]


@dataclass(frozen=True, slots=True)
class _Draft:
    """One happening's observations: its own, and those shared with its occasion."""

    id: str
    own: tuple[Observation, ...]
    shared: tuple[Observation, ...]


def settle(
    clusters: Iterable[Grouped],
    rulings: Sequence[Ruling],
    observations: Sequence[Observation],
    pack: Pack,
) -> tuple[Event, ...]:
    """The events of the clusters, in the order of their days.

    Args:
        clusters: each a happening's own units and its shared ones.
        rulings: the rulings of values that hold, oldest first.
        observations: all of them, for their names and for what the rulings point to.
        pack: for origins, classes and sites.
    """
    names = Names(observations)
    drafts = [_draft(own, shared, names) for own, shared in clusters]
    ruled = _ruled(rulings, observations)
    return tuple(sorted((_event(draft, ruled, pack) for draft in drafts), key=_place_in_time))


def _draft(own: Sequence[Unit], shared: Sequence[Unit], names: Names) -> _Draft:
    mine = tuple(member for unit in own for member in unit.members)
    others = tuple(member for unit in shared for member in unit.members)
    first = min(mine, key=lambda one: (one.known or FAR, anchor_order(one.anchor), one.id))
    return _Draft(names.of(first), mine, others)


def _event(draft: _Draft, ruled: dict[str, list[Ruling]], pack: Pack) -> Event:
    everyone = draft.own + draft.shared
    actors = tuple(sorted({actor for one in draft.own for actor in one.get("actors") or ()}))
    values = values_of(draft.own, draft.shared, actors, pack)
    statuses = statuses_of(everyone, actors, pack)
    found = disputes_of(values, statuses, pack)
    decided = _decided(draft, ruled)
    for slot, value in decided.items():
        values[slot] = (value, *values.get(slot, ()))
    knowns = [one.known for one in everyone if one.known]
    kind = draft.own[0].kind
    return Event(
        id=draft.id,
        kind=kind,
        grain=_grain(draft.own),
        status=_ruled_status(decided) or _status(draft.own, statuses, pack),
        values=values,
        observations=tuple(sorted(one.id for one in everyone)),
        anchors=tuple(sorted({one.anchor for one in everyone}, key=anchor_order)),
        origins=tuple(
            sorted({v.origin for vs in values.values() for v in vs if not _by_person(v)})
        ),
        verified=_ruled_check(decided, any(one.verified for one in everyone)),
        known=min(knowns, default=None),
        occasion=_occasion(kind, actors, values, pack),
        disputes=tuple(dispute for dispute in found if dispute.slot not in decided),
        lasting=pack.lasts(kind),
    )


def _status(own: Iterable[Observation], statuses: tuple[Value, ...], pack: Pack) -> Status:
    """What happened outranks what was expected; it failed if an origin says so.

    An origin that has missiles of one volley succeed and fail does not say that it failed. One
    that merely reports the act does not deny a failure.
    """
    by_origin: dict[str, set[Status]] = {}
    for one in own:
        by_origin.setdefault(pack.body_of(origin_of(one)), set()).add(one.status)
    given = set().union(*by_origin.values())
    level = next(level for level in STATUS_ORDER if given & level)
    if level != HAPPENED:
        return next(value.value for value in statuses if value.value in level)
    failed = any("failed" in said and "reported" not in said for said in by_origin.values())
    succeeded = any(said >= HAPPENED for said in by_origin.values())
    return "failed" if failed and not succeeded else "reported"


def _grain(own: Iterable[Observation]) -> Grain:
    grains = {one.grain for one in own}
    return "day" if grains == {"day"} else "volley"


def _occasion(
    kind: str, actors: tuple[str, ...], values: dict[str, tuple[Value, ...]], pack: Pack
) -> str | None:
    """The id that a day's happenings of one kind by the same states share."""
    when = values["date"][0].value if values.get("date") else None
    span = span_of(when) if isinstance(when, When) else None
    if span is None:
        return None
    return make_id("o", [kind, sorted(states_of(actors, pack)), *map(str, span)])


def _ruled(
    rulings: Sequence[Ruling], observations: Sequence[Observation]
) -> dict[str, list[Ruling]]:
    """By observation id, the value rulings that point to it, oldest first."""
    index = by_scope(observations)
    found: dict[str, list[Ruling]] = {}
    for ruling in rulings:
        for anchor in ruling.anchors:
            for one in pointed_at(anchor, index):
                found.setdefault(one.id, []).append(ruling)
    return found


def _decided(draft: _Draft, ruled: dict[str, list[Ruling]]) -> dict[str, Value]:
    """The ruled values of the event, by slot; the latest ruling holds."""
    found = {one.id: one for own in draft.own for one in ruled.get(own.id, ())}
    ordered = sorted(found.values(), key=lambda one: (one.decided, one.id))
    return {
        one.field: _ruled_value(one)
        for one in ordered
        if one.field is not None and one.value is not None
    }


def _ruled_status(decided: dict[str, Value]) -> Status | None:
    """Whether it happened, if a person decided that."""
    ruled = decided.get("status")
    return next((one for one in get_args(Status) if ruled and ruled.value == one), None)


def _ruled_check(decided: dict[str, Value], verified: bool) -> bool:
    """Whether somebody checked it: a person's word for or against counts first."""
    ruled = decided.get("verified")
    return bool(ruled.value) if ruled else verified


def _ruled_value(ruling: Ruling) -> Value:
    return Value(
        value=ruling.value if ruling.value is not None else "",
        origin=RULED + ruling.id,
        evidence=ruling.cites,
        known=ruling.decided,
        known_basis="stated",
    )


def _by_person(value: Value) -> bool:
    return value.origin.startswith(RULED)


def _place_in_time(event: Event) -> tuple[object, ...]:
    when = event.when
    first = (when.first or when.last) if when else None
    return (first or FAR, event.kind, event.id)
