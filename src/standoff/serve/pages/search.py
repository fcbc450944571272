"""Search: reports, events and claims in which words occur, with the sentences they stand in."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Final

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from standoff.model import Claim, Query, Report, TextAnchor
from standoff.record import Record
from standoff.record.sentences import sentence
from standoff.serve.pages.asked import asked
from standoff.serve.pages.render import render
from standoff.serve.pages.shown import day, names_of
from standoff.serve.pages.told import Line, newest_lines

if TYPE_CHECKING:
    from standoff.packs import Pack
    from standoff.serve.site import Site

PAGE: Final = 20
MOST_EVENTS: Final = 15
MOST_CLAIMS: Final = 20
MOST_SNIPPETS: Final = 3
LONGEST_TEXT: Final = 200


@dataclass(frozen=True, slots=True)
class Piece:
    """Part of a snippet; `hit` where a word that was looked for stands."""

    text: str
    hit: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """A report with the sentences in which the words stand."""

    id: str
    title: str
    outlet: str
    day: str
    snippets: tuple[tuple[Piece, ...], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """A claim whose sentence holds one of the words."""

    report: str
    start: int
    holder: str
    kind: str
    aims: str
    stance: str
    snippet: tuple[Piece, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Search:
    """What the page shows; without words the reports as they came in."""

    text: str
    reports: tuple[Found, ...]
    after: int | None
    events: tuple[Line, ...]
    more_events: bool
    claims: tuple[Said, ...]


def router(site: Site) -> APIRouter:
    """The search."""
    made = APIRouter(include_in_schema=False)

    @made.get("/search")
    def search(request: Request) -> Response:
        wanted = asked(request.query_params, site.pack)
        given = request.query_params.get("after", "0")
        after = int(given) if given.isdecimal() and len(given) < PAGE else 0
        text = (wanted.query.text or "")[:LONGEST_TEXT]
        view = search_view(site, text, as_of=wanted.as_of, after=after)
        return render(
            request, "search.html", site=site, as_of=wanted.as_of, view=view, wrong=wanted.wrong
        )

    return made


def search_view(
    site: Site, text: str, *, as_of: date | None = None, after: int = 0, limit: int = PAGE
) -> Search:
    """Where words occur.

    Args:
        site: whose record it is.
        text: the words; all of them have to occur in a report.
        as_of: the day on which the record is seen.
        after: where in the list of reports this page begins.
        limit: how many reports.
    """
    listing, pack = site.listing(as_of), site.pack
    record, words = listing.record, text.split()
    heads, following = record.report_heads(*words, after=after, limit=limit)
    reports = [found for one in heads if (found := record.report(one.id))]
    query = Query(status=(), text=text)
    events: tuple[Line, ...] = ()
    more = None
    if words and not after:
        events, more = newest_lines(listing, query, limit=MOST_EVENTS)
    return Search(
        text=text,
        reports=tuple(_found(one, words) for one in reports),
        after=following,
        events=events,
        more_events=more is not None,
        claims=tuple(_claims(record, reports, words, pack))[:MOST_CLAIMS] if words else (),
    )


def pieces(text: str, words: Iterable[str]) -> tuple[Piece, ...]:
    """A text in pieces, those apart in which one of the words stands.

    >>> [(one.text, one.hit) for one in pieces("Two missiles flew", ["MISSILES"])]
    [('Two ', False), ('missiles', True), (' flew', False)]
    """
    looked_for = "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))
    if not looked_for:
        return (Piece(text, hit=False),)
    parts = re.split(f"({looked_for})", text, flags=re.IGNORECASE)
    return tuple(Piece(part, hit=bool(at % 2)) for at, part in enumerate(parts) if part)


def _found(report: Report, words: Sequence[str]) -> Found:
    return Found(
        id=report.id,
        title=report.title or "Report without a title",
        outlet=report.source or "nobody named",
        day=day(report.published) if report.published else "no day",
        snippets=tuple(pieces(one, words) for one in _sentences(report, words)),
    )


def _sentences(report: Report, words: Sequence[str]) -> list[str]:
    """Some sentences of a text in which the words stand; without words its beginning."""
    if not words:
        return [sentence(report.text, 0, 1)] if report.text else []
    folded = report.text.casefold()
    # Folding may change the length of a text; then its places are not those of the text.
    text = folded if len(folded) == len(report.text) else report.text
    found: dict[str, None] = {}
    for word in words:
        at = text.find(word.casefold())
        while at >= 0 and len(found) < MOST_SNIPPETS:
            found.setdefault(sentence(report.text, at, at + len(word)))
            at = text.find(word.casefold(), at + len(word))
    return list(found)[:MOST_SNIPPETS]


def _claims(
    record: Record, reports: Iterable[Report], words: Sequence[str], pack: Pack
) -> Iterator[Said]:
    """The claims of the reports found in whose sentence one of the words stands."""
    for report in reports:
        for claim in record.claims_in((report.id,)):
            anchor = _in_text(claim)
            if anchor is None:
                continue
            told = sentence(report.text, anchor.start, anchor.end)
            if any(word.casefold() in told.casefold() for word in words):
                yield Said(
                    report=report.id,
                    start=anchor.start,
                    holder=names_of(pack, claim.holder) or claim.role or "somebody unnamed",
                    kind=claim.kind,
                    aims=names_of(pack, claim.aims),
                    stance=claim.stance,
                    snippet=pieces(told, words),
                )


def _in_text(claim: Claim) -> TextAnchor | None:
    return next((one for one in claim.anchors if isinstance(one, TextAnchor)), None)
