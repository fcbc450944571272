"""What identifies a happening, and how two descriptions agree, differ or leave it open."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import lru_cache, reduce

from standoff.dates import When
from standoff.model import Observation
from standoff.packs import Pack

# Classes that observers take for one another, from neighbouring ranges or like flight paths.
# Two reports of one day that differ otherwise speak of two launches.
CONFUSABLE = (
    frozenset({"SRBM", "MRBM", "SLBM", "HGV"}),
    frozenset({"MRBM", "IRBM", "SLBM", "HGV"}),
    frozenset({"MRBM", "IRBM", "ICBM", "SLV"}),
    frozenset({"SRBM", "MLRS"}),
    frozenset({"LACM", "ASCM"}),
)
SAME_SITE_KM = 60.0
SAME_HOUR_MINUTES = 60
EARTH_RADIUS_KM = 6371.0
_WORD = re.compile(r"[^\W\d_]{3,}")
_FILLER = frozenset({"the", "and", "exercise", "exercises", "drill", "drills", "joint", "military"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Traits:
    """The identifying attributes of one happening; an empty set says nothing."""

    actors: frozenset[str] = frozenset()
    targets: frozenset[str] = frozenset()
    weapons: frozenset[str] = frozenset()
    classes: frozenset[str] = frozenset()
    places: frozenset[str] = frozenset()
    counts: frozenset[int] = frozenset()
    names: frozenset[str] = frozenset()
    minutes: tuple[int, int] | None = None
    when: When | None = None
    lasting: bool = False

    @property
    def fired(self) -> bool:
        """Whether something was fired or set off, told apart by what it was, not by its name."""
        return bool(self.weapons or self.classes or self.counts)

    @property
    def specificity(self) -> int:
        """How many attributes are given."""
        named = (self.weapons, self.classes, self.places, self.counts, self.names, self.targets)
        return sum(map(bool, named)) + (self.minutes is not None)


def traits_of(observations: Iterable[Observation], pack: Pack) -> Traits:
    """The traits that observations of one happening give together.

    Acts that others can watch are told apart by state; words are told apart by speaker.
    """
    single = [_single(observation, pack) for observation in observations]
    return reduce(combined, single) if single else Traits()


def combined(one: Traits, other: Traits) -> Traits:
    """Both descriptions as one: sets joined, the date that says more kept."""
    spans = [span for span in (one.minutes, other.minutes) if span]
    minutes = (min(s[0] for s in spans), max(s[1] for s in spans)) if spans else None
    lasting = one.lasting or other.lasting
    dates = [when for when in (one.when, other.when) if when]
    when = min(dates, key=lambda date: vagueness(date, lasting=lasting), default=None)
    # Written out: this runs more often than anything else in a merge.
    return Traits(
        actors=one.actors | other.actors,
        targets=one.targets | other.targets,
        weapons=one.weapons | other.weapons,
        classes=one.classes | other.classes,
        places=one.places | other.places,
        counts=one.counts | other.counts,
        names=one.names | other.names,
        minutes=minutes,
        when=when,
        lasting=lasting,
    )


def vagueness(when: When, *, lasting: bool) -> tuple[float, ...]:
    """How little a date says; the lower the better.

    Of an act that takes a moment the shortest interval says most, of one that lasts the longest
    that is given in days: a report of its third day does not shorten it.
    """
    days = float(when.days) if when.days is not None else math.inf
    if not lasting:
        return (days, when.minute is None)
    return (when.precision not in ("day", "minute"), math.isinf(days), -days)


def agreement(one: Traits, other: Traits, pack: Pack, *, symmetric: bool) -> dict[str, int]:
    """Each attribute's verdict: 1 they agree, 0 one is silent, -1 they conflict."""
    verdicts = {
        "actors": _same_parties(one, other, pack, symmetric=symmetric),
        "class": _sets(one.classes, other.classes),
        "weapon": _sets(one.weapons, other.weapons),
        "count": _sets(one.counts, other.counts),
        "place": same_place(one.places, other.places, pack),
        "minute": _same_hour(one.minutes, other.minutes),
    }
    if not (one.fired or other.fired):
        verdicts["name"] = same_name(one.names, other.names)
        if not symmetric:
            verdicts["target"] = _same_actors(one.targets, other.targets, pack)
    return verdicts


def confusable(one: frozenset[str], other: frozenset[str]) -> bool:
    """Whether observers may have called one thing by these two classes."""
    return any(one & family and other & family for family in CONFUSABLE)


def same_place(one: frozenset[str], other: frozenset[str], pack: Pack) -> int:
    """Whether two sets of place ids mean one site; places without coordinates stay open."""
    verdict = _sets(one, other)
    if verdict >= 0:
        return verdict
    distances = [distance_km(a, b, pack) for a in one for b in other]
    known = [km for km in distances if km is not None]
    if not known:
        return 0
    return 1 if min(known) <= SAME_SITE_KM else -1


