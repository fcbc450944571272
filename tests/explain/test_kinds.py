"""Exposure and response tests on made-up days: planted effects, nulls, separation, bounds."""

from datetime import date

import numpy as np
import pytest
from numpy.typing import NDArray

from standoff.explain.days import Calendar
from standoff.explain.exposure_kind import ExposureDays, _fit, measure_exposure
from standoff.explain.response_kind import ResponseDays, _resampled, _risk, measure_response
from standoff.explain.specification import Sign
from standoff.explain.verdict import decide
from standoff.stats.gate import yearly_totals
from standoff.stats.permute import p_value, shift_scores, swap_scores, z_score

Floats = NDArray[np.float64]
CALENDAR = Calendar(first=date(2000, 1, 1), days=5844)  # 16 years


def episodes(rng: np.random.Generator, calendar: Calendar = CALENDAR) -> Floats:
    exposure = np.zeros(calendar.days)
    for start in rng.integers(0, calendar.days - 60, size=30):
        exposure[start : start + 60] = 1.0
    return exposure


def launches(
    rng: np.random.Generator, exposure: Floats, ratio: float, yearly: float = 16
) -> Floats:
    level = yearly * np.exp(rng.normal(0, 0.7, len(CALENDAR.years)))[CALENDAR.year] / 365
    rate = level * np.where(exposure == 1, ratio, 1.0)
    return (rng.random(CALENDAR.days) < 1 - np.exp(-rate)).astype(float)


def exposure_days(event: Floats, exposure: Floats, **options: object) -> ExposureDays:
    fields = {"calendar": CALENDAR, "event": event, "exposure": exposure, "sign": "lower"}
    return ExposureDays(**{**fields, **options})  # type: ignore[arg-type]


def test_the_calendar_knows_years_and_leap_days() -> None:
    assert CALENDAR.last == date(2015, 12, 31)
    assert np.bincount(CALENDAR.year).tolist() == [366, 365, 365, 365] * 4
    assert CALENDAR.day_of_year[365] == 365 and CALENDAR.day_of_year[366] == 0


def test_a_planted_rate_ratio_is_recovered() -> None:
    inside, effects = 0, []
    for replicate in range(40):
        rng = np.random.default_rng([1, replicate])
        exposure = episodes(rng)
        days = exposure_days(launches(rng, exposure, 0.4), exposure)
        fitted = _fit(days, days.event, days.exposure)
        effects.append(fitted.effect)
        inside += fitted.interval[0] <= np.log(0.4) <= fitted.interval[1]
    assert np.median(effects) == pytest.approx(np.log(0.4), abs=0.15)
    assert inside >= 34


def shift_p(event: Floats, exposure: Floats, sign: Sign, rng: np.random.Generator) -> float:
    year, years = CALENDAR.year, len(CALENDAR.years)
    observed = float(z_score(yearly_totals(event, exposure, year, years=years)))
    scores = shift_scores(event, exposure, year, years=years, draws=199, rng=rng)
    return p_value(observed, scores, sign=sign).p


def swap_p(event: Floats, exposure: Floats, sign: Sign, rng: np.random.Generator) -> float:
    year, eras = CALENDAR.year, (0,) * len(CALENDAR.years)
    observed = float(z_score(yearly_totals(event, exposure, year, years=len(eras))))
    day = CALENDAR.day_of_year
    scores = swap_scores(event, exposure, year, day, eras=eras, draws=199, rng=rng)
    return p_value(observed, scores, sign=sign).p


def test_the_null_rejects_about_one_time_in_twenty() -> None:
    rejected = 0
    for replicate in range(100):
        rng = np.random.default_rng([2, replicate])
        exposure = episodes(rng)
        rejected += shift_p(launches(rng, exposure, 1.0), exposure, "lower", rng) <= 0.05
    assert rejected <= 12


def test_unknown_days_leave_the_test_and_bound_it() -> None:
    rng = np.random.default_rng(3)
    exposure = episodes(rng)
    event = launches(rng, exposure, 0.4)
    exposure[rng.random(CALENDAR.days) < 0.1] = np.nan
    found = measure_exposure(exposure_days(event, exposure), draws=99, rng=rng)
    assert found.gate.coverage == pytest.approx(0.9, abs=0.02)
    high, low = found.bounds
    assert high.name == "all unknown days taken as exposed" and high.effect is not None
    assert found.fitted is not None and high.effect != pytest.approx(found.fitted.effect)
    assert low.effect is not None and low.effect != pytest.approx(high.effect)


def test_a_closed_gate_fits_nothing_but_its_open_bound() -> None:
    rng = np.random.default_rng(4)
    exposure = episodes(rng)
    event = launches(rng, exposure, 0.4)
    exposure[exposure == 0] = np.nan
    found = measure_exposure(exposure_days(event, exposure), draws=99, rng=rng)
    assert found.fitted is None and found.p is None and not found.omitted
    assert set(found.gate.failures) == {"years", "coverage"}
    exposed, unexposed = found.bounds
    assert exposed.effect is None and exposed.gate is not None and "years" in exposed.gate
    assert unexposed.effect is not None and unexposed.effect < 0


def test_no_exposed_event_is_penalised_and_still_judged() -> None:
    rng = np.random.default_rng(5)
    exposure = episodes(rng)
    event = launches(rng, exposure, 0.0)
    found = measure_exposure(exposure_days(event, exposure), draws=999, rng=rng)
    assert found.fitted is not None and found.fitted.penalised
    assert found.fitted.interval[1] < 0
    assert found.p is not None and found.p.p < 0.01


