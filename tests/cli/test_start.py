"""`standoff --help` is quick and loads no stage; every command is documented."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from cyclopts import App

from standoff import __version__
from standoff.cli.app import COMMANDS, build_app, main, take_debug

ROOT = Path(__file__).parents[2]
PROGRAM = """
import json, sys, time
from standoff.cli import main
code = main(sys.argv[1:])
print(json.dumps({"code": code, "cpu_s": time.process_time(), "modules": sorted(sys.modules)}))
"""
HEAVY = ("numpy", "scipy", "sqlalchemy", "pydantic", "ruamel", "resiliparse", "jinja2")
STAGES = ("stats", "figures", "reports", "coding", "record", "ingest", "explain", "forecast")
HELP_CPU_S = 0.4
UNCOMPILED = "PYTHONDONTWRITEBYTECODE"


def loaded_by(*words: str, compiled: Path | None = None) -> tuple[float, set[str]]:
    """CPU seconds and top modules after running a command line in a process of its own."""
    environment = {key: value for key, value in os.environ.items() if key != UNCOMPILED}
    if compiled:
        environment["PYTHONPYCACHEPREFIX"] = str(compiled)
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM, *words],
        capture_output=True,
        text=True,
        check=True,
        env=environment,
    )
    told = json.loads(done.stdout.splitlines()[-1])
    assert told["code"] == 0
    return told["cpu_s"], set(told["modules"])


@pytest.mark.parametrize("word", ["--help", "--version"])
def test_help_loads_no_stage_and_no_heavy_library(word: str) -> None:
    _, modules = loaded_by(word)
    assert "cyclopts" in modules
    assert modules & {*HEAVY, *(f"standoff.{stage}" for stage in STAGES)} == set()


def test_help_takes_little_time(tmp_path: Path) -> None:
    # The least of several: other work on the machine can only add, and the first one compiles.
    assert min(loaded_by("--help", compiled=tmp_path)[0] for _ in range(5)) < HELP_CPU_S


@pytest.mark.parametrize("name", COMMANDS)
def test_the_help_of_a_command_loads_neither_numpy_nor_sqlalchemy(name: str) -> None:
    _, modules = loaded_by(name, "--help")
    assert modules & {"numpy", "scipy", "sqlalchemy"} == set()


def commands(app: App, *before: str) -> Iterator[tuple[str, ...]]:
    for name in app:
        if name.startswith("-"):
            continue
        below = list(commands(app[name], *before, name))
        yield from below or [(*before, name)]


def test_there_are_commands_to_document() -> None:
    found = set(commands(build_app()))
    assert {("brief",), ("code",), ("theatre", "check"), ("record", "query")} <= found


@pytest.mark.parametrize("words", list(commands(build_app())), ids=" ".join)
def test_every_command_is_documented(words: tuple[str, ...]) -> None:
    page = (ROOT / "docs" / "cli.md").read_text(encoding="utf-8")
    assert re.search(rf"^\| `standoff {' '.join(words)}\b", page, re.MULTILINE)


def test_every_documented_command_exists() -> None:
    page = (ROOT / "docs" / "cli.md").read_text(encoding="utf-8")
    documented = re.findall(r"^\| `standoff ([a-z]+(?: [a-z]+)?)", page, re.MULTILINE)
    app = build_app()
    # A group of commands may do something by itself as well.
    groups = {(name,) for name in app if app[name].default_command}
    found = {tuple(words.split()) for words in documented}
    assert set(commands(app)) <= found <= set(commands(app)) | groups


@pytest.mark.parametrize("words", list(commands(build_app())), ids=" ".join)
def test_every_flag_says_what_it_is_for(words: tuple[str, ...]) -> None:
    app = build_app()[words[0]]
    for word in words[1:]:
        app = app[word]
    unexplained = [
        argument.name
        for argument in app.assemble_argument_collection(parse_docstring=True)
        if argument.show and not argument.parameter.help
    ]
    assert unexplained == []


def test_no_words_print_the_help(capsys: pytest.CaptureFixture[str]) -> None:
    assert main([]) == 0
    assert "Usage: standoff" in capsys.readouterr().out


def test_version(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--version"]) == 0
    assert capsys.readouterr().out.strip() == __version__


def test_debug_is_taken_from_anywhere_before_the_end_of_flags() -> None:
    assert take_debug(["code", "--debug", "a.txt"]) == (["code", "a.txt"], True)
    assert take_debug(["code", "--", "--debug"]) == (["code", "--", "--debug"], False)
