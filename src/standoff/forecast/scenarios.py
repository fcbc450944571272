"""What the chances would be if something were so: associations, refused where the gate says no.

A scenario says what went with what in the past. It does not say that bringing it about would move
the chance: both may follow from something else.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from standoff.errors import InputError
from standoff.forecast.association import (
    Exposable,
    association,
    exposed_days,
    gate_of,
    gate_words,
    quiet_days,
)
from standoff.forecast.combine import BASE, MEMBERS, WEIGHTED
from standoff.forecast.forecaster import Chances
from standoff.forecast.models import History
from standoff.forecast.past import listed_days, past_of
from standoff.forecast.questions import (
    KnownAhead,
    Scenario,
    StandingQuestion,
    load_questions,
)
from standoff.forecast.standing import fitted_for
from standoff.packs import Pack
from standoff.stats.gate import Gate
from standoff.stats.rates import any_within

Floats = NDArray[np.float64]


class Dated(Exposable, Protocol):
    """A record that can be put back to what was known on a day."""

    def as_of(self, day: date) -> Exposable:
        """The record with only what was known on the day."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Supposed:
    """The chance under a scenario beside the chance without it; None where it is refused.

    `rate_ratio` is the association within years with its 95% interval, where one was fitted;
    `past_share` the share of past windows in the same state with an event, of `past_windows`
    that do not overlap, counted from the first scored day on.
    """

    scenario: str
    text: str
    question: str
    opens: date
    closes: date
    without: float
    base_rate: float
    weighted_rate: float
    gate: Gate
    chance: float | None = None
    low: float | None = None
    high: float | None = None
    rate_ratio: tuple[float, float, float] | None = None
    past_share: float | None = None
    past_windows: int = 0
    refused: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class _Frame:
    """A question and scenario on a day, with the past and the exposure of every day of it."""

    question: StandingQuestion
    scenario: Scenario
    known: Exposable
    pack: Pack
    past: History
    opens: date
    exposure: Floats
    gate: Gate


def scenarios_of(pack: Pack) -> tuple[tuple[StandingQuestion, Scenario], ...]:
    """Every scenario of the theatre with its question.

    Raises:
        PackError: a question file is broken.
    """
    return tuple((one, each) for one in load_questions(pack) for each in one.scenarios)


def suppose(
    record: Dated, pack: Pack, scenario: str, *, as_of: date, on: date | None = None
) -> tuple[Supposed, ...]:
    """A question's chances if a scenario were so, one for each horizon.

    Args:
        record: the record; it is read as of `as_of`.
        pack: the theatre.
        scenario: id of one of its scenarios.
        as_of: the last day of which something may be known.
        on: day on which the act begins; None for the first day of the window.

    Raises:
        InputError: there is no such scenario, nothing is covered, or `on` is not after `as_of`.
        PackError: a question file is broken.
    """
    found = {each.id: (one, each) for one, each in scenarios_of(pack)}
    if scenario not in found:
        known = ", ".join(found) or "none"
        raise InputError(f"no scenario {scenario!r}; this theatre has: {known}")
    if on is not None and on <= as_of:
        raise InputError(f"a scenario begins after {as_of}, got {on}")
    question, one = found[scenario]
    frame = _frame(question, one, record.as_of(as_of), pack, as_of)
    forecaster = fitted_for(question, record, pack, opens=frame.opens)
    days = question.horizons_days
    plain = forecaster.chances(frame.past, opens=frame.opens, horizons_days=days)
    quiet = None
    if one.kind == "quiet":
        later = frame.opens + timedelta(days=one.days)
        quiet = forecaster.chances(_quieted(frame), opens=later, horizons_days=days)
    return tuple(_supposed(frame, horizon, plain, quiet, on) for horizon in days)


def _frame(
    question: StandingQuestion, scenario: Scenario, known: Exposable, pack: Pack, as_of: date
) -> _Frame:
    past = past_of(question, known, pack, through=as_of)
    through = past.covered_through
    if through is None:
        raise InputError(f"{question.id}: no day is covered by {as_of}")
    within = past.through(through)
    if scenario.kind == "quiet":
        exposure = quiet_days(within.events, scenario.days)
    else:
        exposure = exposed_days(question, scenario, known, within, through)
    return _Frame(
        question=question,
        scenario=scenario,
        known=known,
        pack=pack,
        past=past,
        opens=as_of + timedelta(days=1),
        exposure=exposure,
        gate=gate_of(within, exposure),
    )


