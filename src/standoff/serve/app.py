"""The application: the API and the pages over one site, with headers, limits and errors."""

from __future__ import annotations

import logging
import threading
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Final

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.middleware.gzip import GZipMiddleware
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.responses import Response

from standoff import __version__
from standoff.errors import InputError, RecordError
from standoff.serve import review_page, try_page
from standoff.serve.access import Sessions
from standoff.serve.api import docs_page, router
from standoff.serve.api.envelope import PREFIX
from standoff.serve.bench import Bench
from standoff.serve.headers import SAFE, SafeHeaders
from standoff.serve.limits import Limited, refused
from standoff.serve.pages import ROUTERS
from standoff.serve.pages.render import render
from standoff.serve.settings import SiteSettings
from standoff.serve.site import Site

SMALLEST_PACKED: Final = 1024
PACKING: Final = 4
LOG = logging.getLogger(__name__)
TITLES: Final = {
    403: "Not allowed",
    404: "Not found",
    413: "Too long",
    422: "Not understood",
    503: "Not available",
}


def create_app(settings: SiteSettings) -> FastAPI:
    """The application of one site; its record is opened to ask, at once.

    Raises:
        RecordError: the record is not there or cannot be opened.
    """
    site = Site(settings)
    bench = Bench(settings.pack, settings.cache, settings.limits)

    @asynccontextmanager
    async def running(_: FastAPI) -> AsyncIterator[None]:
        stop = threading.Event()
        follower = threading.Thread(target=site.follow, args=(stop,), daemon=True)
        follower.start()
        yield
        stop.set()
        bench.close()

    app = FastAPI(
        title=f"standoff: {settings.pack.manifest.title}",
        version=__version__,
        docs_url=None,
        redoc_url=None,
        openapi_url=f"{PREFIX}/openapi.json",
        lifespan=running,
    )
    app.state.site = site
    app.include_router(router(site, bench))
    app.include_router(docs_page.router(site))
    app.include_router(try_page.router(site, bench))
    app.include_router(review_page.router(site, Sessions(settings.access)))
    for page in ROUTERS:
        app.include_router(page(site))
    _answer_errors(app, site)
    app.add_middleware(GZipMiddleware, minimum_size=SMALLEST_PACKED, compresslevel=PACKING)
    app.add_middleware(Limited, limits=settings.limits, access=settings.access)
    if settings.allowed_hosts:
        app.add_middleware(TrustedHostMiddleware, allowed_hosts=list(settings.allowed_hosts))
    app.add_middleware(SafeHeaders)
    return app


def _answer_errors(app: FastAPI, site: Site) -> None:
    """Errors of the API in its envelope, those of pages as a page."""

    def told(request: Request, status: int, detail: str) -> Response:
        if request.url.path.startswith(PREFIX):
            return refused(status, detail)
        title = TITLES.get(status, "That did not work")
        return render(request, "error.html", site=site, status=status, title=title, detail=detail)

    @app.exception_handler(HTTPException)
    def refuse(request: Request, error: HTTPException) -> Response:
        answer = told(request, error.status_code, str(error.detail))
        answer.headers.update(error.headers or {})
        return answer

    @app.exception_handler(RequestValidationError)
    def misunderstand(request: Request, error: RequestValidationError) -> Response:
        return told(request, 422, "; ".join(map(_fault, error.errors())))

    @app.exception_handler(InputError)
    def reject(request: Request, error: InputError) -> Response:
        return told(request, 422, str(error))

    @app.exception_handler(RecordError)
    def despair(request: Request, error: RecordError) -> Response:
        LOG.error("%s: %s", request.url.path, error)
        return told(request, 503, "the record cannot be read just now")

    @app.exception_handler(Exception)
    def admit(_: Request, __: Exception) -> Response:
        answer = refused(500, "this is a fault of standoff's own; its log has the details")
        answer.headers.update(SAFE)
        return answer


def _fault(fault: dict[str, object]) -> str:
    """One thing that is wrong with a request, with its name."""
    place = fault["loc"]
    name = ".".join(map(str, place[1:])) if isinstance(place, tuple) else str(place)
    return f"{name}: {fault['msg']}" if name else str(fault["msg"])
