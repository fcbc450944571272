"""The skill of a backtest comes back from the journal as it went in."""

import math
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from standoff.forecast.skill import Calibration, NumberSkill, QuestionSkill, Score, Stretch
from standoff.forecast.skill_kept import SKILL, newest_skill, skill_entries
from standoff.packs import load_pack
from standoff.record import Record
from standoff.stats.compare import Difference

LUMEN = Path(__file__).parents[1] / "theatres" / "lumen"
LAST = date(2026, 8, 1)


def skill(
    brier: float = 0.2, auc: float = 0.7, numbers: NumberSkill | None = None
) -> QuestionSkill:
    whole = Stretch(
        name="all",
        n=9,
        share_yes=0.5,
        scores={"ensemble": Score(n=9, brier=brier, log=math.inf, auc=auc)},
    )
    curve = Calibration(
        miscalibration=0.1,
        discrimination=0.1,
        uncertainty=0.2,
        at=(0.1, 0.9),
        curve=(0.0, 1.0),
        low=(0.0, 0.5),
        high=(0.5, 1.0),
    )
    return QuestionSkill(
        question="launch",
        horizon_days=30,
        whole=whole,
        eras=(whole,),
        yearly={"base rate": Difference(mean=-0.1, low=-0.2, high=0.0, p=math.nan, n=3)},
        overlapping={},
        calibration=curve,
        numbers=numbers,
        vintage="as published",
    )


@pytest.mark.parametrize("numbers", [None, NumberSkill(n=3, ours=0.1, weighted=0.2, base=0.3)])
def test_what_goes_into_the_journal_comes_out(tmp_path: Path, numbers: NumberSkill | None) -> None:
    pack = load_pack(LUMEN)
    journal = Record.open(tmp_path / "r.sqlite", pack).journal
    given = skill(auc=math.nan, numbers=numbers)
    for entry in skill_entries([given], pack=pack, record_version="v", last=LAST, seed=1):
        journal.append(entry)
    entry, found = newest_skill(journal.entries(SKILL))["launch/30"]
    assert entry.as_of == LAST and not entry.issued
    assert math.isnan(found.whole.scores["ensemble"].auc)
    assert found.whole.scores["ensemble"].log == math.inf
    assert math.isnan(found.yearly["base rate"].p)
    assert found.calibration == given.calibration and found.numbers == numbers


def test_the_latest_day_counts_whatever_was_made_last() -> None:
    pack = load_pack(LUMEN)
    older = replace(skill(), whole=replace(skill(0.3).whole))
    made = [
        one
        for given, day in ((skill(0.1), LAST), (older, date(2020, 1, 1)))
        for one in skill_entries([given], pack=pack, record_version="v", last=day, seed=1)
    ]
    assert newest_skill(made)["launch/30"][1].whole.scores["ensemble"].brier == 0.1
