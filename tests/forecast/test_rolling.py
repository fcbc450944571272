"""The backtest through `as_of`: sees what the record showed, resumes, and is scored fairly."""

from datetime import date, timedelta
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from standoff.forecast import (
    ANSWER,
    WEIGHTED,
    load_questions,
    past_of,
    roll,
    scenarios_of,
    skill_of,
    standing,
)
from standoff.forecast.rolling import Said, roll_year
from standoff.forecast.snapshots import Snapshots
from standoff.ingest import base_record
from standoff.packs import Pack, load_pack
from standoff.stats.bands import calibration_bands

LAST = date(2010, 2, 1)
Opened = tuple[Any, Pack]


@pytest.fixture(scope="module")
def cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("cache")


@pytest.fixture(scope="module")
def both(lumen: Pack, cache: Path) -> Opened:
    return base_record(lumen, cache=cache), lumen


@pytest.fixture(scope="module")
def said(both: Opened) -> tuple[Said, ...]:
    return roll_year(*both, year=2010, last=LAST, seed=1)


def assert_alike(record: Any, pack: Pack, days: int, step: int) -> None:
    seen = Snapshots(record, pack)
    for number in range(0, days, step):
        day = date(2016, 1, 1) + timedelta(days=number)
        view, snapshot = record.as_of(day), seen.as_of(day)
        assert snapshot.version == view.version
        for question in load_questions(pack):
            one, two = (past_of(question, each, pack, through=day) for each in (view, snapshot))
            np.testing.assert_array_equal(one.events, two.events)
            np.testing.assert_array_equal(one.exposures, two.exposures)


def test_snapshots_show_what_the_record_shows(both: Opened) -> None:
    assert_alike(*both, days=400, step=20)


def test_snapshots_show_what_the_bundled_record_shows(cache: Path) -> None:
    pack = load_pack("korea")
    assert_alike(base_record(pack, cache=cache), pack, days=8, step=7)
    assert {one.kind for _, one in scenarios_of(pack)} == {"quiet", "begins", "called_off"}


def test_an_origin_says_what_would_have_been_issued_that_day(
    said: tuple[Said, ...], both: Opened
) -> None:
    record, pack = both
    origin = said[-1].origin
    issued = standing(record, pack, as_of=origin - timedelta(days=1))
    told = {(one.question, one.horizon_days): one for one in said if one.origin == origin}
    for answer in issued:
        key = (answer.question.origin, answer.horizon_days)
        if key in told:
            ours = told[key].by_model[told[key].headline]
            assert ours == pytest.approx(answer.probability, abs=1e-6)
    assert told


def test_origins_do_not_know_what_was_published_after(said: tuple[Said, ...], both: Opened) -> None:
    record, pack = both

    class Closed:
        """The record, on which nothing after the last origin can be asked."""

        def __getattr__(self, name: str) -> Any:
            return getattr(record, name)

        def as_of(self, day: date) -> Any:
            assert day < LAST
            return record.as_of(day)

    closed: Any = Closed()
    assert roll_year(closed, pack, year=2010, last=LAST, seed=1) == said


def run(both: Opened, cache: Path, seed: int) -> Any:
    (only,) = roll(
        lambda: both, first=2010, last=date(2010, 1, 10), cache=cache, workers=1, seed=seed
    )
    return only


def test_a_finished_year_is_not_run_again(both: Opened, tmp_path: Path) -> None:
    first, second = run(both, tmp_path, 1), run(both, tmp_path, 1)
    assert (first.resumed, second.resumed) == (False, True)
    assert first.said == second.said
    assert (first.done, first.total) == (1, 1)
    # Another seed has files of its own.
    assert not run(both, tmp_path, 2).resumed


def scored(answer: Any, both: Opened, eras: tuple[int, ...] = (2010, 2015)) -> Any:
    """The skill at 30 days of somebody who says something at every week of some years."""
    record, pack = both
    first = load_questions(pack)[0]
    question = first.model_copy(update={"horizons_days": (30,), "eras": eras})
    last = date(2019, 12, 31)
    past = past_of(question, record, pack, through=last)
    lines = [
        Said(
            question=question.id,
            origin=(origin := date(2010, 1, 4) + timedelta(days=7 * week)),
            horizon_days=30,
            headline="ensemble",
            by_model={
                "ensemble": answer(past.events[past.index(origin) :][:30].any()),
                WEIGHTED: 0.5,
                "base rate": 0.5,
            },
        )
        for week in range(500)
    ]
    (found,) = skill_of(lines, [question], record, pack, last=last, seed=1)
    return found


def test_who_knows_better_is_seen_to(both: Opened) -> None:
    found = scored(lambda happened: 0.9 if happened else 0.1, both)
    assert found.whole.scores[ANSWER].brier == pytest.approx(0.01)
    assert found.whole.scores[WEIGHTED].brier == pytest.approx(0.25)
    assert found.whole.scores[ANSWER].auc == 1.0
    assert found.yearly[WEIGHTED].mean == pytest.approx(-0.24)
    assert [one.name for one in found.eras] == ["2010 to 2014", "since 2015"]
    assert sum(one.n for one in found.eras) == found.whole.n
    # Windows of 30 days at weekly origins: every fifth one does not overlap the last.
    assert found.whole.n == pytest.approx(500 / 5, abs=2)
    split = found.calibration
    assert split.miscalibration - split.discrimination + split.uncertainty == pytest.approx(0.01)


def test_who_knows_nothing_is_not_made_better(both: Opened) -> None:
    found = scored(lambda _: 0.5, both)
    assert found.yearly[WEIGHTED].mean == 0
    assert found.calibration.discrimination == pytest.approx(0)
    assert found.whole.scores[ANSWER].auc == 0.5


def test_a_question_without_eras_is_scored_as_a_whole(both: Opened) -> None:
    found = scored(lambda _: 0.5, both, eras=())
    assert found.eras == ()
    assert found.whole.n > 90


def test_bands_are_wider_when_neighbours_agree() -> None:
    rng = np.random.default_rng(1)
    chance = rng.uniform(0.2, 0.8, 400)
    alone = (rng.random(400) < chance).astype(float)
    block = np.arange(400) // 20
    alike = np.repeat((rng.random(20) < 0.5).astype(float), 20)
    at = np.array([0.5])
    widths = []
    for outcome in (alone, alike):
        curve, low, high = calibration_bands(
            chance, outcome, block, at=at, draws=100, rng=np.random.default_rng(1)
        )
        assert low[0] <= curve[0] <= high[0]
        widths.append(high[0] - low[0])
    assert widths[1] > 1.5 * widths[0]