def _supposed(
    frame: _Frame,
    days: int,
    plain: dict[int, Chances],
    quiet: dict[int, Chances] | None,
    on: date | None,
) -> Supposed:
    now = plain[days]
    shift = timedelta(days=frame.scenario.days if quiet is not None else 0)
    bare = Supposed(
        scenario=frame.scenario.id,
        text=frame.scenario.text,
        question=frame.question.text,
        opens=frame.opens + shift,
        closes=frame.opens + shift + timedelta(days=days - 1),
        without=now.probability,
        base_rate=now.by_model[BASE],
        weighted_rate=now.by_model[WEIGHTED],
        gate=frame.gate,
    )
    if not frame.gate.passed:
        return replace(bare, refused=gate_words(frame.gate))
    if quiet is not None:
        return _after_quiet(frame, bare, quiet[days], days)
    return _moved(frame, bare, days, on or frame.opens)


def _quieted(frame: _Frame) -> History:
    """The past with the supposed days without events after its last covered one."""
    through = frame.past.covered_through or frame.past.start
    events = np.append(frame.past.through(through).events, np.zeros(frame.scenario.days))
    gap = (frame.opens - through).days - 1
    return replace(frame.past, events=np.append(events, np.full(gap, np.nan)))


def _after_quiet(frame: _Frame, bare: Supposed, found: Chances, days: int) -> Supposed:
    said = [found.by_model[name] for name in MEMBERS if name in found.by_model]
    happened = any_within(frame.past.events, horizon_days=days)[: len(frame.exposure)]
    begin = max(frame.past.index(frame.question.scored_from), 0)
    alike = np.flatnonzero((frame.exposure == 1) & ~np.isnan(happened))
    windows = _apart(alike[alike >= begin], days)
    return replace(
        bare,
        chance=found.probability,
        low=min(said),
        high=max(said),
        past_share=float(happened[windows].mean()) if windows else None,
        past_windows=len(windows),
    )


def _apart(places: NDArray[np.int64], days: int) -> list[int]:
    """The first of the places, and each next one whose window does not overlap the last."""
    chosen: list[int] = []
    for place in places.tolist():
        if not chosen or place >= chosen[-1] + days:
            chosen.append(place)
    return chosen


def _moved(frame: _Frame, bare: Supposed, days: int, on: date) -> Supposed:
    """The chance with the rate of the exposed days multiplied, or divided, by the association."""
    calls_off = frame.scenario.kind == "called_off"
    exposed = _listed(frame, days) if calls_off else _felt(frame, days, on)
    if not exposed:
        reason = "no act is listed for the window" if calls_off else "it begins after the window"
        return replace(bare, refused=reason)
    ratio = association(frame.past, frame.exposure)
    hazard = -float(np.log1p(-min(bare.without, 1 - 1e-9)))

    def chance(one: float) -> float:
        share = (days - exposed + exposed * one) / days
        return float(-np.expm1(-(hazard / share if calls_off else hazard * share)))

    ends = sorted(chance(one) for one in ratio[1:])
    return replace(bare, chance=chance(ratio[0]), low=ends[0], high=ends[1], rate_ratio=ratio)


def _felt(frame: _Frame, days: int, on: date) -> int:
    """Days of the window on which an act that begins on a day is felt."""
    last = min(frame.opens + timedelta(days=days), on + timedelta(days=frame.scenario.days))
    return max((last - on).days, 0)


def _listed(frame: _Frame, days: int) -> int:
    """Days of the window within an act that is listed for it."""
    exposure = frame.scenario.exposure
    if exposure is None:
        return 0
    last = frame.opens + timedelta(days=days - 1)
    found: set[date] = set()
    for begin, end in listed_days(
        KnownAhead(query=exposure), frame.known, frame.pack, first=frame.opens, last=last
    ):
        found |= set(_between(max(begin, frame.opens), min(end, last)))
    return len(found)


def _between(first: date, last: date) -> Iterator[date]:
    for number in range((last - first).days + 1):
        yield first + timedelta(days=number)
