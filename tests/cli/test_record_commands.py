"""The commands on the made-up theatre: what they print is what the record holds."""

from __future__ import annotations

import csv
import json
from pathlib import Path
from typing import Any

import pytest

from standoff.cli.app import main

LUMEN = Path(__file__).parents[1] / "theatres" / "lumen"
Capture = pytest.CaptureFixture[str]


@pytest.fixture(scope="module")
def cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("cache")


@pytest.fixture(autouse=True)
def elsewhere(tmp_path: Path, cache: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("STANDOFF_CACHE", str(cache))
    monkeypatch.setenv("STANDOFF_THEATRES", str(LUMEN.parent))
    monkeypatch.setenv("STANDOFF_THEATRE", "lumen")


def printed(capsys: Capture, *words: str) -> str:
    code = main(words)
    out, err = capsys.readouterr()
    assert (code, err) == (0, "")
    return out


def read_json(capsys: Capture, *words: str) -> Any:
    return json.loads(printed(capsys, *words, "--format", "json"))


def test_list_shows_outside_theatres_and_bundled_ones(capsys: Capture) -> None:
    lines = printed(capsys, "theatre", "list").splitlines()
    assert [
        line for line in lines if line.startswith("lumen ") and line.rstrip().endswith(str(LUMEN))
    ]
    assert len(lines) >= 3


def test_stats_counts_what_query_lists(capsys: Capture) -> None:
    counted = {row["kind"]: row["events"] for row in read_json(capsys, "record", "stats")}
    every = ["reported", "failed", "planned", "cancelled", "denied", "suspected"]
    words = [word for status in every for word in ("--status", status)]
    listed = read_json(capsys, "record", "query", "--kind", "launch", *words)
    assert counted["launch"] == len(listed) > 10


def test_query_narrows_by_day_in_every_form(capsys: Capture) -> None:
    everything = read_json(capsys, "record", "query", "--kind", "launch")
    days = sorted(event["values"]["date"][0]["value"]["first"] for event in everything)
    middle = days[len(days) // 2]
    words = ("record", "query", "--kind", "launch", "--first", middle)
    after = read_json(capsys, *words)
    assert len(after) == sum(day >= middle for day in days) < len(everything)
    rows = list(csv.DictReader(printed(capsys, *words, "--format", "csv").splitlines()))
    assert [row["id"] for row in rows] == [event["id"] for event in after]
    table = printed(capsys, *words).splitlines()
    assert [line.split()[0] for line in table[1:]] == [event["id"] for event in after]


def test_as_of_hides_what_came_later(capsys: Capture) -> None:
    now = read_json(capsys, "record", "query", "--kind", "launch")
    days = sorted(event["known"] for event in now)
    then = read_json(capsys, "record", "query", "--kind", "launch", "--as-of", days[3])
    assert 0 < len(then) < len(now)


def test_show_gives_one_event_with_its_evidence(capsys: Capture) -> None:
    event = read_json(capsys, "record", "query", "--kind", "launch")[0]
    shown = json.loads(printed(capsys, "record", "show", event["id"]))
    assert shown == event
    assert shown["values"]["date"][0]["evidence"]


def test_forecast_prints_the_same_chances_in_both_forms(capsys: Capture) -> None:
    words = ("forecast", "--as-of", "2019-06-30")
    answers = read_json(capsys, *words)
    assert answers
    assert all(0 <= answer["base_rate"] <= 1 for answer in answers)
    lines = printed(capsys, *words).splitlines()
    notes = {f"note: {note}" for answer in answers for note in answer["notes"]}
    assert len(lines) == 1 + len(answers) + len(notes)
    assert notes == {line for line in lines if line.startswith("note: ")}
    assert "100%" not in "".join(lines)


def test_explain_gives_every_result_its_verdict(capsys: Capture) -> None:
    results = read_json(capsys, "explain")
    assert results
    verdicts = {result["verdict"] for result in results}
    assert verdicts <= {"present", "absent", "unclear", "untestable"}
