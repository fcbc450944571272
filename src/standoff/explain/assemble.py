"""Lay out the days of one implication, as the record was known on a day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Generic, Protocol, TypeVar

import numpy as np

from standoff.errors import InputError
from standoff.explain import exposures
from standoff.explain.anticipation import phases
from standoff.explain.days import Calendar, Floats, last_known
from standoff.explain.excitation_kind import ExcitationDays
from standoff.explain.exposure_kind import ExposureDays
from standoff.explain.exposures import Readable
from standoff.explain.response_kind import ResponseDays
from standoff.explain.run_kind import RunDays
from standoff.explain.runs import tests_of
from standoff.explain.specification import Exposure, Implication, QuerySpec
from standoff.explain.windows import era_numbers, exposed_days, reach, recurring_days, variants
from standoff.model import Anchor, Event
from standoff.packs import Pack


class HasCalendar(Protocol):
    """Days of any kind of test."""

    @property
    def calendar(self) -> Calendar:
        """The stretch tested."""
        ...


D_co = TypeVar("D_co", bound=HasCalendar, covariant=True)


@dataclass(frozen=True, slots=True, kw_only=True)
class Assembled(Generic[D_co]):
    """The days to be tested, how many events had no day, and the evidence behind them."""

    days: D_co
    undated: int
    evidence: tuple[Anchor, ...]


def exposure_days(
    view: Readable, pack: Pack, implication: Implication, *, as_of: date
) -> Assembled[ExposureDays]:
    """The outcome's days and the lagged exposure, up to the last day the outcome is known.

    Args:
        view: the record as of `as_of`.
        pack: its theatre, whose tables declare coverage.
        implication: of kind exposure.
        as_of: nothing nearer to this day than a table's reporting lag counts as covered.
    """
    outcome, asked = implication.outcome, _asked(implication)
    query = outcome.query.to_query()
    calendar, event = covered_days(view, implication, as_of)
    events = exposures.matching(view, query, pack, between=outcome.between)
    wide, within = reach(calendar, asked)
    exposing, state = _under_way(view, pack, asked, wide, as_of)
    exposed = exposed_days(state, asked)[within]
    days = ExposureDays(
        calendar=calendar,
        event=event,
        exposure=exposed,
        sign=implication.sign,
        calendar_bound=asked.calendar_bound,
        eras=era_numbers(calendar, asked),
        without=exposures.without_origin(events, event, calendar),
        bins=None if asked.absent else phases(state, exposing, wide)[within],
        undated=exposures.undated_spans(events, calendar),
        variants={
            name: exposed_days(_under_way(view, pack, other, whole, as_of)[1], other)[part]
            for name, other in variants(asked).items()
            for whole, part in [reach(calendar, other)]
        },
    )
    hits = exposures.anchors_on(events, (exposed == 1) & (event == 1), calendar)
    evidence = hits + exposures.anchors_on(exposing, state == 1, wide)
    return Assembled(days=days, undated=exposures.undated(events, calendar), evidence=evidence)


def response_days(
    view: Readable, pack: Pack, implication: Implication, *, as_of: date
) -> Assembled[ResponseDays]:
    """The outcome's episodes and the trigger's days, up to the last day the outcome is known.

    Args:
        view: the record as of `as_of`.
        pack: its theatre, whose tables declare coverage.
        implication: of kind response.
        as_of: nothing nearer to this day than a table's reporting lag counts as covered.
    """
    outcome, asked = implication.outcome, _asked(implication)
    whole = calendar_of(implication, as_of)
    events, known = _state(
        view,
        pack,
        outcome.query,
        whole,
        as_of,
        between=outcome.between,
        join_gap_days=outcome.join_gap_days,
    )
    calendar = ended(whole, last_known(known, whole))
    episodes, onset = exposures.onset_days(events, calendar, join_gap_days=outcome.join_gap_days)
    query = _query(asked).to_query()
    trigger = exposures.outcome_days(view, query, calendar)
    triggers = exposures.matching(view, query, pack, between=asked.between)
    days = ResponseDays(
        calendar=calendar,
        state=np.where(episodes, 1.0, known[: calendar.days]),
        onset=onset,
        trigger=trigger,
        sign=implication.sign,
        campaign_gap_days=asked.join_gap_days,
        half_life_days=asked.half_life_days or 0.0,
        window_days=asked.window_days or 0,
        lag_days=max(asked.lag_days, 1),
        without=exposures.without_origin(triggers, trigger, calendar),
    )
    undated = exposures.undated((*events, *triggers), calendar)
    evidence = exposures.anchors_on(events, episodes, calendar)
    return Assembled(days=days, undated=undated, evidence=evidence)


def run_days(
    view: Readable, pack: Pack, implication: Implication, *, as_of: date
) -> Assembled[RunDays]:
    """The tests of each type, up to the last day the outcome is known.

    The arguments are as for `response_days`, the implication of kind run.
    """
    if implication.run is None:
        raise InputError(f"{implication.id}: a {implication.kind} test has no run")
    calendar, _, events = _outcome(view, pack, implication, as_of)
    tests, types, unseen = tests_of(events, implication.run, calendar)
    days = RunDays(
        calendar=calendar,
        tests=tests,
        types=types,
        unseen=unseen,
        horizon_days=implication.run.horizon_days,
        sign=implication.sign,
    )
    every = np.ones(calendar.days, dtype=bool)
    evidence = exposures.anchors_on(
        [one for one in events if one.get(implication.run.slot)], every, calendar
    )
    return Assembled(days=days, undated=exposures.undated(events, calendar), evidence=evidence)


def excitation_days(
    view: Readable, pack: Pack, implication: Implication, *, as_of: date
) -> Assembled[ExcitationDays]:
    """The outcome's days, up to the last day it is known.

    The arguments are as for `response_days`, the implication of kind excitation.
    """
    calendar, event, events = _outcome(view, pack, implication, as_of)
    evidence = exposures.anchors_on(events, event == 1, calendar)
    days = ExcitationDays(
        calendar=calendar, event=event, without=exposures.without_origin(events, event, calendar)
    )
    return Assembled(days=days, undated=exposures.undated(events, calendar), evidence=evidence)


def _outcome(
    view: Readable, pack: Pack, implication: Implication, as_of: date
) -> tuple[Calendar, Floats, tuple[Event, ...]]:
    """The calendar of `covered_days`, the outcome's days and its events."""
    outcome = implication.outcome
    calendar, event = covered_days(view, implication, as_of)
    events = exposures.matching(view, outcome.query.to_query(), pack, between=outcome.between)
    return calendar, event, events


