"""Column maps: how the rows of an outside table become rows of the kind that a theatre has."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, field_validator

from standoff.errors import InputError, PackError, Problem
from standoff.model import Grain
from standoff.packs.find import BUNDLED
from standoff.packs.theatre import Pack
from standoff.packs.yaml import read_yaml

FOLDER = "maps"
Columns = Annotated[
    tuple[str, ...], BeforeValidator(lambda one: (one,) if isinstance(one, str) else one)
]


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True)


class Case(_Strict):
    """A kind that depends on who takes part; the first that fits counts, None is no kind.

    `across`: the acting side and an opposing one both take part. `acting`: those who act are of
    the acting side. `other`: everybody else.
    """

    across: str | None = None
    acting: str | None = None
    other: str | None = None


Codes = Mapping[str, str | Case | None]


class Reading(_Strict):
    """What the file is: delimited text, JSON, or the events that another record wrote.

    `quoted`: cells may stand in quotes. `rows`: the path to the rows of a JSON document.
    `header`: names the columns of a file that has no header line, a list for every width in use.
    """

    form: Literal["csv", "json", "events"] = Field(alias="as")
    delimiter: str = Field(default=",", min_length=1, max_length=1)
    quoted: bool = True
    encoding: str = "utf-8-sig"
    rows: str = ""
    header: tuple[tuple[str, ...], ...] = ()


class FieldMap(_Strict):
    """Where one slot comes from and how it is read.

    `columns` (`from`): the first that says something counts, with `every` all do, with `join`
    all as one text. `match`: the content is the first group. `values` and `codes` (a file of
    values): what a text stands for, `15*` any that begins so, nothing for "says nothing"; `only`
    drops what they do not know. `dates`: formats as strptime has them. `optional`: the file may
    lack the column. `otherwise`: what is read where these columns say nothing.
    """

    columns: Columns = Field(alias="from", min_length=1)
    every: bool = False
    join: str | None = None
    split: str | None = None
    match: str | None = None
    values: Codes = {}
    codes: str | None = None
    only: bool = False
    dates: tuple[str, ...] = ()
    optional: bool = False
    otherwise: FieldMap | None = None

    @field_validator("match")
    @classmethod
    def _compiles(cls, pattern: str | None) -> str | None:
        if pattern is not None:
            try:
                groups = re.compile(pattern).groups
            except re.error as error:
                raise ValueError(f"{pattern!r} is no regular expression: {error}") from error
            if groups < 1:
                raise ValueError(f"{pattern!r} has no group; put what is meant in ( )")
        return pattern


class ColumnMap(_Strict):
    """One outside table: who vouches for it, how it is read, and what its columns mean.

    `feed`: a file brings more of the same, and adds to what earlier ones brought; else a file is
    the whole list and replaces it. `missing` are texts that say nothing, `constants` cells that
    every row has. `zone`: of dates and times, if they are not local; `untimed` says what becomes
    of a date without a time there: it is the local day after all (`local`), or any local day that
    it touches (`span`). `scope`: `sides` takes only rows in which the acting side takes part, or
    two opposing ones; `known` takes all whose parties the theatre knows.
    """

    format: Literal[1]
    id: str
    title: str
    url: str | None = None
    terms: str | None = None
    origin: str | None = None
    kind: str | None = None
    grain: Grain = "item"
    actors: tuple[str, ...] = ()
    verified: bool = True
    feed: bool = False
    lag_days: int = 0
    read: Reading
    key: Columns = ()
    missing: tuple[str, ...] = ()
    constants: Mapping[str, str] = {}
    zone: str | None = None
    untimed: Literal["local", "span"] = "local"
    scope: Literal["sides", "known"] = "known"
    fields: Mapping[str, FieldMap] = {}


@dataclass(frozen=True, slots=True, kw_only=True)
class Map:
    """A loaded map with the files of codes that its fields name; `digest` changes with any."""

    spec: ColumnMap
    codes: Mapping[str, Codes]
    path: Path
    digest: str

    def values(self, field: FieldMap) -> Codes:
        """What texts stand for in a field: its own values count before its file of codes."""
        return {**self.codes.get(field.codes or "", {}), **field.values}


def every_field(spec: ColumnMap) -> Iterator[FieldMap]:
    """The map's fields, with those that are read otherwise."""
    for one in spec.fields.values():
        field: FieldMap | None = one
        while field is not None:
            yield field
            field = field.otherwise


