"""The site as files that open from disk: the same pages, without a server and without a fetch."""

from __future__ import annotations

import json
import os
import re
import shutil
import tempfile
from collections import deque
from collections.abc import Iterator, MutableMapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from html import unescape
from pathlib import Path
from posixpath import dirname, join, normpath
from typing import Any, Final
from urllib.parse import unquote, urlsplit

import anyio
from fastapi import FastAPI
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from standoff.errors import InputError
from standoff.serve.everything import entries, everything_pages, find_data
from standoff.serve.pages import ROUTERS, assets
from standoff.serve.pages.addresses import Answer, FileAddresses, ServerAddresses, file_of
from standoff.serve.pages.render import NAVIGATION, page_html, render
from standoff.serve.site import Site

MARK: Final = "standoff-site.json"
DATA: Final = "find-data.js"
_LINK: Final = re.compile(r'<a\b[^>]*?\bhref="([^"#?]*)')
Page = tuple[str, str | None]
Message = MutableMapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Exported:
    """What was written: the folder, and how much."""

    folder: Path
    pages: int
    files: int
    bytes: int


@dataclass(slots=True)
class Following:
    """Addresses of files that remember every page they were asked for."""

    addresses: FileAddresses
    pages: dict[Page, None] = field(default_factory=dict)

    @property
    def is_server(self) -> bool:
        """Nobody answers."""
        return False

    def href(self, page: str, id: str | None = None, **query: Answer | tuple[str, ...]) -> str:  # noqa: A002
        """The relative path of a page's file; the page will be written."""
        self.pages[page, id] = None
        return self.addresses.href(page, id, **query)

    def asset(self, name: str) -> str:
        """The relative path of an asset."""
        return self.addresses.asset(name)


def export_site(site: Site, folder: Path, *, as_of: date | None = None) -> Exported:
    """Every page as a file, linked by relative paths; written beside, then put in place.

    Args:
        site: whose record it is.
        folder: made anew; a site that stands there is replaced as a whole.
        as_of: the day on which the record is seen; None for all that is known.

    Raises:
        InputError: the folder holds something else, or cannot be written.
    """
    _check(folder)
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        beside = Path(tempfile.mkdtemp(prefix=f".{folder.name}-", dir=folder.parent))
    except OSError as error:
        raise InputError(f"{folder}: cannot be written: {error.strerror}") from error
    try:
        pages = _write(site, beside, as_of)
        beside.chmod(0o755)
        _swap(beside, folder)
    except OSError as error:
        raise InputError(f"{folder}: cannot be written: {error.strerror}") from error
    finally:
        shutil.rmtree(beside, ignore_errors=True)
    sizes = [one.stat().st_size for one in folder.rglob("*") if one.is_file()]
    return Exported(folder=folder, pages=pages, files=len(sizes), bytes=sum(sizes))


def _check(folder: Path) -> None:
    if not folder.exists():
        return
    if not folder.is_dir():
        raise InputError(f"{folder}: is no folder; name one that is new or empty")
    if any(folder.iterdir()) and not (folder / MARK).is_file():
        raise InputError(
            f"{folder}: holds something that is no exported site; name a new or empty folder"
        )


def _swap(beside: Path, folder: Path) -> None:
    """The new folder in place of the old one, which goes only then."""
    old = beside.with_name(beside.name + ".old")
    if folder.exists():
        folder.rename(old)
    try:
        beside.rename(folder)
    except OSError:
        if old.exists():
            old.rename(folder)
        raise
    shutil.rmtree(old, ignore_errors=True)


def _write(site: Site, folder: Path, as_of: date | None) -> int:
    for name in assets.names():
        _put(folder, f"assets/{name}", assets.content(name))
    listed = entries(site, as_of)
    _put(folder, f"assets/{DATA}", find_data(listed).encode())
    pages = anyio.run(_pages, site, folder, as_of, listed)
    mark = {
        "theatre": site.pack.id,
        "version": site.version,
        "as_of": as_of.isoformat() if as_of else None,
        "made_at": datetime.now(UTC).isoformat(timespec="seconds"),
        "pages": pages,
    }
    _put(folder, MARK, json.dumps(mark, indent=2).encode())
    return pages


