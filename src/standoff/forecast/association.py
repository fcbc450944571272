"""What went with what: exposure by day, the gate before a fit, the rate ratio within years."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from standoff.forecast.members import calendar_years
from standoff.forecast.models import History
from standoff.forecast.questions import Readable, Scenario, StandingQuestion
from standoff.model import CountUnit, Query, Series
from standoff.stats.cloglog import fit, prepare, profile_interval
from standoff.stats.gate import MIN_COVERAGE, MIN_EXPECTED, MIN_YEARS, Gate, gate, yearly_totals

Floats = NDArray[np.float64]


class Exposable(Readable, Protocol):
    """A record put back to a day that can say when an act was under way."""

    def series(self, query: Query, *, count: CountUnit, exposure: Query | None = None) -> Series:
        """How many a day, with exposure where asked for."""
        ...


def quiet_days(events: Floats, days: int) -> Floats:
    """Whether nothing happened on the days before each: 1, 0, NaN where not all are covered."""
    total = np.concatenate([[0.0], np.cumsum(np.nan_to_num(events))])
    known = np.concatenate([[0.0], np.cumsum(~np.isnan(events))])
    place = np.arange(len(events))
    begin = np.maximum(place - days, 0)
    happened, covered = total[place] - total[begin], known[place] - known[begin]
    quiet = np.where(covered == days, 1.0, np.nan)
    return np.where(happened > 0, 0.0, quiet)


def exposed_days(
    question: StandingQuestion, scenario: Scenario, known: Exposable, past: History, last: date
) -> Floats:
    """Whether an act was under way, or had begun or ended within the scenario's days."""
    asked = replace(question.query, first=past.start, last=last)
    series = known.series(asked, count=question.count, exposure=scenario.exposure)
    state = np.full(len(past.events), np.nan) if series.exposure is None else series.exposure
    reach = scenario.days if scenario.kind == "begins" else 1
    felt = state.copy()
    for lag in range(1, reach):
        before = np.concatenate([np.full(lag, np.nan), state[:-lag]])
        felt = np.where((felt == 1) | (before == 1), 1.0, felt + 0 * before)
    return felt


def gate_of(past: History, exposure: Floats) -> Gate:
    """Whether totals and calendars allow a fit; which days coincide is not looked at."""
    year = calendar_years(past.start, len(past.events))
    totals = yearly_totals(past.events, exposure, year - year[0], years=int(year[-1] - year[0]) + 1)
    known = ~(np.isnan(past.events) | np.isnan(exposure))
    return gate(totals, coverage=float(known.mean()))


def gate_words(found: Gate) -> str:
    """What the gate misses, in words."""
    said = {
        "expected": f"{found.expected:.1f} exposed event days expected, {MIN_EXPECTED:.0f} needed",
        "years": f"{found.informative_years} informative years, {MIN_YEARS} needed",
        "coverage": f"{found.coverage:.0%} of days known, {MIN_COVERAGE:.0%} needed",
    }
    return "; ".join(said[one] for one in found.failures)


def association(past: History, exposure: Floats) -> tuple[float, float, float]:
    """The rate ratio on exposed days within years, with its profile interval."""
    events = past.events[: len(exposure)]
    known = ~(np.isnan(events) | np.isnan(exposure))
    year = calendar_years(past.start, len(events))[known]
    design, _ = prepare(events[known], exposure[known][:, None], year)
    fitted = fit(design)
    low, high = profile_interval(design, fitted)
    middle = float(fitted.coefficients[0])
    return float(np.exp(middle)), float(np.exp(low)), float(np.exp(high))
