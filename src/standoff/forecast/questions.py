"""Questions as data, put for a day, and settled from the record by rule."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal, Protocol

from pydantic import BaseModel, ConfigDict, Field

from standoff.errors import InputError, PackError, Problem
from standoff.model import CountUnit, Event, Query, Question, Series, make_id
from standoff.packs import Pack
from standoff.packs.yaml import read_yaml

Answer = Literal["yes", "no", "not yet"]


class Readable(Protocol):
    """The part of a record that questions read."""

    @property
    def version(self) -> str:
        """Which content of the record this is."""
        ...

    def events(self, query: Query) -> Iterator[Event]:
        """The events that match."""
        ...

    def series(self, query: Query, *, count: CountUnit) -> Series:
        """How many a day, NaN where not covered."""
        ...


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Seat(_Strict):
    """The office whose holder counts as leader: its title and whose it is."""

    title: str
    of: str


class StandingQuestion(_Strict):
    """A question asked again every day, as questions/*.yml writes it.

    `text` names the happening, as in "a day with a launch"; `since` is the first day of the
    base rate, `scored_from` the first origin of the backtest, `leader` the office whose changes
    start a new rate.
    """

    id: str
    text: str
    query: Query
    at_least: int = Field(default=1, ge=1)
    horizons_days: tuple[int, ...] = Field(min_length=1)
    count: Literal["days"] = "days"
    since: date
    scored_from: date
    leader: Seat | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Resolution:
    """How a question stands: the answer, what was counted, and up to when the record covers."""

    answer: Answer
    counted: int
    evidence: tuple[str, ...]
    covered_through: date | None
    reason: str


def load_questions(pack: Pack) -> tuple[StandingQuestion, ...]:
    """The theatre's standing questions in order of file and place; none where it has no folder.

    Raises:
        PackError: a file is broken, an id stands twice or a kind or actor is declared nowhere.
    """
    problems: list[Problem] = []
    found: dict[str, StandingQuestion] = {}
    for path in sorted((pack.folder / "questions").glob("*.yml")):
        listed: list[StandingQuestion] | None = read_yaml(path, list[StandingQuestion], problems)
        for one in listed or []:
            details = _faults(one, pack) + (
                ["id stands twice; rename one"] if one.id in found else []
            )
            problems.extend(
                Problem(place=str(path), detail=f"{one.id}: {each}") for each in details
            )
            found[one.id] = one
    if problems:
        raise PackError(problems)
    return tuple(found.values())


def put(standing: StandingQuestion, *, as_of: date, horizon_days: int, pack: Pack) -> Question:
    """The question as put at the end of `as_of`: it opens the next day, for `horizon_days`."""
    opens, closes = as_of + timedelta(days=1), as_of + timedelta(days=horizon_days)
    return Question(
        id=make_id("q", [standing.id, standing.at_least, standing.count, opens, closes]),
        query=standing.query,
        at_least=standing.at_least,
        opens=opens,
        closes=closes,
        zone=pack.manifest.zone,
        origin=standing.id,
    )


def resolve(question: Question, record: Readable, *, count: CountUnit = "days") -> Resolution:
    """How the question stands by the record, with the ids of the events that count.

    "yes" as soon as enough has happened within the window; "no" only once every day of it is
    covered and nothing of uncertain date might still count; "not yet" otherwise.

    Raises:
        InputError: the question closes before it opens.
    """
    if question.closes < question.opens:
        raise InputError(f"question {question.id} closes {question.closes} before it opens")
    inside, unsure = _within(question, record)
    counted = _count(inside, count)
    through = covered_through(record.series(question.query, count=count), question)
    answer: Answer = "yes" if counted >= question.at_least else "not yet"
    reason = f"{counted} of {question.at_least} {count} counted"
    if answer != "yes" and through == question.closes and not unsure:
        answer = "no"
    elif answer != "yes":
        reason += "; " + _why_open(question, through, unsure)
    evidence = tuple(event.id for event in inside)
    return Resolution(
        answer=answer, counted=counted, evidence=evidence, covered_through=through, reason=reason
    )


def covered_through(series: Series, question: Question) -> date | None:
    """The last day up to which the window is covered without a hole; None if its first is not."""
    last = None
    for number in range((question.closes - question.opens).days + 1):
        day = question.opens + timedelta(days=number)
        place = (day - series.start).days
        if not (0 <= place < len(series.coverage) and series.coverage[place]):
            break
        last = day
    return last


def _faults(one: StandingQuestion, pack: Pack) -> list[str]:
    query, seat = one.query, one.leader
    wanted = [(query.kind, pack.kinds), (query.actor, pack.actors), (query.target, pack.actors)]
    if seat:
        wanted.append((seat.of, pack.actors))
    return [f"{name!r} is declared nowhere" for name, known in wanted if name and name not in known]


def _within(question: Question, record: Readable) -> tuple[list[Event], list[Event]]:
    """Matching events surely inside the window, and those whose dates only overlap it."""
    inside: list[Event] = []
    unsure: list[Event] = []
    for event in record.events(question.query):
        when = event.when
        first = when.first if when else None
        last = when.last if when else None
        if first and last and question.opens <= first and last <= question.closes:
            inside.append(event)
        elif (first or date.min) <= question.closes and (last or date.max) >= question.opens:
            unsure.append(event)
    return inside, unsure


def _count(events: list[Event], count: CountUnit) -> int:
    if count == "days":
        return len({event.when.first for event in events if event.when})
    if count == "occasions":
        return len({event.occasion or event.id for event in events})
    if count == "items":
        return sum(int(event.get("count") or 1) for event in events)
    return len(events)


def _why_open(question: Question, through: date | None, unsure: list[Event]) -> str:
    if through != question.closes:
        return f"the record covers the window up to {through or 'no day of it'}"
    return f"{len(unsure)} matching event(s) have no exact day and might fall inside"
