"""Files and bytes in, reports out; one bad item among many is an issue."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from standoff.dates import When
from standoff.errors import ReadError
from standoff.model import Issue, Report
from standoff.packs.language import Language
from standoff.reports.decode import clean_characters, decode
from standoff.reports.draft import Draft
from standoff.reports.formats import MAX_BYTES, refuse_unreadable, tell_format, too_large
from standoff.reports.freeze import freeze
from standoff.reports.json_lines import read_json, read_json_line
from standoff.reports.page import read_page
from standoff.reports.plain import read_plain
from standoff.reports.wording import Wording, wording

_LINES = frozenset({".jsonl", ".ndjson"})


def read(
    raw: bytes, *, locator: str, published: When | None = None, language: str | Language = "en"
) -> Iterator[Report | Issue]:
    """The reports in `raw`, each after the issues met in reading it.

    Args:
        raw: a plain text, a saved page, a JSON object or list, or JSON Lines.
        locator: how messages name it, such as the path.
        published: the day of publication, if the caller knows it; wins over a stated one.
        language: the language to read, or its name; a theatre's own carries its additions.

    Raises:
        ReadError: it is empty, binary, or larger than 20 MB.
        PackError: there is no such language, or it is broken.
    """
    refuse_unreadable(raw, locator=locator)
    return _read_bytes(raw, locator, published, wording(language))


def read_path(
    path: Path, *, published: When | None = None, language: str | Language = "en"
) -> Iterator[Report | Issue]:
    """The reports in a file, each after the issues met in reading it.

    A file of JSON Lines is read line by line and may be of any size; any other file may
    have 20 MB.

    Args:
        path: the file.
        published: the day of publication of all that is in it, if the caller knows it.
        language: the language to read, or its name.

    Raises:
        ReadError: the file is missing, a folder, unreadable, empty, binary or too large.
        PackError: there is no such language, or it is broken.
    """
    size = _size_of(path)
    if path.suffix.lower() in _LINES:
        return _read_lines(path, published, wording(language))
    if size > MAX_BYTES:
        raise too_large(str(path), size)
    with _opened(path) as file:
        raw = file.read(MAX_BYTES + 1)
    return read(raw, locator=str(path), published=published, language=language)


def _read_bytes(
    raw: bytes, locator: str, published: When | None, words: Wording
) -> Iterator[Report | Issue]:
    decoded = decode(raw, locator=locator)
    characters = clean_characters(decoded.text, locator=locator)
    yield from (*decoded.issues, *characters.issues)
    for draft in _drafts(characters.text, locator, raw):
        yield from _frozen(draft, words, published)


def _read_lines(path: Path, published: When | None, words: Wording) -> Iterator[Report | Issue]:
    with _opened(path) as lines:
        for number, line in enumerate(iter(lambda: lines.readline(MAX_BYTES + 1), b""), 1):
            place = f"{path}:{number}"
            if len(line) > MAX_BYTES:
                raise too_large(place, len(line))
            if line.strip():
                yield from _frozen(read_json_line(line, locator=place), words, published)


def _frozen(
    draft: Draft | Issue, words: Wording, published: When | None
) -> Iterator[Report | Issue]:
    if isinstance(draft, Issue):
        yield draft
    else:
        yield from freeze(draft, wording=words, published=published)


def _drafts(text: str, locator: str, raw: bytes) -> Iterator[Draft | Issue]:
    kind = tell_format(text)
    if kind == "jsonl":
        yield from read_json(text, locator=locator)
    elif kind == "html":
        yield read_page(text, locator=locator, raw=raw)
    else:
        yield read_plain(text, locator=locator, raw=raw)


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
