"""The whole way from a record to results, on the made-up theatre."""

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import numpy as np
import pytest

from standoff.dates import When
from standoff.errors import InputError
from standoff.explain import Result, load_hypotheses, results_for, run_all, run_one
from standoff.explain.days import Calendar
from standoff.explain.exposures import complete_days, matching, onset_days, state_days
from standoff.ingest.base import facts_of
from standoff.model import Batch, Event, Observation, Query, RowAnchor, Value
from standoff.packs import Pack
from standoff.record import Record
from standoff.stats.permute import holm

DRAWS = 499


@pytest.fixture(scope="module")
def results(record: Record, lumen: Pack) -> tuple[Result, ...]:
    return run_all(record, lumen, as_of=date(2026, 8, 1), seed=1, permutations=DRAWS)


def test_every_implication_has_a_result(results: tuple[Result, ...], lumen: Pack) -> None:
    assert [one.key for one in results] == [
        f"{hypothesis.id}/{implication.id}"
        for hypothesis in load_hypotheses(lumen)
        for implication in hypothesis.implications
    ]
    by_key = {one.key: one for one in results}
    talks = by_key["leverage/fewer-during-talks"]
    assert talks.verdict != "untestable" and talks.effect is not None and talks.effect < 0
    assert talks.observed == sum(year.observed for year in talks.years)
    assert talks.evidence and all(isinstance(one, RowAnchor) for one in talks.evidence)
    onset = by_key["leverage/talks-follow-launches"]
    assert onset.verdict == "untestable" and "needed" in onset.reason
    assert onset.effect is None and onset.p_value is None and onset.years
    for one in results:
        json.dumps(one.to_json())


def test_holm_runs_over_what_was_tested(results: tuple[Result, ...]) -> None:
    raw = [one.p_value for one in results if one.p_value is not None]
    adjusted = [one.p_holm for one in results if one.p_value is not None]
    assert adjusted == list(holm(raw))


def test_a_reading_finds_what_it_shares(results: tuple[Result, ...], lumen: Pack) -> None:
    refusal = next(one for one in load_hypotheses(lumen) if one.id == "refusal")
    assert [one.key for one in results_for(refusal, results)] == ["leverage/fewer-during-talks"]


def test_same_seed_same_numbers_and_each_implication_has_its_own_chance(
    record: Record, lumen: Pack, results: tuple[Result, ...]
) -> None:
    hypothesis = next(one for one in load_hypotheses(lumen) if one.id == "leverage")
    alone = run_one(
        record,
        lumen,
        hypothesis,
        hypothesis.implications[0],
        as_of=date(2026, 8, 1),
        seed=1,
        permutations=DRAWS,
    )
    among = next(one for one in results if one.key == alone.key)
    assert (alone.p_value, alone.effect, alone.years) == (among.p_value, among.effect, among.years)


def _year(observation: Observation) -> int | None:
    when = observation.get("date")
    return when.first.year if when and when.first else None


def test_nothing_published_later_leaks(lumen: Pack, tmp_path: Path) -> None:
    day = date(2016, 6, 30)
    late = {2005, 2010}  # these years became known long afterwards
    facts = [
        replace(one, known=date(2020, 1, 1)) if _year(one) in late else one
        for one in facts_of(lumen).observations
    ]
    kept = [one for one in facts if one.known and one.known <= day]
    hidden = {one.kind for one in facts if one not in kept and _year(one) in late}
    assert hidden >= {"launch", "talks"}
    found = []
    for name, observations in (("all", facts), ("earlier", kept)):
        record = Record.open(tmp_path / f"{name}.sqlite", lumen)
        record.add(Batch(observations=tuple(observations)))
        found.append(run_all(record, lumen, as_of=day, seed=3, permutations=DRAWS))
    seen, alone = ([replace(one, record_version="") for one in each] for each in found)
    assert seen == alone
    assert all(one.last <= day for one in seen)


def test_a_theatre_that_declares_no_coverage_needs_a_day(record: Record, lumen: Pack) -> None:
    with pytest.raises(InputError, match="give as_of"):
        run_all(record, replace(lumen, tables={}), seed=1)


