"""What a theatre says: actors, places, weapons, kinds, aims, and where its tables stand."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from standoff.model import Grain
from standoff.packs.language import Language

Side = Literal["acting", "opposing", "patron", "other"]
ActorKind = Literal[
    "state", "bloc", "government", "military", "state_media", "party", "organisation", "person"
]
OriginClass = Literal["self_claimed", "measured", "independent"]
# What stands before the name of an outlet where a text names nobody who says so.
OUTLET = "outlet:"


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Office(_Strict):
    """A title held by a person over a stretch of days; None where it has no known end."""

    title: str
    of: str
    first: date | None = None
    last: date | None = None
    source: str | None = None


class Actor(_Strict):
    """Somebody who acts or speaks: a state, a body, a medium, a person.

    `members`: the states that a name stands for together, as "both republics" does.
    """

    id: str
    kind: ActorKind
    name: str
    of: str | None = None
    members: tuple[str, ...] = ()
    side: Side = "other"
    aliases: tuple[str, ...] = ()
    demonyms: tuple[str, ...] = ()
    seats: tuple[str, ...] = ()
    offices: tuple[Office, ...] = ()


class Weapon(_Strict):
    """A weapon family with its class and every spelling in use."""

    id: str
    name: str
    weapon_class: str = Field(alias="class")
    aliases: tuple[str, ...] = ()


class Place(_Strict):
    """A named place with coordinates in degrees."""

    id: str
    name: str
    lat: float | None = None
    lon: float | None = None
    state: str | None = None
    aliases: tuple[str, ...] = ()
    source: str | None = None


class Source(_Strict):
    """Where facts or reports come from, and how near to the act it stands.

    `body` is the actor or source that it is another name of: what it says, that body says.
    """

    id: str
    name: str
    url: str | None = None
    origin_class: OriginClass = "independent"
    of: str | None = None
    body: str | None = None
    terms: str | None = None


class Kind(_Strict):
    """A kind of event with its codes in PLOVER and CAMEO.

    `symmetric`: all parties act together. `lasting`: it takes days, so a range of days is its
    length; of any other kind a range is our doubt about the day.
    """

    id: str
    name: str
    plover: str | None = None
    cameo: str | None = None
    symmetric: bool = False
    lasting: bool = False


class Aim(_Strict):
    """A motive that a claim can give, or a condition that enables the act."""

    id: str
    name: str
    gloss: str
    enabling: bool = False


class Coverage(_Strict):
    """A stretch of days over which a table is, or is not, declared complete."""

    first: date
    last: date
    complete: bool
    between: tuple[str, ...] = ()
    note: str


class TableSpec(_Strict):
    """How one CSV of facts becomes observations."""

    id: str
    file: str
    kind: str | None = None
    grain: Grain
    origin: str
    title: str
    actors: tuple[str, ...] = ()
    units: Mapping[str, str] = {}
    coverage: tuple[Coverage, ...] = ()
    lag_days: int = 0


class Manifest(_Strict):
    """The theatre's front page, pack.yml; `outcome` is the kind of event it is about."""

    format: Literal[1]
    id: str
    title: str
    language: str
    zone: str
    acting: str
    opposing: tuple[str, ...]
    outcome: str = "launch"


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One line of a table, as written; `line` is its place in the file."""

    key: str
    fields: Mapping[str, str]
    line: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """One CSV of facts with its declaration."""

    spec: TableSpec
    rows: tuple[Row, ...]
    path: Path


@dataclass(frozen=True, kw_only=True, eq=False)
class Pack:
    """A loaded and checked theatre with its language; `digest` changes with any file."""

    manifest: Manifest
    folder: Path
    digest: str
    language: Language
    actors: Mapping[str, Actor]
    weapons: Mapping[str, Weapon]
    places: Mapping[str, Place]
    sources: Mapping[str, Source]
    kinds: Mapping[str, Kind]
    aims: Mapping[str, Aim]
    tables: Mapping[str, Table] = field(default_factory=dict)

    @property
    def id(self) -> str:
        """The theatre's name and content: what results and observations are stamped with."""
        return f"{self.manifest.id}@{self.digest[:12]}"

    def lasts(self, kind: str) -> bool:
        """Whether events of a kind take days."""
        known = self.kinds.get(kind)
        return bool(known and known.lasting)

    def state_of(self, actor: str | None) -> str | None:
        """The state that an actor belongs to, itself if it is one; None where unknown."""
        seen: set[str] = set()
        while actor is not None and actor in self.actors and actor not in seen:
            seen.add(actor)
            owner = self.actors[actor].of
            if owner is None:
                return actor
            actor = owner
        return actor

    def body_of(self, origin: str) -> str:
        """The one id of the body that an origin stands for; of one that stands for itself, its own.

        A source may be another name of an actor or of a source, and an outlet the name of a
        state medium that the theatre knows.
        """
        return self._bodies.get(origin) or self._bodies.get(origin.casefold(), origin)

    @cached_property
    def _bodies(self) -> Mapping[str, str]:
        media = (actor for actor in self.actors.values() if actor.kind == "state_media")
        found = {
            (OUTLET + name).casefold(): actor.id
            for actor in media
            for name in (actor.id, actor.name, *actor.aliases)
        }
        return found | {one.id: one.body for one in self.sources.values() if one.body}

    def origin_class(self, origin: str, acting: tuple[str, ...]) -> OriginClass:
        """How near an origin stands to those who acted: itself, a state that measured, neither."""
        if origin in self.sources and self.sources[origin].of is None:
            return self.sources[origin].origin_class
        owner = self.sources[origin].of if origin in self.sources else origin
        state = self.state_of(owner)
        if state in {self.state_of(one) for one in acting}:
            return "self_claimed"
        actor = self.actors.get(state or "")
        return "measured" if actor and actor.kind == "state" else "independent"
