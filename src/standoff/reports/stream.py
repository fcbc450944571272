"""Bytes that are read once, from the front, in bounded portions."""

from __future__ import annotations

import io
from typing import BinaryIO, Protocol

from standoff.reports.formats import HEAD_BYTES, MAX_BYTES, too_large

_PIECE_BYTES = 1_000_000


class Readable(Protocol):
    """Anything that hands out its bytes in portions and b"" at its end."""

    def read(self, size: int, /) -> bytes:
        """At most `size` bytes; fewer only near the end."""
        ...


class _Filled(io.RawIOBase):
    """A raw stream that fills what it is asked for, however small the portions beneath."""

    def __init__(self, beneath: Readable) -> None:
        self.beneath = beneath

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        done = 0
        while done < len(buffer):
            portion = self.beneath.read(len(buffer) - done)
            if not portion:
                break
            buffer[done : done + len(portion)] = portion
            done += len(portion)
        return done


class Source:
    """A stream with its first bytes known before they are read.

    `seekable` is the file beneath, for the one format that is read from its end.
    """

    def __init__(
        self, beneath: Readable, *, locator: str, seekable: BinaryIO | None = None
    ) -> None:
        self.locator, self.seekable = locator, seekable
        self._buffered = io.BufferedReader(_Filled(beneath), HEAD_BYTES)
        self.head: bytes = self._buffered.peek(HEAD_BYTES)[:HEAD_BYTES]

    def read(self, size: int, /) -> bytes:
        """The next `size` bytes, fewer only at the end."""
        return self._buffered.read(size)

    def readline(self, size: int, /) -> bytes:
        """The next line with its end, or its first `size` bytes."""
        return self._buffered.readline(size)

    def whole(self) -> bytes:
        """All that is left, for what can only be read as one.

        Raises:
            ReadError: it is more than MAX_BYTES.
        """
        pieces: list[bytes] = []
        while sum(map(len, pieces)) <= MAX_BYTES and (piece := self.read(_PIECE_BYTES)):
            pieces.append(piece)
        raw = b"".join(pieces)
        if len(raw) > MAX_BYTES:
            raise too_large(self.locator, len(raw))
        return raw
