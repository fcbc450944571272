"""A made-up archive of any size, and a fast coder for it, so that the store is what is measured.

The world has happenings; reports of them come in the order of their days, several of each,
some of them looking back on a month or a year. What is in a report stands in its words: the
coder finds it there, so that every anchor points to characters.
"""

from __future__ import annotations

import hashlib
import random
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

from standoff.dates import When, one_day, parse_iso
from standoff.model import Claim, Coding, Content, Observation, Report, TextAnchor, Value, make_id
from standoff.packs import Pack

CODER = "archive-1"
BEGAN = date(2006, 1, 1)
REPORTS_PER_HAPPENING = 40
DAYS = 7000
KINDS = ("launch",) * 6 + ("exercise",) * 2 + ("talks",) * 2 + ("statement", "sanction")
PROSE = (
    "officials in the capital said on the record that the ministry would watch the border and "
    "keep its forces ready while neighbours asked both sides to show restraint after a week of "
    "sharp words over trade fishing rights and the pace of drills along the disputed coast"
)
SENTENCE = re.compile(
    r"(?P<date>On \d{4}-\d\d-\d\d|In \d{4}-\d\d|In \d{4}), (?P<actor>[A-Z]\w+(?: \w+)?) "
    r"(?P<act>fired|drilled|met|spoke|sanctioned)(?: (?P<count>\d+) (?P<weapon>[\w.-]+(?: Heron)?) "
    r"missiles from (?P<place>[\w -]+?), which flew (?P<distance>\d+) km)?"
    r"(?: with (?P<target>[A-Z]\w+(?: \w+)?))? \((?P<origin>[\w-]+)\)\."
)
CLAIM = re.compile(
    r"(?P<holder>[A-Z]\w+ [A-Z]\w+) of the (?P<house>\w+) Forum said it was (?P<aim>\w+)"
)
ACTS = {
    "fired": "launch",
    "drilled": "exercise",
    "met": "talks",
    "spoke": "statement",
    "sanctioned": "sanction",
}
NAMES = ("Asta Corin", "Belo Daval", "Cira Ekholm", "Doro Falk", "Enna Garde", "Filo Hern")
HOUSES = ("Harbour", "Coast", "Strait", "Lantern", "Quarry")
AIMS = ("leverage", "attention", "refusal", "answer_act", "develop_verify", "rival_calendar")


@dataclass(frozen=True, slots=True)
class Happening:
    """What the reports of one happening agree on."""

    day: date
    act: str
    actor: str
    target: str
    weapon: str
    place: str
    count: int
    distance_km: int


