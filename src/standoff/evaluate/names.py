"""One name for one thing: ids of the pack where it knows the name, plain words where not."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

from standoff.packs import Actor, Pack, Place, Weapon

NOT_WORDS = re.compile(r"[\W_]+")


def plain(name: str) -> str:
    """The name in lower case with single blanks between its words.

    >>> plain(" Arrow-17 (ICBM)")
    'arrow 17 icbm'
    """
    return NOT_WORDS.sub(" ", name.casefold()).strip()


@dataclass(frozen=True, eq=False)
class Names:
    """The names a pack gives to actors, weapons and places, looked up in any spelling."""

    pack: Pack

    def actor(self, name: str) -> str:
        """The actor's id, or the name in plain words where the pack has no such actor."""
        return self._actors.get(plain(name), plain(name))

    def state(self, name: str) -> str:
        """The state that a named actor belongs to, itself where it belongs to none."""
        actor = self.actor(name)
        return self.pack.state_of(actor) or actor

    def weapon(self, name: str | None) -> str | None:
        """The weapon's id, or its name in plain words."""
        return None if name is None else self._weapons.get(plain(name), plain(name))

    def place(self, name: str | None) -> str | None:
        """The place's id, or its name in plain words."""
        return None if name is None else self._places.get(plain(name), plain(name))

    @cached_property
    def _actors(self) -> Mapping[str, str]:
        return _ids_by_name(self.pack.actors.values())

    @cached_property
    def _weapons(self) -> Mapping[str, str]:
        return _ids_by_name(self.pack.weapons.values())

    @cached_property
    def _places(self) -> Mapping[str, str]:
        return _ids_by_name(self.pack.places.values())


def _ids_by_name(things: Iterable[Actor | Weapon | Place]) -> Mapping[str, str]:
    found: dict[str, str] = {}
    for one in things:
        for name in (one.id, one.name, *one.aliases):
            found.setdefault(plain(name), one.id)
    return found
