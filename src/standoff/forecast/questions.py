"""Questions as data, put for a day, and settled from the record by rule."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Literal, Protocol

from pydantic import BaseModel, ConfigDict, Field

from standoff.errors import InputError, PackError, Problem
from standoff.model import Claim, CountUnit, Event, Query, Question, Series, Terms, make_id
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


def question_of(claim: Claim, *, zone: str) -> Question | str:
    """The question that a prediction puts, or the reason why it cannot be settled as yes or no.

    Only a first-hand prediction with a chance in its wording, a closing day and no condition can:
    "may" and "could" commit to nothing, and a relayed wording may not be the speaker's.
    """
    terms, opens = claim.terms, opening_day(claim)
    if terms is None or terms.query is None:
        return "it does not say what would have to happen"
    if terms.closes is None or opens is None or terms.closes < opens:
        return "it gives no day by which it would have to happen"
    obstacle = _obstacle(claim, terms)
    if obstacle:
        return obstacle
    return Question(
        id=make_id("q", [claim.id, opens, terms.closes]),
        query=replace(terms.query, first=None, last=None),
        at_least=terms.at_least,
        opens=opens,
        closes=terms.closes,
        zone=zone,
        origin=claim.id,
    )


def opening_day(claim: Claim) -> date | None:
    """The day from which a prediction counts: as it says, else the day after it was known.

    What happened on the day itself may be what the prediction is about.
    """
    if claim.terms and claim.terms.opens:
        return claim.terms.opens
    return claim.known + timedelta(days=1) if claim.known else None


def _obstacle(claim: Claim, terms: Terms) -> str | None:
    if terms.condition:
        return f"it holds only under a condition: {terms.condition}"
    if terms.band is None:
        return f"its wording commits to no chance: {terms.wording}"
    if claim.via:
        return "it is relayed by others; its first-hand wording is not confirmed"
    return None


@dataclass(frozen=True, slots=True, kw_only=True)
class Happened:
    """What surely fell in a window, and how much of uncertain date might have."""

    counted: int
    evidence: tuple[str, ...]
    unsure: int


def happened_within(question: Question, record: Readable, *, count: CountUnit) -> Happened:
    """What matches a question within its window, as far as the record knows."""
    inside: list[Event] = []
    unsure = 0
    for event in record.events(question.query):
        first, last = (event.when.first, event.when.last) if event.when else (None, None)
        if first and last and question.opens <= first and last <= question.closes:
            inside.append(event)
        elif (first or date.min) <= question.closes and (last or date.max) >= question.opens:
            unsure += 1
    evidence = tuple(event.id for event in inside)
    return Happened(counted=_count(inside, count), evidence=evidence, unsure=unsure)


def resolve(question: Question, record: Readable, *, count: CountUnit = "days") -> Resolution:
    """How the question stands by the record, with the ids of the events that count.

    "yes" as soon as enough has happened within the window; "no" only once every day of it is
    covered and nothing of uncertain date might still count; "not yet" otherwise.

    Raises:
        InputError: the question closes before it opens.
    """
    if question.closes < question.opens:
        raise InputError(f"question {question.id} closes {question.closes} before it opens")
    happened = happened_within(question, record, count=count)
    through = covered_through(record.series(question.query, count=count), question)
    answer: Answer
    counted = f"{happened.counted} {count} of {question.at_least} needed"
    if happened.counted >= question.at_least:
        answer, reason = "yes", counted
    elif through != question.closes:
        covered = f"covered through {through}" if through else "its first day is not covered"
        answer, reason = "not yet", f"{counted}; {covered}"
    elif happened.unsure:
        answer, reason = "not yet", f"{counted}; {happened.unsure} more have no exact day"
    else:
        answer, reason = "no", counted
    return Resolution(
        answer=answer,
        counted=happened.counted,
        evidence=happened.evidence,
        covered_through=through,
        reason=reason,
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


def _count(events: list[Event], count: CountUnit) -> int:
    if count == "days":
        return len({event.when.first for event in events if event.when})
    if count == "occasions":
        return len({event.occasion or event.id for event in events})
    if count == "items":
        return sum(int(event.get("count") or 1) for event in events)
    return len(events)
