"""Feeds (RSS, Atom, RDF): each entry a report, with its own link and day."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from typing import Any
from xml.sax import SAXException
from xml.sax.handler import ContentHandler

import feedparser
from defusedxml import DefusedXmlException
from defusedxml.sax import parseString

from standoff.dates import When
from standoff.errors import ReadError
from standoff.model import Issue
from standoff.reports.draft import Draft
from standoff.reports.page import read_page
from standoff.reports.stated import parse_stamp

READER = "feed 1"
_DECLARATION = re.compile(r"\A\s*<\?xml[^>]{0,400}\?>")
_PLAIN_DOCTYPE = re.compile(r"<!DOCTYPE[^>\[]{0,400}>", re.IGNORECASE)
_ENTITY = re.compile(r"<!(?:ENTITY|ATTLIST|ELEMENT|NOTATION)", re.IGNORECASE)
_TAG = re.compile(r"<(?:/?[a-zA-Z][\w:-]{0,20}[\s/>]|!\[CDATA)")
_FULL_WORDS = 80
_DATES = ("published", "issued", "created", "date", "updated", "modified")


def read_feed(text: str, *, locator: str) -> Iterator[Draft | Issue]:
    """A draft for each entry of a feed; nothing in it is fetched or expanded.

    Raises:
        ReadError: it declares entities, as bombs and thieves do and feeds need not.
    """
    text = _PLAIN_DOCTYPE.sub("", _DECLARATION.sub("", text), count=1)
    raw = text.encode()
    _refuse_entities(raw, text, locator)
    found = feedparser.parse(
        io.BytesIO(raw),
        sanitize_html=False,
        resolve_relative_uris=False,
        response_headers={"content-type": "application/xml; charset=utf-8"},
    )
    if not found.entries:
        detail = "the feed has no entries; give a feed that has some"
        yield Issue(code="no_story_text", detail=detail, locator=locator)
    for number, entry in enumerate(found.entries, 1):
        yield _entry(entry, found.feed, f"{locator}:{number}")


def _refuse_entities(raw: bytes, text: str, locator: str) -> None:
    try:
        parseString(raw, ContentHandler())
    except DefusedXmlException as error:
        raise _refused(locator) from error
    except (SAXException, ValueError) as error:
        # Not well-formed: feedparser reads it leniently, and no parser has looked it through.
        if _ENTITY.search(text):
            raise _refused(locator) from error


def _refused(locator: str) -> ReadError:
    return ReadError(
        f"{locator}: is a feed that declares entities of its own, which can unpack without end; "
        "remove its DOCTYPE, or give the entries as pages"
    )


def _entry(entry: Any, feed: Any, locator: str) -> Draft | Issue:
    body, whole = _content(entry)
    title = _text(entry.get("title"))
    if not body.strip():
        detail = f"{locator}: the entry has no text; give the page it links to"
        return Issue(code="no_story_text", detail=detail, locator=locator)
    page = read_page(f"<article>{body}</article>", locator=locator, raw=b"")
    text = page.text if _TAG.search(body) and page.text.strip() else _text(body)
    origin = entry.get("source") or {}
    return Draft(
        text=text,
        reader=READER,
        locator=locator,
        raw=body.encode("utf-8", "replace"),
        title=title or None,
        outlet=_text(origin.get("title")) or _text(feed.get("title")) or None,
        url=_link(entry),
        stated=_stated(entry),
        byline=_text(entry.get("author")) or None,
        language=str(entry.get("language") or feed.get("language") or "")[:20] or None,
        around=page.around,
        marks=() if whole else ("summary_only",),
    )


def _content(entry: Any) -> tuple[str, bool]:
    """The entry's fullest text, and whether it is more than a teaser."""
    contents = [str(one.get("value") or "") for one in entry.get("content") or ()]
    full = max(contents, key=len, default="")
    summary = str(entry.get("summary") or "")
    body = full if len(full) >= len(summary) else summary
    return body, bool(full.strip()) or len(body.split()) >= _FULL_WORDS


def _stated(entry: Any) -> When | None:
    # A plain look-up: the entry's own warns of what it stands in for.
    stamps = (str(dict.get(entry, name) or "") for name in _DATES)
    return next((when for stamp in stamps if stamp and (when := parse_stamp(stamp))), None)


def _link(entry: Any) -> str | None:
    for address in (entry.get("link"), entry.get("id")):
        if isinstance(address, str) and address.startswith(("http://", "https://")):
            return address
    return None


def _text(value: Any) -> str:
    """A short field as characters, its markup taken out."""
    if not isinstance(value, str) or not value.strip():
        return ""
    if not _TAG.search(value):
        return value.strip()
    return "\n".join(block.strip() for block in re.sub(r"<[^>]{0,2000}>", " ", value).split("\n"))
