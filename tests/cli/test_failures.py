"""Every failure ends in one line a problem on standard error and its own exit code."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from standoff.cli.app import main
from standoff.cli.failures import run
from standoff.errors import InputError, PackError, Problem, ReadError, RecordError


def raising(error: BaseException) -> Callable[[], object]:
    def act() -> object:
        raise error

    return act


TWO = PackError([Problem(place="a.yml:1", detail="x"), Problem(place="b.yml:2", detail="y")])


@pytest.mark.parametrize(
    ("error", "code", "told"),
    [
        (InputError("a.txt:\n  empty"), 2, "standoff: a.txt: empty\n"),
        (ReadError("a.txt is binary"), 2, "standoff: a.txt is binary\n"),
        (TWO, 2, "standoff: a.yml:1: x\nstandoff: b.yml:2: y\n"),
        (RecordError("r.sqlite is locked"), 3, "standoff: r.sqlite is locked\n"),
        (KeyboardInterrupt(), 130, "standoff: interrupted\n"),
    ],
)
def test_what_is_told_and_the_exit_code(
    capsys: pytest.CaptureFixture[str], error: BaseException, code: int, told: str
) -> None:
    assert run(raising(error), debug=False) == code
    assert capsys.readouterr() == ("", told)


def test_our_own_fault_says_how_to_report_it(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(raising(KeyError("slot")), debug=False) == 1
    told = capsys.readouterr().err
    assert told.count("\n") == 1
    assert "fault of standoff's own (KeyError: 'slot')" in told
    assert "--debug" in told
    assert "Traceback" not in told


@pytest.mark.parametrize("error", [KeyError("slot"), InputError("a.txt is empty")])
def test_debug_shows_where_it_came_from(
    capsys: pytest.CaptureFixture[str], error: Exception
) -> None:
    run(raising(error), debug=True)
    told = capsys.readouterr().err
    assert told.startswith("Traceback")
    assert told.splitlines()[-1].startswith("standoff: ")


def test_nothing_to_tell_is_code_zero(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(lambda: None, debug=False) == 0
    assert capsys.readouterr() == ("", "")


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["bogus"], "Unknown command"),
        (["brief", "--bogus"], "--bogus"),
        (["code"], "files"),
        (["brief", "--as-of", "2024-99-99"], "--as-of"),
        (["brief", "--format", "paper"], "--format"),
        (["brief", "--published", "yesterday"], "'yesterday' is not a date"),
        (["theatre", "check", "nowhere"], "no theatre 'nowhere'"),
        (["record", "stats", "--theatre", "nowhere"], "no theatre 'nowhere'"),
    ],
)
def test_a_wrong_argument_is_the_inputs_fault(
    capsys: pytest.CaptureFixture[str], words: list[str], told: str
) -> None:
    assert main(words) == 2
    error = capsys.readouterr().err
    assert error.count("\n") == 1
    assert told.lower() in error.lower()


def test_a_record_that_is_not_there_is_the_records_fault(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    assert main(["record", "stats", "--record", str(tmp_path / "no.sqlite")]) == 3
    assert "there is no such record" in capsys.readouterr().err
    assert not (tmp_path / "no.sqlite").exists()


@pytest.mark.parametrize("lines", [1, 100_000])
def test_a_reader_that_stopped_reading_is_no_traceback(lines: int) -> None:
    program = (
        "import sys; from standoff.cli.failures import run\n"
        f"sys.exit(run(lambda: sys.stdout.write('line\\n' * {lines}), debug=False))"
    )
    reader, writer = os.pipe()
    os.close(reader)
    # Buffered, as in a shell: what is left in the buffer must not fail at exit either.
    buffered = {name: text for name, text in os.environ.items() if name != "PYTHONUNBUFFERED"}
    done = subprocess.run(
        [sys.executable, "-c", program],
        stdout=writer,
        stderr=subprocess.PIPE,
        env=buffered,
        check=False,
    )
    os.close(writer)
    assert (done.returncode, done.stderr) == (141, b"")
