"""Files and bytes in, reports out; one bad item among many is an issue."""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import BinaryIO

from standoff.dates import When
from standoff.errors import ReadError
from standoff.model import Issue, Report
from standoff.packs.language import Language
from standoff.reports.formats import is_one_text, refuse_unreadable
from standoff.reports.layers import Opened, read_source
from standoff.reports.stream import Source
from standoff.reports.unpack import Budget
from standoff.reports.wording import Wording, wording


def read(
    raw: bytes,
    *,
    locator: str,
    published: When | None = None,
    language: str | Language = "en",
    also: Sequence[str | Language] = (),
) -> Iterator[Report | Issue]:
    """The reports in `raw`, each after the issues met in reading it.

    Args:
        raw: a file of any format that is read: a plain text, a saved page, JSON, JSON Lines, a
            mail or mailbox, a feed, a web archive, or a packed one of these.
        locator: how messages name it, such as the path.
        published: the day of publication, if the caller knows it; wins over a stated one.
        language: the language to read, or its name; a theatre's own carries its additions.
        also: further languages whose day lines, bylines and furniture are known; their texts are
            read with these, and told as not coded like those of any other.

    Raises:
        ReadError: it is empty, binary, or one text of more than 20 MB; while the reports are
            taken out, that a container is damaged or packed to do harm before its first report.
        PackError: there is no such language, or it is broken.
    """
    words = tuple(wording(one) for one in (language, *also))
    return _read(io.BytesIO(raw), len(raw), locator, published, words)


def read_path(
    path: Path,
    *,
    published: When | None = None,
    language: str | Language = "en",
    also: Sequence[str | Language] = (),
) -> Iterator[Report | Issue]:
    """The reports in a file, each after the issues met in reading it.

    JSON Lines, mailboxes, web archives and packed files are read piece by piece and may be of
    any size; a single text may have 20 MB.

    Args:
        path: the file.
        published: the day of publication of all that is in it, if the caller knows it.
        language: the language to read, or its name.
        also: further languages whose day lines, bylines and furniture are known.

    Raises:
        ReadError: the file is missing, a folder, unreadable, empty, binary or too large; while
            the reports are taken out, that it is damaged or packed to do harm before its first.
        PackError: there is no such language, or it is broken.
    """
    size = _size_of(path)
    words = tuple(wording(one) for one in (language, *also))
    file = _opened(path)
    try:
        found = _read(file, size, str(path), published, words)
    except ReadError:
        file.close()
        raise
    return _closing(file, found)


def _read(
    file: BinaryIO,
    size: int,
    locator: str,
    published: When | None,
    wordings: tuple[Wording, ...],
) -> Iterator[Report | Issue]:
    source = Source(file, locator=locator, seekable=file)
    if is_one_text(source.head, locator=locator):
        refuse_unreadable(source.head, locator=locator, size=size)
    given = Opened(wordings=wordings, published=published, budget=Budget.for_packed(size))
    return _as_far_as_sound(read_source(source, given), locator)


def _as_far_as_sound(found: Iterator[Report | Issue], locator: str) -> Iterator[Report | Issue]:
    """What is found; damage after a report is an issue, so that what came before is kept."""
    any_report = False
    try:
        for one in found:
            any_report |= isinstance(one, Report)
            yield one
    except ReadError as error:
        if not any_report:
            raise
        yield Issue(code="damaged_file", detail=str(error), locator=locator)


def _closing(file: BinaryIO, found: Iterator[Report | Issue]) -> Iterator[Report | Issue]:
    with file:
        yield from found


def _size_of(path: Path) -> int:
    try:
        folder, size = path.is_dir(), path.stat().st_size
    except (OSError, ValueError) as error:
        raise _unreadable(path, error) from error
    if folder:
        raise ReadError(f"{path}: is a folder; give the files in it: {path}/*")
    if not size and path.is_file():
        raise ReadError(f"{path}: is empty; give a text, a saved page or JSON Lines")
    return size


def _opened(path: Path) -> BinaryIO:
    try:
        return path.open("rb")
    except OSError as error:
        raise _unreadable(path, error) from error


def _unreadable(path: Path, error: OSError | ValueError) -> ReadError:
    if isinstance(error, FileNotFoundError):
        return ReadError(f"{path}: no such file; check the path")
    reason = error.strerror if isinstance(error, OSError) else str(error)
    return ReadError(f"{path}: cannot be read ({reason}); check the path and its permissions")
