"""Questions settled from the record by rule: yes, no, not yet."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Literal

from standoff.errors import InputError
from standoff.forecast.questions import Readable
from standoff.model import CountUnit, Event, Query, Question
from standoff.record import onset

Answer = Literal["yes", "no", "not yet"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Resolution:
    """How a question stands: the answer, what was counted, and up to when the record covers."""

    answer: Answer
    counted: int
    evidence: tuple[str, ...]
    covered_through: date | None
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Happened:
    """What surely fell in a window, and how much of uncertain date might have."""

    counted: int
    evidence: tuple[str, ...]
    unsure: int


def happened_within(
    question: Question, record: Readable, *, count: CountUnit, modes: tuple[str, ...] = ()
) -> Happened:
    """What matches a question within its window, as far as the record knows.

    An act that lasts counts on its first day. One known only to the month counts if all of the
    month lies inside, and is unsure if part of it does. Where a class is asked for, one of
    unknown class is unsure too. What has no date at all is left out.
    """
    inside: list[Event] = []
    unsure = len(unclassed(_bounded(question), record))
    for event in accepted(record.events(_bounded(question)), modes):
        day, when = onset(event), event.when
        first, last = (day, day) if day or not when else (when.first, when.last)
        if first and last and question.opens <= first and last <= question.closes:
            inside.append(event)
        elif day is None:
            unsure += 1
    evidence = tuple(event.id for event in inside)
    return Happened(counted=_count(inside, count), evidence=evidence, unsure=unsure)


def resolve(
    question: Question,
    record: Readable,
    *,
    count: CountUnit = "days",
    modes: tuple[str, ...] = (),
) -> Resolution:
    """How the question stands by the record, with the ids of the events that count.

    "yes" as soon as enough has happened within the window; "no" only once every day of it is
    covered and nothing of uncertain date or class might still count; "not yet" otherwise. Where
    modes are given, only events of these count.

    Raises:
        InputError: the question closes before it opens.
    """
    if question.closes < question.opens:
        raise InputError(f"question {question.id} closes {question.closes} before it opens")
    happened = happened_within(question, record, count=count, modes=modes)
    through = covered_through(question, record)
    answer: Answer
    counted = f"{happened.counted} {count} of {question.at_least} needed"
    if happened.counted >= question.at_least:
        answer, reason = "yes", counted
    elif through != question.closes:
        covered = f"covered through {through}" if through else "its first day is not covered"
        answer, reason = "not yet", f"{counted}; {covered}"
    elif happened.unsure:
        answer, reason = "not yet", f"{counted}; {happened.unsure} more have no exact day or class"
    else:
        answer, reason = "no", counted
    return Resolution(
        answer=answer,
        counted=happened.counted,
        evidence=happened.evidence,
        covered_through=through,
        reason=reason,
    )


def covered_through(question: Question, record: Readable) -> date | None:
    """The last day up to which the window is covered without a hole; None if its first is not."""
    series = record.series(_bounded(question), count="days")
    last = None
    for number in range((question.closes - question.opens).days + 1):
        day = question.opens + timedelta(days=number)
        place = (day - series.start).days
        if not (0 <= place < len(series.coverage) and series.coverage[place]):
            break
        last = day
    return last


def accepted(events: Iterable[Event], modes: tuple[str, ...]) -> Iterator[Event]:
    """The events of one of the modes; all of them where none is named."""
    return (one for one in events if not modes or one.get("mode") in modes)


def unclassed(query: Query, record: Readable) -> tuple[Event, ...]:
    """The events that might be of the class asked for, but whose class no source gives."""
    if not query.weapon_class:
        return ()
    every = record.events(replace(query, weapon_class=()))
    return tuple(
        one for one in every if one.get("class") in {None, "unknown"} and not one.get("weapon")
    )


def _bounded(question: Question) -> Query:
    return replace(question.query, first=question.opens, last=question.closes)


def _count(events: list[Event], count: CountUnit) -> int:
    if count == "days":
        return len({event.when.first for event in events if event.when})
    if count == "occasions":
        return len({event.occasion or event.id for event in events})
    if count == "items":
        return sum(int(event.get("count") or 1) for event in events)
    return len(events)
