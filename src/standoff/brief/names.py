"""What things are called in a brief: actors, origins, weapons, places, values."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Literal

from standoff.brief.wording import Phrases
from standoff.dates import When
from standoff.model import Query, Value
from standoff.packs import Pack

Standing = Literal["self_claimed", "measured", "independent", "told"]
OUTLET = "outlet:"


class Names:
    """The names of one theatre in the words of one language.

    `unnamed` says what to call reports that name no outlet, by what stands for their source.
    """

    def __init__(
        self, pack: Pack, phrases: Phrases, unnamed: Mapping[str, str] | None = None
    ) -> None:
        self.pack, self.phrases, self._unnamed = pack, phrases, unnamed or {}
        self._media = {
            word.casefold(): actor.id
            for actor in pack.actors.values()
            if actor.kind == "state_media"
            for word in (actor.name, *actor.aliases)
        }
        self._relayed = dict(_speaking_for(pack))

    def actor(self, actor: str) -> str:
        """An actor's name; what the pack does not know is called what it is called."""
        known = self.pack.actors.get(actor)
        return known.name if known else actor

    def actors(self, actors: Iterable[str]) -> str:
        """Several actors in words."""
        return self.phrases.joined(self.actor(one) for one in actors)

    def origin(self, origin: str) -> str:
        """Who says it: a source, an actor, an outlet."""
        outlet = origin.removeprefix(OUTLET)
        if outlet in self._unnamed:
            return self._unnamed[outlet]
        origin = self._media.get(outlet.casefold(), outlet)
        known = self.pack.sources.get(self._relayed.get(origin, origin))
        return known.name if known else self.actor(origin)

    def outlet(self, source: str) -> str:
        """What a report's source is called."""
        return self._unnamed.get(source, source)

    def standing(self, origin: str, acting: tuple[str, ...]) -> Standing:
        """How near to the act an origin stands.

        An outlet that names nobody is no source of its own: it only tells. State media
        speak for their state.
        """
        if origin.startswith(OUTLET):
            medium = self._media.get(origin.removeprefix(OUTLET).casefold())
            return self.pack.origin_class(medium, acting) if medium else "told"
        return self.pack.origin_class(origin, acting)

    def own(self, origin: str, acting: tuple[str, ...]) -> bool:
        """Whether the origin speaks for those who acted."""
        return self.standing(origin, acting) == "self_claimed"

    def kind(self, kind: str) -> str:
        """The name of a kind of event."""
        known = self.pack.kinds.get(kind)
        return known.name if known else kind

    def matter(self, query: Query) -> str:
        """What a query asks about: the kind, and the weapon classes if it narrows them."""
        kind = self.kind(query.kind or "")
        if not query.weapon_class:
            return kind
        classes = self.phrases.joined(self.weapon_class(one) for one in query.weapon_class)
        return self.phrases("matter.of_class", kind=kind, classes=classes)

    def aim(self, aim: str) -> str:
        """The name of an aim."""
        known = self.pack.aims.get(aim)
        return known.name if known else aim

    def weapon(self, weapon: str) -> str:
        """The name of a weapon."""
        known = self.pack.weapons.get(weapon)
        return known.name if known else weapon

    def place(self, place: str) -> str:
        """The name of a place."""
        known = self.pack.places.get(place)
        return known.name if known else place

    def weapon_class(self, name: str, count: int = 1) -> str:
        """A weapon class in words, in the singular or the plural."""
        key = f"class.{name}"
        if not self.phrases.has(key):
            return name
        one, _, many = self.phrases(key).partition("|")
        return one if count == 1 else many

    def value(self, slot: str, value: Value) -> str:
        """A value in words, rounded as its source gives it."""
        content = value.value
        if isinstance(content, When):
            return self.phrases.when(content)
        if isinstance(content, tuple):
            return self.actors(content)
        if isinstance(content, bool):
            return self.phrases("value.yes" if content else "value.no")
        if isinstance(content, int | float):
            unit = f" {value.unit}" if value.unit else ""
            return f"{content:,.10g}{unit}"
        return self._text(slot, content)

    def _text(self, slot: str, content: str) -> str:
        if slot == "weapon":
            return self.weapon(content)
        if slot == "class":
            return self.weapon_class(content)
        if slot == "place":
            return self.place(content)
        if slot == "status":
            return self.phrases(f"status.{content}")
        if slot == "overseer":
            return self.actors((content,))
        return content


def _speaking_for(pack: Pack) -> Iterator[tuple[str, str]]:
    """A state medium and the source that stands for it, where the source's name holds its own."""
    for actor in pack.actors.values():
        if actor.kind != "state_media":
            continue
        for source in pack.sources.values():
            same_state = source.of and pack.state_of(source.of) == pack.state_of(actor.id)
            if same_state and any(name in source.name for name in (actor.name, *actor.aliases)):
                yield actor.id, source.id
