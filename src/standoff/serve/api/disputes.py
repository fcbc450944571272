"""Disputes of the API: the slots in which origins differ."""

from __future__ import annotations

from typing import Annotated, Any, Final

from fastapi import APIRouter, Depends, Request
from starlette.responses import Response

from standoff.model import Query
from standoff.record.exhibits import Exhibits
from standoff.serve.api.asked import AsOf, Cursor, Filter, Limit
from standoff.serve.api.cursors import cursor_of, key_of
from standoff.serve.api.envelope import PREFIX, Answer, Replies
from standoff.serve.api.listed import listed
from standoff.serve.api.models import DisputeItem
from standoff.serve.api.shapes import dispute_item
from standoff.serve.listing import Listing

DISPUTES: Final = "disputes"
Only = Annotated[Filter, Depends()]


def router(replies: Replies) -> APIRouter:
    """The routes of what is in dispute."""
    routes, site = APIRouter(prefix=PREFIX, tags=["events"]), replies.site

    @listed(routes, "/disputes", DisputeItem)
    def disputes(
        request: Request, only: Only, as_of: AsOf = None, limit: Limit = 50, cursor: Cursor = None
    ) -> Response:
        """The slots in which origins differ and that nobody has settled, newest events first."""

        def find() -> Answer:
            listing = site.listing(as_of)
            key = key_of(DISPUTES, cursor, str, str, str) if cursor else None
            return _disputes(listing, only.query(listing), key, limit)

        return replies.reply(request, as_of, find)

    return routes


def _disputes(listing: Listing, query: Query, key: Any, limit: int) -> Answer:
    """Whole events at a time, so that the cursor is that of an event."""
    exhibits = Exhibits(listing.record)
    found: list[dict[str, Any]] = []
    while True:
        page = listing.page(query, limit=limit, after=key, newest=True)
        for at, one in enumerate(page.events):
            found += [dispute_item(one, dispute, exhibits, {}) for dispute in one.disputes]
            if len(found) >= limit and (page.next or at + 1 < len(page.events)):
                return Answer(found, cursor_of(DISPUTES, *listing.key(one.id)))
        if page.next is None:
            return Answer(found)
        key = page.next
