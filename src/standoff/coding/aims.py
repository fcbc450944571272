"""Why an actor is said to act: the aims a clause gives, asserted or denied."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from standoff.coding.patterns import Compiled

FRAMES = "explanation"
Hits = Iterable[tuple[Compiled, re.Match[str]]]
Find = Callable[[str, str], Hits]
_WEAPON = re.compile(r"<[WG]\d+>")


@dataclass(frozen=True, slots=True)
class Aims:
    """Aims asserted and aims denied by one clause, and where the first of them stands."""

    asserted: tuple[str, ...] = ()
    denied: tuple[str, ...] = ()
    place: int = 0


def find_aims(find: Find, clause: str, *, near: str, act: re.Pattern[str], framed: bool) -> Aims:
    """The aims that a clause gives.

    Args:
        find: every match of a section's patterns in a text.
        clause: the clause, masked.
        near: the clause with what stands around it, where an act may be named.
        act: the language's words for acts.
        framed: whether what introduces the clause already reads an act in a certain way.

    Returns:
        No aims where a motive is named but nothing ties it to an act.
    """
    has_act = bool(_WEAPON.search(near) or act.search(near))
    frames = [hit.span() for p, hit in find("claims", clause) if p.kind == FRAMES]
    asserted: dict[str, int] = {}
    denied: dict[str, int] = {}
    for pattern, hit in find("aims", clause):
        if not _supported(pattern.set.get("needs", "frame"), has_act, framed or bool(frames)):
            continue
        target = denied if _negated(find, clause, hit, pattern.kind) else asserted
        target.setdefault(pattern.kind, hit.start())
    finer = [aim for aim in asserted if aim != "show_of_force"]
    if finer:
        asserted.pop("show_of_force", None)
    places = [*asserted.values(), *denied.values()]
    return Aims(
        tuple(asserted), tuple(aim for aim in denied if aim not in asserted), min(places, default=0)
    )


def _supported(needs: str, has_act: bool, framed: bool) -> bool:
    if needs == "frame":
        return framed
    return has_act or framed if needs == "act" else True


def _negated(find: Find, clause: str, hit: re.Match[str], aim: str) -> bool:
    """Whether the aim is denied; refusing talks is itself a negative and not its denial."""
    if aim == "refusal":
        return False
    marked = f"{clause[: hit.start()]}@{clause[hit.start() :]}"
    return any(p.kind == "negation" for p, _ in find("claims", marked))
