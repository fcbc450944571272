"""`code` prints one JSON document whose characters can be found again; `theatre check` judges."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import pytest

from standoff.cli.app import main

LUMEN = Path(__file__).parents[1] / "theatres" / "lumen"
REPORTS = sorted((LUMEN / "reports").glob("*.txt"))
Capture = pytest.CaptureFixture[str]


def coded(capsys: Capture, *words: str) -> Any:
    assert main(["code", *words, "--format", "json", "--theatre", str(LUMEN)]) == 0
    out, err = capsys.readouterr()
    assert err == ""
    return json.loads(out)


def test_one_report_is_one_object_with_its_evidence(capsys: Capture) -> None:
    found = coded(capsys, str(REPORTS[-1]))
    assert {"report", "events", "claims", "issues"} <= set(found)
    text = found["report"]["text"]
    spans = [span for event in found["events"] for span in event["spans"]]
    assert spans
    assert all(0 <= span["start"] < span["end"] <= len(text) for span in spans)


def test_several_reports_are_an_array_in_the_order_given(capsys: Capture) -> None:
    paths = [str(path) for path in reversed(REPORTS)]
    titles = [one["report"]["title"] for one in coded(capsys, *paths)]
    assert titles == [coded(capsys, path)["report"]["title"] for path in paths]


def test_a_line_that_cannot_be_read_is_an_issue_not_a_failure(
    capsys: Capture, tmp_path: Path
) -> None:
    text = REPORTS[-1].read_text(encoding="utf-8")
    lines = [json.dumps({"title": "One", "text": text}), "{broken"]
    path = tmp_path / "reports.jsonl"
    path.write_text("\n".join(lines), encoding="utf-8")
    good, bad = coded(capsys, str(path))
    assert good["report"]["title"] == "One"
    assert bad["report"] is None
    assert bad["issues"][0]["locator"] == f"{path}:2"


def test_the_stated_day_of_publication_is_used(capsys: Capture, tmp_path: Path) -> None:
    path = tmp_path / "undated.txt"
    path.write_text("A note without a date\n\nNobody launched anything.\n", encoding="utf-8")
    found = coded(capsys, str(path), "--published", "2024-09-18")
    assert found["report"]["published"]["first"] == "2024-09-18"


def test_the_table_has_a_row_for_every_event_and_claim(capsys: Capture) -> None:
    found = coded(capsys, str(REPORTS[-1]))
    assert main(["code", str(REPORTS[-1]), "--theatre", str(LUMEN)]) == 0
    rows = capsys.readouterr().out.splitlines()[1:]
    assert len(rows) == sum(len(found[name]) for name in ("events", "claims", "issues"))


def test_a_missing_file_is_the_inputs_fault(capsys: Capture, tmp_path: Path) -> None:
    assert main(["code", str(tmp_path / "no.txt"), "--theatre", str(LUMEN)]) == 2
    assert "no such file" in capsys.readouterr().err


def test_a_missing_file_among_several_is_an_issue(capsys: Capture, tmp_path: Path) -> None:
    missing, good = coded(capsys, str(tmp_path / "no.txt"), str(REPORTS[-1]))
    assert missing["issues"][0]["code"] == "unreadable_file"
    assert missing["issues"][0]["locator"] == str(tmp_path / "no.txt")
    assert good["report"]


def test_a_sound_theatre_is_called_sound(capsys: Capture) -> None:
    assert main(["theatre", "check", str(LUMEN)]) == 0
    assert capsys.readouterr().out.startswith("lumen: sound (")


def test_every_problem_of_a_theatre_is_one_line(capsys: Capture, tmp_path: Path) -> None:
    copy = tmp_path / "lumen"
    shutil.copytree(LUMEN, copy)
    (copy / "language").mkdir()
    wrong = "- id: {}\n  kind: {}\n  match: fired\n  yes: [A ship at sea.]\n  no: [It fired.]\n"
    for name, kind in (("events", "launch"), ("dates", "past"), ("own", "launch")):
        (copy / "language" / f"{name}.yml").write_text(wrong.format(f"{name}-1", kind))
    (copy / "hypotheses" / "new.yml").write_text("id: new\n")
    assert main(["theatre", "check", str(copy)]) == 2
    lines = capsys.readouterr().err.splitlines()
    assert all(line.startswith("standoff: ") for line in lines)
    for told in (
        "events.yml events-1: does not match: 'A ship at sea.'",
        "events.yml events-1: matches: 'It fired.'",
        "dates.yml dates-1: misses 'A ship at sea.'",
        "own.yml: nothing reads this file",
        "hypotheses/new.yml:1: ",
    ):
        assert [line for line in lines if told in line], told