async def _pages(site: Site, folder: Path, as_of: date | None, listed: Any) -> int:
    """Write every page that the navigation, the lists of everything or another page leads to."""
    app, written, linked = _bare(site), 0, set[str]()
    waiting: deque[Page] = deque((link.page, None) for _, links in NAVIGATION for link in links)
    lists = tuple(everything_pages(listed))
    seen = {*waiting, *(page for page, _, _ in lists)}
    absent: dict[str, bytes] = {}
    for page, template, values in lists:
        here = file_of(*page)
        follow = Following(FileAddresses(here=here))
        html = page_html(template, site=site, addresses=follow, as_of=as_of, values=values)
        _follow(follow, seen, waiting)
        linked.update(_links(html, here))
        _put(folder, here, html.encode())
        written += 1
    while waiting:
        page = waiting.popleft()
        here = file_of(*page)
        follow = Following(FileAddresses(here=here))
        status, body = await _ask(app, ServerAddresses(as_of=as_of).href(*page), follow)
        if status != 200:
            absent[here] = body
            continue
        _follow(follow, seen, waiting)
        linked.update(_links(body.decode(), here))
        _put(folder, here, body)
        written += 1
    for here in absent.keys() & linked:  # a link never leads nowhere: the file says what is missing
        _put(folder, here, absent[here])
        written += 1
    return written


def _follow(follow: Following, seen: set[Page], waiting: deque[Page]) -> None:
    fresh = [page for page in follow.pages if page not in seen]
    seen.update(fresh)
    waiting.extend(fresh)


def _links(html: str, here: str) -> Iterator[str]:
    """The files, from the top of the site, to which a page's links lead."""
    for address in _LINK.findall(html):
        parts = urlsplit(unescape(address))
        if parts.path and not parts.scheme and not parts.netloc:
            yield normpath(join(dirname(here), unquote(parts.path)))


def _bare(site: Site) -> FastAPI:
    """The pages alone: nobody asks from outside, so there is nothing to guard."""
    app = FastAPI(openapi_url=None, docs_url=None, redoc_url=None)
    for router in ROUTERS:
        app.include_router(router(site))

    @app.exception_handler(HTTPException)
    def refuse(request: Request, error: HTTPException) -> Response:
        status, detail = error.status_code, str(error.detail)
        return render(
            request, "error.html", site=site, status=status, title="Not found", detail=detail
        )

    return app


async def _ask(app: FastAPI, address: str, follow: Following) -> tuple[int, bytes]:
    """The status and the body of one page; a redirect is followed."""
    for _ in range(3):
        status, headers, body = await _answer(app, address, follow)
        if status not in (301, 302, 303, 307, 308):
            return status, body
        address = headers.get(b"location", b"").decode()
    return status, body


async def _answer(
    app: FastAPI, address: str, follow: Following
) -> tuple[int, dict[bytes, bytes], bytes]:
    parts = urlsplit(address)
    told: list[Message] = []

    async def receive() -> Message:
        return {"type": "http.request", "body": b"", "more_body": False}

    async def send(message: Message) -> None:
        told.append(message)

    scope = {
        "type": "http",
        "asgi": {"version": "3.0"},
        "http_version": "1.1",
        "method": "GET",
        "scheme": "http",
        "path": unquote(parts.path),
        "raw_path": parts.path.encode(),
        "query_string": parts.query.encode(),
        "root_path": "",
        "headers": [(b"host", b"localhost")],
        "addresses": follow,
        "whole": True,
    }
    await app(scope, receive, send)
    body = b"".join(one.get("body", b"") for one in told[1:])
    return told[0]["status"], dict(told[0]["headers"]), body


def _put(folder: Path, name: str, content: bytes) -> None:
    place = folder / name
    place.parent.mkdir(parents=True, exist_ok=True)
    with place.open("wb") as file:
        file.write(content)
        file.flush()
        if name == MARK:
            os.fsync(file.fileno())
