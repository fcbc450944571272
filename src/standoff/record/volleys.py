"""Observations that are one by what they stand on: rows, rulings, and missiles of a volley."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from standoff.model import Anchor, Observation, RowAnchor, TextAnchor
from standoff.packs import Pack
from standoff.record.rows import scope_of
from standoff.record.rulings import Bonds
from standoff.record.traits import SAME_HOUR_MINUTES, Traits, states_of, traits_of

OCCURRED = frozenset({"reported", "failed"})
# Of two missiles of one kind fired together none flew this many times as high as the other in
# the flight list of the first theatre: the largest ratio among named volleys is 2.
ALIKE_HEIGHT_RATIO = 4.0


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


def anchor_order(anchor: Anchor) -> tuple[object, ...]:
    """The same order as that of `anchor_key`, for half the work."""
    if isinstance(anchor, RowAnchor):
        return ("row", anchor.table, anchor.row)
    return ("text", anchor.report, anchor.start, anchor.end)


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
    ordered = tuple(sorted(members, key=lambda one: (anchor_order(one.anchor), one.id)))
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
        groups.setdefault(_launch_key(unit, pack), []).append(unit)
    return [
        volley
        for key in sorted(groups, key=repr)
        for run in _by_weapon(groups[key])
        for volley in _parted(run, bonds)
    ]


def _launch_key(unit: Unit, pack: Pack) -> tuple[object, ...]:
    """What the missiles of one volley share besides the weapon."""
    traits = unit.traits
    when = (traits.when.first, traits.when.last) if traits.when else unit.key
    parts = (states_of(traits.actors, pack), traits.places, unit.scopes)
    status = "occurred" if unit.occurred else unit.members[0].status
    return (unit.kind, when, status, *(tuple(sorted(part)) for part in parts))


def _by_weapon(units: Sequence[Unit]) -> list[list[Unit]]:
    """One site's missiles of a day as runs of one weapon.

    A missile without a class goes with the one run of a class alone that it can belong to by
    clock and flight: a list that names the weapon of the others has left its own open. What is
    left without a class is parted by how high it flew.
    """
    named: dict[tuple[tuple[str, ...], ...], list[Unit]] = {}
    for unit in units:
        weapon = (tuple(sorted(unit.traits.weapons)), tuple(sorted(unit.traits.classes)))
        named.setdefault(weapon, []).append(unit)
    nameless = named.pop(((), ()), [])
    runs = [run for weapon in sorted(named) for run in _runs(named[weapon])]
    loose: list[Unit] = []
    joining: dict[int, list[Unit]] = {}
    for unit in nameless:
        fits = [at for at, run in enumerate(runs) if _belongs(unit, run)]
        (joining.setdefault(fits[0], []) if len(fits) == 1 else loose).append(unit)
    for at, more in joining.items():
        runs[at].extend(more)
    return runs + [part for run in _runs(loose) for part in _by_flight(run)]


def _belongs(unit: Unit, run: Sequence[Unit]) -> bool:
    if any(other.traits.weapons for other in run):
        return False
    clock = unit.traits.minutes
    near = clock is None or any(
        _apart(clock, other.traits.minutes) <= SAME_HOUR_MINUTES for other in run
    )
    return near and _flies_alike([*run, unit])


def _apart(one: tuple[int, int], other: tuple[int, int] | None) -> int:
    return max(one[0], other[0]) - min(one[1], other[1]) if other else 0


def _by_flight(run: Sequence[Unit]) -> list[list[Unit]]:
    """The run, in its order, parted wherever a missile flew quite unlike those before it."""
    parts: list[list[Unit]] = []
    for unit in run:
        if not parts or not _flies_alike([*parts[-1], unit]):
            parts.append([])
        parts[-1].append(unit)
    return parts


def _flies_alike(units: Iterable[Unit]) -> bool:
    heights = [height for unit in units if (height := _height_km(unit))]
    return not heights or max(heights) <= ALIKE_HEIGHT_RATIO * min(heights)


def _height_km(unit: Unit) -> float:
    """The height its own row gives, 0 where it gives none."""
    own = (one.get("apogee_km") for one in unit.members if "date" in one.values)
    return next((float(km) for km in own if isinstance(km, int | float)), 0.0)


def _runs(units: Sequence[Unit]) -> list[list[Unit]]:
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
        return [timeless] if timeless else []
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
