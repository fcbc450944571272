"""The page of predictions: followed up by counting, scored only where wording and record allow."""

from dataclasses import replace
from datetime import date, timedelta

import numpy as np
import pytest
from starlette.testclient import TestClient

from standoff.forecast import question_of, track
from standoff.forecast.expected import base_chance
from standoff.model import Claim, Query, Question, Terms
from standoff.record import Record
from standoff.serve.pages.predictions import (
    Followed,
    Remembered,
    followed_up,
    predictions_view,
)
from standoff.serve.settings import SiteSettings
from standoff.serve.site import Site

DAY = date(2026, 8, 1)


@pytest.fixture(scope="module")
def record(settings: SiteSettings) -> Record:
    return Site(settings).at()


@pytest.fixture(scope="module")
def followed(record: Record) -> tuple[Followed, ...]:
    return followed_up(record, DAY)


def committed(claim: Claim, record: Record) -> Claim:
    """The same, but as a prediction of a launch by its maker, with a chance and a day."""
    manifest = record.pack.manifest
    terms = Terms(
        query=Query(kind=manifest.outcome, actor=manifest.acting),
        opens=date(2026, 1, 1),
        closes=date(2026, 5, 31),
        wording="likely, 70 percent",
        band=(0.7, 0.7),
    )
    return replace(claim, terms=terms, via=(), known=date(2025, 12, 31), kind="prediction")


def test_every_prediction_stands_once(record: Record, followed: tuple[Followed, ...]) -> None:
    ids = [one.claim.id for one in followed]
    assert sorted(ids) == sorted(one.id for one in record.claims() if one.kind == "prediction")
    assert ids
    view = predictions_view(record, followed, query=Query(), a_page=None)
    assert [one.voice.id for one in view.shown] == ids
    assert all(one.why or one.rank == 0 for one in view.shown)


def test_what_is_remembered_gives_the_same_as_the_record(record: Record) -> None:
    claim = committed(next(iter(record.claims())), record)
    seen, zone = Remembered(record), record.pack.manifest.zone
    for days in (0, 40, 400):
        day = DAY - timedelta(days=days)
        assert track(claim, seen, as_of=day, zone=zone) == track(
            claim, record, as_of=day, zone=zone
        )


def test_a_score_stands_beside_that_of_the_plain_past(record: Record) -> None:
    claim = committed(next(iter(record.claims())), record)
    zone = record.pack.manifest.zone
    question = question_of(claim, zone=zone)
    assert isinstance(question, Question)
    base, tracked = base_chance(question, record), track(claim, record, as_of=DAY, zone=zone)
    assert base is not None and 0 < base <= 1 and tracked is not None and tracked.scored
    one = Followed(claim=claim, holder="Somebody", tracked=tracked, base=base, why="")
    view = predictions_view(record, [one], query=Query())
    came = tracked.resolution is not None and tracked.resolution.answer == "yes"
    assert view.fares[0].score == pytest.approx((0.7 - came) ** 2)
    assert view.fares[0].base_score == pytest.approx((base - came) ** 2)
    assert view.shown[0].score.startswith(f"{(0.7 - came) ** 2:.2f}") and view.shown[0].base_score


def test_the_base_chance_is_the_share_of_covered_days_before_the_window(record: Record) -> None:
    manifest = record.pack.manifest
    query = Query(kind=manifest.outcome, actor=manifest.acting)
    opens = date(2026, 1, 1)
    one_day = Question(
        id="q", query=query, at_least=1, opens=opens, closes=opens, zone=manifest.zone, origin="t"
    )
    past = record.series(replace(query, last=opens - timedelta(days=1)), count="days").values
    known = past[~np.isnan(past)]
    share = float((known > 0).mean())
    assert base_chance(one_day, record) == pytest.approx(share)
    week = replace(one_day, closes=opens + timedelta(days=6))
    assert base_chance(week, record) == pytest.approx(1 - (1 - share) ** 7)
    uncovered = replace(one_day, query=Query(kind="no such kind"))
    assert base_chance(uncovered, record) is None


def test_the_page_says_why_there_is_no_score(client: TestClient, korea: TestClient) -> None:
    assert "Why no score" in client.get("/predictions").text
    assert "holds no predictions yet" in korea.get("/predictions").text
