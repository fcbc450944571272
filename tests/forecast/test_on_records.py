"""Forecasts on real records: the made-up theatre's and the bundled one's."""

from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from standoff.forecast import load_questions, resolve, standing, unanswered
from standoff.forecast.combine import WEIGHTED
from standoff.forecast.questions import put
from standoff.ingest import base_record
from standoff.packs import Pack, load_pack


@pytest.fixture(scope="module", params=["lumen", "korea"])
def theatre(request: pytest.FixtureRequest, lumen: Pack, cache: Path) -> Any:
    pack = lumen if request.param == "lumen" else load_pack(request.param)
    return base_record(pack, cache=cache), pack


def test_every_question_is_answered_with_evidence_in_the_record(theatre: Any) -> None:
    record, pack = theatre
    as_of = date(2026, 11, 22)
    answers: Any = standing(record, pack, as_of=as_of)
    asked = sum(len(one.horizons_days) for one in load_questions(pack))
    silent = {one.question for one in unanswered(record, pack, as_of=as_of)}
    asked -= sum(len(one.horizons_days) for one in load_questions(pack) if one.id in silent)
    assert len(answers) == asked > 0
    for answer in answers:
        assert 0 < answer.probability < 1
        assert 0 < answer.base_rate < 1
        assert answer.gap_days == (as_of - answer.data_through).days > 0
        assert answer.record_version == record.version
        assert answer.skill.n > 5 or answer.horizon_days > 90
        assert answer.spread[0] <= answer.probability <= answer.spread[1]
        assert {WEIGHTED} <= set(answer.others)
        assert all(record.event(one) for one in answer.evidence.events)
        days = {record.event(one).when.first for one in answer.evidence.events}
        assert len(days) == answer.evidence.recent_count


def test_the_past_answers_do_not_know_the_future(theatre: Any) -> None:
    record, pack = theatre
    for answer in standing(record, pack, as_of=date(2016, 1, 31)):
        assert answer.data_through <= date(2016, 1, 31)
        assert all(record.event(one).known <= date(2016, 1, 31) for one in answer.evidence.events)


def test_past_questions_settle_as_the_series_says(theatre: Any) -> None:
    record, pack = theatre
    question = load_questions(pack)[0]
    series = record.series(question.query, count="days")
    answers = set()
    for month in range(60):
        as_of = date(2014 + month // 12, month % 12 + 1, 1) - timedelta(days=1)
        asked = put(question, as_of=as_of, horizon_days=30, pack=pack)
        place = (asked.opens - series.start).days
        expected = "yes" if series.values[place : place + 30].sum() > 0 else "no"
        assert resolve(asked, record).answer == expected
        answers.add(expected)
    assert answers == {"yes", "no"}


def test_a_window_past_the_coverage_stays_open(theatre: Any) -> None:
    record, pack = theatre
    question = load_questions(pack)[0]
    asked = put(question, as_of=date(2026, 11, 22), horizon_days=7, pack=pack)
    assert resolve(asked, record).answer == "not yet"
