"""Windows, bins before and after, runs of tests, other specifications: made-up days."""

from dataclasses import replace
from datetime import date

import numpy as np
import pytest
from numpy.typing import NDArray

from standoff.dates import When
from standoff.explain.anticipation import BINS, measure_bins, moved_before, phases
from standoff.explain.days import Calendar
from standoff.explain.exposure_kind import ExposureDays, measure_exposure
from standoff.explain.run_kind import RunDays, Trials, _exchanged, _spells, measure_run
from standoff.explain.runs import tests_of as collected
from standoff.explain.specification import Exposure, QuerySpec, Recurring, Run
from standoff.explain.windows import (
    era_numbers,
    exposed_days,
    reach,
    recurring_days,
    variants,
    widened,
)
from standoff.model import Event, RowAnchor, Value

Floats = NDArray[np.float64]
CALENDAR = Calendar(first=date(2000, 1, 1), days=5844)
TALKS = QuerySpec(kind="talks")


def state(text: str) -> Floats:
    return np.array([np.nan if one == "?" else float(one) for one in text])


def spelled(days: Floats) -> str:
    return "".join("?" if np.isnan(one) else str(int(one)) for one in days)


def test_a_day_is_no_only_if_all_that_could_reach_it_are() -> None:
    assert spelled(widened(state("0010000"), before_days=1, after_days=2)) == "0111100"
    assert spelled(widened(state("00?0000"), before_days=1, after_days=2)) == "0????00"
    assert spelled(widened(state("0?10000"), before_days=0, after_days=1)) == "0?11000"
    absent = Exposure(query=TALKS, after_days=2, absent=True)
    assert spelled(exposed_days(state("0100000"), absent)) == "1000111"


def test_the_calendar_is_widened_by_all_that_reaches_it() -> None:
    asked = Exposure(query=TALKS, before_days=3, after_days=5, lag_days=1, join_gap_days=2)
    wide, within = reach(CALENDAR, asked)
    assert (CALENDAR.first - wide.first).days == 8
    assert wide.days == CALENDAR.days + 8 + 3
    # what is under way on the first day of the calendar shows a day later
    under = np.zeros(wide.days)
    under[8] = 1.0
    assert np.flatnonzero(under[within]).tolist() == [1]


def test_days_that_recur_and_years_that_may_be_exchanged() -> None:
    rule = Recurring(name="n", month=4, day=15, since=1912, every_years=5, source="s")
    found = np.flatnonzero(recurring_days([rule], CALENDAR))
    days = [date.fromordinal(CALENDAR.first.toordinal() + int(one)) for one in found]
    assert days == [date(2002, 4, 15), date(2007, 4, 15), date(2012, 4, 15)]
    asked = Exposure(recurring=(rule,), calendar_bound=True, eras=(2010,))
    assert era_numbers(CALENDAR, asked) == (0,) * 10 + (1,) * 6
    some = asked.model_copy(update={"eras": (), "eligible_years": (2000, 2004)})
    numbers = era_numbers(CALENDAR, some)
    assert numbers[0] == numbers[4] and len(set(numbers)) == 15


def test_other_windows_are_half_and_half_as_long_again() -> None:
    window = Exposure(query=TALKS, after_days=30)
    assert [one.after_days for one in variants(window).values()] == [15, 45]
    assert [one.join_gap_days for one in variants(Exposure(query=TALKS)).values()] == [30, 90]
    assert variants(Exposure(query=TALKS, join_gap_days=1)) == {}


def test_each_day_stands_in_one_bin() -> None:
    under = np.zeros(120)
    under[[50, 51, 70]] = 1.0
    under[100] = np.nan
    found = phases(under, (), Calendar(first=date(2000, 1, 1), days=120))
    assert spelled(found[18:52]) == "00" + "2" * 16 + "3" * 14 + "44"
    assert spelled(found[52:71]) == "5" * 4 + "3" * 14 + "4"
    assert spelled(found[71:102]) == "5" * 14 + "6" * 15 + "?0"


def anticipating(rng: np.random.Generator, ratio: float) -> tuple[Floats, Floats]:
    """Episodes of 20 days; the rate changes in the fortnight before each."""
    under = np.zeros(CALENDAR.days)
    for start in range(60, CALENDAR.days - 60, 130):
        under[start : start + 20] = 1.0
    before = phases(under, (), CALENDAR) == 3
    rate = 0.06 * np.where(before, ratio, 1.0)
    return (rng.random(CALENDAR.days) < rate).astype(float), phases(under, (), CALENDAR)


def test_what_moves_before_is_seen_and_named() -> None:
    event, phase = anticipating(np.random.default_rng(1), 3.0)
    bins = measure_bins(event, phase, CALENDAR.year, None)
    assert [one.name for one in bins] == list(BINS)
    assert moved_before(bins) == ("14 to 1 days before",)
    assert bins[2].observed > 2 * bins[2].expected
    assert bins[0].days == 0 and bins[0].effect is None
    flat, phase = anticipating(np.random.default_rng(2), 1.0)
    assert moved_before(measure_bins(flat, phase, CALENDAR.year, None)) == ()


