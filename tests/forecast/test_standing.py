"""Standing forecasts: beside the base rate, honest about coverage, with their evidence."""

import math
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import numpy as np
import pytest

from standoff import forecast
from standoff.forecast import likelihood
from standoff.forecast.combine import BASE, ENSEMBLE, LEADER, MEMBERS, WEIGHTED
from standoff.packs import Pack
from standoff.stats.rates import chance_of, weighted_rate

QUESTIONS = """
- id: launch_day
  text: a day with a launch
  query: {kind: launch}
  horizons_days: [7, 30]
  since: 2010-01-01
  scored_from: 2012-01-01
  leader: {title: leader, of: VEL}
"""
THROUGH = date(2016, 6, 30)


@pytest.fixture(scope="module")
def pack(lumen: Pack, tmp_path_factory: pytest.TempPathFactory) -> Pack:
    folder = tmp_path_factory.mktemp("theatre")
    (folder / "questions").mkdir()
    (folder / "questions" / "launches.yml").write_text(QUESTIONS)
    return replace(lumen, folder=folder)


def standing(record: Any, pack: Any, *, as_of: date) -> tuple[Any, ...]:
    return forecast.standing(record, pack, as_of=as_of)


@pytest.fixture
def record(record_of: Any, every: Any) -> Any:
    return record_of(*every(date(2010, 1, 11), THROUGH, 20), through=THROUGH)


def test_a_forecast_stands_beside_its_base_rate(record: Any, pack: Any) -> None:
    seven, thirty = standing(record, pack, as_of=THROUGH)
    events = np.zeros((THROUGH - date(2010, 1, 1)).days + 1)
    events[10::20] = 1
    rate = weighted_rate(events, half_life_days=90.0)[-1:]
    assert seven.others[WEIGHTED] == pytest.approx(chance_of(rate, horizon_days=7)[0])
    assert thirty.others[WEIGHTED] == pytest.approx(chance_of(rate, horizon_days=30)[0])
    members = [p for name, p in seven.others.items() if name in MEMBERS]
    assert seven.probability == pytest.approx(np.mean(members))
    assert seven.spread == pytest.approx((min(members), max(members)))
    assert seven.base_rate == pytest.approx(-math.expm1(-7 * events.mean()))
    assert (seven.model, set(seven.others)) == (ENSEMBLE, {LEADER, *MEMBERS})
    assert seven.words == likelihood(seven.probability)
    assert (seven.question.opens, seven.question.closes) == (date(2016, 7, 1), date(2016, 7, 7))
    assert (seven.horizon_days, seven.as_of, seven.gap_days) == (7, THROUGH, 0)
    assert seven.text == "a day with a launch, 2016-07-01 to 2016-07-07"
    assert seven.record_version == "v1"


def test_its_evidence_can_be_counted(record: Any, pack: Any) -> None:
    answer = standing(record, pack, as_of=THROUGH)[0]
    evidence = answer.evidence
    days = [date.fromisoformat(one) for one in evidence.events]
    assert evidence.recent_count == len(days) == 5
    assert min(days) >= evidence.recent_first == THROUGH - timedelta(days=89)
    assert (evidence.base_first, evidence.base_last) == (date(2010, 1, 1), THROUGH)
    assert f"{evidence.base_covered_days:,} covered days" in answer.base_rate_choice
    assert str(evidence.base_count) in answer.base_rate_choice


def test_after_coverage_ends_nothing_is_taken_for_nothing(record: Any, pack: Any) -> None:
    at_end = standing(record, pack, as_of=THROUGH)[1]
    later = standing(record, pack, as_of=THROUGH + timedelta(days=45))[1]
    assert (later.data_through, later.gap_days) == (THROUGH, 45)
    assert later.probability == pytest.approx(at_end.probability)
    assert later.base_rate == pytest.approx(at_end.base_rate)
    assert later.question.opens == date(2016, 8, 15)
    assert later.skill.gap_days == 45
    assert at_end.skill.gap_days == 0


def test_what_comes_after_as_of_changes_nothing(
    record: Any, pack: Any, record_of: Any, every: Any
) -> None:
    as_of = date(2015, 1, 5)
    quiet = record_of(*every(date(2010, 1, 11), as_of, 20), through=THROUGH)
    assert standing(record, pack, as_of=as_of) == standing(quiet, pack, as_of=as_of)


def test_what_was_learnt_late_is_not_used_before(record: Any, pack: Any, make_event: Any) -> None:
    late = make_event(date(2015, 1, 1), name="late", known=date(2015, 3, 1))
    more = replace(record, happened=(*record.happened, late))
    before, after = date(2015, 2, 28), date(2015, 3, 1)
    assert standing(more, pack, as_of=before) == standing(record, pack, as_of=before)
    assert standing(more, pack, as_of=after) != standing(record, pack, as_of=after)


def test_notes_name_the_gap_and_a_better_model(record: Any, pack: Any) -> None:
    now = standing(record, pack, as_of=THROUGH)[0]
    later = standing(record, pack, as_of=THROUGH + timedelta(days=45))[0]
    assert not any("not known" in note for note in now.notes)
    assert "in the 45 days since is not known" in later.notes[0]
    best = min(now.skill.brier, key=now.skill.brier.get)
    assert best != WEIGHTED
    assert f"the {best} scored better" in now.notes[-1]


def test_skill_is_of_windows_that_do_not_overlap(record: Any, pack: Any) -> None:
    skill = standing(record, pack, as_of=THROUGH)[1].skill
    assert skill.first == date(2012, 1, 1)
    assert (skill.step_days, skill.n) == (30, ((THROUGH - skill.first).days + 1) // 30)
    assert set(skill.brier) == {BASE, LEADER, WEIGHTED}
    assert skill.vintage == "final vintage"
    # Every window of 30 days holds a launch, so the outcome is always yes.
    assert skill.share_yes == 1.0


def test_a_record_too_short_to_score_says_so(record_of: Any, pack: Any) -> None:
    short = record_of(date(2010, 2, 1), through=date(2010, 3, 1))
    assert standing(short, pack, as_of=date(2010, 3, 1))[0].skill is None


def test_nothing_covered_nothing_forecast(record: Any, pack: Any) -> None:
    assert standing(record, pack, as_of=date(2009, 12, 31)) == ()


def test_the_same_again(record: Any, pack: Any) -> None:
    assert standing(record, pack, as_of=THROUGH) == standing(replace(record), pack, as_of=THROUGH)
