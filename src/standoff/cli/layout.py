"""Indented text for people: wrapped to the terminal, left whole for a pipe."""

from __future__ import annotations

import shutil
import sys
import textwrap
from collections.abc import Iterable

NO_LIMIT = 100_000
LEAST = 40


def write_lines(lines: Iterable[tuple[int, str]]) -> None:
    """Print lines, each with its indent in columns."""
    width = columns()
    for indent, line in lines:
        sys.stdout.write(wrapped(line, indent, width) + "\n")


def wrapped(line: str, indent: int, width: int) -> str:
    r"""The line broken at spaces, what follows indented by two more; long words stay whole.

    >>> wrapped("one two three", 2, 10)
    '  one two\n    three'
    """
    if not line:
        return ""
    return textwrap.fill(
        line,
        width=width,
        initial_indent=" " * indent,
        subsequent_indent=" " * (indent + 2),
        break_long_words=False,
        break_on_hyphens=False,
    )


def columns() -> int:
    """How wide to print: the terminal, or no limit where nobody looks."""
    if not sys.stdout.isatty():
        return NO_LIMIT
    return max(shutil.get_terminal_size().columns, LEAST)
