"""`evaluate coding`: a score of any theatre's coder on its own labelled texts."""

from __future__ import annotations

import hashlib
import json
import shutil
from pathlib import Path
from typing import Any

import pytest

from standoff.cli.app import main

LUMEN = Path(__file__).parents[1] / "theatres" / "lumen"
Capture = pytest.CaptureFixture[str]
SPAN = "  - {kind: launch, actors: [VEL], span: [0, 8]}\n"


def run(capsys: Capture, *words: str) -> tuple[int, str, str]:
    code = main(["evaluate", "coding", *words])
    out, err = capsys.readouterr()
    return code, out, err


def scored(capsys: Capture, theatre: Path, *words: str) -> Any:
    code, out, err = run(capsys, "--format", "json", "--theatre", str(theatre), *words)
    assert (code, err) == (0, "")
    return json.loads(out)


@pytest.fixture
def theatre(tmp_path: Path) -> Path:
    """The made-up theatre with a set of published texts, one of which is here."""
    folder = tmp_path / "lumen"
    shutil.copytree(LUMEN, folder)
    texts = tmp_path / "texts"
    texts.mkdir()
    text = "Veldania fired a Tarn-1 missile on Monday."
    (texts / "one.txt").write_text(text + "\n", encoding="utf-8")
    shas = [hashlib.sha256(one.encode()).hexdigest() for one in (text, "not here")]
    entries = [f"- id: t{i}\n  sha256: {sha}\n  locator: x\n" for i, sha in enumerate(shas)]
    for name in ("real", "locked"):
        labelled = entries[0] + "  events:\n" + SPAN + entries[1]
        path = folder / "gold" / f"{name}.yml"
        path.write_text("format: 1\ntexts:\n" + labelled, encoding="utf-8")
    return folder


def test_our_own_texts_are_scored_wherever_the_theatre_is(capsys: Capture) -> None:
    found = scored(capsys, LUMEN)
    assert (found["set"], found["texts"], found["of"]) == ("own", 2, 2)
    assert (found["events"]["right"], found["events"]["told"]) == (1, 1)
    assert (found["other_texts"], found["other_events"]) == (1, 0)


def test_published_texts_are_found_by_their_hash_the_others_counted(
    capsys: Capture, theatre: Path
) -> None:
    texts = str(theatre.parent / "texts")
    found = scored(capsys, theatre, "--set", "real", "--texts", texts)
    assert (found["texts"], found["of"], found["events"]["gold"]) == (1, 2, 1)


def test_without_any_text_the_remedy_is_named(capsys: Capture, theatre: Path) -> None:
    code, _, err = run(capsys, "--theatre", str(theatre), "--set", "real")
    assert code == 2
    assert "--texts" in err


def test_the_errors_are_written_but_never_of_the_locked_set(
    capsys: Capture, theatre: Path, tmp_path: Path
) -> None:
    page = tmp_path / "errors.md"
    words = ("--theatre", str(theatre), "--texts", str(tmp_path / "texts"), "--errors", str(page))
    assert run(capsys, *words, "--set", "real")[0] == 0
    assert "t0" in page.read_text(encoding="utf-8")
    page.unlink()
    code, out, err = run(capsys, *words, "--set", "locked")
    assert (code, out, page.exists()) == (2, "", False)
    assert "only through its score" in err


def test_a_label_off_its_text_names_the_text(capsys: Capture, theatre: Path) -> None:
    path = theatre / "gold" / "real.yml"
    path.write_text(path.read_text().replace("[0, 8]", "[0, 800]"), encoding="utf-8")
    texts = str(theatre.parent / "texts")
    code, _, err = run(capsys, "--theatre", str(theatre), "--set", "real", "--texts", texts)
    assert code == 2
    assert "t0: span 0..800" in err


def test_the_same_seed_gives_the_same_intervals(capsys: Capture) -> None:
    assert scored(capsys, LUMEN, "--seed", "7") == scored(capsys, LUMEN, "--seed", "7")
