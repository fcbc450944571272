"""Where a theatre's folder is: a path, STANDOFF_THEATRES, an entry point, or bundled."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from importlib.metadata import entry_points
from importlib.resources import files
from pathlib import Path

from standoff.errors import InputError

BUNDLED = Path(str(files("standoff"))) / "theatres"


def find_theatre(theatre: str | Path, *, search: Sequence[Path] = ()) -> Path:
    """The folder of a theatre, given its path or its name.

    Args:
        theatre: a folder that holds a pack.yml, or a name.
        search: folders whose children are theatres, looked through before the bundled ones.

    Raises:
        InputError: no such theatre; the message lists those there are.
    """
    folder = Path(theatre)
    if (folder / "pack.yml").is_file():
        return folder.resolve()
    for name, found in _named(search):
        if name == str(theatre):
            return found
    names = ", ".join(theatre_names(search=search))
    raise InputError(
        f"no theatre {str(theatre)!r}: give a folder with a pack.yml, or one of: {names}"
    )


def theatre_names(*, search: Sequence[Path] = ()) -> tuple[str, ...]:
    """The names of all theatres that can be found."""
    return tuple(dict.fromkeys(name for name, _ in _named(search)))


def _named(search: Sequence[Path]) -> Iterator[tuple[str, Path]]:
    for parent in search:
        yield from _children(parent)
    for point in entry_points(group="standoff.theatres"):
        yield point.name, Path(str(files(point.value)))
    yield from _children(BUNDLED)


def _children(parent: Path) -> Iterator[tuple[str, Path]]:
    if not parent.is_dir():
        return
    for child in sorted(parent.iterdir()):
        if (child / "pack.yml").is_file():
            yield child.name, child.resolve()
