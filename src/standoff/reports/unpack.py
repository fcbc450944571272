"""Compressed files and archives, unpacked in bounded portions and never onto the disk."""

from __future__ import annotations

import lzma
import struct
import tarfile
import zipfile
import zlib
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO

from standoff.errors import ReadError
from standoff.model import Issue
from standoff.reports.stream import Readable, Source

GZIP_MAGIC = b"\x1f\x8b\x08"
_PORTION = 65_536
_BLOCK = 512
# Saved pages shrink to a tenth; what unpacks to a hundred times its size is made to hurt.
_FREE_BYTES = 64_000_000
_MOST_TIMES = 100
_MOST_DIRECTORY_BYTES = 16_000_000
_DAMAGE = (
    zipfile.BadZipFile, zlib.error, lzma.LZMAError, EOFError, OSError, ValueError,
    NotImplementedError, struct.error, tarfile.TarError,
)  # fmt: skip
_OFFICE = ("[Content_Types].xml", "mimetype", "META-INF/manifest.xml")


@dataclass(slots=True)
class Budget:
    """How many bytes may still be unpacked from one file, over all that is nested in it."""

    left: int

    @classmethod
    def for_packed(cls, size: int) -> Budget:
        """The allowance of a file of `size` bytes."""
        return cls(_FREE_BYTES + _MOST_TIMES * size)

    def spend(self, count: int, *, locator: str) -> None:
        """Take note of `count` unpacked bytes.

        Raises:
            ReadError: more has been unpacked than an honest file holds.
        """
        self.left -= count
        if self.left < 0:
            raise ReadError(
                f"{locator}: unpacks to more than {_MOST_TIMES} times its size, so it was left; "
                "if it is honest, unpack it yourself and give what is in it"
            )


class Gunzip:
    """The bytes of a gzip file's members; at damage it ends, and `resume` goes on after it."""

    def __init__(self, source: Source, budget: Budget) -> None:
        self.source, self.budget = source, budget
        self.damaged_at: int | None = None
        self._inflate = zlib.decompressobj(31)
        self._waiting = b""
        self._packed = 0
        self.unpacked = 0
        self._ended = False
        self._starts: deque[tuple[int, int]] = deque([(0, 0)])

    def read(self, size: int, /) -> bytes:
        """At most `size` unpacked bytes; b"" at the end and at damage."""
        while not self._ended:
            if not self._waiting:
                self._waiting = self.source.read(_PORTION)
                self._packed += len(self._waiting)
            portion = self._portion(size)
            if portion:
                self.unpacked += len(portion)
                self.budget.spend(len(portion), locator=self.source.locator)
                return portion
        return b""

    def place(self, unpacked: int) -> str:
        """An unpacked place as that of its member in the file, plus what lies between.

        Places may be asked for only in rising order.
        """
        while len(self._starts) > 1 and self._starts[1][0] <= unpacked:
            self._starts.popleft()
        start, packed = self._starts[0]
        return f"{packed}" if unpacked == start else f"{packed}+{unpacked - start}"

    def resume(self) -> bool:
        """Go on at the next member after damage; False if there is none."""
        if self.damaged_at is None:
            return False
        while True:
            # The damaged member's own beginning has been consumed, or is stepped over.
            found = self._waiting.find(GZIP_MAGIC, 1)
            if found >= 0:
                break
            more = self.source.read(_PORTION)
            self._packed += len(more)
            self._waiting = self._waiting[-len(GZIP_MAGIC) :] + more
            if not more:
                return False
        self._waiting = self._waiting[found:]
        self.damaged_at, self._ended = None, False
        self._begin()
        return True

    def _begin(self) -> None:
        self._inflate = zlib.decompressobj(31)
        self._starts.append((self.unpacked, self._packed - len(self._waiting)))

    def _portion(self, size: int) -> bytes:
        if not self._waiting:
            self._ended = True
            self.damaged_at = None if self._inflate.eof else self._packed
            return b""
        if self._inflate.eof:
            self._waiting = self._waiting.lstrip(b"\x00")
            if self._waiting:
                self._begin()
            return b""
        held = self._waiting
        try:
            portion = self._inflate.decompress(held, size)
        except zlib.error:
            self._ended, self.damaged_at = True, self._packed - len(held)
            return b""
        self._waiting = (
            self._inflate.unused_data if self._inflate.eof else self._inflate.unconsumed_tail
        )
        return portion


