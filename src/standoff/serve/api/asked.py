"""What every list of the API understands: the one filter, the day, the page."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Final, Literal

from fastapi import Query as Param

from standoff.errors import InputError
from standoff.model import Query, Status
from standoff.record.naming import near
from standoff.serve.listing import Listing

HAPPENED: Final = ("reported", "failed")
MOST: Final = 500
LONGEST_TEXT: Final = 200

AsOf = Annotated[
    date | None, Param(description="Use only what had been published by the end of this day.")
]
Limit = Annotated[int, Param(ge=1, le=MOST, description="How many at most.")]
Cursor = Annotated[
    str | None, Param(max_length=1000, description="Where to go on: the `next` of another answer.")
]
Order = Annotated[Literal["oldest", "newest"], Param(description="Which days come first.")]
Words = Annotated[
    str | None,
    Param(min_length=1, max_length=LONGEST_TEXT, description="Words that must all occur."),
]


class Filter:
    """The one filter of events, as parameters of an address; what is left out stays open."""

    def __init__(  # noqa: PLR0913 - each is a parameter of the address
        self,
        *,
        kind: Annotated[str | None, Param(description="Kind of event.")] = None,
        actor: Annotated[str | None, Param(description="Id of who acted.")] = None,
        target: Annotated[str | None, Param(description="Id of who was acted upon.")] = None,
        weapon_class: Annotated[
            list[str] | None,
            Param(alias="class", description="Weapon class; several may be given."),
        ] = None,
        status: Annotated[
            list[Status | Literal["any"]] | None,
            Param(description="Left out: what happened (reported, failed); any: every status."),
        ] = None,
        first: Annotated[date | None, Param(description="None that ended before.")] = None,
        last: Annotated[date | None, Param(description="None that began after.")] = None,
        text: Annotated[
            str | None,
            Param(
                min_length=1,
                max_length=LONGEST_TEXT,
                description="Words of the event's names or of the sentences that tell of it.",
            ),
        ] = None,
        verified: Annotated[bool, Param(description="Only what somebody has checked.")] = False,
    ) -> None:
        self.given = Query(
            kind=kind,
            actor=actor,
            target=target,
            weapon_class=tuple(weapon_class or ()),
            status=_statuses(status),
            first=first,
            last=last,
            text=text.strip() or None if text else None,
            verified=verified,
        )

    def query(self, listing: Listing) -> Query:
        """The filter as the record knows it, if all that it names is there.

        Raises:
            InputError: a name is unknown, which would quietly match nothing; the message says
                what is near; or the days are in the wrong order.
        """
        query, pack = self.given, listing.record.pack
        known = {"kind": pack.kinds, "actor": pack.actors, "target": pack.actors}
        for name, ids in known.items():
            _check(name, getattr(query, name), {*ids}, listing)
        for one in query.weapon_class:
            _check("class", one, {w.weapon_class for w in pack.weapons.values()}, listing)
        if query.first and query.last and query.first > query.last:
            raise InputError(f"first {query.first} is after last {query.last}; turn them round")
        return query


def _statuses(given: list[Status | Literal["any"]] | None) -> tuple[str, ...]:
    if not given:
        return HAPPENED
    return () if "any" in given else tuple(given)


def _check(name: str, word: str | None, known: set[str], listing: Listing) -> None:
    if word is None or word in known:
        return
    used = known | listing.words(name)
    if word not in used:
        raise InputError(f"{name}: there is no {word!r}{near(word, used)}")
