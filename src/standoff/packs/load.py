"""Load a theatre and its language; refuse it with every problem named."""

from __future__ import annotations

import csv
import hashlib
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any, Protocol, TypeVar

from pydantic import ValidationError

from standoff.errors import PackError, Problem
from standoff.packs.find import BUNDLED, find_theatre
from standoff.packs.language import Language, load_language
from standoff.packs.theatre import (
    Actor,
    Aim,
    Kind,
    Manifest,
    Pack,
    Place,
    Row,
    Source,
    Table,
    TableSpec,
    Weapon,
)
from standoff.packs.yaml import read_yaml


class _Named(Protocol):
    @property
    def id(self) -> str: ...


N = TypeVar("N", bound=_Named)
# What changes no result by itself: hand-made answers, and maps of outside tables.
ASIDE = ("gold", "maps")
DIGESTED = (".yml", ".csv")


def load_pack(theatre: str | Path, *, search: tuple[Path, ...] = ()) -> Pack:
    """The theatre with its language, loaded and checked.

    Args:
        theatre: a folder that holds a pack.yml, or the name of a theatre.
        search: folders to look for a named theatre in, before the bundled ones.

    Raises:
        InputError: there is no such theatre.
        PackError: anything in it is wrong; every problem is named with file and line.
    """
    folder = find_theatre(theatre, search=search)
    problems: list[Problem] = []
    manifest = read_yaml(folder / "pack.yml", Manifest, problems)
    if manifest is None:
        raise PackError(problems)
    language = load_language(manifest.language, problems, extra=folder / "language")
    pack = _assemble(folder, manifest, language, problems)
    problems.extend(_broken_references(pack))
    if problems:
        raise PackError(problems)
    return pack


def add_tables(pack: Pack, folder: Path) -> Pack:
    """The theatre with more tables of facts beside its own, checked as its own are.

    Args:
        pack: the theatre; its digest stays, since the tables are no part of it.
        folder: holds a `tables.yml`, and the files it names under `record/`.

    Raises:
        PackError: anything in the tables is wrong, or one has the name of another.
    """
    problems: list[Problem] = []
    path = folder / "tables.yml"
    specs = _by_id(path, read_yaml(path, list[TableSpec], problems) or [], problems)
    problems.extend(
        Problem(place=str(path), detail=f"the theatre has a table {key!r}; rename this one")
        for key in specs
        if key in pack.tables
    )
    added = {key: _read_table(folder, spec, problems) for key, spec in specs.items()}
    full = replace(pack, tables={**pack.tables, **added})
    problems.extend(_broken_references(full))
    if problems:
        raise PackError(problems)
    return full


def _assemble(
    folder: Path, manifest: Manifest, language: Language, problems: list[Problem]
) -> Pack:
    def listed(name: str, kind: type[N]) -> dict[str, N]:
        path = _own_or_common(folder, name)
        items: list[N] = read_yaml(path, list[kind], problems) or []  # type: ignore[valid-type]
        return _by_id(path, items, problems)

    def rows(name: str, kind: type[N]) -> dict[str, N]:
        path = folder / name
        return _by_id(path, _read_models(path, kind, problems), problems)

    specs = listed("tables.yml", TableSpec)
    return Pack(
        manifest=manifest,
        folder=folder,
        digest=_digest(folder, language),
        language=language,
        actors=listed("actors.yml", Actor),
        weapons=listed("weapons.yml", Weapon),
        places=rows("places.csv", Place),
        sources=rows("sources.csv", Source),
        kinds=listed("kinds.yml", Kind),
        aims=listed("aims.yml", Aim),
        tables={key: _read_table(folder, spec, problems) for key, spec in specs.items()},
    )


def _own_or_common(folder: Path, name: str) -> Path:
    """The theatre's own file, else the one that all theatres share."""
    shared = BUNDLED / "common" / name
    return shared if shared.exists() and not (folder / name).exists() else folder / name


def _by_id(path: Path, items: Iterable[N], problems: list[Problem]) -> dict[str, N]:
    found: dict[str, N] = {}
    for item in items:
        if item.id in found:
            problems.append(
                Problem(place=str(path), detail=f"id {item.id!r} stands twice; rename one")
            )
        found[item.id] = item
    return found


def _read_csv(path: Path, problems: list[Problem]) -> list[tuple[int, dict[str, str]]]:
    try:
        text = path.read_text(encoding="utf-8")
    except FileNotFoundError:
        problems.append(Problem(place=str(path), detail="file is missing; add it"))
        return []
    except UnicodeDecodeError:
        problems.append(Problem(place=str(path), detail="not UTF-8; save it as UTF-8"))
        return []
    reader = csv.DictReader(text.splitlines(), strict=True)
    rows: list[tuple[int, dict[str, str]]] = []
    try:
        for row in reader:
            if None in row or None in row.values():
                detail = "has more or fewer cells than the header; quote cells that hold commas"
                problems.append(Problem(place=f"{path}:{reader.line_num}", detail=detail))
                continue
            rows.append((reader.line_num, {key: (cell or "").strip() for key, cell in row.items()}))
    except csv.Error as error:
        problems.append(
            Problem(place=f"{path}:{reader.line_num}", detail=f"not valid CSV: {error}")
        )
    return rows


