"""Rulings made: what a person names, as anchors; what they say, as a checked value."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Literal

from standoff.dates import When
from standoff.errors import InputError
from standoff.model import Anchor, Content, Event, Ruling, make_id
from standoff.record.fields import content_of
from standoff.record.naming import EVERY, Names, near
from standoff.record.record import Record
from standoff.record.rulings import bonds_of, by_scope, in_force, pointed_at
from standoff.record.volleys import anchor_key

Op = Literal["same", "different", "value"]
OF_THE_WHOLE = frozenset({"status", "verified"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """Who decides something, why, and on which day."""

    who: str
    why: str
    decided: date

    def __post_init__(self) -> None:
        for name in ("who", "why"):
            if not str(getattr(self, name)).strip():
                raise InputError(f"a ruling needs {name}; it is empty")


def make_ruling(
    record: Record,
    op: Op,
    named: Sequence[str],
    *,
    field: str | None = None,
    value: str | None = None,
    cites: Sequence[str] = (),
    by: Decision,
) -> Ruling:
    """The ruling that a person means; nothing is stored.

    Args:
        record: where the named things stand.
        op: "same" or "different" happening, or a "value".
        named: ids of events or observations, `table:row`, or `report:start-end`; two or more
            for same and different, one for a value.
        field: of a value, which attribute: `count`, `date`, `status`, `verified` ...
        value: of a value, what is right, in words.
        cites: the evidence, named like the rest. A value that an origin gives already is taken
            to rest on that origin's evidence; any other needs some.
        by: who decides, why and when.

    Raises:
        InputError: something named is not there, the value does not fit its field, or a ruling
            in force says otherwise.
    """
    names = Names(record)
    if op == "value":
        content, given = _value_of(record, names, named, field, value)
        anchors: tuple[Anchor, ...] = (names.one_anchor(named[0], of_kind=False),)
    else:
        if field is not None or value is not None:
            raise InputError(f"a ruling of {op!r} takes neither field nor value")
        content, given = None, ()
        anchors = names.together(named) if op == "same" else names.apart(named)
    evidence = tuple(dict.fromkeys(one for text in cites for one in names.evidence(text)))
    if op == "value" and not (evidence or given):
        raise InputError("no origin gives this value: cite what does (table:row, report:start-end)")
    made = Ruling(
        id="", op=op, anchors=anchors, field=field, value=content, cites=evidence or given,
        who=by.who, why=by.why, decided=by.decided,
    )  # fmt: skip
    made = replace(made, id=ruling_id(made))
    _check_against(record, made)
    return made


def make_undoing(record: Record, ruling: str, *, by: Decision) -> Ruling:
    """The ruling that takes back another one; undoing an undoing puts the first in force again.

    Raises:
        InputError: there is no such ruling, or it is undone already.
    """
    listed = {one.id: one for one in record.rulings()}
    meant = listed.get(ruling)
    if meant is None:
        raise InputError(f"no ruling {ruling!r}{near(ruling, listed)}; review log lists them")
    earlier = undoer(meant, listed.values())
    if earlier:
        raise InputError(f"{ruling} is undone already, by {earlier.id} ({earlier.who})")
    made = Ruling(
        id="", op=meant.op, anchors=meant.anchors, field=meant.field, who=by.who, why=by.why,
        decided=by.decided, undoes=meant.id,
    )  # fmt: skip
    return replace(made, id=ruling_id(made))


def ruling_id(ruling: Ruling) -> str:
    """The id of a ruling: made from all that it says."""
    said = [
        ruling.op, [anchor_key(one) for one in ruling.anchors], ruling.field, _plain(ruling.value),
        [anchor_key(one) for one in ruling.cites], ruling.who, ruling.why,
        ruling.decided.isoformat(), ruling.undoes,
    ]  # fmt: skip
    return make_id("d", said)


def undoer(ruling: Ruling, rulings: Iterable[Ruling]) -> Ruling | None:
    """The undoing in force of a ruling, None where there is none."""
    listed = [one for one in rulings if one.undoes == ruling.id]
    every = tuple(rulings)
    return next((one for one in listed if undoer(one, every) is None), None)


def events_of(record: Record, ruling: Ruling) -> tuple[Event, ...]:
    """The events that a ruling's anchors mean, as they stand now."""
    index = by_scope(record.observations())
    ids = {one.id for anchor in ruling.anchors for one in pointed_at(anchor, index)}
    return tuple(event for event in record.events(EVERY) if ids & set(event.observations))


def _value_of(
    record: Record, names: Names, named: Sequence[str], field: str | None, text: str | None
) -> tuple[Content, tuple[Anchor, ...]]:
    """The checked value, and the evidence of an origin that gives just that."""
    if len(named) != 1 or not field or text is None:
        raise InputError("a ruling of 'value' needs one event, a field and a value")
    anchor = names.one_anchor(named[0], of_kind=False)
    ids = {one.id for one in pointed_at(anchor, names.index)}
    events = [event for event in names.events if ids & set(event.observations)]
    known = {slot for event in names.events for slot in event.values} | OF_THE_WHOLE
    if field not in known:
        raise InputError(f"no event has a field {field!r}{near(field, known)}")
    content = content_of(field, text, record.pack)
    return content, tuple(_givers(field, content, events, names))


def _givers(
    field: str, content: Content, events: Sequence[Event], names: Names
) -> Iterable[Anchor]:
    """Where the events' own sources say just that; a check is a check of all of them."""
    if field == "verified":
        return [anchor for event in events for anchor in event.anchors]
    if field == "status":
        members = [names.observations[one] for event in events for one in event.observations]
        return [one.anchor for one in members if one.status == content]
    values = [value for event in events for value in event.values.get(field, ())]
    return [anchor for one in values if one.value == content for anchor in one.evidence]


def _check_against(record: Record, made: Ruling) -> None:
    """Refuse what is said already, or what contradicts a ruling in force.

    Two that contradict each other on one day have no order in time, so the person must undo.

    Raises:
        InputError: so it is.
    """
    listed = {one.id: one for one in record.rulings()}
    if made.id in listed:
        undone = undoer(listed[made.id], listed.values())
        remedy = f"undone by {undone.id}; undo that to restore it" if undone else "it is in force"
        raise InputError(f"this ruling is on record as {made.id}: {remedy}")
    for other in in_force(listed.values()):
        if contradicts(made, other, record):
            said = f"{other.field} is {_plain(other.value)}" if other.op == "value" else other.op
            raise InputError(
                f"{other.id} by {other.who} of {other.decided} says {said}; "
                f"undo it first: standoff review undo {other.id}"
            )


def contradicts(one: Ruling, other: Ruling, record: Record) -> bool:
    """Whether two rulings cannot both hold on what is observed now."""
    observations = tuple(record.observations())
    if "value" in (one.op, other.op):
        if one.op != other.op or one.field != other.field or one.value == other.value:
            return False
        index = by_scope(observations)
        ids, others = (
            {found.id for anchor in each.anchors for found in pointed_at(anchor, index)}
            for each in (one, other)
        )
        events = record.events(EVERY)
        return any(ids & set(e.observations) and others & set(e.observations) for e in events)
    if one.op == other.op:
        return False
    a, b = bonds_of([one], observations), bonds_of([other], observations)
    return bool((a.same | a.different) & (b.same | b.different))


def _plain(value: Content | None) -> object:
    if isinstance(value, When):
        return value.to_json()
    return list(value) if isinstance(value, tuple) else value