def distance_km(one: str, other: str, pack: Pack) -> float | None:
    """The great-circle distance of two places, None where one has no coordinates."""
    a, b = pack.places.get(one), pack.places.get(other)
    if not a or not b or None in (a.lat, a.lon, b.lat, b.lon):
        return None
    return _great_circle_km(a.lat or 0.0, a.lon or 0.0, b.lat or 0.0, b.lon or 0.0)


def same_name(one: frozenset[str], other: frozenset[str]) -> int:
    """Whether two sets of names share the words that matter."""
    if not one or not other:
        return 0
    return 1 if any(_overlap(a, b) >= 0.5 for a in one for b in other) else -1


def states_of(actors: Iterable[str], pack: Pack) -> frozenset[str]:
    """The states that actors belong to."""
    return frozenset(pack.state_of(actor) or actor for actor in actors)


def lineage(actor: str, pack: Pack) -> tuple[str, ...]:
    """The actor, and the bodies and states it belongs to, innermost first."""
    found = [actor]
    while (known := pack.actors.get(found[-1])) and known.of and known.of not in found:
        found.append(known.of)
    return tuple(found)


def _single(observation: Observation, pack: Pack) -> Traits:
    weapon, weapon_class = observation.get("weapon"), observation.get("class")
    when, place, count = (observation.get(slot) for slot in ("date", "place", "count"))
    known = pack.weapons.get(weapon) if weapon else None
    classes = weapon_class or (known.weapon_class if known else None)
    minute = when.minute if isinstance(when, When) else None
    clock = minute.hour * 60 + minute.minute if minute else None
    return Traits(
        actors=_many(observation.get("actors")),
        targets=_many(observation.get("targets")),
        weapons=_many(weapon),
        classes=_many(classes) - {"unknown"},
        places=_many(place),
        counts=frozenset({int(count)}) if isinstance(count, int | float) else frozenset(),
        names=_many(observation.get("name")),
        minutes=(clock, clock) if clock is not None else None,
        when=when if isinstance(when, When) else None,
        lasting=pack.lasts(observation.kind),
    )


def _many(content: object) -> frozenset[str]:
    if isinstance(content, tuple):
        return frozenset(map(str, content))
    return frozenset({str(content)}) if content else frozenset()


def _sets(one: frozenset[str] | frozenset[int], other: frozenset[str] | frozenset[int]) -> int:
    if not one or not other:
        return 0
    return 1 if one & other else -1


def _same_parties(one: Traits, other: Traits, pack: Pack, *, symmetric: bool) -> int:
    a, b = one.actors, other.actors
    if symmetric:
        a, b = a | one.targets, b | other.targets
    if one.fired or other.fired:
        a, b = states_of(a, pack), states_of(b, pack)
    return _same_actors(a, b, pack)


def _same_actors(one: frozenset[str], other: frozenset[str], pack: Pack) -> int:
    """Whether everyone in the smaller set is, or belongs to, somebody in the larger one."""
    if not one or not other:
        return 0
    few, many = sorted((one, other), key=len)
    related = all(any(_related(a, b, pack) for b in many) for a in few)
    return 1 if related else -1


def _related(one: str, other: str, pack: Pack) -> bool:
    return one == other or one in lineage(other, pack) or other in lineage(one, pack)


def _same_hour(one: tuple[int, int] | None, other: tuple[int, int] | None) -> int:
    if one is None or other is None:
        return 0
    apart = max(one[0], other[0]) - min(one[1], other[1])
    return 1 if apart <= SAME_HOUR_MINUTES else -1


@lru_cache(maxsize=100_000)
def _great_circle_km(lat1: float, lon1: float, lat2: float, lon2: float) -> float:
    p1, p2, step = math.radians(lat1), math.radians(lat2), math.radians(lon2 - lon1)
    half = math.sin((p2 - p1) / 2) ** 2 + math.cos(p1) * math.cos(p2) * math.sin(step / 2) ** 2
    return 2 * EARTH_RADIUS_KM * math.asin(math.sqrt(half))


@lru_cache(maxsize=100_000)
def _words(name: str) -> frozenset[str]:
    words = frozenset(word.casefold() for word in _WORD.findall(name))
    return words - _FILLER or words


def _overlap(one: str, other: str) -> float:
    a, b = _words(one), _words(other)
    return len(a & b) / min(len(a), len(b)) if a and b else float(one == other)


def span_of(when: When | None) -> tuple[date, date] | None:
    """Both ends of a closed interval, None where it is open or missing."""
    if when is None or when.first is None or when.last is None:
        return None
    return when.first, when.last
