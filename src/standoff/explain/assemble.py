"""Lay out the days of one implication, as the record was known on a day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Generic, TypeVar

import numpy as np

from standoff.explain import exposures
from standoff.explain.days import Calendar, Floats, last_known
from standoff.explain.exposure_kind import ExposureDays
from standoff.explain.exposures import Readable
from standoff.explain.hypotheses import Implication
from standoff.explain.response_kind import ResponseDays
from standoff.model import Anchor, Event
from standoff.packs import Pack

D = TypeVar("D")


@dataclass(frozen=True, slots=True, kw_only=True)
class Assembled(Generic[D]):
    """The days to be tested, how many events had no day, and the evidence behind them."""

    days: D
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
    outcome, asked = implication.outcome, implication.exposure
    query = outcome.query.to_query()
    whole = _calendar(implication, as_of)
    event = exposures.outcome_days(view, query, whole, count=outcome.count)
    calendar = _ended(whole, last_known(event, whole))
    event = event[: calendar.days]
    events = exposures.matching(view, query, pack, between=outcome.between)
    exposing, state = _state(view, pack, implication, calendar, as_of)
    exposed = np.concatenate([np.full(asked.lag_days, np.nan), state])[: calendar.days]
    days = ExposureDays(
        calendar=calendar,
        event=event,
        exposure=exposed,
        sign=implication.sign,
        calendar_bound=asked.calendar_bound,
        eras=tuple(sum(year >= begun for begun in asked.eras) for year in calendar.years),
        without=exposures.without_origin(events, event, calendar),
    )
    hits = exposures.anchors_on(events, (exposed == 1) & (event == 1), calendar)
    evidence = hits + exposures.anchors_on(exposing, state == 1, calendar)
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
    outcome, asked = implication.outcome, implication.exposure
    whole = _calendar(implication, as_of)
    events, known = _state(view, pack, implication, whole, as_of)
    calendar = _ended(whole, last_known(known, whole))
    episodes, onset = exposures.onset_days(events, calendar, join_gap_days=outcome.join_gap_days)
    query = asked.query.to_query()
    days = ResponseDays(
        calendar=calendar,
        state=np.where(episodes, 1.0, known[: calendar.days]),
        onset=onset,
        trigger=exposures.outcome_days(view, query, calendar),
        sign=implication.sign,
        campaign_gap_days=asked.join_gap_days,
        half_life_days=asked.half_life_days or 0.0,
        window_days=asked.window_days or 0,
        lag_days=max(asked.lag_days, 1),
    )
    triggers = exposures.matching(view, query, pack, between=asked.between)
    undated = exposures.undated((*events, *triggers), calendar)
    evidence = exposures.anchors_on(events, episodes, calendar)
    return Assembled(days=days, undated=undated, evidence=evidence)


def _state(
    view: Readable, pack: Pack, implication: Implication, calendar: Calendar, as_of: date
) -> tuple[tuple[Event, ...], Floats]:
    """The episodes' events and days: the exposure's, or in a response the outcome's."""
    part = implication.exposure if implication.kind == "exposure" else implication.outcome
    query = part.query.to_query()
    events = exposures.matching(view, query, pack, between=part.between)
    covered = exposures.complete_days(pack, query, calendar, between=part.between, as_of=as_of)
    state = exposures.state_days(events, covered, calendar, join_gap_days=part.join_gap_days)
    return events, state


def _calendar(implication: Implication, as_of: date) -> Calendar:
    """The window as far as `as_of`; one day if it has not yet begun."""
    first = implication.window.first
    last = max(first, min(implication.window.last or as_of, as_of))
    return Calendar(first=first, days=(last - first).days + 1)


def _ended(calendar: Calendar, last: date | None) -> Calendar:
    return Calendar(first=calendar.first, days=calendar.index(last) + 1) if last else calendar
