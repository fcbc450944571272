"""Mailboxes (mbox): one mail after another, parted at lines that begin with "From "."""

from __future__ import annotations

import re
from collections.abc import Iterator

from standoff.model import Issue
from standoff.reports.draft import Part
from standoff.reports.formats import MAX_BYTES
from standoff.reports.stream import Source

_START = re.compile(rb"From \S+ .*\d{4}")
_ESCAPED = re.compile(rb">+From ")


def read_mailbox(source: Source) -> Iterator[Part | Issue]:
    """The mails of a mailbox, each to be read for itself; one too large is an issue."""
    lines: list[bytes] = []
    size, number, blank = 0, 1, True
    for line in iter(lambda: source.readline(MAX_BYTES), b""):
        if blank and lines and _START.match(line):
            yield _mail(lines, size, f"{source.locator}:{number}")
            lines, size, number = [], 0, number + 1
        blank = not line.strip()
        size += len(line)
        if size <= MAX_BYTES:
            lines.append(line)
    yield _mail(lines, size, f"{source.locator}:{number}")


def _mail(lines: list[bytes], size: int, place: str) -> Part | Issue:
    if size > MAX_BYTES:
        detail = f"{place}: is {size} bytes, and one mail may have {MAX_BYTES}; save it as files"
        return Issue(code="unreadable_file", detail=detail, locator=place)
    kept = (line[1:] if _ESCAPED.match(line) else line for line in lines[1:])
    return Part(raw=b"".join(kept), locator=place)
