"""Web archives (WARC): the pages in them, record by record, whatever is damaged."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from fastwarc.warc import WarcRecord, WarcRecordType

from standoff.model import Issue
from standoff.reports.draft import Part
from standoff.reports.formats import MAX_BYTES
from standoff.reports.stream import Readable

_PAGES = WarcRecordType.response | WarcRecordType.resource | WarcRecordType.conversion
_NO_CONTENT = (
    WarcRecordType.warcinfo | WarcRecordType.request | WarcRecordType.metadata
)  # what an archive says about itself
_TYPES = ("text/html", "application/xhtml+xml", "text/plain", "message/rfc822")
_MOST_HEADER_BYTES = 16_384
_PORTION = 1_000_000
_LENGTH = re.compile(rb"\ncontent-length:[ \t]*(\d{1,18})[ \t]*\r?\n", re.IGNORECASE)
_VERSION = b"WARC/"
_VERSIONS = (b"WARC/1.", b"WARC/0.")
_GAP = re.compile(rb"(?:\r?\n){0,4}")


def read_warc(
    stream: Readable, *, locator: str, name_place: Callable[[int], str] = str
) -> Iterator[Part | Issue]:
    """The pages of an archive, each with its address; damaged records as issues.

    A record counts only if the next one begins where its stated length ends; after one that
    lies, reading goes on at the next record that can be found.

    Args:
        stream: the archive, unpacked.
        locator: how messages name it; a record's is `<locator>:<its place>`.
        name_place: how messages tell an unpacked place, as by that in the packed file.
    """
    skipped: Counter[str] = Counter()
    for frame in _frames(_Window(stream)):
        place = f"{locator}:{name_place(frame.start)}"
        if frame.fault:
            yield _fault_of(place, frame.fault)
            continue
        found = _page(frame.raw, place)
        if isinstance(found, str):
            skipped[found] += 1
        elif found is not None:
            yield found
    if skipped:
        sorts = ", ".join(f"{number} {sort}" for sort, number in skipped.most_common(8))
        detail = f"records that are no pages: {sorts}"
        yield Issue(code="skipped_records", detail=detail, locator=locator)


@dataclass(frozen=True, slots=True)
class _Frame:
    """One record's bytes, or what is wrong with them."""

    start: int
    raw: bytes = b""
    fault: str = ""


class _Window:
    """The part of a stream that is being looked at; what lies before it is forgotten."""

    def __init__(self, stream: Readable) -> None:
        self.stream, self.held, self.at, self.before = stream, bytearray(), 0, 0
        self.ended = False

    @property
    def place(self) -> int:
        """How many bytes of the stream lie before the point that is looked at."""
        return self.before + self.at

    def holds(self, size: int) -> bool:
        """Whether the stream has `size` bytes more from here; they are then held."""
        while not self.ended and len(self.held) - self.at < size:
            portion = self.stream.read(_PORTION)
            self.ended = not portion
            self.held += portion
        return len(self.held) - self.at >= size

    def header(self) -> bytes:
        """The header from here with the empty line after it; nothing if it has no end."""
        self.holds(_MOST_HEADER_BYTES)
        most = self.at + _MOST_HEADER_BYTES
        ends = [
            found + len(ending)
            for ending in (b"\n\r\n", b"\n\n")
            if (found := self.held.find(ending, self.at, most)) >= 0
        ]
        return bytes(self.held[self.at : min(ends)]) if ends else b""

    def pass_by(self, size: int) -> None:
        """Move on by `size` bytes that are held."""
        self.at += size
        if self.at > _PORTION and self.at > len(self.held) // 2:
            del self.held[: self.at]
            self.before, self.at = self.before + self.at, 0

    def seek_record(self, skip: int) -> bool:
        """Move on to the next record's beginning after `skip` bytes; False if there is none."""
        self.holds(skip)
        self.pass_by(min(skip, len(self.held) - self.at))
        while True:
            self.holds(_MOST_HEADER_BYTES)
            found = self._next_version()
            if found >= 0:
                self.pass_by(found - self.at)
                return True
            self.pass_by(max(0, len(self.held) - self.at - 8))
            if self.ended:
                return False

    def _next_version(self) -> int:
        """Where the next line in what is held begins a record; -1 if none does."""
        found = self.held.find(_VERSION, self.at)
        while found >= 0:
            begins = not found or self.held[found - 1 : found] == b"\n"
            if begins and self.held.startswith(_VERSIONS, found):
                return found
            found = self.held.find(_VERSION, found + 1)
        return -1