def test_the_curve_names_the_choice_that_matters_and_is_left_out_of_short_runs() -> None:
    rng = np.random.default_rng(3)
    exposure = np.zeros(CALENDAR.days)
    for start in rng.integers(0, CALENDAR.days - 60, size=40):
        exposure[start : start + 60] = 1.0
    event = (rng.random(CALENDAR.days) < 0.05 * np.where(exposure == 1, 0.3, 1.0)).astype(float)
    half = np.where(np.arange(CALENDAR.days) % 2, event, 0.0)
    days = ExposureDays(
        calendar=CALENDAR,
        event=event,
        exposure=exposure,
        sign="lower",
        without={"one": half},
        variants={"wider": widened(exposure, before_days=60, after_days=60)},
        undated=(slice(10, 40),),
    )
    found = measure_exposure(days, draws=199, rng=np.random.default_rng(4))
    assert found.curve is not None and len(found.curve.estimates) == 12
    assert found.curve.share_predicted == 1.0 and found.curve.p_value <= 0.02
    assert found.curve.matters == "window"
    assert any("undated events" in one.name for one in found.sensitivities)
    short = measure_exposure(days, draws=199, rng=np.random.default_rng(4), detail=False)
    assert short.curve is None and short.p == found.p and short.fitted == found.fitted
    assert found.exact is not None and found.exact < 0.001


def runs(rng: np.random.Generator, ratio: float) -> RunDays:
    """Ten types; the next test comes `ratio` times as fast after a failure."""
    kinds: list[int] = []
    days: list[int] = []
    failed: list[float] = []
    for kind in range(10):
        day = int(rng.integers(0, 300))
        while day < CALENDAR.days:
            lost = rng.random() < 0.4
            kinds, days = [*kinds, kind], [*days, day]
            failed.append(float(lost))
            day += 1 + int(rng.exponential(200 / (ratio if lost else 1.0)))
    tests = Trials(kind=np.array(kinds), day=np.array(days), failed=np.array(failed))
    return RunDays(
        calendar=CALENDAR,
        tests=tests,
        types=tuple("abcdefghij"),
        unseen=0,
        horizon_days=365,
        sign="higher",
    )


def test_a_type_tried_again_sooner_after_failures_is_found() -> None:
    rng = np.random.default_rng(5)
    found = measure_run(runs(rng, 3.0), draws=199, rng=rng)
    assert found.fitted is not None and found.p is not None
    assert found.fitted.effect == pytest.approx(np.log(3), abs=0.4)
    assert found.p.p == 0.005
    assert [one.days for one in found.bins[:3]] == [10, 10, 10]
    assert {name for name, _ in found.omitted} == set("abcdefghij")


def test_without_a_difference_runs_reject_about_one_time_in_twenty() -> None:
    rejected = 0
    for replicate in range(30):
        rng = np.random.default_rng([11, replicate])
        days = runs(rng, 1.0)
        rejected += _exchanged(days, _spells(days), draws=99, rng=rng).p <= 0.05
    assert rejected <= 5


def test_tests_without_a_type_close_the_gate_and_leave_a_bound() -> None:
    rng = np.random.default_rng(6)
    days = runs(rng, 3.0)
    found = measure_run(replace(days, unseen=len(days.tests.day)), draws=9, rng=rng)
    assert found.fitted is None and found.gate.failures == ("coverage",)
    assert found.bounds[0].effect is not None


def launched(day: str, **slots: str) -> Event:
    when = When(first=date.fromisoformat(day), last=date.fromisoformat(day))
    values = {"date": (Value(value=when, origin="x", evidence=()),)} | {
        name: (Value(value=value, origin="x", evidence=()),) for name, value in slots.items()
    }
    return Event(
        id=f"{day}{slots}",
        kind="launch",
        grain="day",
        status="reported",
        values=values,
        observations=(),
        anchors=(RowAnchor("t", day),),
        origins=("x",),
        verified=True,
        known=when.first,
        lasting=False,
    )


def test_a_days_tests_of_a_type_are_one_and_one_success_is_enough() -> None:
    asked = Run(by="type", slot="weapon", worked=("success",), failed=("failure",), horizon_days=9)
    events = [
        launched("2000-01-05", weapon="b", outcome="failure"),
        launched("2000-01-05", weapon="b", outcome="success"),
        launched("2000-01-03", weapon="a", outcome="failure"),
        launched("2000-01-09", weapon="a"),
        launched("2000-01-05"),
        launched("2000-01-07"),
        launched("1999-12-31", weapon="a", outcome="failure"),
    ]
    tests, types, unseen = collected(events, asked, CALENDAR)
    assert types == ("a", "b") and unseen == 1
    assert tests.kind.tolist() == [0, 0, 1] and tests.day.tolist() == [2, 8, 4]
    assert tests.failed[0] == 1.0 and np.isnan(tests.failed[1]) and tests.failed[2] == 0.0