def test_a_source_that_cannot_carry_the_test_is_not_asked_to() -> None:
    rng = np.random.default_rng(6)
    exposure = episodes(rng)
    event = launches(rng, exposure, 0.4)
    few = np.where(np.cumsum(event) <= 3, event, 0.0)
    without = {"main": few, "other": event}
    days = exposure_days(event, exposure, without=without)
    names = [name for name, _ in measure_exposure(days, draws=9, rng=rng).omitted]
    assert "other" in names and "main" not in names
    assert {"2000", "2015"} & set(names)


def season_only(rng: np.random.Generator) -> tuple[Floats, Floats]:
    """An exercise every March on drifting days; launches follow the season alone."""
    exposure = np.zeros(CALENDAR.days)
    for year in range(len(CALENDAR.years)):
        start = year * 365.25 + 65 + rng.integers(-5, 6)
        exposure[int(start) : int(start) + 14] = 1.0
    high = (CALENDAR.day_of_year >= 58) & (CALENDAR.day_of_year < 88)
    event = (rng.random(CALENDAR.days) < np.where(high, 0.2, 0.03)).astype(float)
    return event, exposure


def test_calendar_swaps_hold_under_season_where_day_shifts_do_not() -> None:
    swapped = shifted = 0
    for replicate in range(40):
        rng = np.random.default_rng([7, replicate])
        event, exposure = season_only(rng)
        swapped += swap_p(event, exposure, "higher", rng) <= 0.05
        shifted += shift_p(event, exposure, "higher", rng) <= 0.05
    assert swapped <= 6
    assert shifted >= 12


def test_a_calendar_bound_exposure_is_adjusted_for_season() -> None:
    rng = np.random.default_rng(12)
    event, exposure = season_only(rng)
    free, bound = (
        measure_exposure(
            exposure_days(event, exposure, sign="higher", calendar_bound=is_bound),
            draws=99,
            rng=rng,
        )
        for is_bound in (False, True)
    )
    assert free.fitted is not None and bound.fitted is not None
    assert bound.fitted.effect < free.fitted.effect - 0.3
    assert free.p is not None and bound.p is not None and free.p.p < bound.p.p


def test_launch_days_permuted_within_years_are_rarely_present() -> None:
    present = 0
    source = np.random.default_rng(8)
    exposure = episodes(source)
    event = launches(source, exposure, 0.3)
    for replicate in range(20):
        rng = np.random.default_rng([8, replicate])
        mixed = event.copy()
        for year in range(len(CALENDAR.years)):
            mixed[CALENDAR.year == year] = rng.permutation(event[CALENDAR.year == year])
        found = measure_exposure(exposure_days(mixed, exposure), draws=199, rng=rng)
        assert found.fitted is not None and found.p is not None
        verdict, _ = decide(
            effect=found.fitted.effect,
            interval=found.fitted.interval,
            sign="lower",
            p_holm=found.p.p,
            p_holm_interval=(found.p.p, found.p.p),
            omitted=found.omitted,
        )
        present += verdict == "present"
    assert present <= 3


def response(rng: np.random.Generator, boost: float) -> ResponseDays:
    """Campaigns at random; onset hazard is raised by exp(boost * 2^(-days/30)) after each."""
    n = CALENDAR.days
    trigger = (rng.random(n) < 0.008).astype(float)
    state, onset = np.zeros(n), np.zeros(n, dtype=bool)
    trace, until = 0.0, 5
    state[:5] = 1.0
    for day in range(5, n):
        trace = trace * 0.5 ** (1 / 30) + trigger[day - 1]
        if day < until:
            state[day] = 1.0
        elif rng.random() < 1 - np.exp(-0.006 * np.exp(boost * trace)):
            onset[day], until, state[day] = True, day + 20, 1.0
    return ResponseDays(
        calendar=CALENDAR,
        state=state,
        onset=onset,
        trigger=trigger,
        sign="higher",
        campaign_gap_days=2,
        half_life_days=30,
        window_days=90,
        lag_days=1,
    )


def test_a_planted_response_is_recovered() -> None:
    effects, rejected = [], 0
    for replicate in range(6):
        rng = np.random.default_rng([9, replicate])
        found = measure_response(response(rng, 1.5), draws=199, rng=rng)
        assert found.fitted is not None and found.p is not None
        effects.append(found.fitted.effect)
        rejected += found.p.p <= 0.05
    assert np.median(effects) == pytest.approx(1.5, abs=0.4)
    assert rejected >= 4


def test_without_response_the_resampled_p_is_level() -> None:
    rejected = 0
    for replicate in range(40):
        rng = np.random.default_rng([10, replicate])
        days = response(rng, 0.0)
        rejected += _resampled(days, _risk(days), draws=99, rng=rng).p <= 0.05
    assert rejected <= 6


def test_a_response_needs_burn_in_known_days_and_an_earlier_episode() -> None:
    rng = np.random.default_rng(11)
    days = response(rng, 0.0)
    found = measure_response(days, draws=9, rng=rng)
    at_risk = found.totals.days.sum()
    assert at_risk <= CALENDAR.days - 540 - (days.state[540:] == 1).sum() + days.onset.sum()
    days.state[540:] = np.where(days.state[540:] == 1, 1.0, np.nan)
    unknown = measure_response(days, draws=9, rng=rng)
    assert unknown.totals.days.sum() == 0
    assert unknown.fitted is None
    assert unknown.bounds[0].effect is None and unknown.bounds[1].effect is not None
