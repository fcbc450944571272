"""Names of an outside table as ids of the theatre."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cached_property

from standoff.packs import Pack
from standoff.packs.maps import Case


class TheatreNames:
    """The theatre's actors, weapons and places by every name; a name of two is nobody's."""

    def __init__(self, pack: Pack) -> None:
        self.pack = pack

    def find(self, slot: str, text: str) -> str | None:
        """The id that a text stands for in a slot; None where the theatre does not know it."""
        known = self._ids[slot]
        return text if text in known else self._names[slot].get(_squeezed(text))

    def kind_of(self, case: Case, actors: Iterable[str], targets: Iterable[str]) -> str | None:
        """The kind that the parties make it."""
        by, to = self.states(actors), self.states(targets)
        acting, opposing = self.pack.manifest.acting, set(self.pack.manifest.opposing)
        if case.across and acting in by | to and opposing & (by | to):
            return case.across
        return case.acting if case.acting and by == {acting} else case.other

    def concern(self, parties: Iterable[str]) -> bool:
        """Whether the acting side takes part, or two opposing ones do."""
        states = self.states(parties)
        opposing = states & {*self.pack.manifest.opposing}
        return self.pack.manifest.acting in states or len(opposing) > 1

    def states(self, parties: Iterable[str]) -> set[str]:
        """The states of the parties; of a name for several, its members."""
        found: set[str] = set()
        for one in parties:
            actor = self.pack.actors.get(one)
            members = actor.members if actor and actor.members else (one,)
            found |= {state for each in members if (state := self.pack.state_of(each))}
        return found

    @cached_property
    def _ids(self) -> Mapping[str, Iterable[str]]:
        pack = self.pack
        return {"actors": pack.actors, "targets": pack.actors, "weapon": pack.weapons,
                "place": pack.places}  # fmt: skip

    @cached_property
    def _names(self) -> Mapping[str, Mapping[str, str]]:
        pack = self.pack
        actors = _index((one.id, (one.name, *one.aliases)) for one in pack.actors.values())
        weapons = _index((one.id, (one.name, *one.aliases)) for one in pack.weapons.values())
        places = _index((one.id, (one.name, *one.aliases)) for one in pack.places.values())
        return {"actors": actors, "targets": actors, "weapon": weapons, "place": places}


def _index(named: Iterable[tuple[str, Iterable[str]]]) -> dict[str, str]:
    found: dict[str, set[str]] = {}
    for one, names in named:
        for name in (one, *names):
            found.setdefault(_squeezed(name), set()).add(one)
    return {name: next(iter(ids)) for name, ids in found.items() if len(ids) == 1}


def _squeezed(text: str) -> str:
    """The letters and digits alone, since lists differ in hyphens, points and spaces."""
    return "".join(one for one in text.casefold() if one.isalnum())