def _frames(window: _Window) -> Iterator[_Frame]:
    """The records of an archive, told apart by their stated lengths."""
    going = window.seek_record(0)
    while going:
        start = window.place
        head = window.header()
        length = _LENGTH.search(head)
        if length is None:
            yield _Frame(start, fault="its header is damaged; it was passed over")
            going = window.seek_record(8)
            continue
        size = len(head) + int(length[1])
        fault = _fault(window, size)
        if fault:
            yield _Frame(start, fault=fault)
            going = window.seek_record(len(head))
            continue
        yield _Frame(start, raw=bytes(window.held[window.at : window.at + size]))
        going = window.seek_record(size)


def _fault(window: _Window, size: int) -> str:
    """What is wrong with the record that should be `size` bytes long; empty if nothing is."""
    if size > MAX_BYTES + _MOST_HEADER_BYTES:
        return f"says it has {size} bytes, and one page may have {MAX_BYTES}; it was passed over"
    if not window.holds(size):
        return "ends before its stated length; the archive is cut off or the length is wrong"
    window.holds(size + 16)
    gap = _GAP.match(window.held, window.at + size)
    after = gap.end() if gap else window.at + size
    if after < len(window.held) and not window.held.startswith(_VERSIONS, after):
        return "its stated length is wrong; it was passed over"
    return ""


def _page(raw: bytes, place: str) -> Part | Issue | str | None:
    """The page in a record, why it is none, or None for what is no content at all."""
    try:
        record = WarcRecord.from_bytes(raw)
        charset, media = _media(record)
        lacking = _lacking(record, media)
        if lacking is not None:
            return lacking or None
        payload = record.reader.read(MAX_BYTES + 1)
    except OSError as error:
        return _fault_of(place, f"cannot be unpacked ({error}); fetch the page again")
    if len(payload) > MAX_BYTES:
        return _fault_of(place, f"unpacks to more than {MAX_BYTES} bytes; it was passed over")
    date = (record.headers.get("WARC-Date") or "")[:10]
    part = Part(
        raw=payload,
        locator=place,
        url=record.headers.get("WARC-Target-URI"),
        charset=charset,
        marks=(f"captured: {date}",) if date else (),
    )
    return part if payload.strip() else "empty"


def _fault_of(place: str, fault: str) -> Issue:
    return Issue(code="damaged_record", detail=f"{place}: {fault}", locator=place)


def _lacking(record: WarcRecord, media: str) -> str | None:
    """Why a record is no page; empty for what is no content, None for a page."""
    if not record.record_type & _PAGES:
        return "" if record.record_type & _NO_CONTENT else f"of type {record.record_type}"
    if not _is_text(media):
        return media
    status = record.http_headers.status_code if record.http_headers else None
    return None if status is None or 200 <= status < 300 else f"with status {status}"


def _media(record: WarcRecord) -> tuple[str | None, str]:
    """The charset and the media type of a record's payload, its HTTP head read."""
    if record.is_http:
        record.parse_http(auto_decode="all")
        return record.http_charset, (record.http_content_type or "").lower()
    stated = record.headers.get("Content-Type") or ""
    return None, stated.partition(";")[0].strip().lower()


def _is_text(media: str) -> bool:
    return media in _TYPES or media.endswith(("/xml", "+xml")) or not media
