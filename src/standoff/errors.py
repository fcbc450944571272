"""The tree of errors; each class fixes the exit code of the command line.

* StandoffError
  x InputError (also a ValueError)   the input: a file, a pack, an argument      exit 2
    + ReadError                      one file or stream cannot be read
    + ListedError                    several things in one input, all problems at once
      - PackError                    a theatre or language is broken
  x RecordError                      the record: damaged, foreign, locked, full  exit 3

Anything else that escapes is our own fault, exit 1.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


class StandoffError(Exception):
    """Root of every error that standoff raises on purpose."""

    exit_code = 1


class InputError(StandoffError, ValueError):
    """The input is wrong: the message names the file, the place and the remedy."""

    exit_code = 2


class ReadError(InputError):
    """A file or stream cannot be read as a report."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """One thing wrong in a pack: where it stands and what to do."""

    place: str
    detail: str

    def __str__(self) -> str:
        return f"{self.place}: {self.detail}"


class ListedError(InputError):
    """Several things are wrong with one input; every problem found is in `problems`."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(str(problem) for problem in self.problems))


class PackError(ListedError):
    """A theatre or language pack is broken."""


class RecordError(StandoffError):
    """The record cannot be opened, read or written."""

    exit_code = 3
