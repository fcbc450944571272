"""What the journal holds: explanations, forecasts and briefs; nothing is made in a request."""

from __future__ import annotations

from datetime import date
from itertools import islice
from typing import Any, Final

from fastapi import APIRouter, HTTPException, Request
from pydantic import TypeAdapter
from starlette.responses import Response

from standoff.brief.archive import Filed
from standoff.brief.document import Sentence
from standoff.explain import Hypothesis, implication_keys, load_hypotheses
from standoff.forecast.journal import NUMBER, WAIT
from standoff.model import Entry
from standoff.serve.api.asked import AsOf, Cursor, Limit
from standoff.serve.api.cursors import cursor_of, key_of
from standoff.serve.api.envelope import PREFIX, Answer, Envelope, Replies, errors
from standoff.serve.api.listed import listed
from standoff.serve.api.models import BriefItem, BriefWhole, HypothesisItem, Kept
from standoff.serve.api.shapes import entry_item
from standoff.serve.site import Site

FORECASTS: Final = "forecasts"
_SENTENCE: TypeAdapter[Sentence] = TypeAdapter(Sentence)


def router(replies: Replies) -> APIRouter:
    """The routes of what the journal holds."""
    routes, site = APIRouter(prefix=PREFIX, tags=["journal"]), replies.site
    hypotheses = load_hypotheses(site.pack)

    @listed(routes, "/explanations", HypothesisItem)
    def explanations(request: Request, as_of: AsOf = None) -> Response:
        """Every hypothesis, with the newest result that the journal holds of what it predicts."""
        return replies.reply(
            request, as_of, lambda: Answer([_hypothesis(one, site, as_of) for one in hypotheses])
        )

    @routes.get(
        "/explanations/{name}", response_model=Envelope[HypothesisItem], responses=errors(404)
    )
    def explanation(request: Request, name: str, as_of: AsOf = None) -> Response:
        """One hypothesis, with the newest result of each of its implications."""
        found = next((one for one in hypotheses if one.id == name), None)
        if found is None:
            raise HTTPException(404, f"there is no hypothesis {name!r}")
        return replies.reply(request, as_of, lambda: Answer(_hypothesis(found, site, as_of)))

    @listed(routes, "/forecasts", Kept)
    def forecasts(
        request: Request, as_of: AsOf = None, limit: Limit = 50, cursor: Cursor = None
    ) -> Response:
        """The forecasts of the journal, newest first: chances, numbers and waits."""

        def find() -> Answer:
            held = [*site.forecasts(as_of=as_of)]
            held += [one for kind in (NUMBER, WAIT) for one in site.entries(kind, as_of=as_of)]
            held.sort(key=_newest, reverse=True)
            after: Any = key_of(FORECASTS, cursor, str, str, str) if cursor else None
            rest = (one for one in held if after is None or _newest(one) < after)
            found = list(islice(rest, limit + 1))
            more = len(found) > limit
            return Answer(
                [entry_item(one) for one in found[:limit]],
                cursor_of(FORECASTS, *_newest(found[limit - 1])) if more else None,
            )

        return replies.reply(request, as_of, find)

    @listed(routes, "/briefs", BriefItem)
    def briefs(request: Request, as_of: AsOf = None) -> Response:
        """The briefs of the journal, newest first."""
        return replies.reply(
            request,
            as_of,
            lambda: Answer([_brief(one) for one in reversed(site.briefs(as_of=as_of))]),
        )

    @routes.get("/briefs/{key}", response_model=Envelope[BriefWhole], responses=errors(404))
    def brief(request: Request, key: str) -> Response:
        """One brief as it now reads, or as it was approved, with the evidence of each sentence."""
        found = next((one for one in site.briefs() if one.key == key), None)
        if found is None:
            raise HTTPException(404, f"there is no brief {key!r}")
        return replies.reply(request, None, lambda: Answer(_whole(found)))

    return routes


def _hypothesis(one: Hypothesis, site: Site, as_of: date | None) -> dict[str, Any]:
    held, keys = site.results(as_of=as_of), implication_keys(one)
    return {
        "id": one.id,
        "aim": one.aim,
        "statement": one.statement,
        "file": one.file,
        "file_hash": one.file_hash,
        "untestable_because": one.untestable_because,
        "implications": list(keys),
        "results": [entry_item(held[key][0]) for key in keys if key in held],
        "not_computed": [key for key in keys if key not in held],
    }


def _newest(entry: Entry) -> tuple[str, str, str]:
    return entry.made_at, entry.kind, entry.key


def _brief(filed: Filed) -> dict[str, Any]:
    brief = filed.brief
    plain = ("title", "state", "version", "as_of", "made_at", "record_version")
    told = (*plain, "approved_by", "approved_at", "corrects")
    return {name: getattr(brief, name) for name in told} | {
        "key": filed.key,
        "sha256": filed.sha256,
    }


def _whole(filed: Filed) -> dict[str, Any]:
    plain = [_SENTENCE.dump_python(one, mode="json") for one in filed.brief.sentences()]
    sentences = [{"text": one["text"], "evidence": one["evidence"]} for one in plain]
    return _brief(filed) | {"sentences": sentences}
