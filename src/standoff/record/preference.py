"""Every value of every origin by slot: each body's once, the preferred first.

Preference is by where an origin stands: a state or database that measured, then independent
ones, then those who acted; within that, table rows before texts, the more exact date, the later
knowledge. Nothing is dropped by it: every value stays.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date

from standoff.dates import When
from standoff.model import Observation, RowAnchor, Value
from standoff.packs import Pack
from standoff.record.rows import scope_of
from standoff.record.traits import vagueness
from standoff.record.volleys import anchor_order, items_counted

RANKS = {"measured": 0, "independent": 1, "self_claimed": 2}
# What a description of a whole day can say of one volley among several.
OF_THE_OCCASION = ("actors", "targets", "date", "announced")
FAR = date.max


def values_of(
    own: Sequence[Observation],
    shared: Iterable[Observation],
    actors: tuple[str, ...],
    pack: Pack,
) -> dict[str, tuple[Value, ...]]:
    """Every value of every origin by slot; copies of one origin's value are one.

    Args:
        own: what tells of this happening alone.
        shared: what tells of its occasion.
        actors: who acted, for how near an origin stands to them.
        pack: for origins and kinds.
    """
    found: dict[str, list[Value]] = {}
    missiles = items_counted(own)
    for one in own:
        for slot, value in one.values.items():
            if slot != "count" or one.grain != "item":
                found.setdefault(slot, []).append(value)
    for one in shared:
        for slot in OF_THE_OCCASION:
            if slot in one.values:
                found.setdefault(slot, []).append(one.values[slot])
    for total, rows in missiles.values():
        found.setdefault("count", []).append(_total(total, rows))
    lasting = pack.lasts(own[0].kind)
    return {slot: _preferred(found[slot], actors, pack, lasting=lasting) for slot in sorted(found)}


def _total(total: int, rows: Sequence[Observation]) -> Value:
    """The missiles of a volley; known when the last of its rows was."""
    knowns = [row.known for row in rows]
    complete = [known for known in knowns if known]
    return Value(
        value=total,
        origin=origin_of(rows[0]),
        evidence=tuple(row.anchor for row in rows),
        known=max(complete) if len(complete) == len(knowns) else None,
        known_basis=rows[0].known_basis,
    )


def origin_of(row: Observation) -> str:
    """Who vouches for an observation as a whole; its report or table where nobody is named."""
    slot = next(
        (slot for slot in ("count", "date", *sorted(row.values)) if slot in row.values), None
    )
    return row.values[slot].origin if slot else scope_of(row.anchor)


def _preferred(
    values: Iterable[Value], actors: tuple[str, ...], pack: Pack, *, lasting: bool = False
) -> tuple[Value, ...]:
    """The values of one slot, each body's once, the preferred first."""
    groups: dict[tuple[type, object, str | None, str], list[Value]] = {}
    for value in values:
        body, content = pack.body_of(value.origin), value.value
        named = value if body == value.origin else replace(value, origin=body)
        # The type keeps 1, 1.0 and True apart.
        groups.setdefault((type(content), content, value.unit, body), []).append(named)
    joined = [_joined(group) for group in groups.values()]
    return tuple(sorted(joined, key=lambda one: _preference(one, actors, pack, lasting=lasting)))


def _joined(copies: list[Value]) -> Value:
    """One origin's value with all places that relay it, known since the first of them."""
    if len(copies) == 1:
        return copies[0]
    least = min((one.known or FAR, one.known_basis) for one in copies)
    firsts = [one for one in copies if (one.known or FAR, one.known_basis) == least]
    first = min(firsts, key=lambda one: repr(one.evidence)) if len(firsts) > 1 else firsts[0]
    evidence = {anchor for copy in copies for anchor in copy.evidence}
    return replace(first, evidence=tuple(sorted(evidence, key=anchor_order)))


def _preference(
    value: Value, actors: tuple[str, ...], pack: Pack, *, lasting: bool
) -> tuple[object, ...]:
    standing = pack.origin_class(value.origin, actors)
    in_table = any(isinstance(anchor, RowAnchor) for anchor in value.evidence)
    rank = 0 if in_table and standing != "self_claimed" else RANKS[standing]
    latest = -(value.known or date.min).toordinal()
    when = value.value
    vague = vagueness(when, lasting=lasting) if isinstance(when, When) else ()
    return (rank, not in_table, vague, latest, -len(value.evidence), value.origin, repr(when))


def statuses_of(
    observations: Iterable[Observation], actors: tuple[str, ...], pack: Pack
) -> tuple[Value, ...]:
    """What each origin says about whether it happened, as values."""
    return _preferred(map(_status_value, observations), actors, pack)


def _status_value(one: Observation) -> Value:
    return Value(
        value=one.status,
        origin=origin_of(one),
        evidence=(one.anchor,),
        known=one.known,
        known_basis=one.known_basis,
    )