def map_names(pack: Pack) -> dict[str, Path]:
    """The maps that can be named: those all theatres share, and the theatre's own."""
    return {path.stem: path for path in _files(pack)}


def find_map(name: str, pack: Pack) -> Map:
    """The map of a name, or in a file.

    Raises:
        InputError: there is no such map; the message lists those there are.
        PackError: it is wrong; every problem is named.
    """
    names = map_names(pack)
    path = names.get(name) or Path(name)
    if name not in names and not (path.suffix == ".yml" and path.is_file()):
        raise InputError(f"no map {name!r}: give a .yml file, or one of: {', '.join(names)}")
    problems: list[Problem] = []
    found = _load(path, pack, problems)
    if found is None or problems:
        raise PackError(problems)
    return found


def load_maps(pack: Pack) -> tuple[Map, ...]:
    """Every map that the theatre can use.

    Raises:
        PackError: any of them is wrong; every problem is named.
    """
    problems: list[Problem] = []
    found = [_load(path, pack, problems) for path in map_names(pack).values()]
    if problems:
        raise PackError(problems)
    return tuple(one for one in found if one)


def _files(pack: Pack) -> Iterator[Path]:
    for folder in (BUNDLED / "common", pack.folder):
        yield from sorted((folder / FOLDER).glob("*.yml"))


def _load(path: Path, pack: Pack, problems: list[Problem]) -> Map | None:
    spec: ColumnMap | None = read_yaml(path, ColumnMap, problems)
    if spec is None:
        return None
    total = hashlib.sha256(path.read_bytes())
    codes: dict[str, Codes] = {}
    for name in sorted({one.codes for one in every_field(spec) if one.codes}):
        file = _codes_file(name, path, pack)
        codes[name] = read_yaml(file, dict[str, str | Case | None], problems) or {}
        total.update(file.read_bytes() if file.exists() else b"")
    found = Map(spec=spec, codes=codes, path=path, digest=total.hexdigest())
    problems.extend(_faults(found, pack))
    return found


def _codes_file(name: str, path: Path, pack: Pack) -> Path:
    """The file of codes beside the map, else the theatre's, else the one that all share."""
    folders = (path.parent, pack.folder / FOLDER, BUNDLED / "common" / FOLDER)
    files = [folder / "codes" / f"{name}.yml" for folder in folders]
    return next((file for file in files if file.exists()), files[-1])


def _faults(found: Map, pack: Pack) -> Iterator[Problem]:
    """What the map names and nobody declares; a map that all share may name more than a theatre."""
    spec = found.spec
    place = str(found.path)
    if found.path.stem != spec.id:
        yield Problem(place=place, detail=f"its id is {spec.id!r}; name the file {spec.id}.yml")
    if spec.read.form != "events" and "date" not in spec.fields:
        yield Problem(place=place, detail="no field gives the date; every event needs one")
    if found.path.is_relative_to(BUNDLED / "common"):
        return
    for slot, known in _declared(pack).items():
        for named in sorted(_named(found, slot) - set(known)):
            yield Problem(place=place, detail=f"{slot}: {named!r} is declared nowhere")


def _declared(pack: Pack) -> Mapping[str, Mapping[str, Any]]:
    return {
        "kind": pack.kinds,
        "actors": pack.actors,
        "targets": pack.actors,
        "weapon": pack.weapons,
        "place": pack.places,
    }


def _named(found: Map, slot: str) -> set[str]:
    """What the map itself puts into a slot."""
    spec = found.spec
    constant = {"kind": (spec.kind,), "actors": spec.actors}.get(slot, ())
    values = found.values(spec.fields[slot]).values() if slot in spec.fields else ()
    names: list[str | None] = list(constant)
    for one in values:
        names += [one.across, one.acting, one.other] if isinstance(one, Case) else [one]
    return {name for name in names if name}
