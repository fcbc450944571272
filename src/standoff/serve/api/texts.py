"""Reports and claims of the API."""

from __future__ import annotations

from itertools import islice
from typing import Annotated, Any, Final

from fastapi import APIRouter, Depends, HTTPException, Request
from fastapi import Query as Param
from starlette.responses import Response

from standoff.model import Anchor, Claim, ClaimKind, Report, TextAnchor
from standoff.serve.api.asked import AsOf, Cursor, Limit, Words
from standoff.serve.api.cursors import cursor_of, key_of
from standoff.serve.api.envelope import PREFIX, Answer, Envelope, Replies, errors
from standoff.serve.api.listed import listed
from standoff.serve.api.models import ClaimItem, ReportItem, ReportWhole
from standoff.serve.api.shapes import claim_item, report_item
from standoff.serve.listing import Listing

REPORTS: Final = "reports"
CLAIMS: Final = "claims"
Named = str | None


class Wanted:
    """Which claims, as parameters of an address; what is left out stays open."""

    def __init__(
        self,
        *,
        kind: Annotated[ClaimKind | None, Param()] = None,
        holder: Annotated[Named, Param(description="Who holds it, as claims name them.")] = None,
        aim: Annotated[Named, Param(description="Id of an aim that it gives.")] = None,
        aim_of: Annotated[Named, Param(description="Id of the actor whose aim it is.")] = None,
        report: Annotated[Named, Param(description="Id of the report that tells it.")] = None,
    ) -> None:
        self.kind, self.holder, self.aim = kind, holder, aim
        self.aim_of, self.report = aim_of, report

    def fits(self, one: Claim) -> bool:
        """Whether a claim is one of these."""
        return (
            self.kind in (None, one.kind)
            and self.holder in (None, one.holder)
            and (self.aim is None or self.aim in one.aims)
            and self.aim_of in (None, one.aim_of)
            and (self.report is None or any(self._tells(anchor) for anchor in one.anchors))
        )

    def _tells(self, anchor: Anchor) -> bool:
        return isinstance(anchor, TextAnchor) and anchor.report == self.report


def router(replies: Replies) -> APIRouter:
    """The routes of reports and claims."""
    routes, site = APIRouter(prefix=PREFIX, tags=["texts"]), replies.site

    @listed(routes, "/reports", ReportItem)
    def reports(
        request: Request,
        text: Words = None,
        as_of: AsOf = None,
        limit: Limit = 50,
        cursor: Cursor = None,
    ) -> Response:
        """The reports in the order they came in, or those in which all the words occur."""

        def find() -> Answer:
            record = site.at(as_of)
            after: Any = key_of(REPORTS, cursor, int)[0] if cursor else 0
            words = text.split() if text else []
            found, rest = record.report_heads(*words, after=after, limit=limit)
            return Answer(
                [report_item(one) for one in found],
                None if rest is None else cursor_of(REPORTS, rest),
            )

        return replies.reply(request, as_of, find)

    @routes.get("/reports/{report}", response_model=Envelope[ReportWhole], responses=errors(404))
    def report(request: Request, report: str, as_of: AsOf = None) -> Response:
        """One report as it was frozen, with what was coded from which characters."""
        listing = site.listing(as_of)
        found = listing.record.report(report)
        if found is None:
            raise HTTPException(404, f"there is no report {report!r}")
        return replies.reply(request, as_of, lambda: Answer(_whole(found, listing)))

    @listed(routes, "/claims", ClaimItem)
    def claims(
        request: Request,
        only: Annotated[Wanted, Depends()],
        as_of: AsOf = None,
        limit: Limit = 50,
        cursor: Cursor = None,
    ) -> Response:
        """The claims in the order they came in."""

        def find() -> Answer:
            listing = site.listing(as_of)
            start: Any = key_of(CLAIMS, cursor, str)[0] if cursor else None
            told = listing.claims_after(start)
            found = list(islice(filter(only.fits, told), limit + 1))
            more = len(found) > limit
            after = cursor_of(CLAIMS, found[limit - 1].id) if more else None
            return Answer([claim_item(one) for one in found[:limit]], after)

        return replies.reply(request, as_of, find)

    @routes.get("/claims/{claim}", response_model=Envelope[ClaimItem], responses=errors(404))
    def claim(request: Request, claim: str, as_of: AsOf = None) -> Response:
        """One claim."""
        found = site.listing(as_of).claim(claim)
        if found is None:
            raise HTTPException(404, f"there is no claim {claim!r}")
        return replies.reply(request, as_of, lambda: Answer(claim_item(found)))

    return routes


def _whole(report: Report, listing: Listing) -> dict[str, Any]:
    record = listing.record
    spans = [
        _span("observation", one.id, one.kind, slot, anchor)
        for one in record.observations_in([report.id])
        for slot, anchor in [
            (None, one.anchor),
            *((slot, each) for slot, value in one.values.items() for each in value.evidence),
        ]
        if isinstance(anchor, TextAnchor) and anchor.report == report.id
    ]
    spans += [
        _span("claim", one.id, one.kind, None, anchor)
        for one in record.claims_in([report.id])
        for anchor in one.anchors
        if isinstance(anchor, TextAnchor) and anchor.report == report.id
    ]
    told = list(listing.by_report.get(report.id, ()))
    return report_item(report) | {"text": report.text, "spans": spans, "events": told}


def _span(of: str, name: str, kind: str, slot: str | None, anchor: TextAnchor) -> dict[str, Any]:
    place = {"start": anchor.start, "end": anchor.end}
    return {"of": of, "id": name, "kind": kind, "slot": slot, **place}
