"""Mails: newsletters, forwarded stories and the reports attached to them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from email import message_from_bytes
from email.errors import HeaderParseError
from email.header import decode_header
from email.message import Message
from email.policy import Compat32
from email.utils import parseaddr
from typing import Any

from standoff.model import Issue
from standoff.reports.decode import decode
from standoff.reports.draft import Draft, Part
from standoff.reports.formats import tell_format
from standoff.reports.page import read_page
from standoff.reports.stated import parse_stamp

READER = "mail 1"
_MOST_HEADER_CHARS = 4_000
# Every part inside another is tested for the ends of all those around it.
_MOST_MULTIPARTS = 60
_FEW_WORDS = 20
_PAGE_SHARE = 0.6
_WRAPPED = (50, 80)
_MULTIPART = re.compile(rb"multipart/|message/rfc822", re.IGNORECASE)
_PREFIX = re.compile(r"\s*(?:(?:fwd?|fw|re)\s?:\s*)+", re.IGNORECASE)
_READ_TYPES = frozenset(
    {
        "text/html", "text/plain", "application/xhtml+xml", "message/rfc822", "text/xml",
        "application/json", "application/x-ndjson", "application/xml", "application/rss+xml",
        "application/atom+xml", "application/gzip", "application/zip", "application/warc",
    }
)  # fmt: skip
_READ_ENDINGS = (
    ".eml", ".html", ".htm", ".txt", ".json", ".jsonl", ".xml", ".warc", ".gz", ".zip"
)  # fmt: skip
_MARKER = re.compile(r"[ \t>]*-{3,20} ?[^\n-]{3,60}?-{3,20}[ \t]*|[ \t>]*[^\n:]{3,60}:[ \t]*")
_INNER = re.compile(r"[ \t>*]*([A-Za-z][\w-]{1,20})\*?:\*?[ \t]+(\S.*)")
_INNER_NAMES = {"from": "from", "date": "date", "sent": "date", "subject": "subject"}


class _Bounded(Compat32):
    """Headers decoded, none longer than a few lines: parsing them is not linear in length."""

    def header_source_parse(self, sourcelines: list[str]) -> tuple[str, str]:
        name, value = super().header_source_parse(sourcelines)
        return name, value[:_MOST_HEADER_CHARS]

    def header_fetch_parse(self, name: str, value: str) -> str:  # noqa: ARG002
        return _plain(value)


def read_mail(raw: bytes, *, locator: str) -> Iterator[Draft | Part | Issue]:
    """The story in a mail's body, and what is attached to it to be read for itself."""
    if len(_MULTIPART.findall(raw)) > _MOST_MULTIPARTS:
        detail = f"{locator}: has more than {_MOST_MULTIPARTS} parts in parts; save them as files"
        yield Issue(code="unreadable_file", detail=detail, locator=locator)
        return
    message = message_from_bytes(raw, policy=_Bounded())
    leaves = list(_leaves(message))
    attached = [one for one in leaves if _is_attached(one)]
    bodies = [one for one in leaves if not _is_attached(one)]
    found = _body(bodies, locator)
    if found is not None:
        text, page, issues = found
        yield from issues
        yield from _drafts(text, page, message, raw, locator)
    unread = []
    for number, part in enumerate(attached, 1):
        name = _name(part, number)
        if _is_read(part, name):
            yield Part(
                raw=_payload(part),
                locator=f"{locator}/{name}",
                charset=part.get_content_charset() or None,
            )
        elif part.get_content_maintype() != "image" or not part.get("Content-ID"):
            unread.append(f"{name} ({part.get_content_type()})")
    if unread:
        detail = f"attachments not read: {', '.join(unread[:12])}; save their text and give that"
        yield Issue(code="unread_attachment", detail=detail, locator=locator)
    if found is None and not any(_is_read(part, _name(part, 0)) for part in attached):
        detail = "the mail has no text; give the story itself"
        yield Issue(code="no_story_text", detail=detail, locator=locator)


def _leaves(message: Message) -> Iterator[Message]:
    """The parts that hold something; a mail in a mail is one of them, and not gone into."""
    waiting = [message]
    while waiting:
        part = waiting.pop()
        inner = _inside(part)
        if part.get_content_maintype() == "multipart" and inner:
            waiting.extend(one for one in reversed(inner) if isinstance(one, Message))
        else:
            yield part


def _inside(part: Message) -> list[Any]:
    """The parts of a part. A text is not asked for: the charset that it names may be none."""
    inner = part.get_payload() if part.is_multipart() else None
    return inner if isinstance(inner, list) else []


def _is_attached(part: Message) -> bool:
    if part.get_content_type() not in {"text/plain", "text/html"}:
        return True
    return (part.get_content_disposition() or "inline") != "inline" or bool(part.get_filename())


def _is_read(part: Message, name: str) -> bool:
    return part.get_content_type() in _READ_TYPES or name.lower().endswith(_READ_ENDINGS)


def _name(part: Message, number: int) -> str:
    """The attachment's file name without folders, or its number."""
    name = part.get_filename() or ""
    bare = re.sub(r"[\x00-\x1f/\\:]+", "_", _plain(name)).strip("_ .")[:100]
    return bare or f"part {number}"


def _payload(part: Message) -> bytes:
    if part.get_content_type() == "message/rfc822":
        first = next(iter(_inside(part)), None)
        return first.as_bytes(policy=Compat32()) if isinstance(first, Message) else b""
    payload = part.get_payload(decode=True)
    return payload if isinstance(payload, bytes) else b""


