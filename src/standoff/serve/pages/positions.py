"""Positions: what each side has said on each issue, dated and in its own words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Final

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from standoff.explain.hearing import Heard, heard
from standoff.explain.positions import EARLIER_DAYS, RECENT_DAYS, Checked, Position, position_of
from standoff.explain.topics import Topic, load_topics
from standoff.packs import Pack
from standoff.record import Record
from standoff.serve.pages.asked import asked
from standoff.serve.pages.memory import Memory
from standoff.serve.pages.now import today_in
from standoff.serve.pages.render import render
from standoff.serve.pages.shown import day, name_of
from standoff.serve.pages.voices import at_words

if TYPE_CHECKING:
    from standoff.serve.site import Site

KINDS: Final = {"state": "States and blocs", "bloc": "States and blocs", "person": "People"}
OTHERS: Final = "Bodies and others"


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """One statement: its day, stance and words; `report`, `start`, `end` lead to its characters."""

    when: str
    stance: str
    rank: int
    speaker: str | None
    words: str
    source: str
    report: str
    start: int
    end: int
    reports: int
    fragment: str
    turn: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """What one holder has said on one issue; `change` tells the last change in words."""

    topic: str
    name: str
    stances: tuple[str, ...]
    latest: str
    latest_day: str
    spoken: tuple[Statement, ...]
    undated: tuple[Statement, ...]
    change: str | None
    silent_days: int | None
    checked: tuple[str, ...]

    @property
    def total(self) -> int:
        """How many statements there are."""
        return len(self.spoken) + len(self.undated)


@dataclass(frozen=True, slots=True, kw_only=True)
class Holder:
    """One holder with what was said on each issue, by the issue's id; empty issues left out."""

    id: str
    name: str
    group: str
    held: Mapping[str, Held]


def router(site: Site) -> APIRouter:
    """The table of holders and issues, and a page for each holder."""
    made = APIRouter(include_in_schema=False)
    topics = load_topics(site.pack)
    holders = Memory(lambda record: holders_of(record, topics, record.day or today_in(record.pack)))

    @made.get("/positions")
    def positions(request: Request) -> Response:
        wanted = asked(request.query_params, site.pack)
        found = holders(site.at(wanted.as_of))
        shown = [one for one in found if wanted.query.actor in (None, one.id)]
        groups = dict.fromkeys((*KINDS.values(), OTHERS))
        return render(
            request,
            "positions.html",
            site=site,
            as_of=wanted.as_of,
            topics=topics.values(),
            groups=[(name, [one for one in shown if one.group == name]) for name in groups],
            total=len(found),
            wrong=wanted.wrong,
        )

    @made.get("/positions/{holder:path}")
    def position(request: Request, holder: str) -> Response:
        wanted = asked(request.query_params, site.pack)
        found = next((one for one in holders(site.at(wanted.as_of)) if one.id == holder), None)
        return render(
            request,
            "positions.one.html",
            site=site,
            as_of=wanted.as_of,
            status=200 if found else 404,
            holder=found,
            asked_for=name_of(site.pack, holder),
            recent_days=RECENT_DAYS,
            earlier_days=EARLIER_DAYS,
            wrong=wanted.wrong,
        )

    return made


def holders_of(record: Record, topics: Mapping[str, Topic], today: date) -> tuple[Holder, ...]:
    """Everybody who has said something on an issue, in the theatre's order.

    Args:
        record: seen on the day asked for.
        topics: the issues.
        today: the day up to which silence is counted.
    """
    part = heard(record, topics.values())
    found = (_holder(one, part, topics, today) for one in part.speakers())
    return tuple(one for one in found if one.held)


def _holder(holder: str, part: Heard, topics: Mapping[str, Topic], today: date) -> Holder:
    actor = part.pack.actors.get(holder)
    kind = actor.kind if actor else "person"
    held = {
        topic.id: _held(found, topic, part.pack)
        for topic in topics.values()
        if _says(found := position_of(part, holder, topic, as_of=today))
    }
    return Holder(
        id=holder, name=name_of(part.pack, holder), group=KINDS.get(kind, OTHERS), held=held
    )


def _says(found: Position) -> bool:
    return bool(found.spoken or found.undated)


def _held(found: Position, topic: Topic, pack: Pack) -> Held:
    last = (found.spoken or found.undated)[-1]
    return Held(
        topic=topic.id,
        name=topic.name,
        stances=tuple(one.name for one in topic.stances),
        latest=topic.stance_name(last.stance),
        latest_day=day(last.when),
        spoken=tuple(reversed(tuple(_statements(found, topic, pack)))),
        undated=tuple(_statements(found, topic, pack, undated=True)),
        change=_change(found, topic),
        silent_days=found.silent_days,
        checked=tuple(_checked(one, topic) for one in found.checked),
    )


def _statements(
    found: Position, topic: Topic, pack: Pack, *, undated: bool = False
) -> Iterable[Statement]:
    before: str | None = None
    for one in found.undated if undated else found.spoken:
        yield Statement(
            when=day(one.when),
            stance=topic.stance_name(one.stance),
            rank=topic.rank(one.stance),
            speaker=name_of(pack, one.speaker) if one.speaker != found.holder else None,
            words=one.words,
            source=one.source,
            report=one.anchor.report,
            start=one.anchor.start,
            end=one.anchor.end,
            reports=one.reports,
            fragment=at_words(one.words),
            turn=before is not None and before != one.stance,
        )
        before = one.stance


def _change(found: Position, topic: Topic) -> str | None:
    if found.shift is None:
        return None
    before, after = found.shift.before, found.shift.after
    was, now = topic.stance_name(before.stance), topic.stance_name(after.stance)
    return f"from “{was}” ({day(before.when)}) to “{now}” ({day(after.when)})"


def _checked(one: Checked, topic: Topic) -> str:
    recent, earlier = _counted(one.recent, topic), _counted(one.earlier, topic)
    return (
        f"Said on {one.day} to have changed. By its own statements: {one.outcome}. "
        f"Half a year before: {recent}; two years before that: {earlier}."
    )


def _counted(stances: tuple[str, ...], topic: Topic) -> str:
    told = [f"{one.name} {stances.count(one.id)}" for one in topic.stances if one.id in stances]
    return ", ".join(told) or "none found"
