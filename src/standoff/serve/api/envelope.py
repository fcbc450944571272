"""The API's one shape of answers, with marks by which a reader need not ask twice."""

from __future__ import annotations

import hashlib
import threading
from collections import OrderedDict
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final, Generic, NamedTuple, TypeVar

from pydantic import BaseModel, ConfigDict, Field
from pydantic_core import to_json
from starlette.requests import Request
from starlette.responses import Response

from standoff.serve.api.tables import csv_of
from standoff.serve.site import Site

PREFIX: Final = "/api/v1"
CSV: Final = ".csv"
CSV_TYPE: Final = "text/csv; charset=utf-8"
MOST_BYTES_KEPT: Final = 32_000_000
MOST_BYTES_OF_ONE: Final = 1_000_000
T = TypeVar("T")


class Envelope(BaseModel, Generic[T]):
    """Every answer: what was asked for, from which version, seen on which day, what comes next."""

    model_config = ConfigDict(extra="forbid")

    data: T
    version: str = Field(description="Version of the record; the same name is the same content.")
    as_of: date | None = Field(description="Only what had been published by this day.")
    next: str | None = Field(description="Cursor of the next page; null on the last.")


class Fault(BaseModel):
    """What went wrong."""

    model_config = ConfigDict(extra="forbid")

    code: str
    detail: str


class ErrorEnvelope(BaseModel):
    """Every error."""

    model_config = ConfigDict(extra="forbid")

    error: Fault


def errors(*statuses: int) -> dict[int | str, dict[str, Any]]:
    """The errors that a route may answer, as its description names them."""
    listed = {422, 429, 500, 503, *statuses}
    return {one: {"model": ErrorEnvelope, "description": WORDS[one]} for one in sorted(listed)}


WORDS: Final = {
    404: "There is no such thing in the record on this day.",
    408: "It took too long.",
    413: "The body is too long.",
    415: "This cannot be read as a report.",
    422: "The question cannot be understood; the detail says why.",
    429: "Too many requests; Retry-After says when to try again.",
    500: "A fault of standoff's own.",
    503: "The record cannot be read just now.",
}


class Answer(NamedTuple):
    """What a route found: plain values, and the cursor of the next page."""

    data: Any
    next: str | None = None


class File(NamedTuple):
    """A whole file instead of the envelope."""

    content: bytes
    media_type: str
    left_out: Mapping[str, int] = {}


@dataclass(frozen=True, slots=True)
class Replies:
    """Answers to requests, kept while neither record nor journal changes."""

    site: Site
    _kept: OrderedDict[str, tuple[bytes, dict[str, str]]] = field(default_factory=OrderedDict)
    _bytes: list[int] = field(default_factory=lambda: [0])
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def reply(
        self, request: Request, as_of: date | None, find: Callable[[], Answer | File]
    ) -> Response:
        """The answer to a request; 304 where the reader has just this one.

        Args:
            request: its address says what is asked.
            as_of: the day on which the record is seen.
            find: finds the answer, if it has to be found.
        """
        version = self.site.version
        mark = self._mark(request)
        if mark in _marks(request.headers.get("if-none-match", "")):
            return Response(status_code=304, headers={"ETag": mark, **CACHING})
        held = self._kept.get(mark)
        if held is None:
            found = find()
            if isinstance(found, File):
                headers = {"Content-Type": found.media_type, **_told(found.left_out)}
                held = (found.content, headers)
            elif request.url.path.endswith(CSV):
                held = (csv_of(found.data), {"Content-Type": CSV_TYPE, **_next(request, found)})
            else:
                body = {"data": found.data, "version": version, "as_of": as_of, "next": found.next}
                held = (to_json(body, inf_nan_mode="null"), {"Content-Type": "application/json"})
            self._keep(mark, held)
        content, headers = held
        return Response(content, headers={"ETag": mark, **CACHING, **headers})

    def _mark(self, request: Request) -> str:
        asked = f"{self.site.stamp()} {request.url.path}?{request.url.query}"
        return f'W/"{hashlib.sha256(asked.encode()).hexdigest()[:24]}"'

    def _keep(self, mark: str, held: tuple[bytes, dict[str, str]]) -> None:
        if len(held[0]) > MOST_BYTES_OF_ONE:
            return
        with self._lock:
            if mark not in self._kept:
                self._kept[mark] = held
                self._bytes[0] += len(held[0])
            while self._bytes[0] > MOST_BYTES_KEPT:
                _, (content, _) = self._kept.popitem(last=False)
                self._bytes[0] -= len(content)


CACHING: Final = {"Cache-Control": "no-cache", "Vary": "Accept-Encoding"}


def _next(request: Request, found: Answer) -> dict[str, str]:
    """Where the next page of a file stands, as a header."""
    if found.next is None:
        return {}
    address = request.url.include_query_params(cursor=found.next)
    return {"Link": f'<{address.path}?{address.query}>; rel="next"'}


def _told(left_out: Mapping[str, int]) -> dict[str, str]:
    """How many events a format could not hold, as a header."""
    told = "; ".join(f"{number} {reason}" for reason, number in left_out.items())
    return {"Standoff-Left-Out": told} if told else {}


def _marks(header: str) -> set[str]:
    return {mark.strip() for mark in header.split(",")}
