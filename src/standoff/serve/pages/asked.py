"""What a reader asks of a page: the one filter of events and the day, from the address."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from starlette.datastructures import QueryParams

from standoff.model import Query
from standoff.packs import Pack
from standoff.record.naming import near

HAPPENED: Final = ("reported", "failed")
STATUSES: Final = ("reported", "failed", "suspected", "planned", "cancelled", "denied")
NAMES: Final = ("kind", "actor", "target", "class", "status", "first", "last", "text")


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A request's filter and day; `wrong` says what could not be used, in words for the reader."""

    query: Query
    as_of: date | None
    wrong: tuple[str, ...] = ()

    def address(self) -> dict[str, str | tuple[str, ...]]:
        """The filter as an address says it, for links that keep it."""
        query = self.query
        given: dict[str, str | tuple[str, ...] | None] = {
            "kind": query.kind,
            "actor": query.actor,
            "target": query.target,
            "class": query.weapon_class,
            "status": () if query.status == HAPPENED else query.status or ("any",),
            "first": query.first.isoformat() if query.first else None,
            "last": query.last.isoformat() if query.last else None,
            "text": query.text,
        }
        return {name: value for name, value in given.items() if value}


def asked(params: QueryParams, pack: Pack) -> Asked:
    """The filter and the day that an address asks for; a part that is no use is named.

    Status: what happened, unless another is asked for; `any` is every one.
    """
    wrong: list[str] = []
    named = (("kind", pack.kinds), ("actor", pack.actors), ("target", pack.actors))
    for name, known in named:
        word = _word(params, name)
        if word and word not in known:
            wrong.append(f"there is no {name} {word!r}{near(word, known)}")
    days = {name: _day(params, name, wrong) for name in ("first", "last", "as_of")}
    if days["first"] and days["last"] and days["first"] > days["last"]:
        wrong.append(f"first {days['first']} is after last {days['last']}; they were left out")
        days["first"] = days["last"] = None
    status = tuple(one for one in params.getlist("status") if one)
    unknown = [one for one in status if one not in (*STATUSES, "any")]
    wrong += [f"there is no status {one!r}" for one in unknown]
    kept = tuple(one for one in status if one in STATUSES)
    query = Query(
        kind=_word(params, "kind"),
        actor=_word(params, "actor"),
        target=_word(params, "target"),
        weapon_class=tuple(one for one in params.getlist("class") if one),
        status=() if "any" in status else kept or HAPPENED,
        first=days["first"],
        last=days["last"],
        text=_word(params, "text"),
    )
    return Asked(query=query, as_of=days["as_of"], wrong=tuple(wrong))


def choices(pack: Pack) -> Mapping[str, tuple[tuple[str, str], ...]]:
    """What a filter's fields offer, as id and name; all of it from the theatre."""
    classes = sorted({weapon.weapon_class for weapon in pack.weapons.values()})
    states = [one for one in pack.actors.values() if one.kind in ("state", "bloc")]
    return {
        "kind": tuple((one.id, one.name) for one in pack.kinds.values()),
        "actor": tuple((one.id, one.name) for one in states),
        "class": tuple((one, one) for one in classes),
        "status": tuple((one, one) for one in STATUSES),
    }


def _word(params: QueryParams, name: str) -> str | None:
    return params.get(name, "").strip() or None


def _day(params: QueryParams, name: str, wrong: list[str]) -> date | None:
    given = _word(params, name)
    if given is None:
        return None
    try:
        return date.fromisoformat(given)
    except ValueError:
        wrong.append(f"{name} {given!r} is no day; write it as 2024-09-18")
        return None
