"""The page of forecasts: each beside its base rate, with what came, and skill as kept."""

import shutil
from datetime import date
from pathlib import Path

from starlette.testclient import TestClient

from standoff.figures import shown_percent
from standoff.forecast import ANSWER, load_questions
from standoff.forecast.journal import FORECAST, NUMBER, WAIT
from standoff.forecast.skill import Calibration, QuestionSkill, Score, Stretch
from standoff.forecast.skill_kept import skill_entries
from standoff.record import Record
from standoff.serve.pages.forecasts import Key, Line, forecasts_view
from standoff.serve.settings import SiteSettings
from standoff.serve.site import Site


def test_every_entry_of_the_journal_stands_in_one_line(settings: SiteSettings) -> None:
    site = Site(settings)
    view = forecasts_view(site, load_questions(settings.pack))
    made = [one for line in view.lines for one in line.made]
    assert len(made) == len(site.entries(FORECAST)) > 0
    counted = [one for line in view.numbers for one in line.made]
    assert len(counted) == len(site.entries(NUMBER)) + len(site.entries(WAIT))
    assert len({line.id for line in (*view.lines, *view.numbers)}) == len(
        (*view.lines, *view.numbers)
    )


def test_a_forecast_made_afterwards_is_marked_and_stands_beside_its_base_rate(
    client: TestClient, settings: SiteSettings
) -> None:
    page = client.get("/forecasts").text
    assert "not issued" in page and "Base rate" in page
    said = {
        (one.body["question"]["closes"], shown_percent(one.body["probability"])): one.body
        for one in Site(settings).entries(FORECAST)
    }
    for line in forecasts_view(Site(settings), load_questions(settings.pack)).lines:
        body = said[line.newest.closes, line.newest.said]
        assert line.newest.base == shown_percent(body["base_rate"])
        assert f">{line.newest.base}</td>" in page


def test_what_came_is_settled_once_and_remembered(settings: SiteSettings) -> None:
    known: dict[Key, object] = {}
    first = forecasts_view(Site(settings), load_questions(settings.pack), settled=known)  # type: ignore[arg-type]
    assert len(known) == sum(len(line.made) for line in (*first.lines, *first.numbers))
    assert forecasts_view(Site(settings), load_questions(settings.pack), settled=known) == first  # type: ignore[arg-type]


def test_a_loss_is_shown_only_for_what_is_settled(settings: SiteSettings) -> None:
    lines: list[Line] = [*forecasts_view(Site(settings), load_questions(settings.pack)).lines]
    for one in (one for line in lines for one in line.made):
        assert (one.loss is None) == (one.came == "not yet")


def test_without_forecasts_or_backtest_the_commands_are_named(korea: TestClient) -> None:
    page = korea.get("/forecasts").text
    assert "standoff forecast --record PATH" in page
    assert "standoff forecast backtest --record PATH" in page


def test_skill_is_shown_as_the_journal_keeps_it(settings: SiteSettings, tmp_path: Path) -> None:
    place = tmp_path / "record.sqlite"
    shutil.copyfile(str(settings.record), place)
    pack = settings.pack
    question = load_questions(pack)[0]
    scores = {ANSWER: Score(n=9, brier=0.123, log=0.4, auc=float("nan"))}
    skill = QuestionSkill(
        question=question.id,
        horizon_days=30,
        whole=Stretch(name="all", n=9, share_yes=0.5, scores=scores),
        eras=(),
        yearly={},
        overlapping={},
        calibration=Calibration(
            miscalibration=0.1,
            discrimination=0.1,
            uncertainty=0.2,
            at=(0.2, 0.8),
            curve=(0.1, 0.9),
            low=(0.0, 0.7),
            high=(0.3, 1.0),
        ),
        numbers=None,
        vintage="as published",
    )
    record = Record.open(place, pack, create=False)
    for entry in skill_entries(
        [skill], pack=pack, record_version=record.version, last=date(2026, 5, 1), seed=1
    ):
        record.journal.append(entry)
    site = Site(SiteSettings(pack=pack, record=place, cache=settings.cache))
    row = forecasts_view(site, load_questions(settings.pack)).skill[0]
    assert row.ours == "0.123" and row.auc == "" and row.through == date(2026, 5, 1)
    assert row.figure and "80% said, 90% came" in row.figure
    assert forecasts_view(site, load_questions(settings.pack), as_of=date(2026, 1, 1)).skill == ()
