"""The style sheet, scripts, outlines: packed once, kept by readers for ever under their mark."""

from __future__ import annotations

import gzip
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Final

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from standoff.serve.pages.addresses import asset_mark

if TYPE_CHECKING:
    from standoff.serve.site import Site

KINDS: Final = {
    "css": "text/css; charset=utf-8",
    "js": "text/javascript; charset=utf-8",
    "json": "application/json",
    "svg": "image/svg+xml",
    "md": "text/plain; charset=utf-8",
}
FOR_EVER: Final = "public, max-age=31536000, immutable"
# So that a browser which asks for it of its own accord gets the mark too.
FAVICON: Final = "mark.svg"


def names() -> tuple[str, ...]:
    """Every asset that there is, by name."""
    folder = files("standoff.serve") / "assets"
    return tuple(sorted(one.name for one in folder.iterdir() if one.is_file()))


@cache
def content(name: str) -> bytes:
    """An asset as it is."""
    return (files("standoff.serve") / "assets" / name).read_bytes()


@cache
def packed(name: str) -> bytes:
    """An asset packed by gzip, always alike."""
    return gzip.compress(content(name), 9, mtime=0)


def router(_: Site) -> APIRouter:
    """The route to the assets."""
    made, known = APIRouter(include_in_schema=False), frozenset(names())

    @made.api_route("/assets/{name}", methods=["GET", "HEAD"])
    def asset(request: Request, name: str) -> Response:
        return _answer(request, name) if name in known else Response(status_code=404)

    @made.api_route("/favicon.ico", methods=["GET", "HEAD"])
    def favicon(request: Request) -> Response:
        return _answer(request, FAVICON)

    return made


def _answer(request: Request, name: str) -> Response:
    mark = asset_mark(name)
    kept = FOR_EVER if request.query_params.get("v") == mark else "no-cache"
    headers = {"ETag": f'"{mark}"', "Cache-Control": kept, "Vary": "Accept-Encoding"}
    if f'"{mark}"' in request.headers.get("if-none-match", ""):
        return Response(status_code=304, headers=headers)
    kind = KINDS[name.rpartition(".")[2]]
    if "gzip" in request.headers.get("accept-encoding", ""):
        headers["Content-Encoding"] = "gzip"
        return Response(packed(name), headers=headers, media_type=kind)
    return Response(content(name), headers=headers, media_type=kind)