def archive(size: int, words: int, seed: int, pack: Pack) -> Iterator[Report]:
    """So many reports in the order of their days, of about so many words each."""
    chance = random.Random(seed)  # noqa: S311  not a secret
    world = _world(max(1, size // REPORTS_PER_HAPPENING), chance, pack)
    filler = [" ".join(chance.choices(PROSE.split(), k=words)) for _ in range(200)]
    for number in range(size):
        latest = number * len(world) // size
        yield _report(number, world, latest, filler, chance)


def code(report: Report, pack: Pack) -> Coding:
    """The happenings and claims that stand in the report's sentences."""
    published = report.published.last if report.published else None
    seen = [
        _observation(report, found, published, pack) for found in SENTENCE.finditer(report.text)
    ]
    said = [_claim(report, found, published) for found in CLAIM.finditer(report.text)]
    return Coding(
        report=report.id, coder=CODER, observations=tuple(seen), claims=tuple(said), issues=()
    )


def _world(size: int, chance: random.Random, pack: Pack) -> list[Happening]:
    states = [one.name for one in pack.actors.values() if one.kind == "state"]
    weapons = [one.name for one in pack.weapons.values()]
    places = [one.name for one in pack.places.values() if one.state]
    act_of = {kind: act for act, kind in ACTS.items()}
    days = sorted(chance.randrange(DAYS) for _ in range(size))
    return [
        Happening(
            day=BEGAN + timedelta(days=day), act=act_of[chance.choice(KINDS)],
            actor=states[0] if chance.random() < 0.6 else chance.choice(states),
            target=chance.choice(states[1:]), weapon=chance.choice(weapons),
            place=chance.choice(places), count=chance.randint(1, 4),
            distance_km=chance.randint(20, 200) * 10,
        )
        for day in days
    ]  # fmt: skip


def _report(
    number: int, world: list[Happening], latest: int, filler: list[str], chance: random.Random
) -> Report:
    told = world[latest]
    lines = [_told(told, chance) for _ in range(chance.choice((0, 1, 1, 1, 1)))]
    if chance.random() < 0.35:
        back = world[max(0, latest - int(chance.expovariate(1 / 40)))]
        lines.append(_told(back, chance, vague=chance.random() < 0.2))
    said = chance.choices(range(5), weights=(1, 2, 3, 2, 1))[0]
    lines += [
        f"{chance.choice(NAMES)} of the {chance.choice(HOUSES)} Forum said it was "
        f"{chance.choice(AIMS)}."
        for _ in range(said)
    ]
    text = f"{' '.join(lines)} {chance.choice(filler)} {number}."
    sha = hashlib.sha256(text.encode()).hexdigest()
    published = told.day + timedelta(days=chance.randint(0, 2))
    return Report(
        id=make_id("r", [number, sha]), source=f"outlet:wire-{number % 40}",
        url=f"https://wire-{number % 40}.example/{number}", published=one_day(published),
        title=f"What was told on {published}", text=text, text_sha=sha, raw_sha=sha,
        reader="archive-1",
    )  # fmt: skip


def _told(one: Happening, chance: random.Random, *, vague: bool = False) -> str:
    day = str(one.day)
    when = f"On {day}" if not vague else f"In {day[: chance.choice((7, 7, 7, 4))]}"
    origin = chance.choice(("ors-joint-staff", "mar-mod", "vel-vsn", "strait-monitor"))
    what = ""
    if one.act == "fired":
        count = one.count if chance.random() < 0.95 else one.count + 1
        far = one.distance_km if chance.random() < 0.8 else one.distance_km + 10
        what = f" {count} {one.weapon} missiles from {one.place}, which flew {far} km"
    other = "" if one.act == "fired" else f" with {one.target}"
    return f"{when}, {one.actor} {one.act}{what}{other} ({origin})."


@lru_cache(maxsize=1)
def _ids(pack: Pack) -> dict[str, str]:
    return {
        one.name: key
        for known in (pack.actors, pack.weapons, pack.places)
        for key, one in known.items()
    }


def _observation(
    report: Report, found: re.Match[str], published: date | None, pack: Pack
) -> Observation:
    ids, kind = _ids(pack), ACTS[found["act"]]
    anchor = TextAnchor(report.id, found.start("act"), found.end())
    contents: dict[str, tuple[Content, str, str | None]] = {
        "actors": ((ids[found["actor"]],), "actor", None),
        "date": (_when(found["date"].split()[1]), "date", None),
    }
    if found["target"]:
        contents["targets"] = ((ids[found["target"]],), "target", None)
    if found["weapon"]:
        weapon = ids[found["weapon"]]
        contents |= {
            "weapon": (weapon, "weapon", None),
            "class": (pack.weapons[weapon].weapon_class, "weapon", None),
            "count": (int(found["count"]), "count", None),
            "place": (ids[found["place"]], "place", None),
            "distance_km": (int(found["distance"]), "distance", "km"),
        }
    values = {
        slot: Value(
            value=content, unit=unit, origin=found["origin"], known=published,
            evidence=(TextAnchor(report.id, found.start(group), found.end(group)),),
        )
        for slot, (content, group, unit) in contents.items()
    }  # fmt: skip
    return Observation(
        id=make_id("o", [CODER, kind, report.id, found.start()]), anchor=anchor, kind=kind,
        grain="volley", values=values, verified=found["origin"] == "strait-monitor",
        known=published, known_basis="published", coder=CODER, pack=pack.id,
    )  # fmt: skip


def _when(text: str) -> When:
    return parse_iso(text, "resolved")


def _claim(report: Report, found: re.Match[str], published: date | None) -> Claim:
    spans = [found.span("holder"), found.span("aim")]
    return Claim(
        id=make_id("c", [CODER, report.id, found.start()]), holder=found["holder"],
        role="fellow", organisation=f"{found['house']} Forum", kind="explanation",
        aims=(found["aim"],), aim_of="VEL", known=published,
        anchors=tuple(TextAnchor(report.id, start, end) for start, end in spans),
    )  # fmt: skip
