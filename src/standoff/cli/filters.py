"""The one filter of events, as flags that several commands share."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Annotated, get_args

from cyclopts import Parameter

from standoff.errors import InputError
from standoff.model import Query, Status

if TYPE_CHECKING:
    from standoff.packs import Pack
    from standoff.record import Record


@Parameter(name="*")
@dataclass(frozen=True, kw_only=True)
class Filter:
    """Which events a command is about; what is left out leaves it open."""

    kind: Annotated[str | None, Parameter(help="Kind of event, as record stats lists them.")] = None
    actor: Annotated[str | None, Parameter(help="Id of who acted.")] = None
    target: Annotated[str | None, Parameter(help="Id of who was acted upon.")] = None
    weapon_class: Annotated[
        tuple[str, ...], Parameter(name="--class", help="Weapon class; repeat for several.")
    ] = ()
    status: Annotated[
        tuple[str, ...],
        Parameter(help="Status, such as reported or planned; repeat for several."),
    ] = ()
    first: Annotated[date | None, Parameter(help="No event that ended before this day.")] = None
    last: Annotated[date | None, Parameter(help="No event that began after this day.")] = None
    text: Annotated[
        str | None,
        Parameter(help="Words of the event's names or of the sentences that tell of it."),
    ] = None
    verified: Annotated[bool, Parameter(help="Only events that somebody has checked.")] = False

    def query(self, status: tuple[str, ...] = ()) -> Query:
        """The filter as the record knows it.

        Args:
            status: what counts where no status is asked for; empty means any.
        """
        return Query(
            kind=self.kind,
            actor=self.actor,
            target=self.target,
            weapon_class=self.weapon_class,
            status=self.status or status,
            first=self.first,
            last=self.last,
            text=self.text,
            verified=self.verified,
        )


def checked(query: Query, record: Record, pack: Pack) -> Query:
    """The query, if all that it names exists: a wrong name would quietly match nothing.

    Raises:
        InputError: a kind, actor, class or status is unknown; the message says what is near.
    """
    from standoff.record.naming import near  # the help must not import it

    classes = {weapon.weapon_class for weapon in pack.weapons.values()}
    given = {
        "kind": ([query.kind], {*pack.kinds}),
        "actor": ([query.actor], {*pack.actors}),
        "target": ([query.target], {*pack.actors}),
        "class": (query.weapon_class, classes),
        "status": (query.status, set(get_args(Status))),
    }
    for name, (words, known) in given.items():
        for word in words:
            if word is not None and word not in known | _in_use(name, record):
                raise InputError(f"--{name}: there is no {word!r}{near(word, known)}")
    if query.first and query.last and query.first > query.last:
        raise InputError(f"--first {query.first} is after --last {query.last}; turn them round")
    return query


def _in_use(name: str, record: Record) -> set[str]:
    """The words that the record's events use, for theatres that do not declare them."""
    events = list(record.events(Query(status=())))
    if name == "kind":
        return {event.kind for event in events}
    if name == "class":
        return {str(value.value) for event in events for value in event.values.get("class", ())}
    slot = {"actor": "actors", "target": "targets"}.get(name, name)
    return {one for event in events for one in event.get(slot) or ()}
