"""What things are called in a brief: actors, origins, weapons, places, values."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal

from standoff.brief.wording import Phrases
from standoff.dates import When
from standoff.model import Value
from standoff.packs import Pack

Standing = Literal["self_claimed", "measured", "independent", "told"]
OUTLET = "outlet:"


class Names:
    """The names of one theatre in the words of one language."""

    def __init__(self, pack: Pack, phrases: Phrases) -> None:
        self.pack, self.phrases = pack, phrases
        self._media = {
            word.casefold(): actor.id
            for actor in pack.actors.values()
            if actor.kind == "state_media"
            for word in (actor.name, *actor.aliases)
        }

    def actor(self, actor: str) -> str:
        """An actor's name; what the pack does not know is called what it is called."""
        known = self.pack.actors.get(actor)
        return known.name if known else actor

    def actors(self, actors: Iterable[str]) -> str:
        """Several actors in words."""
        return self.phrases.joined(self.actor(one) for one in actors)

    def origin(self, origin: str) -> str:
        """Who says it: a source, an actor, an outlet."""
        if origin.startswith(OUTLET):
            return origin.removeprefix(OUTLET)
        known = self.pack.sources.get(origin)
        return known.name if known else self.actor(origin)

    def standing(self, origin: str, acting: tuple[str, ...]) -> Standing:
        """How near to the act an origin stands.

        An outlet that names nobody is no source of its own: it only tells. State media
        speak for their state.
        """
        if origin.startswith(OUTLET):
            medium = self._media.get(origin.removeprefix(OUTLET).casefold())
            return self.pack.origin_class(medium, acting) if medium else "told"
        return self.pack.origin_class(origin, acting)

    def kind(self, kind: str) -> str:
        """The name of a kind of event."""
        known = self.pack.kinds.get(kind)
        return known.name if known else kind

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
        return content
