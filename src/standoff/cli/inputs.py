"""What an ingest is to read: files, folders with all that is in them, standard input."""

from __future__ import annotations

import mimetypes
import os
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from standoff.errors import ReadError
from standoff.model import Issue

if TYPE_CHECKING:
    from standoff.dates import When
    from standoff.model import Event, Report
    from standoff.packs import Pack

STREAM = "-"
# What a saved page brings along, and what no reader of texts can use.
PASSED_OVER = ("image/", "audio/", "video/", "font/", "text/css", "text/javascript")
LINES = (".jsonl", ".ndjson")
CHUNK_BYTES = 1 << 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Inputs:
    """The files of an ingest in order, each once, and how many in folders were passed over."""

    files: tuple[Path, ...]
    stream: bool
    passed_over: int


def gather(named: Sequence[str], *, besides: Path | None = None) -> Inputs:
    """The files that are meant by files, folders and `-`.

    In folders, what is hidden and what is an image, a recording, a font, a style or a script is
    passed over. A named file is kept whatever it is.

    Args:
        named: paths, or `-` for standard input.
        besides: the record's own file, which is no input.
    """
    found: dict[Path, None] = {}
    passed_over = 0
    for name in named:
        if name == STREAM:
            continue
        path = Path(name)
        if not path.is_dir():
            found[path] = None
            continue
        for file in _within(path):
            if _is_report(file, besides):
                found[file] = None
            else:
                passed_over += 1
    distinct = {path.absolute(): path for path in reversed(found)}
    files = tuple(path for path in found if distinct[path.absolute()] is path)
    return Inputs(files=files, stream=STREAM in named, passed_over=passed_over)


def _within(folder: Path) -> Iterator[Path]:
    """Every file below a folder, in the order of names; links to folders are not followed."""
    for place, folders, files in os.walk(folder):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        yield from (Path(place) / name for name in sorted(files))


def _is_report(file: Path, besides: Path | None) -> bool:
    if file.name.startswith("."):
        return False
    if besides is not None and _is_record(file.absolute(), besides.absolute()):
        return False
    kind = mimetypes.guess_type(file.name)[0] or ""
    return not kind.startswith(PASSED_OVER)


def _is_record(file: Path, record: Path) -> bool:
    """Whether it is the record, or its log and index, which SQLite keeps beside it."""
    names = (record.name, f"{record.name}-wal", f"{record.name}-shm", f"{record.name}-journal")
    return file.parent == record.parent and file.name in names


@dataclass(slots=True)
class Reading:
    """The reports of some inputs, as they are read, and how far that is."""

    inputs: Inputs
    pack: Pack
    published: When | None
    facts: Callable[[], Sequence[Event]]
    reports: int = 0
    issues: int = 0
    _to_come: int = field(init=False)
    _here: int = 0

    def __post_init__(self) -> None:
        self._to_come = sum(map(estimate, self.inputs.files)) + self.inputs.stream

    @property
    def expected(self) -> int:
        """About how many reports there will be: those read, and what is left by estimate."""
        return self.reports + max(self._here, 0) + self._to_come

    def items(self) -> Iterator[Report | Issue]:
        """Every report, with a day where the theatre's facts settle it, and every issue."""
        for item in self._read():
            if isinstance(item, Issue):
                self.issues += 1
                yield item
            else:
                self.reports += 1
                self._here -= 1
                yield from self._dated(item)

    def _dated(self, report: Report) -> Iterator[Report | Issue]:
        from standoff.ingest import dated  # the help must not import it

        found, issue = dated(report, self.pack, self.facts)
        yield found
        if issue:
            yield issue

    def _read(self) -> Iterator[Report | Issue]:
        from standoff.reports import read, read_path  # the help must not import it

        published, language = self.published, self.pack.language
        for path in self.inputs.files:
            self._begin(estimate(path))
            yield from _safely(
                partial(read_path, path, published=published, language=language), str(path)
            )
        if self.inputs.stream:
            self._begin(1)
            raw, place = sys.stdin.buffer.read(), "standard input"
            piped = partial(read, raw, locator=place, published=published, language=language)
            yield from _safely(piped, place)

    def _begin(self, estimated: int) -> None:
        self._to_come -= estimated
        self._here = estimated


def _safely(start: Callable[[], Iterable[Report | Issue]], place: str) -> Iterator[Report | Issue]:
    """What a file holds; one that cannot be read is an issue."""
    try:
        yield from start()
    except ReadError as error:
        yield Issue(code="unreadable_file", detail=str(error), locator=place)


def estimate(path: Path) -> int:
    """About how many reports a file holds: the lines of JSON Lines, else one."""
    if path.suffix.lower() not in LINES:
        return 1
    try:
        with path.open("rb") as file:
            return sum(part.count(b"\n") for part in iter(lambda: file.read(CHUNK_BYTES), b"")) or 1
    except OSError:
        return 1
