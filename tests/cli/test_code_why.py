"""`code --why` shows for each event its pattern and words; the page marks them in the text."""

from __future__ import annotations

import json
import re
from html import unescape
from pathlib import Path

import pytest

from standoff.cli.app import main

LUMEN = Path(__file__).parents[1] / "theatres" / "lumen"
STORY = (
    "Veldania tests again\n\n"
    "Veldania fired two Skarn-5 missiles from Sunder Flats on Monday. They flew 2,900 km. "
    "Orsk & its friends <all> waited.\n"
)
Capture = pytest.CaptureFixture[str]


@pytest.fixture
def story(tmp_path: Path) -> Path:
    path = tmp_path / "story.txt"
    path.write_text(STORY)
    return path


def run(capsys: Capture, story: Path, *words: str) -> str:
    day = ["--published", "2026-05-20", "--theatre", str(LUMEN)]
    assert main(["code", str(story), *day, *words]) == 0
    return capsys.readouterr().out


def test_each_event_names_its_pattern_and_the_words_of_each_slot(
    capsys: Capture, story: Path
) -> None:
    lines = [" ".join(line.split()) for line in run(capsys, story, "--why").splitlines()]
    start = STORY.index("two Skarn-5")
    assert "launch, reported" in lines
    assert "pattern launch-active" in lines
    assert "status by nothing says otherwise" in lines
    assert any(line.startswith('actors VEL "Veldania"') for line in lines)
    assert any(line.startswith("date 2026-05-18") and "Monday" in line for line in lines)
    assert any(line.startswith("count 2") and f"({start}-" in line for line in lines)
    assert any(line.startswith("weapon Skarn-5") and f"({start + 4}-" in line for line in lines)
    assert any(line.startswith("distance_km 2900") for line in lines)


def test_the_pattern_that_decides_the_status_is_named(capsys: Capture, tmp_path: Path) -> None:
    path = tmp_path / "denial.txt"
    path.write_text("Veldania denied that it had fired two Skarn-5 missiles on Monday.")
    assert "fact-denied" in run(capsys, path, "--why")


def test_json_has_the_reason_only_where_it_is_asked_for(capsys: Capture, story: Path) -> None:
    (event, *_) = json.loads(run(capsys, story, "--format", "json", "--why"))["events"]
    assert event["why"] == {"pattern": "launch-active", "status_by": None}
    (event, *_) = json.loads(run(capsys, story, "--format", "json"))["events"]
    assert "why" not in event


def test_the_page_keeps_the_text_and_marks_each_slot(capsys: Capture, story: Path) -> None:
    page = run(capsys, story, "--format", "html")
    (body,) = re.findall(r"<pre>(.*?)</pre>", page, flags=re.DOTALL)
    assert unescape(re.sub(r"</?mark[^>]*>", "", body)).strip() == STORY.strip()
    marked = dict(re.findall(r'<mark class="(\w+)"[^>]*>([^<]*)</mark>', body))
    assert marked["actors"] == "Veldania"
    assert marked["place"] == "Sunder Flats"
    assert marked["distance_km"] == "2,900 km"
    assert "&lt;all&gt;" in body
    assert "<all>" not in body
    assert "launch-active" in page


def test_a_report_without_events_says_so(capsys: Capture, tmp_path: Path) -> None:
    path = tmp_path / "quiet.txt"
    path.write_text("Orsk waited for news of Veldania.")
    assert "no event" in run(capsys, path, "--why")