def _body(bodies: list[Message], locator: str) -> tuple[str, Draft | None, list[Issue]] | None:
    """The mail's plain text, its page if that is the better reading, and what was doubtful.

    A page keeps its paragraphs and says what is furniture; the plain text is taken where the
    page has much less of it, as in mails laid out in many small tables.
    """
    texts: dict[str, list[str]] = {"text/plain": [], "text/html": []}
    issues: list[Issue] = []
    for part in bodies:
        raw = _payload(part)
        if raw.strip():
            decoded = decode(raw, locator=locator, charset=part.get_content_charset() or None)
            text = decoded.text
            issues += decoded.issues
            kind = "text/html" if tell_format(text) == "html" else part.get_content_type()
            texts[kind].append(_unwrapped(text) if kind == "text/plain" else text)
    plain = "\n\n".join(texts["text/plain"])
    pages = [read_page(text, locator=locator, raw=b"") for text in texts["text/html"]]
    page = max(pages, key=lambda one: len(one.text.split()), default=None)
    if page is None or len(page.text.split()) < _PAGE_SHARE * len(plain.split()):
        page = None
    return (plain, page, issues) if plain.strip() or page else None


def _drafts(
    plain: str, page: Draft | None, message: Message, raw: bytes, locator: str
) -> Iterator[Draft]:
    """The mail as one text, or what its sender adds and what he forwards as two."""
    text = page.text if page else plain
    subject = " ".join((message.get("Subject") or "").split())
    sender = _sender(message.get("From") or "")
    draft = Draft(
        text=text,
        reader=READER,
        locator=locator,
        raw=raw,
        title=_PREFIX.sub("", subject, count=1) if _PREFIX.match(subject) else subject or None,
        outlet=(page.outlet if page else None) or sender,
        url=_url(message.get("Archived-At")) or (page.url if page else None),
        stated=parse_stamp(message.get("Date") or ""),
        language=(message.get("Content-Language") or "").strip()[:20] or None,
        around=page.around if page else (),
    )
    forwarded = _forwarded(text)
    if forwarded is None:
        yield draft
        return
    if len(forwarded.note.split()) >= _FEW_WORDS:
        yield replace(draft, text=forwarded.note, around=())
    said = forwarded.headers
    yield replace(
        draft,
        text=forwarded.text,
        title=_PREFIX.sub("", said["subject"], count=1) if "subject" in said else draft.title,
        outlet=_sender(said.get("from", "")),
        stated=parse_stamp(said.get("date", "")),
        marks=("forwarded",),
    )


@dataclass(frozen=True, slots=True)
class _Forwarded:
    """A story passed on inside a text, with the headers that were copied with it."""

    note: str
    headers: dict[str, str]
    text: str


def _forwarded(text: str) -> _Forwarded | None:
    """The story below a line such as `--- Forwarded message ---` and its copied headers."""
    lines = text.split("\n")
    for index, line in enumerate(lines[:200]):
        if len(line) > 120 or not _MARKER.fullmatch(line):
            continue
        headers, below = _copied_headers(lines, index + 1)
        if "from" in headers and len(headers) > 1:
            return _Forwarded(
                note="\n".join(lines[:index]).strip(),
                headers=headers,
                text=_unquoted(lines[below:]),
            )
    return None


def _copied_headers(lines: list[str], start: int) -> tuple[dict[str, str], int]:
    headers: dict[str, str] = {}
    place = start
    for place in range(start, min(start + 14, len(lines))):
        line = lines[place].strip("> \t")
        found = _INNER.fullmatch(lines[place][:_MOST_HEADER_CHARS])
        if found:
            name = _INNER_NAMES.get(found[1].lower())
            headers.setdefault(name or found[1].lower(), found[2].strip())
        elif line:
            return headers, place
    return headers, place + 1


def _unquoted(lines: list[str]) -> str:
    filled = [line for line in lines if line.strip()]
    if filled and all(line.startswith(">") for line in filled):
        lines = [line.removeprefix(">").removeprefix(" ") for line in lines]
    return "\n".join(lines).strip("\n")


def _unwrapped(text: str) -> str:
    """The text with the lines of a paragraph joined where a mail program broke them."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    return "\n\n".join(_joined(part.split("\n")) for part in re.split(r"\n[ \t]*\n", text))


def _joined(lines: list[str]) -> str:
    if len(lines) < 2 or not all(
        _WRAPPED[0] <= len(line.rstrip()) <= _WRAPPED[1] for line in lines[:-1]
    ):
        return "\n".join(lines)
    return " ".join(line.strip() for line in lines)


def _sender(header: str) -> str | None:
    """The sender's name, or the host of the address where there is none."""
    name, address = parseaddr(" ".join(header.split())[:500])
    return name.strip() or address.rpartition("@")[2] or None


def _url(header: str | None) -> str | None:
    bare = (header or "").strip().strip("<>")
    return bare if bare.startswith(("http://", "https://")) else None


def _plain(value: str) -> str:
    """A header as characters: encoded words decoded, odd bytes read as UTF-8 or replaced."""
    text = value.encode("utf-8", "surrogateescape").decode("utf-8", "replace")
    if "=?" not in text:
        return text
    try:
        parts = decode_header(text.replace("\r", "").replace("\n", ""))
    except (HeaderParseError, ValueError):
        return text
    return "".join(_word(part, charset) for part, charset in parts)


def _word(part: bytes | str, charset: str | None) -> str:
    if isinstance(part, str):
        return part
    return decode(part, locator="", charset=charset).text
