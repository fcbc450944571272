"""Scenarios: associations beside the plain answer, refused where the gate says no."""

from dataclasses import dataclass, replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from standoff.dates import When
from standoff.errors import InputError, PackError
from standoff.forecast import load_questions, scenarios_of, suppose
from standoff.ingest import base_record
from standoff.model import Content, Event, Query, RowAnchor, Value
from standoff.packs import Pack

AS_OF = date(2024, 3, 15)
QUESTIONS = """
- id: launch_day
  text: a day with a launch
  query: {kind: launch, actor: VEL}
  horizons_days: [7, 30, 90]
  since: 1995-01-01
  scored_from: 2009-03-02
  scenarios:
    - {id: quiet, kind: quiet, days: 60, text: no launch for 60 days}
    - id: drill
      kind: begins
      days: 5
      text: an exercise begins
      exposure: {kind: exercise, actor: ORS, target: MAR}
    - id: no_drill
      kind: called_off
      text: the exercises listed are called off
      exposure: {kind: exercise, actor: ORS, target: MAR}
    - id: act
      kind: begins
      days: 3
      text: the Council acts
      exposure: {kind: election, actor: MAR}
"""


@pytest.fixture(scope="module")
def pack(lumen: Pack, tmp_path_factory: pytest.TempPathFactory) -> Pack:
    folder = tmp_path_factory.mktemp("supposed")
    (folder / "questions").mkdir()
    (folder / "questions" / "all.yml").write_text(QUESTIONS)
    return replace(lumen, folder=folder)


@pytest.fixture(scope="module")
def record(lumen: Pack, cache: Path) -> Any:
    return base_record(lumen, cache=cache)


@dataclass(frozen=True)
class Drilled:
    """The record, in which the exercises last ten days and come every thirty."""

    record: Any

    def as_of(self, day: date) -> "Drilled":
        return Drilled(self.record.as_of(day))

    @property
    def version(self) -> str:
        return str(self.record.version)

    def events(self, query: Query) -> Any:
        if query.kind != "exercise":
            return self.record.events(query)
        anchor = RowAnchor(table="exercises", row="made-up")
        assert query.first
        first = query.first + timedelta(days=3)
        when = When(first=first, last=first + timedelta(days=3))
        values: dict[str, Content] = {"date": when, "actors": ("ORS", "MAR")}
        event = Event(
            id="made-up",
            kind="exercise",
            grain="day",
            status="reported",
            values={
                name: (Value(value=value, origin="o", evidence=(anchor,)),)
                for name, value in values.items()
            },
            observations=(),
            anchors=(anchor,),
            origins=("o",),
            verified=True,
            known=first,
            lasting=True,
        )
        return iter([event])

    def series(self, query: Query, *, count: Any, exposure: Query | None = None) -> Any:
        found = self.record.series(query, count=count)
        if exposure is None or exposure.kind != "exercise":
            return self.record.series(query, count=count, exposure=exposure)
        return replace(found, exposure=(np.arange(len(found.values)) % 30 < 10).astype(float))


def test_a_quiet_stretch_lowers_the_chance(record: Any, pack: Pack) -> None:
    for one in suppose(record, pack, "quiet", as_of=AS_OF):
        assert one.refused is None and one.chance and one.low and one.high
        assert one.low <= one.chance <= one.high
        assert one.chance < one.without
        assert one.opens == AS_OF + timedelta(days=61)
        assert one.past_windows > 0
        assert 0 < one.base_rate < 1
        assert 0 < one.weighted_rate < 1


def test_an_exposure_moves_the_chance_by_its_association(record: Any, pack: Pack) -> None:
    drilled = Drilled(record)
    seven, thirty, _ = suppose(drilled, pack, "drill", as_of=AS_OF)
    assert seven.refused is None and seven.rate_ratio
    assert seven.chance and seven.low and seven.high
    ratio, low, high = seven.rate_ratio
    assert low < ratio < high
    expected = 1 - (1 - seven.without) ** ((2 + 5 * ratio) / 7)
    assert seven.chance == pytest.approx(expected)
    assert seven.low <= seven.chance <= seven.high
    later = suppose(drilled, pack, "drill", as_of=AS_OF, on=AS_OF + timedelta(days=20))
    assert later[0].refused == "it begins after the window"
    assert later[1].chance == pytest.approx(thirty.chance)


def test_calling_off_is_about_what_is_listed(record: Any, pack: Pack) -> None:
    seven, thirty, _ = suppose(Drilled(record), pack, "no_drill", as_of=AS_OF)
    for one, days in ((seven, 7), (thirty, 30)):
        assert one.refused is None and one.rate_ratio
        # The exercise listed for the window takes four of its days.
        share = (days - 4 + 4 * one.rate_ratio[0]) / days
        assert one.chance == pytest.approx(1 - (1 - one.without) ** (1 / share))


def test_the_gate_refuses_what_is_too_little_known(record: Any, pack: Pack) -> None:
    for one in suppose(record, pack, "act", as_of=AS_OF):
        assert one.chance is None
        assert one.refused and "needed" in one.refused
        assert one.without > 0


def test_what_is_published_later_changes_nothing(record: Any, pack: Pack) -> None:
    class Later:
        def as_of(self, day: date) -> Any:
            assert day <= AS_OF
            return record.as_of(day)

    asked: Any = Later()
    assert suppose(asked, pack, "drill", as_of=AS_OF) == suppose(record, pack, "drill", as_of=AS_OF)


def test_unknown_scenarios_and_days_are_named(record: Any, pack: Pack) -> None:
    assert [one.id for _, one in scenarios_of(pack)] == ["quiet", "drill", "no_drill", "act"]
    with pytest.raises(InputError, match="quiet, drill"):
        suppose(record, pack, "nothing", as_of=AS_OF)
    with pytest.raises(InputError, match="begins after"):
        suppose(record, pack, "drill", as_of=AS_OF, on=AS_OF)


def test_a_scenario_without_its_act_is_refused_with_the_pack(lumen: Pack, tmp_path: Path) -> None:
    (tmp_path / "questions").mkdir()
    broken = QUESTIONS.replace("exposure: {kind: election, actor: MAR}", "")
    (tmp_path / "questions" / "all.yml").write_text(broken)
    with pytest.raises(PackError, match="name the exposure"):
        load_questions(replace(lumen, folder=tmp_path))