def talks(first: str, last: str | None, *, verified: bool = True, **more: object) -> Event:
    begin, end = date.fromisoformat(first), last and date.fromisoformat(last)
    when = When(first=begin, last=end or None, precision=more.get("precision", "day"))  # type: ignore[arg-type]
    values = {"date": (_value(when),), "actors": (_value(("VEL", "ORS")),)}
    if "announced" in more:
        announced = date.fromisoformat(str(more["announced"]))
        values["announced"] = (_value(When(first=announced, last=announced)),)
    return Event(
        id=first,
        kind="talks",
        grain="day",
        status="reported",
        values=values,
        observations=(),
        anchors=(RowAnchor("talks", first),),
        origins=("x",),
        verified=verified,
        known=begin,
        lasting=True,
    )


def _value(content: When | tuple[str, ...]) -> Value:
    return Value(value=content, origin="x", evidence=())


def spelled(state: np.ndarray) -> str:
    return "".join("?" if np.isnan(one) else str(int(one)) for one in state)


def test_days_are_yes_no_or_unknown() -> None:
    calendar = Calendar(first=date(2001, 1, 1), days=20)
    covered = np.arange(20) < 16
    events = [talks("2001-01-02", "2001-01-03"), talks("2001-01-06", "2001-01-06")]

    def state(*more: Event) -> str:
        return spelled(state_days([*events, *more], covered, calendar, join_gap_days=4))

    assert state() == "01111100000000000000"[:16] + "????"
    assert state(talks("2001-01-09", "2001-01-10", verified=False)) == "01111100??000000????"
    assert state(talks("2001-01-09", "2001-01-10", precision="month")) == "01111100??000000????"
    assert state(talks("2001-01-10", None)) == "011111000" + "1???000????"
    assert state(talks("2001-01-18", "2001-01-18")) == "0111110000000000?1??"


def test_an_episode_opens_when_it_is_announced() -> None:
    calendar = Calendar(first=date(2001, 1, 1), days=20)
    events = [
        talks("2001-01-06", "2001-01-07", announced="2001-01-04"),
        talks("2001-01-15", "2001-01-15"),
        talks("2001-01-12", "2001-01-12", verified=False),
    ]
    under, onset = onset_days(events, calendar, join_gap_days=4)
    assert np.flatnonzero(under).tolist() == [3, 4, 5, 6, 14]
    assert np.flatnonzero(onset).tolist() == [3, 14]


class Listed:
    """A record that holds the events it is given."""

    version = "v"

    def __init__(self, *events: Event) -> None:
        self.listed = events

    def as_of(self, day: date) -> "Listed":
        raise NotImplementedError(day)

    def series(self, query: Query, *, count: str) -> object:
        raise NotImplementedError(query, count)

    def events(self, query: Query) -> Iterator[Event]:
        del query
        return iter(self.listed)


def test_a_dyad_is_all_of_its_parties(lumen: Pack) -> None:
    event = talks("2001-01-02", "2001-01-03")
    record = Listed(event)
    query = Query(kind="talks")
    assert matching(record, query, lumen, between=("VEL", "ORS")) == (event,)  # type: ignore[arg-type]
    assert matching(record, query, lumen, between=("VEL", "MAR")) == ()  # type: ignore[arg-type]


def test_completeness_holds_for_its_own_dyad_and_never_past_the_lag(lumen: Pack) -> None:
    calendar = Calendar(first=date(2026, 6, 1), days=30)
    query = Query(kind="talks")
    day = date(2026, 6, 10)
    covered = complete_days(lumen, query, calendar, between=("ORS", "VEL"), as_of=day)
    assert np.flatnonzero(covered).tolist() == list(range(10))
    for between in ((), ("VEL",), ("VEL", "ORS", "MAR")):
        assert not complete_days(lumen, query, calendar, between=between, as_of=day).any()
    launches = complete_days(lumen, Query(kind="launch"), calendar, between=(), as_of=day)
    assert not launches.any()  # reported with a lag of 30 days
