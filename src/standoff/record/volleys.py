"""Observations that are one by what they stand on: rows, rulings, and missiles of a volley."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from standoff.model import Anchor, Observation, RowAnchor, TextAnchor
from standoff.packs import Pack
from standoff.record.rows import scope_of
from standoff.record.rulings import Bonds
from standoff.record.traits import SAME_HOUR_MINUTES, Traits, states_of, traits_of

OCCURRED = frozenset({"reported", "failed"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Unit:
    """Observations that go together whatever else is known."""

    key: tuple[str, ...]
    kind: str
    members: tuple[Observation, ...]
    traits: Traits
    scopes: frozenset[str]
    occurred: bool
    tabled: bool
    grain: str

    @property
    def ids(self) -> frozenset[str]:
        """The observations' ids."""
        return frozenset(member.id for member in self.members)


def anchor_key(anchor: Anchor) -> tuple[str, ...]:
    """An anchor as a sortable key; tables come before texts."""
    if isinstance(anchor, RowAnchor):
        return ("row", anchor.table, anchor.row)
    return ("text", anchor.report, f"{anchor.start:09}", f"{anchor.end:09}")


def units_of(observations: Sequence[Observation], bonds: Bonds, pack: Pack) -> list[Unit]:
    """The observations grouped by row, by ruling, and per-missile rows by volley."""
    roots = _joined(observations, bonds)
    groups: dict[str, list[Observation]] = {}
    for observation in observations:
        groups.setdefault(_root(roots, observation.id), []).append(observation)
    units = [make_unit(group, pack) for group in groups.values()]
    items = [unit for unit in units if any(map(_is_missile, unit.members))]
    rest = [unit for unit in units if not any(map(_is_missile, unit.members))]
    return rest + [make_unit(group, pack) for group in _volleys(items, bonds, pack)]


def make_unit(members: Iterable[Observation], pack: Pack) -> Unit:
    """A unit of observations, with their traits; counts of per-missile rows add up."""
    ordered = tuple(sorted(members, key=lambda one: (anchor_key(one.anchor), one.id)))
    traits = traits_of(ordered, pack)
    missiles = items_counted(ordered)
    if missiles:
        others = {one.get("count") for one in ordered if one.grain != "item"}
        stated = frozenset(int(one) for one in others if isinstance(one, int | float))
        totals = frozenset(total for total, _ in missiles.values())
        traits = replace(traits, counts=stated | totals)
    return Unit(
        key=(*anchor_key(ordered[0].anchor), ordered[0].id),
        kind=ordered[0].kind,
        members=ordered,
        traits=traits,
        scopes=frozenset(scope_of(one.anchor) for one in ordered),
        occurred=any(one.status in OCCURRED for one in ordered),
        tabled=any(isinstance(one.anchor, RowAnchor) for one in ordered),
        grain=min((one.grain for one in ordered), key=("item", "volley", "day").index),
    )


def items_counted(members: Iterable[Observation]) -> dict[str, tuple[int, tuple[Observation, ...]]]:
    """By table, how many missiles its per-missile rows make, and the rows.

    A row that names neither weapon, class nor number is no missile: an item of some other kind.
    It may come as several observations, one an origin; it is counted once, by the one
    that gives its date.
    """
    rows: dict[str, dict[Anchor, Observation]] = {}
    for member in members:
        if isinstance(member.anchor, RowAnchor) and _is_missile(member):
            found = rows.setdefault(member.anchor.table, {})
            if "date" in member.values or member.anchor not in found:
                found[member.anchor] = member
    return {
        table: (sum(_missiles(one) for one in found.values()), tuple(found.values()))
        for table, found in rows.items()
    }


def _is_missile(row: Observation) -> bool:
    return row.grain == "item" and not row.values.keys().isdisjoint(("weapon", "class", "count"))


def _missiles(row: Observation) -> int:
    count = row.get("count")
    return int(count) if isinstance(count, int | float) else 1


def _joined(observations: Sequence[Observation], bonds: Bonds) -> dict[str, str]:
    """A forest over observation ids: one tree a row, and what rulings declare the same."""
    roots = {observation.id: observation.id for observation in observations}
    kinds = {observation.id: observation.kind for observation in observations}
    first: dict[tuple[str, Anchor], str] = {}
    for observation in observations:
        if not isinstance(observation.anchor, TextAnchor):
            home = first.setdefault((observation.kind, observation.anchor), observation.id)
            _link(roots, home, observation.id)
    for one, other in sorted(bonds.same):
        if one in roots and other in roots and kinds[one] == kinds[other]:
            _link(roots, one, other)
    return roots


def _root(roots: dict[str, str], one: str) -> str:
    while roots[one] != one:
        roots[one] = one = roots[roots[one]]
    return one


def _link(roots: dict[str, str], one: str, other: str) -> None:
    a, b = _root(roots, one), _root(roots, other)
    if a != b:
        roots[max(a, b)] = min(a, b)


def _volleys(items: Sequence[Unit], bonds: Bonds, pack: Pack) -> list[list[Observation]]:
    """Per-missile units as volleys: one table, day, weapon, site, and no gap over an hour."""
    groups: dict[tuple[object, ...], list[Unit]] = {}
    for unit in items:
        groups.setdefault(_volley_key(unit, pack), []).append(unit)
    found: list[list[Observation]] = []
    for key in sorted(groups, key=repr):
        for run in _runs(groups[key]):
            found.extend(_parted(run, bonds))
    return found


def _volley_key(unit: Unit, pack: Pack) -> tuple[object, ...]:
    traits = unit.traits
    when = (traits.when.first, traits.when.last) if traits.when else unit.key
    parts: Mapping[str, frozenset[str]] = {
        "actors": states_of(traits.actors, pack),
        "weapons": traits.weapons,
        "classes": traits.classes,
        "places": traits.places,
        "scopes": unit.scopes,
    }
    status = "occurred" if unit.occurred else unit.members[0].status
    return (unit.kind, when, status, *(tuple(sorted(part)) for part in parts.values()))


def _runs(units: list[Unit]) -> list[list[Unit]]:
    """Units without a clock time join the first run; the others part at gaps over an hour."""
    timed = sorted((u for u in units if u.traits.minutes), key=lambda u: (u.traits.minutes, u.key))
    runs: list[list[Unit]] = []
    last = -SAME_HOUR_MINUTES - 1
    for unit in timed:
        first, end = unit.traits.minutes or (0, 0)
        if first - last > SAME_HOUR_MINUTES:
            runs.append([])
        runs[-1].append(unit)
        last = max(last, end)
    timeless = sorted((u for u in units if not u.traits.minutes), key=lambda u: u.key)
    if not runs:
        return [timeless]
    runs[0].extend(timeless)
    return runs


def _parted(run: list[Unit], bonds: Bonds) -> list[list[Observation]]:
    """The run's units as few groups as rulings of difference allow."""
    groups: list[list[Observation]] = []
    for unit in run:
        home = next((group for group in groups if not _barred(unit, group, bonds)), None)
        if home is None:
            groups.append(list(unit.members))
        else:
            home.extend(unit.members)
    return groups


def _barred(unit: Unit, group: list[Observation], bonds: Bonds) -> bool:
    return barred(unit.ids, [one.id for one in group], bonds)


def barred(ids: Iterable[str], others: Iterable[str], bonds: Bonds) -> bool:
    """Whether a ruling says that some of the ids are another happening than some others."""
    if not bonds.different:
        return False
    return any((min(a, b), max(a, b)) in bonds.different for a in ids for b in list(others))
