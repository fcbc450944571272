"""`brief` prints one form and writes the page in the same run."""

from __future__ import annotations

import json
import sys
from importlib import import_module
from pathlib import Path

import pytest

from standoff.cli.app import main

LUMEN = Path(__file__).parents[1] / "theatres" / "lumen"
Capture = pytest.CaptureFixture[str]


@pytest.fixture(autouse=True)
def elsewhere(tmp_path: Path, cache: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("STANDOFF_CACHE", str(cache))
    monkeypatch.setenv("STANDOFF_THEATRE", str(LUMEN))


def test_the_samples_are_briefed_to_screen_and_page_in_one_run(capsys: Capture) -> None:
    assert main(["brief", "--html", "brief.html"]) == 0
    out, err = capsys.readouterr()
    assert err == ""
    assert out.endswith("\n")
    page = Path("brief.html").read_text(encoding="utf-8")
    assert page.lstrip().lower().startswith("<!doctype html>")
    assert not list(Path().glob("*.sqlite"))


def test_output_goes_to_the_file_instead(capsys: Capture) -> None:
    report = str(next(iter(sorted((LUMEN / "reports").glob("*.txt")))))
    assert main(["brief", report, "--format", "json", "--output", "brief.json"]) == 0
    assert capsys.readouterr().out == ""
    assert json.loads(Path("brief.json").read_text(encoding="utf-8"))


def test_a_record_is_kept_where_one_is_named(capsys: Capture) -> None:
    assert main(["brief", "--record", "kept.sqlite"]) == 0
    capsys.readouterr()
    assert main(["record", "stats", "--record", "kept.sqlite", "--format", "json"]) == 0
    assert json.loads(capsys.readouterr().out)


def test_a_pdf_goes_to_its_file_beside_what_is_printed(
    capsys: Capture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(import_module("standoff.brief.render"), "to_pdf", lambda _: b"%PDF-made")
    report = str(next(iter(sorted((LUMEN / "reports").glob("*.txt")))))
    assert (
        main(["brief", report, "--pdf", "brief.pdf", "--format", "pdf", "--output", "b.pdf"]) == 0
    )
    assert capsys.readouterr().out == ""
    assert Path("brief.pdf").read_bytes() == Path("b.pdf").read_bytes() == b"%PDF-made"


def test_without_what_lays_out_pdf_the_remedy_is_named(
    capsys: Capture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "typst", None)
    report = str(next(iter(sorted((LUMEN / "reports").glob("*.txt")))))
    assert main(["brief", report, "--pdf", "brief.pdf"]) != 0
    assert "pip install 'standoff[pdf]'" in capsys.readouterr().err
    assert not Path("brief.pdf").exists()