def _read_models(path: Path, kind: type[N], problems: list[Problem]) -> list[N]:
    found: list[N] = []
    for line, row in _read_csv(path, problems):
        cells: dict[str, Any] = {key: cell for key, cell in row.items() if cell}
        if "aliases" in cells:
            cells["aliases"] = tuple(part.strip() for part in cells["aliases"].split(";"))
        try:
            found.append(kind(**cells))
        except ValidationError as error:
            for fault in error.errors():
                detail = f"{'.'.join(map(str, fault['loc']))}: {fault['msg']}"
                problems.append(Problem(place=f"{path}:{line}", detail=detail))
    return found


def _read_table(folder: Path, spec: TableSpec, problems: list[Problem]) -> Table:
    path = folder / "record" / spec.file
    rows = []
    for line, cells in _read_csv(path, problems):
        if not cells.get("id"):
            problems.append(Problem(place=f"{path}:{line}", detail="row has no id; give it one"))
            continue
        rows.append(Row(key=cells["id"], fields=cells, line=line))
    problems.extend(
        Problem(place=str(path), detail=f"id {key!r} stands twice; rename one")
        for key, times in Counter(row.key for row in rows).items()
        if times > 1
    )
    return Table(spec=spec, rows=tuple(rows), path=path)


def _broken_references(pack: Pack) -> list[Problem]:
    """Every id that is used and nowhere declared."""
    sides = (pack.manifest.acting, *pack.manifest.opposing)
    specs = [table.spec for table in pack.tables.values()]
    checks: list[tuple[str, Iterable[tuple[str, str]], Mapping[str, Any]]] = [
        ("actors.yml", ((a.id, a.of) for a in pack.actors.values() if a.of), pack.actors),
        ("actors.yml", ((a.id, m) for a in pack.actors.values() for m in a.members), pack.actors),
        ("places.csv", ((p.id, p.state) for p in pack.places.values() if p.state), pack.actors),
        ("sources.csv", ((s.id, s.of) for s in pack.sources.values() if s.of), pack.actors),
        (
            "sources.csv",
            ((s.id, s.body) for s in pack.sources.values() if s.body),
            {**pack.actors, **pack.sources},
        ),
        ("pack.yml", (("side", side) for side in sides), pack.actors),
        ("tables.yml", ((spec.id, spec.origin) for spec in specs), pack.sources),
        ("tables.yml", ((spec.id, spec.kind) for spec in specs if spec.kind), pack.kinds),
    ]
    return (
        [
            Problem(
                place=str(pack.folder / file), detail=f"{owner}: {wanted!r} is declared nowhere"
            )
            for file, pairs, known in checks
            for owner, wanted in pairs
            if wanted not in known
        ]
        + _broken_cells(pack)
        + _chained(pack)
    )


def _chained(pack: Pack) -> list[Problem]:
    """Sources that are another name of a source which is itself another name of something."""
    return [
        Problem(
            place=str(pack.folder / "sources.csv"),
            detail=f"{one.id}: its body {one.body!r} has a body itself; name that one",
        )
        for one in pack.sources.values()
        if one.body in pack.sources and pack.sources[one.body or ""].body
    ]


def _broken_cells(pack: Pack) -> list[Problem]:
    known: dict[str, Callable[[str], bool]] = {
        "kind": pack.kinds.__contains__,
        "weapon": pack.weapons.__contains__,
        "place": pack.places.__contains__,
        "origin": pack.sources.__contains__,
        "actors": pack.actors.__contains__,
        "targets": pack.actors.__contains__,
    }
    return [
        Problem(place=f"{table.path}:{row.line}", detail=f"{column}: {part!r} is declared nowhere")
        for table in pack.tables.values()
        for row in table.rows
        for column, is_known in known.items()
        for part in filter(None, row.fields.get(column, "").split(";"))
        if not is_known(part)
    ]


def _digest(folder: Path, language: Language) -> str:
    """A hash over every file of the pack that can change a result, shared ones too."""
    total = hashlib.sha256(language.digest.encode())
    for shared in sorted((BUNDLED / "common").glob("*.yml")):
        total.update(_own_or_common(folder, shared.name).read_bytes())
    for path in sorted(folder.rglob("*")):
        inside = path.relative_to(folder)
        if path.is_file() and path.suffix in DIGESTED and inside.parts[0] not in ASIDE:
            total.update(inside.as_posix().encode())
            total.update(path.read_bytes())
    return total.hexdigest()
