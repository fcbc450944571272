"""What happened, in one sentence an event, and who says so."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from standoff.brief.desk import Desk
from standoff.brief.document import Sentence
from standoff.brief.names import Standing
from standoff.dates import When, whole_period
from standoff.model import Event, Value

ORDER: tuple[Standing, ...] = ("measured", "independent", "self_claimed", "told")
COUNTED_IN_WORDS = 10


def tell(event: Event, desk: Desk) -> Sentence:
    """One sentence on one event; what only the acting side says, it is said to say."""
    clause = happening(event, desk)
    standings = by_standing(event, desk)
    if "measured" in standings or "independent" in standings:
        return desk.say("told.plain", desk.shelf.event(event), clause=clause)
    if "self_claimed" in standings:
        who = _origins(standings["self_claimed"], desk)
        return desk.say("told.claimed", desk.shelf.event(event), clause=clause, who=who)
    who = _origins(standings.get("told", ()), desk)
    return desk.say("told.relayed", desk.shelf.event(event), clause=clause, who=who)


def happening(event: Event, desk: Desk) -> str:
    """The event as a clause without its full stop."""
    phrases, names = desk.phrases, desk.names
    kind = names.pack.kinds.get(event.kind)
    everybody = (*event.actors, *event.targets) if kind and kind.symmetric else event.actors
    key = phrases.first(
        f"event.{event.kind}.{event.status}",
        f"event.{event.kind}" if event.status == "reported" else "",
        f"event.any.{event.status}",
        "event.any.reported",
    )
    return phrases(
        key,
        actors=names.actors(dict.fromkeys(everybody)) or phrases("event.nobody"),
        targets=names.actors(event.targets),
        what=weapons(event, desk),
        name=_plain(event, "name") or _plain(event, "mode"),
        kind=names.kind(event.kind),
        place=names.place(place) if (place := _plain(event, "place")) else "",
        date=dated(event.when, desk),
    )


def dated(when: When | None, desk: Desk, *, basis: bool = True) -> str:
    """The date with its preposition, and with a word where it was worked out."""
    if when is None:
        return desk.phrases("date.none")
    words = desk.phrases.when(when)
    if when.first is None or when.last is None:
        key = "date.as_is"
    elif when.day:
        key = "date.on"
    else:
        key = "date.in" if _whole(when) else "date.over"
    worked_out = basis and when.basis in ("inferred", "published")
    return desk.phrases(key, when=words) + (desk.phrases("date.inferred") if worked_out else "")


def _whole(when: When) -> bool:
    """Whether it is one whole month or year, as it would be named."""
    if when.first is None or when.precision not in ("month", "year"):
        return False
    return when.last == whole_period(when.first, when.precision).last


def weapons(event: Event, desk: Desk) -> str:
    """Number, class and name of what was used; a name only the acting side gives is its own."""
    named, called = _preferred(event, "weapon", desk), ""
    if named and desk.names.standing(named.origin, event.actors) == "self_claimed":
        called = desk.names.origin(named.origin)
    name = desk.names.weapon(str(named.value)) if named else ""
    count = event.get("count")
    number = int(count) if isinstance(count, int | float) else None
    key = "what.named" if name and not called else "what.called" if name else "what.unnamed"
    return desk.phrases(key, sort=_sort(event, number, desk), name=name, who=called)


def by_standing(event: Event, desk: Desk) -> dict[Standing, tuple[str, ...]]:
    """The origins that speak of an event, by how near they stand to the act."""
    found: dict[Standing, list[str]] = {}
    for origin in event.origins:
        found.setdefault(desk.names.standing(origin, event.actors), []).append(origin)
    return {one: tuple(found[one]) for one in ORDER if one in found}


def confirmation(events: Sequence[Event], desk: Desk, *, short: bool = False) -> Sentence:
    """Who says that it happened: states that measured, independent lists, the acting side."""
    found: dict[Standing, dict[str, None]] = {}
    for event in events:
        for standing, origins in by_standing(event, desk).items():
            names = [desk.names.origin(one) for one in origins]
            found.setdefault(standing, {}).update(dict.fromkeys(names))
    keys = [
        one for one in ORDER if one in found and not (short and one == "told" and len(found) > 1)
    ]
    form = "confirmed.short" if short else "confirmed"
    parts = [
        desk.phrases(f"{form}.{one}", who=desk.phrases.joined(found[one]), n=len(found[one]))
        for one in keys
    ]
    outcome = desk.material.pack.manifest.outcome
    if "measured" not in found and any(event.kind == outcome for event in events):
        parts.append(desk.phrases("confirmed.unmeasured"))
    evidence = desk.shelf.events(events)
    return desk.say("confirmed.all", evidence, parts=desk.phrases("list.parts").join(parts))


def _sort(event: Event, number: int | None, desk: Desk) -> str:
    given = _preferred(event, "class", desk)
    weapon = desk.names.pack.weapons.get(str(event.get("weapon")))
    name = str(given.value) if given else weapon.weapon_class if weapon else "unknown"
    many = 2 if number is None else number
    sort = desk.names.weapon_class(name, many)
    if number is None:
        return desk.phrases("what.some", sort=sort)
    words = desk.phrases(f"number.{number}") if 0 < number <= COUNTED_IN_WORDS else f"{number:,}"
    return desk.phrases("what.counted", number=words, sort=sort)


def _preferred(event: Event, slot: str, desk: Desk) -> Value | None:
    """The value to print: a known one, the acting side's own only for want of another."""
    values = [one for one in event.values.get(slot, ()) if one.value != "unknown"]
    other = [
        one for one in values if desk.names.standing(one.origin, event.actors) != "self_claimed"
    ]
    return next(iter(other or values), None)


def _plain(event: Event, slot: str) -> str:
    content = event.get(slot)
    return content if isinstance(content, str) else ""


def _origins(origins: Iterable[str], desk: Desk) -> str:
    return desk.phrases.joined(dict.fromkeys(desk.names.origin(one) for one in origins))
