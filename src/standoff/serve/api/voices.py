"""Predictions that are followed up, and the positions of parties on issues."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Annotated, Any

from fastapi import APIRouter, Request
from fastapi import Query as Param
from starlette.responses import Response

from standoff.errors import InputError
from standoff.explain.positions import Position, Spoken, holder_named, position_of
from standoff.explain.topics import Topic, load_topics
from standoff.forecast import Tracked, track
from standoff.model import Claim
from standoff.record.naming import near
from standoff.serve.api.asked import AsOf, Cursor, Limit
from standoff.serve.api.cursors import cursor_of, key_of
from standoff.serve.api.envelope import PREFIX, Answer, Envelope, Replies, errors
from standoff.serve.api.listed import listed
from standoff.serve.api.models import IssueItem, PositionItem, PredictionItem
from standoff.serve.api.shapes import claim_item, when
from standoff.serve.listing import Listing

PREDICTIONS = "predictions"


def router(replies: Replies) -> APIRouter:
    """The routes of predictions and positions."""
    routes, site = APIRouter(prefix=PREFIX, tags=["claims"]), replies.site
    topics = load_topics(site.pack)

    @listed(routes, "/predictions", PredictionItem)
    def predictions(
        request: Request, as_of: AsOf = None, limit: Limit = 50, cursor: Cursor = None
    ) -> Response:
        """Predictions that say what to look for, beside what has happened since."""

        def find() -> Answer:
            listing, day = site.listing(as_of), _day(as_of)
            start: Any = key_of(PREDICTIONS, cursor, str)[0] if cursor else None
            return _predictions(listing, day, start, limit)

        return replies.reply(request, as_of, find)

    @listed(routes, "/issues", IssueItem)
    def issues(request: Request) -> Response:
        """The issues on which the theatre says that positions are taken."""
        return replies.reply(request, None, lambda: Answer(list(map(_issue, topics.values()))))

    @routes.get("/positions", response_model=Envelope[PositionItem], responses=errors())
    def positions(
        request: Request,
        holder: Annotated[str, Param(min_length=1, description="Id or name of a party.")],
        issue: Annotated[str, Param(description="Id of an issue.")],
        as_of: AsOf = None,
    ) -> Response:
        """What a party has said on an issue, its last change, and the silence since."""

        def find() -> Answer:
            if issue not in topics:
                raise InputError(f"issue: there is no {issue!r}{near(issue, topics)}")
            record = site.at(as_of)
            who = holder_named(record, holder)
            return Answer(_position(position_of(record, who, topics[issue], as_of=_day(as_of))))

        return replies.reply(request, as_of, find)

    return routes


def _day(as_of: date | None) -> date:
    return as_of or datetime.now(UTC).date()


def _predictions(listing: Listing, day: date, start: str | None, limit: int) -> Answer:
    found: list[tuple[Claim, Tracked]] = []
    zone = listing.record.pack.manifest.zone
    for one in listing.claims_after(start):
        tracked = None
        if one.kind == "prediction" and one.terms and one.terms.query:
            tracked = track(one, listing.record, as_of=day, zone=zone)
        if tracked is None:
            continue
        if len(found) == limit:
            return Answer(_told(found), cursor_of(PREDICTIONS, found[-1][0].id))
        found.append((one, tracked))
    return Answer(_told(found))


def _told(found: list[tuple[Claim, Tracked]]) -> list[dict[str, Any]]:
    return [
        {
            "claim": claim_item(claim),
            "since": one.since,
            "counted": one.counted,
            "unit": one.unit,
            "evidence": list(one.evidence),
            "covered_through": one.covered_through,
            "answer": one.resolution.answer if one.resolution else None,
            "scored": one.scored,
            "brier_band": one.brier_band,
            "why": one.why,
        }
        for claim, one in found
    ]


def _issue(topic: Topic) -> dict[str, Any]:
    return {"id": topic.id, "name": topic.name, "stances": [one.id for one in topic.stances]}


def _position(found: Position) -> dict[str, Any]:
    return {
        "holder": found.holder,
        "issue": found.topic,
        "spoken": list(map(_spoken, found.spoken)),
        "undated": list(map(_spoken, found.undated)),
        "changed": found.shift.after.day if found.shift else None,
        "silent_days": found.silent_days,
    }


def _spoken(one: Spoken) -> dict[str, Any]:
    anchor = one.anchor
    return {
        "when": when(one.when),
        "speaker": one.speaker,
        "stance": one.stance,
        "words": one.words,
        "source": one.source,
        "span": {"report": anchor.report, "start": anchor.start, "end": anchor.end},
        "reports": one.reports,
    }
