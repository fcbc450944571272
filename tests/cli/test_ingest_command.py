"""`standoff ingest`: folders and streams in, interrupted and resumed, nothing lost or doubled."""

from __future__ import annotations

import io
import json
import os
import signal
import sqlite3
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest

from standoff.cli.app import main
from standoff.packs import load_pack
from standoff.record import Record

LUMEN = Path(__file__).parents[1] / "theatres" / "lumen"
Capture = pytest.CaptureFixture[str]
pytestmark = pytest.mark.usefixtures("elsewhere")
MANY = 400


def told(capsys: Capture, *words: str) -> dict[str, Any]:
    assert main(["ingest", "--quiet", "--format", "json", *words]) == 0
    found: dict[str, Any] = json.loads(capsys.readouterr().out)
    return found


def story(number: int) -> dict[str, str]:
    day = f"{2000 + number % 20}-{1 + number % 12:02d}-{1 + number % 28:02d}"
    text = (
        f"Veldania fired {2 + number % 5} short-range ballistic missiles from Cape Orrin on {day}, "
        f"the Federal Joint Staff said in statement {number}. "
    )
    return {
        "text": text + "The two governments have not met since the spring. " * 3,
        "title": f"Launch {number}", "published": day, "outlet": "Strait Wire",
        "url": f"https://wire.example/{number}",
    }  # fmt: skip


def write_stories(path: Path, count: int) -> None:
    path.write_text("".join(json.dumps(story(number)) + "\n" for number in range(count)))


def reports(path: str = "standoff.sqlite") -> list[str]:
    pack = load_pack("lumen", search=(LUMEN.parent,))
    return sorted(one.title for one in Record.open(path, pack).reports())


def test_a_folder_is_read_once_whatever_is_in_it(capsys: Capture) -> None:
    folder = Path("in")
    (folder / "deep" / ".git").mkdir(parents=True)
    write_stories(folder / "stories.jsonl", 3)
    (folder / "deep" / "wire.txt").write_text(
        "Strait Wire\n\nPublished: 2024-05-02\n\nTalks begin."
    )
    (folder / "deep" / "broken.txt").write_bytes(bytes(range(32)) * 40)
    (folder / "deep" / "empty.html").write_text("")
    for name in ("map.png", "page.css", "deep/.git/config", ".hidden"):
        (folder / name).write_text("nothing to read")
    first = told(capsys, "in", "in/stories.jsonl")
    assert (first["new"], first["unchanged"], first["passed_over"]) == (4, 0, 3)
    assert first["issues"]["unreadable_file"] == 2
    wheres = [one["where"] for one in first["first_issues"]]
    assert any(where.endswith(("broken.txt", "empty.html")) for where in wheres)
    again = told(capsys, "in")
    assert (again["new"], again["coded_anew"], again["unchanged"]) == (0, 0, 4)
    assert len(reports()) == 4


def test_the_record_in_the_folder_is_no_input(capsys: Capture) -> None:
    write_stories(Path("stories.jsonl"), 2)
    assert told(capsys, ".")["new"] == 2
    assert told(capsys, ".")["issues"] == {}


def test_a_report_whose_day_is_given_later_is_coded_anew(capsys: Capture) -> None:
    Path("wire.txt").write_text("Strait Wire\n\nVeldania fired a missile on Tuesday, it said.\n")
    assert told(capsys, "wire.txt")["new"] == 1
    second = told(capsys, "wire.txt", "--published", "2024-05-02")
    assert (second["new"], second["coded_anew"]) == (0, 1)


def test_standard_input_is_read(capsys: Capture, monkeypatch: pytest.MonkeyPatch) -> None:
    raw = io.TextIOWrapper(io.BytesIO(json.dumps(story(1)).encode()))
    monkeypatch.setattr(sys, "stdin", raw)
    assert told(capsys, "-")["new"] == 1
    assert reports() == ["Launch 1"]


@pytest.mark.parametrize(
    ("words", "line"),
    [
        ((), "name files or folders to read"),
        (("none.txt", "nor.txt"), "none.txt, nor.txt: no such file"),
        (("empty",), "empty: no file to read"),
        (("--resume", "a.txt"), "name no paths"),
        (("a.txt", "--published", "soon"), "is not a date"),
    ],
)
def test_what_cannot_be_ingested_makes_no_record(
    capsys: Capture, words: tuple[str, ...], line: str
) -> None:
    Path("empty").mkdir()
    Path("a.txt").write_text("Something.")
    assert main(["ingest", *words]) == 2
    assert line in capsys.readouterr().err
    assert not Path("standoff.sqlite").exists()


def test_nothing_readable_is_an_error_that_says_why(capsys: Capture) -> None:
    Path("picture.txt").write_bytes(b"\x89PNG" + bytes(100))
    assert main(["ingest", "picture.txt", "--quiet"]) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert "no report could be read: picture.txt: is an image" in err


def test_there_is_nothing_to_resume_after_an_ingest_that_ended(capsys: Capture) -> None:
    write_stories(Path("stories.jsonl"), 2)
    told(capsys, "stories.jsonl")
    assert main(["ingest", "--resume"]) == 2
    assert "no ingest of this record was interrupted" in capsys.readouterr().err


def test_people_see_what_was_stored(capsys: Capture) -> None:
    write_stories(Path("stories.jsonl"), 2)
    assert main(["ingest", "stories.jsonl", "gone.txt"]) == 0
    out, err = capsys.readouterr()
    assert err == ""
    assert "gone.txt: no such file; check the path" in out
    assert [line.split() for line in out.splitlines()[1:3]] == [
        ["new", "2"],
        ["coded", "anew", "0"],
    ]


@pytest.mark.skipif(os.name != "posix", reason="needs signals")
@pytest.mark.parametrize("workers", ["1", "2"])
def test_an_interrupted_ingest_says_what_is_stored_and_resumes(
    capsys: Capture, workers: str
) -> None:
    write_stories(Path("stories.jsonl"), MANY)
    words = [sys.executable, "-m", "standoff", "ingest", "stories.jsonl", "--workers", workers]
    started = subprocess.Popen(
        words, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, start_new_session=True
    )
    wait_for_stored(started)
    os.killpg(started.pid, signal.SIGINT)
    out, err = started.communicate(timeout=60)
    assert (started.returncode, err.splitlines()[-1]) == (130, "standoff: interrupted")
    assert "Traceback" not in err
    stored = int(out.split("new")[1].split()[0])
    assert len(reports()) == stored
    assert 0 < stored < MANY
    assert "standoff ingest --resume" in out
    capsys.readouterr()
    rest = told(capsys, "--resume", "--workers", "1")
    assert (rest["new"], rest["unchanged"], rest["coded_anew"]) == (MANY - stored, stored, 0)
    assert reports() == sorted(f"Launch {number}" for number in range(MANY))
    assert main(["ingest", "--resume"]) == 2


def wait_for_stored(started: subprocess.Popen[str]) -> None:
    """Return as soon as the first reports are stored; fail if the process ends before."""
    for _ in range(3000):
        assert started.poll() is None
        if any_report():
            return
        time.sleep(0.02)
    raise AssertionError("nothing was stored in time")


def any_report() -> bool:
    if not Path("standoff.sqlite").exists():
        return False
    connection = sqlite3.connect("file:standoff.sqlite?mode=ro", uri=True)
    try:
        return bool(connection.execute("SELECT 1 FROM reports LIMIT 1").fetchone())
    except sqlite3.OperationalError:
        return False  # its tables are being made
    finally:
        connection.close()
