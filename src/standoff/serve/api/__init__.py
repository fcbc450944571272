"""The JSON API, version 1: every answer in one envelope, described by OpenAPI 3.1."""

from __future__ import annotations

from fastapi import APIRouter

from standoff.serve.api import about, disputes, events, kept, texts, trying, voices
from standoff.serve.api.envelope import Replies
from standoff.serve.bench import Bench
from standoff.serve.site import Site


def router(site: Site, bench: Bench) -> APIRouter:
    """All routes of the API over one site.

    Args:
        site: what is asked.
        bench: codes what visitors bring.
    """
    routes, replies = APIRouter(), Replies(site)
    for one in (about, events, disputes, texts, kept, voices):
        routes.include_router(one.router(replies))
    routes.include_router(trying.router(replies, bench))
    return routes
