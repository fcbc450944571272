"""Why an actor is said to act: the words that give a motive, the aims asserted or denied."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from standoff.coding.patterns import Compiled

FRAMES = "explanation"
MOTIVES = "motive"
OTHER = "other"
_ARMS = frozenset({"develop_verify", "expand_arsenal", "deterrence_defence"})
Hits = Iterable[tuple[Compiled, re.Match[str]]]
Find = Callable[[str, str], Hits]
_WEAPON = re.compile(r"<[WG]\d+>")


@dataclass(frozen=True, slots=True)
class Aims:
    """Aims asserted and aims denied by one clause, and where the first of them stands."""

    asserted: tuple[str, ...] = ()
    denied: tuple[str, ...] = ()
    place: int = 0

    @property
    def any(self) -> bool:
        """Whether any aim is asserted or denied."""
        return bool(self.asserted or self.denied)

    def joined(self, more: Aims) -> Aims:
        """These aims with more of the same clause; a known aim makes `other` needless."""
        asserted = dict.fromkeys((*self.asserted, *more.asserted))
        if len(asserted) > 1:
            asserted.pop(OTHER, None)
        if len(asserted) > 1:
            asserted.pop("show_of_force", None)
        denied = dict.fromkeys((*self.denied, *more.denied))
        return Aims(
            tuple(asserted), tuple(aim for aim in denied if aim not in asserted), self.place
        )


@dataclass(frozen=True, slots=True)
class Motive:
    """Characters `[start, end)` of a clause that say what an act is for, and the aims they give.

    `wish`: they tell what somebody wants; `stated`: only the acting side's own words mean it so;
    `strong`: a connective that means a purpose or a cause whatever goes before.
    """

    start: int
    end: int
    aims: Aims
    wish: bool = False
    stated: bool = False
    strong: bool = False


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


def find_motive(find: Find, clause: str) -> Motive | None:
    """The words of a clause that give a motive: from the first of them to its end.

    Args:
        find: every match of a section's patterns in a text.
        clause: the clause, masked.

    Returns:
        None where nothing in the clause says what an act is for. A motive plainly told that
        fits no known aim has the aim `other`.
    """
    found = [(hit.start("motive"), p) for p, hit in find("claims", clause) if p.kind == MOTIVES]
    best: Motive | None = None
    for start, pattern in sorted(found, key=lambda pair: pair[0]):
        aims = _aims_from(find, clause, start, only=pattern.set.get("aims"))
        if not aims.any:
            if not pattern.set.get("other") or _denied(find, f"{clause[:start]}@{clause[start:]}"):
                continue
            aims = Aims((OTHER,), (), start)
        told = Motive(
            start,
            len(clause),
            aims,
            wish=bool(pattern.set.get("wish")),
            stated=bool(pattern.set.get("stated")),
            strong=bool(pattern.set.get("strong")),
        )
        if not told.wish and not told.stated and OTHER not in aims.asserted:
            return told
        if best is None or OTHER in best.aims.asserted:
            best = told
    return best


def _aims_from(find: Find, clause: str, start: int, *, only: Sequence[str] | None = None) -> Aims:
    """The aims that the words from `start` on give, of those that the connective may bring."""
    asserted: dict[str, None] = {}
    denied: dict[str, None] = {}
    for pattern, hit in find("aims", clause[start:]):
        marked = f"{clause[: start + hit.start()]}@{clause[start + hit.start() :]}"
        if (only and pattern.kind not in only) or _undone(find, marked, pattern.kind):
            continue
        against = pattern.kind != "refusal" and _denied(find, marked)
        (denied if against else asserted)[pattern.kind] = None
    if len(asserted) > 1:
        asserted.pop("show_of_force", None)
    return Aims(tuple(asserted), tuple(aim for aim in denied if aim not in asserted), start)


def _undone(find: Find, marked: str, aim: str) -> bool:
    """Whether arms are what somebody wants to stop, not to have."""
    return aim in _ARMS and any(p.kind == "undoes" for p, _ in find("claims", marked))


def _denied(find: Find, marked: str) -> bool:
    return any(p.kind == "negation" for p, _ in find("claims", marked))


def _supported(needs: str, has_act: bool, framed: bool) -> bool:
    if needs == "frame":
        return framed
    return has_act or framed if needs == "act" else True


def _negated(find: Find, clause: str, hit: re.Match[str], aim: str) -> bool:
    """Whether the aim is denied; refusing talks is itself a negative and not its denial."""
    if aim == "refusal":
        return False
    return _denied(find, f"{clause[: hit.start()]}@{clause[hit.start() :]}")
