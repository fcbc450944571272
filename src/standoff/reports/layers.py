"""What a file holds, opened layer by layer down to single texts."""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from urllib.parse import urlsplit

from standoff.dates import When
from standoff.errors import ReadError
from standoff.model import Issue, Report
from standoff.reports.decode import clean_characters, decode
from standoff.reports.draft import Draft, Part
from standoff.reports.feed import read_feed
from standoff.reports.formats import HEAD_BYTES, refuse_unreadable, tell_container, tell_format
from standoff.reports.freeze import freeze
from standoff.reports.json_lines import read_json, read_json_lines
from standoff.reports.mail import read_mail
from standoff.reports.mailbox import read_mailbox
from standoff.reports.page import read_page
from standoff.reports.plain import read_plain
from standoff.reports.stream import Source
from standoff.reports.unpack import Budget, Gunzip, tar_members, unreadable, zip_members
from standoff.reports.warc import read_warc
from standoff.reports.wording import Wording

MOST_LAYERS = 4

Found = Iterator[Report | Issue]


@dataclass(frozen=True, slots=True, kw_only=True)
class Opened:
    """What holds for all that is in one file.

    `wordings` are the languages that are read, the one that is coded first; `layers` counts the
    containers around.
    """

    wordings: tuple[Wording, ...]
    published: When | None
    budget: Budget
    layers: int = 0


def read_source(source: Source, given: Opened) -> Found:
    """The reports in a stream of any format that is read, each after its issues.

    Raises:
        ReadError: it cannot be read as a whole, or not from some place on.
    """
    container = tell_container(source.head, locator=source.locator)
    if container is None:
        refuse_unreadable(source.head, locator=source.locator, size=len(source.head))
        yield from _text(Part(raw=source.whole(), locator=source.locator), given)
        return
    if given.layers >= MOST_LAYERS:
        detail = f"lies in more than {MOST_LAYERS} layers of files in files; unpack it first"
        yield unreadable(source.locator, detail)
        return
    inner = replace(given, layers=given.layers + 1)
    if container == "gzip":
        yield from _unzipped(source, inner)
    elif container == "zip":
        file = source.seekable or io.BytesIO(source.whole())
        yield from _each(zip_members(file, given.budget, locator=source.locator), inner)
    elif container == "tar":
        yield from _each(tar_members(source, given.budget), inner)
    elif container == "warc":
        yield from _each(read_warc(source, locator=source.locator), inner)
    elif container == "mbox":
        yield from _each(read_mailbox(source), inner)
    elif container == "mail":
        yield from _each(read_mail(source.whole(), locator=source.locator), inner)
    else:
        yield from _each(read_json_lines(source), inner)


def _unzipped(source: Source, given: Opened) -> Found:
    """What a gzip file holds; an archive goes on after damage, anything else ends there."""
    gunzip = Gunzip(source, given.budget)
    while True:
        start = gunzip.unpacked
        inside = Source(gunzip, locator=source.locator)
        is_warc = tell_container(inside.head, locator=source.locator) == "warc"
        if is_warc:
            pages = read_warc(
                inside,
                locator=source.locator,
                name_place=lambda at, start=start: gunzip.place(start + at),  # type: ignore[misc]
            )
            yield from _each(pages, given)
        elif inside.head or gunzip.damaged_at is None:
            yield from read_source(inside, given)
        if gunzip.damaged_at is None:
            return
        detail = f"{source.locator}: its packed bytes are damaged or end at {gunzip.damaged_at}"
        yield Issue(code="damaged_file", detail=f"{detail}; fetch it again", locator=source.locator)
        if not is_warc or not gunzip.resume():
            return


def _each(inside: Iterable[Source | Part | Draft | Issue], given: Opened) -> Found:
    """The reports of everything in a container; what cannot be read is an issue among them."""
    for one in inside:
        if isinstance(one, Issue):
            yield one
        elif isinstance(one, Draft):
            yield from freeze(one, wordings=given.wordings, published=given.published)
        else:
            try:
                yield from read_source(one, given) if isinstance(one, Source) else _part(one, given)
            except ReadError as error:
                yield Issue(code="unreadable_file", detail=str(error), locator=one.locator)
        if given.budget.left < 0:
            return


def _part(part: Part, given: Opened) -> Found:
    """The reports in bytes that are held as a whole."""
    head = part.raw[:HEAD_BYTES]
    if tell_container(head, locator=part.locator) is not None:
        return read_source(Source(io.BytesIO(part.raw), locator=part.locator), given)
    refuse_unreadable(head, locator=part.locator, size=len(part.raw))
    return _text(part, given)


def _text(part: Part, given: Opened) -> Found:
    """The reports in a single text, whose format its characters tell."""
    decoded = decode(part.raw, locator=part.locator, charset=part.charset)
    yield from decoded.issues
    text = decoded.text
    # A page is mostly markup: only the text taken out of it is cleaned, when it is frozen.
    if tell_format(text) != "html":
        characters = clean_characters(text, locator=part.locator)
        yield from characters.issues
        text = characters.text
    yield from _each((_placed(one, part) for one in _drafts(text, part)), given)


def _drafts(text: str, part: Part) -> Iterator[Draft | Issue]:
    kind = tell_format(text)
    if kind == "jsonl":
        yield from read_json(text, locator=part.locator)
    elif kind == "feed":
        yield from read_feed(text, locator=part.locator)
    elif kind == "html":
        yield read_page(text, locator=part.locator, raw=part.raw)
    else:
        yield read_plain(text, locator=part.locator, raw=part.raw)


def _placed(draft: Draft | Issue, part: Part) -> Draft | Issue:
    """The draft with what its container knows of it."""
    if isinstance(draft, Issue) or not (part.url or part.marks):
        return draft
    host = _host(part.url)
    return replace(draft, url=draft.url or part.url, host=host, marks=(*draft.marks, *part.marks))


def _host(url: str | None) -> str | None:
    try:
        return (urlsplit(url or "").hostname or "").removeprefix("www.") or None
    except ValueError:
        return None
