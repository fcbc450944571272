"""People's decisions: which of them hold, and what they bind together or apart."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from standoff.model import Anchor, Observation, Ruling, TextAnchor


def in_force(rulings: Iterable[Ruling]) -> tuple[Ruling, ...]:
    """The rulings that nobody has undone, oldest first; an undone undo counts again."""
    ordered = sorted({ruling.id: ruling for ruling in rulings}.values(), key=_age)
    undone: set[str] = set()
    for _ in range(len(ordered) + 1):
        holding = {one.undoes for one in ordered if one.undoes and one.id not in undone}
        if holding == undone:
            break
        undone = {one for one in holding if one}
    return tuple(one for one in ordered if one.id not in undone and not one.undoes)


@dataclass(frozen=True, slots=True)
class Bonds:
    """Pairs of observation ids that a ruling declares one happening, or two."""

    same: frozenset[tuple[str, str]]
    different: frozenset[tuple[str, str]]


def bonds_of(rulings: Sequence[Ruling], observations: Sequence[Observation]) -> Bonds:
    """The pairs that the rulings in force bind; of two that contradict, the later one holds."""
    index = by_scope(observations)
    verdicts: dict[tuple[str, str], str] = {}
    for ruling in rulings:
        if ruling.op == "value":
            continue
        meant = [pointed_at(anchor, index) for anchor in ruling.anchors]
        for at, ones in enumerate(meant):
            for others in meant[at + 1 :]:
                verdicts.update(dict.fromkeys(_pairs(ones, others), ruling.op))
    return Bonds(
        same=frozenset(pair for pair, op in verdicts.items() if op == "same"),
        different=frozenset(pair for pair, op in verdicts.items() if op == "different"),
    )


def orphaned(rulings: Iterable[Ruling], observations: Iterable[Observation]) -> tuple[Ruling, ...]:
    """The rulings in force with an anchor at which nothing is observed any more."""
    index = by_scope(observations)
    return tuple(
        ruling
        for ruling in in_force(rulings)
        if not all(pointed_at(anchor, index) for anchor in ruling.anchors)
    )


Index = Mapping[tuple[str, str], Sequence[Observation]]


def by_scope(observations: Iterable[Observation]) -> Index:
    """Observations by what their anchor stands in: a table's row, or a report."""
    found: dict[tuple[str, str], list[Observation]] = {}
    for observation in observations:
        found.setdefault(_place(observation.anchor), []).append(observation)
    return found


def pointed_at(anchor: Anchor, index: Index) -> list[Observation]:
    """The observations an anchor means: those of its row, or whose characters it touches."""
    found = index.get(_place(anchor), ())
    if not isinstance(anchor, TextAnchor):
        return list(found)
    exact = [one for one in found if one.anchor == anchor]
    return exact or [one for one in found if _touches(anchor, one.anchor)]


def _touches(anchor: TextAnchor, other: Anchor) -> bool:
    return isinstance(other, TextAnchor) and anchor.start < other.end and other.start < anchor.end


def _place(anchor: Anchor) -> tuple[str, str]:
    return (anchor.report, "") if isinstance(anchor, TextAnchor) else (anchor.table, anchor.row)


def _pairs(ones: list[Observation], others: list[Observation]) -> list[tuple[str, str]]:
    ids = [(one.id, other.id) for one in ones for other in others if one.id != other.id]
    return [(min(pair), max(pair)) for pair in ids]


def _age(ruling: Ruling) -> tuple[str, str]:
    return ruling.decided.isoformat(), ruling.id
