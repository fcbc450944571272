"""From a page's values to HTML: one environment, one frame, navigation, ETag."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any, Final, Protocol

from jinja2 import Environment, PackageLoader, StrictUndefined
from starlette.requests import Request
from starlette.responses import Response

from standoff.packs import Pack
from standoff.serve.pages.addresses import Addresses, ServerAddresses
from standoff.serve.pages.shown import FILTERS


@dataclass(frozen=True, slots=True)
class Link:
    """A page in the navigation."""

    page: str
    title: str


NAVIGATION: Final = (
    ("Record", (Link("now", "Now"), Link("timeline", "Timeline"), Link("map", "Map"))),
    (
        "Readings",
        (
            Link("claims", "Claims"),
            Link("explanations", "Explanations"),
            Link("positions", "Positions"),
        ),
    ),
    (
        "Outlook",
        (
            Link("forecasts", "Forecasts"),
            Link("predictions", "Predictions"),
            Link("briefs", "Brief"),
        ),
    ),
    ("Look up", (Link("search", "Search"), Link("data", "Data"), Link("about", "About"))),
)
# Pages that stand for one thing, and the page of the navigation that they belong to.
BELOW: Final = {"event": "timeline", "report": "search"}


class Shown(Protocol):
    """What every page says of the record; `serve.site.Site` does."""

    @property
    def pack(self) -> Pack:
        """The theatre."""
        ...

    @property
    def version(self) -> str:
        """The record's version."""
        ...


@cache
def environment() -> Environment:
    """The templates, with escaping on and unknown names refused."""
    made = Environment(
        loader=PackageLoader("standoff.serve", "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.filters.update(FILTERS)
    return made


def page_html(
    template: str,
    *,
    site: Shown,
    addresses: Addresses,
    as_of: date | None = None,
    values: Mapping[str, Any],
) -> str:
    """A page as text, for a server and for files alike.

    Args:
        template: its file in `templates/`; the name before the dot is the page's.
        site: whose record it shows.
        addresses: how it finds other pages.
        as_of: the day on which the record is seen.
        values: what the template names.
    """
    page = template.partition(".")[0]
    frame = {
        "pack": site.pack,
        "version": site.version,
        "as_of": as_of,
        "page": page,
        "here": BELOW.get(page, page),
        "navigation": NAVIGATION,
        "href": addresses.href,
        "asset": addresses.asset,
        "is_server": addresses.is_server,
    }
    return environment().get_template(template).render({**frame, **values})


def addresses_of(request: Request, as_of: date | None) -> Addresses:
    """How the page asked for finds others: as whoever asks has it, else by paths of this server.

    A static site is made by asking for every page with the addresses of its files.
    """
    given: Addresses | None = request.scope.get("addresses")
    return given or ServerAddresses(as_of=as_of, root=request.scope.get("root_path", ""))


def render(
    request: Request,
    template: str,
    *,
    site: Shown,
    as_of: date | None = None,
    status: int = 200,
    **values: Any,
) -> Response:
    """The answer to a request for a page; 304 if the reader has just this page already.

    Args:
        request: what was asked.
        template: the page's file in `templates/`.
        site: whose record it shows.
        as_of: the day on which the record is seen.
        status: of the answer.
        values: what the template names.
    """
    addresses = addresses_of(request, as_of)
    html = page_html(template, site=site, addresses=addresses, as_of=as_of, values=values)
    body = html.encode()
    mark = f'W/"{hashlib.sha256(body).hexdigest()[:24]}"'
    headers = {"ETag": mark, "Cache-Control": "no-cache", "Vary": "Accept-Encoding, Cookie"}
    if status == 200 and mark in _marks(request.headers.get("if-none-match", "")):
        return Response(status_code=304, headers=headers)
    return Response(body, status, headers, media_type="text/html; charset=utf-8")


def _marks(header: str) -> set[str]:
    return {mark.strip() for mark in header.split(",")}
