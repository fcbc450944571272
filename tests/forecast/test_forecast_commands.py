"""`standoff forecast` and its commands, on the made-up theatre."""

import json
from pathlib import Path
from typing import Any

import pytest

from standoff.cli.app import main
from standoff.ingest import add_facts
from standoff.packs import Pack
from standoff.record import Record

Capture = pytest.CaptureFixture[str]


@pytest.fixture
def place(lumen: Pack, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """A record of the theatre's tables, and settings that lead to the theatre."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("STANDOFF_THEATRE", str(lumen.folder))
    monkeypatch.setenv("STANDOFF_CACHE", str(tmp_path / "cache"))
    add_facts(Record.open(tmp_path / "kept.sqlite", lumen), lumen)
    return str(tmp_path / "kept.sqlite")


def told(capsys: Capture, *words: str) -> Any:
    assert main([*words, "--format", "json"]) == 0
    return json.loads(capsys.readouterr().out)


def test_forecasts_go_into_the_journal_once_and_are_scored(capsys: Capture, place: str) -> None:
    said = [told(capsys, "forecast", "--as-of", "2019-06-30", "--record", place) for _ in range(2)]
    assert said[0] == said[1]
    assert said[0]["issued"] is False
    fared = told(capsys, "forecast", "score", "--record", place)
    assert len(fared) == sum(len(said[0][name]) for name in ("forecasts", "numbers", "waits"))
    assert all(one["issued"] is False for one in fared)
    settled = [one for one in fared if one["answer"] != "not yet"]
    assert settled
    assert all(one["loss"] >= 0 for one in settled)
    assert main(["forecast", "score", "--record", place]) == 0
    assert "not issued forecast" in capsys.readouterr().out


def test_todays_forecasts_are_issued_where_there_is_a_record(capsys: Capture, place: str) -> None:
    assert told(capsys, "forecast", "--record", place)["issued"] is True
    assert all(one["issued"] for one in told(capsys, "forecast", "score", "--record", place))
    # Without a record nothing can be kept, and that is said.
    assert main(["forecast"]) == 0
    assert "there is no record to keep it in" in capsys.readouterr().out
    assert told(capsys, "forecast")["issued"] is False


def test_scenarios_are_listed_and_unknown_ones_refused(capsys: Capture, place: str) -> None:
    assert told(capsys, "forecast", "scenario", "--record", place) == []
    assert main(["forecast", "scenario", "nothing", "--record", place]) == 2
    assert "no scenario 'nothing'" in capsys.readouterr().err
