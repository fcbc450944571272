"""How well one grouping of items matches another, where an item may be in several groups."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import combinations
from typing import Generic, TypeVar

T = TypeVar("T")
Groups = Mapping[T, frozenset[str]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Agreement(Generic[T]):
    """Precision and recall of a grouping by pairs and by items, and every pair in error.

    `joined` are pairs that share a group but ought not to, `parted` those that ought to.
    """

    pair_precision: float
    pair_recall: float
    bcubed_precision: float
    bcubed_recall: float
    items: int
    pairs: int
    joined: tuple[tuple[T, T], ...]
    parted: tuple[tuple[T, T], ...]


def agreement(found: Groups[T], gold: Groups[T]) -> Agreement[T]:
    """How far the groups found are the true ones.

    Two items are a pair if they share a group. B-cubed takes, for each item, the mean over all
    items it shares a group with of how many of the shared groups are right, itself included;
    then the mean over items. Ratios of nothing to nothing are 1.

    Args:
        found: each item's groups; items that are not in `gold` are left out.
        gold: each item's true groups; one that was not found at all is in no group.

    Source: Amigo, Gonzalo, Artiles, Verdejo (2009), A comparison of extrinsic clustering
        evaluation metrics based on formal constraints, Information Retrieval 12, section 5.

    >>> one = frozenset({"1"})
    >>> agreement({"a": one, "b": one}, {"a": one, "b": frozenset({"2"})}).pair_precision
    0.0
    """
    mine = {item: found.get(item, frozenset()) for item in gold}
    here, there = _pairs(mine), _pairs(gold)
    right = len(here & there)
    return Agreement(
        pair_precision=_ratio(right, len(here)),
        pair_recall=_ratio(right, len(there)),
        bcubed_precision=_bcubed(mine, gold),
        bcubed_recall=_bcubed(gold, mine),
        items=len(gold),
        pairs=len(there),
        joined=tuple(pair for pair in combinations(gold, 2) if pair in here - there),
        parted=tuple(pair for pair in combinations(gold, 2) if pair in there - here),
    )


def _pairs(groups: Groups[T]) -> set[tuple[T, T]]:
    return {(a, b) for a, b in combinations(groups, 2) if groups[a] & groups[b]}


def _bcubed(of: Groups[T], against: Groups[T]) -> float:
    """The mean over items of how far those they share a group with ought to be there."""
    shares = []
    for item, groups in of.items():
        ratios = [
            min(common, len(against[item] & against[other])) / common
            for other, others in of.items()
            if (common := len(groups & others))
        ]
        if ratios:
            shares.append(sum(ratios) / len(ratios))
    return _mean(shares)


def _mean(numbers: Iterable[float]) -> float:
    listed = list(numbers)
    return sum(listed) / len(listed) if listed else 1.0


def _ratio(part: int, whole: int) -> float:
    return part / whole if whole else 1.0
