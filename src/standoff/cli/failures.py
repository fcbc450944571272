"""What a failing command prints, and its exit code."""

from __future__ import annotations

import os
import sys
import traceback
from collections.abc import Callable

from cyclopts import CycloptsError

from standoff.errors import ListedError, StandoffError

OUR_FAULT = 1
BAD_INPUT = 2
INTERRUPTED = 130
PIPE_CLOSED = 141


def run(act: Callable[[], object], *, debug: bool) -> int:
    """The exit code of `act`; its errors are told on standard error, one line each.

    Args:
        act: the command, with everything it needs bound.
        debug: also show where an error came from.
    """
    try:
        act()
        sys.stdout.flush()
    except BrokenPipeError:
        _give_up_output()
        return PIPE_CLOSED
    except KeyboardInterrupt:
        return _tell(["interrupted"], INTERRUPTED)
    except Exception as error:  # noqa: BLE001 - the last stop before the user
        if debug:
            traceback.print_exc()
        return _tell(*explain_failure(error))
    return 0


def explain_failure(error: Exception) -> tuple[list[str], int]:
    """The lines that tell a user what went wrong, and the exit code that goes with them."""
    if isinstance(error, ListedError):
        return [_one_line(str(problem)) for problem in error.problems], error.exit_code
    if isinstance(error, StandoffError):
        return [_one_line(str(error))], error.exit_code
    if isinstance(error, CycloptsError):
        return [_one_line(str(error))], BAD_INPUT
    return [_our_fault(error)], OUR_FAULT


def _our_fault(error: Exception) -> str:
    kind = type(error).__name__
    detail = _one_line(str(error))
    return (
        f"this is a fault of standoff's own ({kind}: {detail}); please report it: repeat the "
        "command with --debug and send what it prints, with the output of standoff --version"
    )


def _one_line(text: str) -> str:
    return " ".join(text.split())


def _tell(lines: list[str], code: int) -> int:
    for line in lines:
        sys.stderr.write(f"standoff: {line}\n")
    return code


def _give_up_output() -> None:
    """Point standard output at nothing, so that the interpreter's last flush cannot fail."""
    nothing = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nothing, sys.stdout.fileno())
