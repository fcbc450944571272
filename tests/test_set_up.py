"""Setting up: the locks are whole, and what a machine lacks is told in one line."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
MAIN, DEV, DOCS = "requirements.lock", "requirements-dev.lock", "requirements-docs.lock"


def canonical(requirement: str) -> str:
    name = re.match(r"[\w.-]+", requirement)
    assert name
    return re.sub(r"[-_.]+", "-", name.group()).lower()


def blocks(lock: str) -> list[str]:
    """Each requirement of a lock with the lines that continue it."""
    text = (ROOT / lock).read_text(encoding="utf-8").replace("\\\n", " ")
    return [line for line in text.splitlines() if line.strip() and not line.startswith("#")]


def wanted() -> dict[str, set[str]]:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    groups = project["dependency-groups"]
    main = [*project["project"]["dependencies"], *groups["setup"]]
    named = {MAIN: main, DEV: groups["dev"], DOCS: groups["docs"]}
    return {lock: {canonical(one) for one in listed} for lock, listed in named.items()}


@pytest.mark.parametrize("lock", [MAIN, DEV, DOCS])
def test_a_lock_pins_every_requirement_with_a_hash(lock: str) -> None:
    found = blocks(lock)
    assert wanted()[lock] <= {canonical(one) for one in [*found, *blocks(MAIN)]}
    loose = [
        one for one in found if not re.match(r"[\w.-]+==\S+", one) or "--hash=sha256:" not in one
    ]
    assert loose == []


@pytest.mark.parametrize("lock", [DEV, DOCS])
def test_a_lock_on_top_repeats_nothing(lock: str) -> None:
    assert {canonical(one) for one in blocks(lock)} & {
        canonical(one) for one in blocks(MAIN)
    } == set()


def stand_in(folder: Path, fails_on: str) -> Path:
    """An interpreter that works, but for programs that hold a word."""
    path = folder / "python-stand-in"
    path.write_text(
        f'#!/bin/sh\ncase "$*" in *{fails_on}*) exit 1;; esac\nexec {sys.executable} "$@"\n'
    )
    path.chmod(0o755)
    return path


@pytest.mark.parametrize(
    ("fails_on", "told"),
    [
        ("version_info", "standoff needs Python 3.11 or later and found none in"),
        ("ensurepip", "Python's venv module is missing; on Debian or Ubuntu: apt-get install"),
    ],
)
def test_what_is_missing_is_told_in_one_line(tmp_path: Path, fails_on: str, told: str) -> None:
    make = shutil.which("make")
    if not make:
        pytest.skip("make is not here")
    python = stand_in(tmp_path, fails_on)
    venv = tmp_path / "venv"
    done = subprocess.run(
        [make, "--silent", "brief", f"PYTHON={python}", f"VENV={venv}"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    lines = [line for line in done.stderr.splitlines() if not line.startswith("make")]
    assert done.returncode == 2
    assert [line.startswith(told) for line in lines] == [True]
    assert not venv.exists()
