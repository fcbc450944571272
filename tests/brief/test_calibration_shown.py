"""Calibration comes from the backtest that the journal holds, with its version, or is missed."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from standoff.brief import Backtest, Material, render, write
from standoff.brief.archive import file_draft, filed
from standoff.brief.document import Figure, Section
from standoff.brief.outlook import middle_forecast
from standoff.forecast import Forecast, QuestionSkill
from standoff.forecast.skill import Calibration, Stretch
from standoff.forecast.skill_kept import skill_entries
from standoff.ingest import base_journal
from standoff.packs import Pack
from standoff.record import Record
from standoff.update import update

MaterialMaker = Callable[..., Material]
SETTLED = date(2026, 4, 30)


def found(question: str, horizon_days: int) -> QuestionSkill:
    """What a backtest might find, without more of it than is shown."""
    return QuestionSkill(
        question=question,
        horizon_days=horizon_days,
        whole=Stretch(name="all", n=9, share_yes=0.5, scores={}),
        eras=(),
        yearly={},
        overlapping={},
        calibration=Calibration(
            miscalibration=0.1,
            discrimination=0.1,
            uncertainty=0.2,
            at=(0.2, 0.8),
            curve=(0.1, 0.9),
            low=(0.0, 0.5),
            high=(0.5, 1.0),
        ),
        numbers=None,
        vintage="as published",
    )


@pytest.fixture(scope="module")
def middle(forecasts: tuple[Forecast, ...]) -> Forecast:
    chosen = middle_forecast(forecasts)
    assert chosen is not None
    return chosen


def outlook(material: Material) -> Section:
    return next(one for one in write(material).sections if one.id == "outlook")


def figures(section: Section) -> list[Figure]:
    return [one for one in section.blocks if isinstance(one, Figure)]


def test_the_curve_stands_with_the_backtest_it_comes_from(
    make_material: MaterialMaker, middle: Forecast, lumen: Pack
) -> None:
    skill = found(middle.question.origin, middle.horizon_days)
    (entry,) = skill_entries([skill], pack=lumen, record_version="v7", last=SETTLED, seed=3)
    _, shown = figures(outlook(make_material(skill={entry.key: (entry, skill)})))
    (backtest,) = shown.caption.evidence
    assert isinstance(backtest, Backtest)
    assert (backtest.record_version, backtest.as_of, backtest.seed) == ("v7", SETTLED, 3)
    assert "20% said, 10% came (0% to 50%)" in shown.svg
    assert "settled through 30 April 2026" in shown.caption.text


def test_a_note_tells_what_fixes_the_backtest(
    make_material: MaterialMaker, middle: Forecast, lumen: Pack, tmp_path: Path
) -> None:
    skill = found(middle.question.origin, middle.horizon_days)
    (entry,) = skill_entries([skill], pack=lumen, record_version="v7", last=SETTLED, seed=3)
    brief = write(make_material(skill={entry.key: (entry, skill)}))
    told = f"{skill.horizon_days} days (backtest 1; settled through 30 April 2026; theatre lumen@"
    assert told in render(brief, "html")
    journal = Record.open(tmp_path / "r.sqlite", lumen).journal
    key = file_draft(journal, brief).key
    assert filed(journal, key).draft == brief


def test_without_a_backtest_it_is_said_to_be_missing(
    make_material: MaterialMaker, lumen: Pack
) -> None:
    other = found("something_else", 30)
    (entry,) = skill_entries([other], pack=lumen, record_version="v7", last=SETTLED, seed=3)
    section = outlook(make_material(skill={entry.key: (entry, other)}))
    assert len(figures(section)) == 1
    assert "is not computed here" in " ".join(map(str, section.blocks))


def test_a_backtest_settled_after_the_day_is_not_used(
    lumen: Pack, middle: Forecast, tmp_path: Path
) -> None:
    skill = found(middle.question.origin, middle.horizon_days)
    journal = Record.open(base_journal(lumen, cache=tmp_path), lumen).journal
    for entry in skill_entries([skill], pack=lumen, record_version="v7", last=SETTLED, seed=3):
        journal.append(entry)
    asked: dict[str, Any] = {"theatre": lumen.folder, "cache": tmp_path, "seed": 1}
    shown = []
    for day in (SETTLED, date(2026, 4, 29)):
        brief = update([], as_of=day, **asked)
        section = next(one for one in brief.sections if one.id == "outlook")
        shown.append(any("came true" in one.caption.text for one in figures(section)))
    assert shown == [True, False]
