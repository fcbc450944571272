"""Which coder reads the reports: the grammar, or another that an installed package brings."""

from __future__ import annotations

from collections.abc import Callable
from importlib.metadata import EntryPoint, entry_points

from standoff.coding.code import code
from standoff.errors import InputError
from standoff.model import Coding, Report
from standoff.packs import Pack

Coder = Callable[[Report, Pack], Coding]
GRAMMAR = "grammar"
GROUP = "standoff.coders"


def find_coder(name: str = GRAMMAR) -> Coder:
    """The coder with a name: `grammar`, or an entry point of the group `standoff.coders`.

    Raises:
        InputError: there is none of this name, or what the package names cannot be called.
    """
    if name == GRAMMAR:
        return code
    points = {point.name: point for point in entry_points(group=GROUP)}
    if name not in points:
        known = ", ".join((GRAMMAR, *sorted(points)))
        raise InputError(
            f"no coder {name!r}; there are: {known}. A package brings one by an entry point in "
            f"the group {GROUP}"
        )
    return _loaded(points[name])


def _loaded(point: EntryPoint) -> Coder:
    try:
        found: Coder = point.load()
    except (ImportError, AttributeError) as error:
        raise InputError(f"the coder {point.name!r} ({point.value}): {error}") from error
    if not callable(found):
        raise InputError(f"the coder {point.name!r} ({point.value}) cannot be called")
    return found