def covered_days(view: Readable, implication: Implication, as_of: date) -> tuple[Calendar, Floats]:
    """The calendar up to the last day on which the outcome is known, and the outcome's days."""
    outcome = implication.outcome
    whole = calendar_of(implication, as_of)
    event = exposures.outcome_days(view, outcome.query.to_query(), whole, count=outcome.count)
    calendar = ended(whole, last_known(event, whole))
    return calendar, event[: calendar.days]


def _under_way(
    view: Readable, pack: Pack, asked: Exposure, calendar: Calendar, as_of: date
) -> tuple[tuple[Event, ...], Floats]:
    """The events that expose and the days on which they are under way; none for a rule."""
    if asked.recurring:
        return (), recurring_days(asked.recurring, calendar)
    return _state(
        view,
        pack,
        _query(asked),
        calendar,
        as_of,
        between=asked.between,
        join_gap_days=asked.join_gap_days,
        from_start=asked.from_start,
    )


def _state(
    view: Readable,
    pack: Pack,
    spec: QuerySpec,
    calendar: Calendar,
    as_of: date,
    *,
    between: tuple[str, ...],
    join_gap_days: int,
    from_start: bool = False,
) -> tuple[tuple[Event, ...], Floats]:
    """The events of a query and its days: under way, not, or unknown."""
    query = spec.to_query()
    found = exposures.matching(view, query, pack, between=between)
    events = tuple(one for one in found if not spec.mode or one.get("mode") in spec.mode)
    covered = exposures.complete_days(pack, query, calendar, between=between, as_of=as_of)
    state = exposures.state_days(
        events, covered, calendar, join_gap_days=join_gap_days, from_start=from_start
    )
    return events, state


def _asked(implication: Implication) -> Exposure:
    if implication.exposure is None:
        raise InputError(f"{implication.id}: a {implication.kind} test has no exposure")
    return implication.exposure


def _query(asked: Exposure) -> QuerySpec:
    if asked.query is None:
        raise InputError("recurring days have no query")
    return asked.query


def calendar_of(implication: Implication, as_of: date) -> Calendar:
    """The window as far as `as_of`; one day if it has not yet begun."""
    first = implication.window.first
    last = max(first, min(implication.window.last or as_of, as_of))
    return Calendar(first=first, days=(last - first).days + 1)


def ended(calendar: Calendar, last: date | None) -> Calendar:
    """The calendar up to its last known day."""
    return Calendar(first=calendar.first, days=calendar.index(last) + 1) if last else calendar
