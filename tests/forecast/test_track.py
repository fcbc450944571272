"""Predictions are followed up; a score needs a commitment and an answer."""

from datetime import date
from typing import Any

import pytest

from standoff import forecast
from standoff.model import Claim, Query, Terms, TextAnchor

MADE = date(2020, 5, 31)


def claim(*, via: tuple[str, ...] = (), known: date | None = MADE, **terms: Any) -> Claim:
    given: dict[str, Any] = {
        "query": Query(kind="launch"),
        "wording": "will",
        "band": (0.8, 1.0),
    } | terms
    return Claim(
        id="c",
        holder="x",
        kind="prediction",
        via=via,
        terms=Terms(**given),
        anchors=(TextAnchor("r", 0, 9),),
        known=known,
    )


def track(one: Claim, record: Any, *, as_of: date) -> Any:
    return forecast.track(one, record, as_of=as_of, zone="UTC")


@pytest.fixture
def record(record_of: Any) -> Any:
    days = (date(2020, 5, 30), MADE, date(2020, 6, 10), date(2020, 7, 2))
    return record_of(*days, through=date(2020, 7, 10))


def test_open_terms_are_tracked_and_never_scored(record: Any) -> None:
    found = track(claim(), record, as_of=date(2020, 7, 5))
    # What happened on the day of the prediction itself may be what it is about.
    assert (found.since, found.counted) == (date(2020, 6, 1), 2)
    assert found.evidence == ("2020-06-10", "2020-07-02")
    assert (found.scored, found.resolution, found.brier_band) == (False, None, None)
    assert "no day by which" in found.why


def test_as_of_cuts_the_count(record: Any) -> None:
    assert track(claim(), record, as_of=date(2020, 6, 9)).counted == 0
    assert track(claim(), record, as_of=date(2020, 6, 10)).counted == 1


def test_it_says_where_coverage_ends(record: Any) -> None:
    found = track(claim(), record, as_of=date(2020, 9, 1))
    assert found.covered_through == date(2020, 7, 10)


def test_a_commitment_is_scored_over_its_band(record: Any) -> None:
    found = track(claim(closes=date(2020, 6, 30)), record, as_of=date(2020, 7, 5))
    assert (found.scored, found.resolution.answer) == (True, "yes")
    assert found.brier_band == pytest.approx((0.04, 0.01, 0.0))
    assert found.counted == 1
    missed = claim(closes=date(2020, 6, 9))
    found = track(missed, record, as_of=date(2020, 7, 5))
    assert found.resolution.answer == "no"
    assert found.brier_band == pytest.approx((0.64, 0.81, 1.0))


def test_not_settled_not_scored(record: Any) -> None:
    found = track(claim(closes=date(2020, 7, 31), at_least=3), record, as_of=date(2020, 7, 5))
    assert (found.scored, found.resolution.answer) == (False, "not yet")
    assert found.why.startswith("not yet")


def test_relayed_and_vague_wording_is_only_tracked(record: Any) -> None:
    for one in (
        claim(closes=date(2020, 6, 30), via=("agency",)),
        claim(closes=date(2020, 6, 30), band=None, wording="may"),
        claim(closes=date(2020, 6, 30), condition="if the exercise goes on"),
    ):
        found = track(one, record, as_of=date(2020, 7, 5))
        assert (found.scored, found.counted) == (False, 1)


def test_nothing_to_look_for(record: Any) -> None:
    assert track(claim(query=None), record, as_of=date(2020, 7, 5)) is None
    assert track(claim(known=None), record, as_of=date(2020, 7, 5)) is None
    assert track(claim(), record, as_of=MADE) is None
