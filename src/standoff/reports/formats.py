"""What a file is, told by its first bytes; what is not text is refused with a remedy."""

from __future__ import annotations

import re
from typing import Literal

from standoff.errors import ReadError
from standoff.reports.decode import wide_codec

Format = Literal["html", "jsonl", "feed", "text"]
Container = Literal["gzip", "zip", "tar", "warc", "mbox", "mail", "lines"]
MAX_BYTES = 20_000_000
HEAD_BYTES = 65_536
_TOLD_BYTES = 8192

_BINARY = (
    (b"%PDF", "a PDF", "save its text as .txt"),
    (b"\xd0\xcf\x11\xe0", "an office document", "save its text as .txt"),
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
_FEED = re.compile(
    r"\s*(?:<\?[^>]{0,400}\?>|<!--.{0,2000}?-->|<!doctype[^>\[]{0,400}(?:\[.{0,20000}?\]\s*)?>|\s)*"
    r"<(?:rss|feed|rdf:rdf|channel|[a-z]{1,9}:(?:feed|rss))\b",
    re.IGNORECASE | re.DOTALL,
)
_HEADER = re.compile(rb"([!-9;-~]{1,76}):(?:[ \t]|\r?$)")
_MAIL_HEADERS = frozenset(
    b"from to cc date subject message-id received mime-version return-path delivered-to reply-to "
    b"sender content-type list-id x-mailer dkim-signature".split()
)
_ARCHIVES: tuple[tuple[bytes, Container], ...] = (
    (b"\x1f\x8b\x08", "gzip"),
    (b"PK\x03\x04", "zip"),
    (b"PK\x05\x06", "zip"),
    (b"WARC/1.", "warc"),
    (b"WARC/0.", "warc"),
)
_CLOSING = re.compile(r"</(?:p|div|body|html)\s*>", re.IGNORECASE)
_CONTROL = bytes(set(range(0x20)) - set(b"\t\n\r\f\x0b\x1b") | {0x7F})


def tell_container(head: bytes, *, locator: str) -> Container | None:
    r"""What holds several texts or a packed one, told by its first bytes; None for a single text.

    Only JSON Lines may be told by name too: a first line can be longer than what is looked at.

    >>> tell_container(b"From: A <a@b.example>\nSubject: Talks\n\nHi", locator="x")
    'mail'
    """
    for magic, container in _ARCHIVES:
        if head.startswith(magic):
            return container
    if head[257:262] == b"ustar":
        return "tar"
    if head.startswith(b"From ") and _is_mail(head.partition(b"\n")[2]):
        return "mbox"
    if _is_mail(head):
        return "mail"
    named = locator.lower().removesuffix(".gz").endswith((".jsonl", ".ndjson"))
    return "lines" if named or _is_lines(head) else None


def _is_mail(head: bytes) -> bool:
    """Whether the first lines are a mail's headers, two of them such as only mails have."""
    known: set[bytes] = set()
    for number, line in enumerate(head.lstrip(b"\xef\xbb\xbf").split(b"\n", 200)[:200]):
        if line.strip() and line[:1] in b" \t" and number:
            continue
        header = _HEADER.match(line)
        if header is None:
            return len(known) > 1 and not line.strip()
        known |= {header[1].lower()} & _MAIL_HEADERS
    return len(known) > 1


def _is_lines(head: bytes) -> bool:
    """Whether it is one JSON object a line, told by the first two lines."""
    first, _, rest = head.lstrip(b"\xef\xbb\xbf \t\r\n").partition(b"\n")
    return (
        first.startswith(b"{") and first.rstrip().endswith(b"}") and rest.lstrip().startswith(b"{")
    )


def is_one_text(head: bytes, *, locator: str) -> bool:
    """Whether it is a single text, to be held in memory as a whole."""
    return tell_container(head, locator=locator) in {None, "mail"}


def refuse_unreadable(head: bytes, *, locator: str, size: int) -> None:
    """Nothing, if what begins with `head` can be a text.

    Raises:
        ReadError: it is empty, larger than MAX_BYTES, or no text at all.
    """
    if not head.strip(b" \t\r\n\x00") and size <= len(head):
        raise ReadError(f"{locator}: is empty; give a text, a saved page or JSON Lines")
    for magic, what, remedy in _BINARY:
        if head.startswith(magic):
            raise ReadError(f"{locator}: is {what}, not text; {remedy}")
    if size > MAX_BYTES:
        raise too_large(locator, size)
    if head.startswith((b"\xff\xfe", b"\xfe\xff", b"\x00\x00\xfe\xff")) or wide_codec(head):
        return
    told = head[:_TOLD_BYTES]
    if len(told) - len(told.translate(None, _CONTROL)) > len(told) * 0.1:
        raise ReadError(f"{locator}: is binary, not text; give a text or a saved page")


def too_large(locator: str, size: int) -> ReadError:
    """The error for a text beyond the limit."""
    return ReadError(
        f"{locator}: is {size / 1e6:.0f} MB, and one text may have {MAX_BYTES / 1e6:.0f} MB; "
        "split it into its reports, or give them as JSON Lines (.jsonl)"
    )


def tell_format(text: str) -> Format:
    """Whether decoded characters are a page, JSON, a feed or plain text.

    >>> tell_format("<!DOCTYPE html><p>x")
    'html'
    """
    head = text[:4096].lstrip("\ufeff \t\r\n\x00")
    if head.startswith(("{", "[{", "[ {", "[\n")) and '"text"' in text[:MAX_BYTES]:
        return "jsonl"
    if _FEED.match(head):
        return "feed"
    if _HTML.match(head) or (head.startswith("<") and _CLOSING.search(text)):
        return "html"
    return "text"
