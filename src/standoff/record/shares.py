"""A day's total among the volleys that make it up: whole, or row by row where rows tell."""

from __future__ import annotations

from collections.abc import Sequence

from standoff.dates import When
from standoff.model import Anchor, Observation
from standoff.packs import Pack
from standoff.record.clusters import Cluster
from standoff.record.traits import SAME_HOUR_MINUTES
from standoff.record.volleys import Unit, anchor_key, make_unit

Row = tuple[Observation, ...]


def is_total(unit: Unit, clusters: Sequence[Cluster]) -> bool:
    """Whether the unit's number is that of the clusters together, or above each of theirs."""
    totals = [_missiles(cluster) for cluster in clusters]
    return sum(totals) in unit.traits.counts or max(unit.traits.counts) > max(totals)


def deal(unit: Unit, clusters: Sequence[Cluster], pack: Pack) -> list[tuple[Cluster, Unit]]:
    """The unit's per-missile rows, each with the volley it belongs to; empty where that is open.

    Rows go to the volley with a missile at the nearest clock time, as long as it has room; the
    rows left over fill the only volley that still has any.

    Args:
        unit: per-missile rows of one table that tell of all the volleys, but not which of which.
        clusters: the volleys, which have as many missiles together as the unit has rows.
        pack: for the traits of the parts.
    """
    rows = _rows(unit)
    room = [_missiles(cluster) for cluster in clusters]
    if any(one.grain != "item" for one in unit.members) or len(rows) != sum(room):
        return []
    hands: list[list[Row]] = [[] for _ in clusters]
    left = list(rows)
    for _, at, to in sorted(_by_clock(rows, clusters)):
        if rows[at] in left and len(hands[to]) < room[to]:
            hands[to].append(rows[at])
            left.remove(rows[at])
    open_ones = [to for to, hand in enumerate(hands) if len(hand) < room[to]]
    if len(open_ones) > 1:
        return []
    for to in open_ones:
        hands[to].extend(left)
    return [
        (cluster, make_unit([one for row in hand for one in row], pack))
        for cluster, hand in zip(clusters, hands, strict=True)
    ]


def _missiles(cluster: Cluster) -> int:
    return max(cluster.traits.counts)


def _rows(unit: Unit) -> list[Row]:
    found: dict[Anchor, list[Observation]] = {}
    for member in unit.members:
        found.setdefault(member.anchor, []).append(member)
    return [tuple(found[anchor]) for anchor in sorted(found, key=anchor_key)]


def _by_clock(rows: Sequence[Row], clusters: Sequence[Cluster]) -> list[tuple[int, int, int]]:
    """Minutes apart, the row and the cluster, for all that lie within the hour."""
    clocks = [[m for own in one.units for m in _minutes(own.members)] for one in clusters]
    found = [
        (min(abs(mine - theirs) for theirs in clock), at, to)
        for at, row in enumerate(rows)
        for mine in _minutes(row)
        for to, clock in enumerate(clocks)
        if clock
    ]
    return [one for one in found if one[0] <= SAME_HOUR_MINUTES]


def _minutes(observations: Sequence[Observation]) -> list[int]:
    dates = (one.get("date") for one in observations)
    clocks = (when.minute for when in dates if isinstance(when, When))
    return [clock.hour * 60 + clock.minute for clock in clocks if clock]
