"""Files as users have them, made of a story of ours."""

from __future__ import annotations

import base64
import gzip
import io
import tarfile
import zipfile
from collections.abc import Iterable

PARAGRAPHS = (
    "Norland fired two rockets into the bay on Wednesday, the coast guard of Sudland said, and no "
    "ship was hit.",
    "It was the first launch in nine weeks. “We had warned them,” said Admiral Tess Morrow.",
    "Ministers in the capital were to meet in the afternoon to decide whether to lodge a protest.",
)
STORY = "\n\n".join(PARAGRAPHS)
BODY = "".join(f"<p>{paragraph}</p>" for paragraph in PARAGRAPHS)
PAGE = (
    "<!doctype html><html><head><title>Two rockets over the bay | Bay Wire</title>"
    '<meta property="article:published_time" content="2024-09-19T09:00:00+09:00"></head><body>'
    f"<nav><a href=/>Home</a></nav><article><h1>Two rockets over the bay</h1>{BODY}</article>"
    "<footer>© 2024 Bay Wire. All rights reserved.</footer></body></html>"
)
HEADERS = (
    "From: Bay Wire <news@baywire.example>\nTo: desk@paper.example\n"
    "Subject: Two rockets over the bay\nDate: Thu, 19 Sep 2024 09:10:00 +0900\nMIME-Version: 1.0\n"
)


def mail(body: str = STORY, *, headers: str = HEADERS) -> bytes:
    """A mail of one plain part."""
    return f"{headers}Content-Type: text/plain; charset=utf-8\n\n{body}\n".encode()


def part(content: bytes, kind: str, *, name: str = "") -> bytes:
    """One part of a mail, in base64."""
    where = f'\nContent-Disposition: attachment; filename="{name}"' if name else ""
    head = f"Content-Type: {kind}{where}\nContent-Transfer-Encoding: base64\n\n"
    return head.encode() + base64.encodebytes(content)


def multipart(*parts: bytes, sort: str = "mixed", headers: str = HEADERS) -> bytes:
    """A mail of several parts."""
    joined = b"".join(b"--edge\n" + one + b"\n" for one in parts)
    return (
        f"{headers}Content-Type: multipart/{sort}; boundary=edge\n\n".encode()
        + joined
        + b"--edge--\n"
    )


def rss(*entries: str, title: str = "Bay Wire") -> bytes:
    """A feed with these items."""
    return (
        '<?xml version="1.0" encoding="utf-8"?><rss version="2.0" '
        'xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel>'
        f"<title>{title}</title><language>en</language>{''.join(entries)}</channel></rss>"
    ).encode()


def item(number: int, description: str = "A teaser.", content: str = "") -> str:
    """One item of a feed."""
    full = f"<content:encoded><![CDATA[{content}]]></content:encoded>" if content else ""
    return (
        f"<item><title>Story {number}</title><link>https://baywire.example/{number}</link>"
        "<pubDate>Thu, 19 Sep 2024 09:10:00 +0900</pubDate>"
        f"<description>{description}</description>{full}</item>"
    )


def record(
    url: str = "https://www.baywire.example/1",
    body: bytes = PAGE.encode(),
    *,
    kind: str = "text/html; charset=utf-8",
    status: str = "200 OK",
    more: str = "",
) -> bytes:
    """One response of a web archive."""
    http = f"HTTP/1.1 {status}\r\nContent-Type: {kind}\r\n{more}\r\n".encode() + body
    head = (
        f"WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: {url}\r\n"
        "WARC-Date: 2024-09-21T00:00:00Z\r\nContent-Type: application/http; msgtype=response\r\n"
        f"Content-Length: {len(http)}\r\n\r\n"
    )
    return head.encode() + http + b"\r\n\r\n"


def packed_records(records: Iterable[bytes]) -> bytes:
    """A web archive packed record by record."""
    return b"".join(gzip.compress(one) for one in records)


def zipped(files: dict[str, bytes]) -> bytes:
    """A ZIP archive."""
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return held.getvalue()


def tarred(files: dict[str, bytes]) -> bytes:
    """A tar archive."""
    held = io.BytesIO()
    with tarfile.open(fileobj=held, mode="w") as archive:
        for name, content in files.items():
            entry = tarfile.TarInfo(name)
            entry.size = len(content)
            archive.addfile(entry, io.BytesIO(content))
    return held.getvalue()