class Spending:
    """A stream whose bytes count against a budget, and whose damage is one clear error.

    `tail` is the last block of what has been read.
    """

    def __init__(self, beneath: Readable, budget: Budget | None, *, locator: str) -> None:
        self.beneath, self.budget, self.locator = beneath, budget, locator
        self.tail = b""

    def read(self, size: int, /) -> bytes:
        """At most `size` bytes of the stream beneath.

        Raises:
            ReadError: what is packed is damaged, or more than an honest file holds.
        """
        try:
            portion = self.beneath.read(min(size, _PORTION))
        except ReadError:
            raise
        except _DAMAGE as error:
            raise ReadError(
                f"{self.locator}: is damaged ({_reason(error)}); fetch it again"
            ) from error
        if self.budget is not None:
            self.budget.spend(len(portion), locator=self.locator)
        self.tail = (self.tail + portion)[-_BLOCK:]
        return portion


Members = Iterator[Source | Issue]


def zip_members(file: BinaryIO, budget: Budget, *, locator: str) -> Members:
    """The files in a ZIP archive, each open until the next is asked for.

    Raises:
        ReadError: it is damaged as a whole, an office document, or holds too many files.
    """
    _check_directory(file, locator)
    try:
        archive = zipfile.ZipFile(file)
    except _DAMAGE as error:
        raise _damaged(locator, "ZIP", error) from error
    if any(name in _OFFICE for name in archive.namelist()[:8]):
        raise ReadError(f"{locator}: is an office document or a book; save its text as .txt")
    for entry in archive.infolist():
        place = f"{locator}/{entry.filename}"
        if entry.is_dir():
            continue
        if entry.flag_bits & 1:
            yield unreadable(place, "is encrypted; unpack it with its password")
            continue
        try:
            member = archive.open(entry)
        except _DAMAGE as error:
            yield unreadable(place, f"cannot be unpacked ({_reason(error)}); fetch it again")
            continue
        with member:
            yield Source(Spending(member, budget, locator=place), locator=place)


def tar_members(source: Source, budget: Budget) -> Members:
    """The files in a tar archive, in order, each open until the next is asked for.

    Raises:
        ReadError: it is damaged; the files before the damage have been given.
    """
    stream = Spending(source, None, locator=source.locator)
    try:
        with tarfile.open(fileobj=stream, mode="r|") as archive:  # type: ignore[call-overload]
            for entry in archive:
                place = f"{source.locator}/{entry.name}"
                member = archive.extractfile(entry) if entry.isfile() else None
                if member is not None:
                    yield Source(Spending(member, budget, locator=place), locator=place)
        while stream.read(_PORTION):
            pass
        # Without its closing block an archive is cut off, which tarfile takes for its end.
        if stream.tail.strip(b"\x00"):
            raise tarfile.ReadError("it has no end")
    except ReadError:
        raise
    except _DAMAGE as error:
        raise _damaged(source.locator, "tar", error) from error


def unreadable(place: str, detail: str) -> Issue:
    """The issue of one file among several that cannot be read."""
    return Issue(code="unreadable_file", detail=f"{place}: {detail}", locator=place)


def _damaged(locator: str, sort: str, error: Exception) -> ReadError:
    return ReadError(f"{locator}: is a damaged {sort} archive ({_reason(error)}); fetch it again")


def _reason(error: Exception) -> str:
    return str(error) or type(error).__name__


def _check_directory(file: BinaryIO, locator: str) -> None:
    """Nothing, if the archive's table of contents is of a size that can be held in memory."""
    end = file.seek(0, 2)
    file.seek(max(0, end - 65_600))
    tail = file.read(65_600)
    found = tail.rfind(b"PK\x05\x06")
    if found < 0 or len(tail) < found + 22:
        raise ReadError(f"{locator}: is a damaged ZIP archive (it has no end); fetch it again")
    directory_bytes = struct.unpack("<L", tail[found + 12 : found + 16])[0]
    if directory_bytes > _MOST_DIRECTORY_BYTES or b"PK\x06\x07" in tail[max(0, found - 20) : found]:
        raise ReadError(f"{locator}: holds too many files; unpack it and give what is in it")
