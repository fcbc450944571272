"""Events of the API: lists, files by suffix, and one with every value."""

from __future__ import annotations

from typing import Annotated, Any, Final, Literal

from fastapi import APIRouter, Depends, HTTPException, Request
from fastapi import Path as InPath
from starlette.responses import RedirectResponse, Response

from standoff.record.exhibits import Exhibits
from standoff.record.exports import export
from standoff.serve.api.asked import AsOf, Cursor, Filter, Limit, Order
from standoff.serve.api.atom import atom_file
from standoff.serve.api.cursors import cursor_of, key_of
from standoff.serve.api.envelope import PREFIX, Answer, Envelope, File, Replies, errors
from standoff.serve.api.models import EventItem, EventWhole
from standoff.serve.api.shapes import event_item, event_whole

LIST: Final = "events"
FILES: Final = {
    "csv": ("csv", "text/csv; charset=utf-8"),
    "jsonl": ("jsonl", "application/x-ndjson"),
    "geojson": ("geojson", "application/geo+json"),
    "ics": ("ical", "text/calendar; charset=utf-8"),
}
ATOM: Final = "application/atom+xml"
FEED_LENGTH: Final = 100
Suffix = Literal["csv", "jsonl", "geojson", "atom", "ics"]
Only = Annotated[Filter, Depends()]


def router(replies: Replies) -> APIRouter:
    """The routes of events."""
    routes, site = APIRouter(prefix=PREFIX, tags=["events"]), replies.site

    @routes.get("/events", response_model=Envelope[list[EventItem]], responses=errors())
    def events(
        request: Request,
        only: Only,
        as_of: AsOf = None,
        order: Order = "oldest",
        limit: Limit = 50,
        cursor: Cursor = None,
    ) -> Response:
        """The events that fit, by day; what no source dates comes last."""

        def find() -> Answer:
            listing = site.listing(as_of)
            after: Any = key_of(LIST, cursor, str, str, str) if cursor else None
            page = listing.page(
                only.query(listing), limit=limit, after=after, newest=order == "newest"
            )
            items = [event_item(one, site.pack) for one in page.events]
            return Answer(items, cursor_of(LIST, *page.next) if page.next else None)

        return replies.reply(request, as_of, find)

    @routes.get("/events.{suffix}", response_class=Response, responses=_file_responses())
    def events_file(request: Request, suffix: Suffix, only: Only, as_of: AsOf = None) -> Response:
        """All events that fit as one file; of a feed (atom) the newest hundred."""

        def find() -> File:
            listing = site.listing(as_of)
            query = only.query(listing)
            if suffix == "atom":
                page = listing.page(query, limit=FEED_LENGTH, newest=True)
                address = str(request.base_url).rstrip("/")
                return File(atom_file(page.events, listing.record, address), ATOM)
            form, media_type = FILES[suffix]
            made = export(listing.record.events(query), form, site.pack)
            return File(made.content, media_type, made.skipped)

        return replies.reply(request, as_of, find)

    @routes.get(
        "/events/{event}",
        response_model=Envelope[EventWhole],
        responses=errors(404) | {308: {"description": "The event has another id by now."}},
    )
    def event(request: Request, event: Annotated[str, InPath()], as_of: AsOf = None) -> Response:
        """One event with every value of every origin, and the words each rests on."""
        listing = site.listing(as_of)
        found = listing.record.event(event)
        if found is None:
            raise HTTPException(404, f"there is no event {event!r}")
        if found.id != event:
            asked = f"?{request.url.query}" if request.url.query else ""
            return RedirectResponse(f"{PREFIX}/events/{found.id}{asked}", 308)
        exhibits = Exhibits(listing.record)
        return replies.reply(request, as_of, lambda: Answer(event_whole(found, exhibits)))

    return routes


def _file_responses() -> dict[int | str, dict[str, Any]]:
    kinds = [media_type.partition(";")[0] for _, media_type in FILES.values()]
    content: dict[str, Any] = {one: {"schema": {"type": "string"}} for one in (*kinds, ATOM)}
    content["application/geo+json"] = {"schema": {"type": "object"}}
    return errors() | {200: {"description": "The file.", "content": content}}
