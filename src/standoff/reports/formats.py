"""What a file is, told by its first bytes; what is not text is refused with a remedy."""

from __future__ import annotations

import re
from typing import Literal

from standoff.errors import ReadError
from standoff.reports.decode import wide_codec

Format = Literal["html", "jsonl", "text"]
MAX_BYTES = 20_000_000

_BINARY = (
    (b"%PDF", "a PDF", "save its text as .txt"),
    (b"PK\x03\x04", "a zip archive or an office document", "unpack it, or save its text as .txt"),
    (b"\xd0\xcf\x11\xe0", "an office document", "save its text as .txt"),
    (b"\x1f\x8b", "gzip-compressed", "unpack it first"),
    (b"BZh9", "bzip2-compressed", "unpack it first"),
    (b"7z\xbc\xaf", "a 7z archive", "unpack it first"),
    (b"Rar!", "a RAR archive", "unpack it first"),
    (b"\x89PNG", "an image", "give the text instead"),
    (b"\xff\xd8\xff", "an image", "give the text instead"),
    (b"GIF8", "an image", "give the text instead"),
    (b"RIFF", "an image or a recording", "give the text instead"),
    (b"\x7fELF", "a program", "give a text or a saved page"),
    (b"MZ\x90", "a program", "give a text or a saved page"),
    (b"SQLite format 3", "a database", "name it with --record to use it as a record"),
)
_HTML = re.compile(
    r"\s*(?:<\?xml[^>]{0,200}>|<!--.{0,2000}?-->|\s)*"
    r"<(?:!doctype\s+html|html|head|body|title|meta|article|main|div|p|h1|section|table|script|link)\b",
    re.IGNORECASE | re.DOTALL,
)
_CLOSING = re.compile(r"</(?:p|div|body|html)\s*>", re.IGNORECASE)
_CONTROL = bytes(set(range(0x20)) - set(b"\t\n\r\f\x0b\x1b") | {0x7F})


def refuse_unreadable(raw: bytes, *, locator: str) -> None:
    """Nothing, if `raw` can be a text.

    Raises:
        ReadError: it is empty, larger than MAX_BYTES, or no text at all.
    """
    if not raw.strip(b" \t\r\n\x00"):
        raise ReadError(f"{locator}: is empty; give a text, a saved page or JSON Lines")
    if len(raw) > MAX_BYTES:
        raise too_large(locator, len(raw))
    for magic, what, remedy in _BINARY:
        if raw.startswith(magic):
            raise ReadError(f"{locator}: is {what}, not text; {remedy}")
    if raw.startswith((b"\xff\xfe", b"\xfe\xff", b"\x00\x00\xfe\xff")) or wide_codec(raw):
        return
    head = raw[:65_536]
    if len(head) - len(head.translate(None, _CONTROL)) > len(head) * 0.1:
        raise ReadError(f"{locator}: is binary, not text; give a text or a saved page")


def too_large(locator: str, size: int) -> ReadError:
    """The error for a text beyond the limit."""
    return ReadError(
        f"{locator}: is {size / 1e6:.0f} MB, and one text may have {MAX_BYTES / 1e6:.0f} MB; "
        "split it into its reports, or give them as JSON Lines (.jsonl)"
    )


def tell_format(text: str) -> Format:
    """Whether decoded characters are a page, JSON or plain text.

    >>> tell_format("<!DOCTYPE html><p>x")
    'html'
    """
    head = text[:4096].lstrip("\ufeff \t\r\n\x00")
    if head.startswith(("{", "[{", "[ {", "[\n")) and '"text"' in text[:MAX_BYTES]:
        return "jsonl"
    if _HTML.match(head) or (head.startswith("<") and _CLOSING.search(text)):
        return "html"
    return "text"
