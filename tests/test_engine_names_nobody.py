"""The engine knows no country: its code holds no actor, weapon or place of a bundled theatre."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

import standoff
from standoff.packs import Pack, load_pack, theatre_names

SOURCE = Path(standoff.__file__).parent
SHORTEST_ALIAS = 4


def names_of(pack: Pack) -> Iterator[str]:
    """Ids and names, and aliases long enough not to be something else as well."""
    for actor in pack.actors.values():
        yield from (actor.id, actor.name)
        yield from _long(*actor.aliases, *actor.demonyms, *actor.seats)
    for weapon in pack.weapons.values():
        yield from (weapon.name, *_long(*weapon.aliases))
    for place in pack.places.values():
        yield from (place.name, *_long(*place.aliases))
    yield from (source.name for source in pack.sources.values())


def _long(*names: str) -> Iterator[str]:
    return (name for name in names if len(name) >= SHORTEST_ALIAS and not name.islower())


def names_in(text: str, names: set[str]) -> list[str]:
    any_name = "|".join(re.escape(name) for name in sorted(names, key=len, reverse=True))
    return re.findall(rf"(?<!\w)(?:{any_name})(?!\w)", text)


@pytest.fixture(scope="module")
def names() -> set[str]:
    return {name for theatre in theatre_names() for name in names_of(load_pack(theatre))}


def test_no_name_of_a_theatre_stands_in_the_engine(names: set[str]) -> None:
    found = {
        path.relative_to(SOURCE).as_posix(): hits
        for path in sorted(SOURCE.rglob("*.py"))
        if (hits := names_in(path.read_text(encoding="utf-8"), names))
    }
    assert found == {}


def test_no_theatre_is_named_in_the_engine() -> None:
    ids = set(theatre_names())
    found = [
        path.relative_to(SOURCE).as_posix()
        for path in sorted(SOURCE.rglob("*.py"))
        if names_in(path.read_text(encoding="utf-8"), ids)
    ]
    assert found == []


def test_the_search_would_find_them(names: set[str]) -> None:
    some = sorted(names)[:: max(1, len(names) // 20)]
    assert all(names_in(f"if actor == '{name}':", names) for name in some)
