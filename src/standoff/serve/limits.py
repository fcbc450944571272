"""How much one client may ask: a bucket of requests that fills again, and a longest body."""

from __future__ import annotations

import json
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, field
from time import monotonic
from typing import Final

from fastapi import HTTPException
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from standoff.serve.settings import LOOPBACK, Access, Limits

MOST_CLIENTS: Final = 10_000
READING: Final = ("GET", "HEAD", "OPTIONS")
MINUTE: Final = 60.0


@dataclass(slots=True)
class Buckets:
    """For each client how many requests it has left; a minute fills its bucket again."""

    size: int
    now: Callable[[], float] = monotonic
    left: OrderedDict[str, tuple[float, float]] = field(default_factory=OrderedDict)

    def wait(self, client: str) -> float:
        """Seconds that a client has to wait; 0 lets this request through and counts it."""
        moment = self.now()
        left, seen = self.left.pop(client, (float(self.size), moment))
        rate = self.size / MINUTE
        left = min(self.size, left + (moment - seen) * rate)
        allowed = left >= 1
        self.left[client] = (left - 1 if allowed else left, moment)
        while len(self.left) > MOST_CLIENTS:
            self.left.popitem(last=False)
        return 0.0 if allowed else (1 - left) / rate


class Limited:
    """Refuses clients that ask too often (429) and bodies that are too long (413).

    Whoever reads from this machine itself is not counted; behind a trusted proxy the client is
    the one that the proxy names.
    """

    def __init__(self, app: ASGIApp, *, limits: Limits, access: Access) -> None:
        self.app, self.limits, self.access = app, limits, access
        self.reads = Buckets(limits.requests_a_minute)
        self.writes = Buckets(limits.writes_a_minute)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, or refuse it."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        client = client_of(scope, self.access)
        reading = scope["method"] in READING
        counted = not reading or client not in LOOPBACK
        wait = (self.reads if reading else self.writes).wait(client) if counted else 0.0
        if wait:
            refusal = refused(429, "too many requests; try again later")
            refusal.headers["Retry-After"] = str(int(wait) + 1)
            await refusal(scope, receive, send)
            return
        if _announced(scope) > self.limits.body_bytes:
            await refused(413, self._longest())(scope, receive, send)
            return
        await self._within(scope, receive, send)

    async def _within(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, whose body is cut off where it grows too long."""
        read = 0

        async def counted() -> Message:
            nonlocal read
            message = await receive()
            read += len(message.get("body", b""))
            if read > self.limits.body_bytes:
                raise HTTPException(413, self._longest())
            return message

        await self.app(scope, counted, send)

    def _longest(self) -> str:
        return f"a body may have {self.limits.body_bytes:,} bytes at most"


def client_of(scope: Scope, access: Access) -> str:
    """The address that asks; behind a trusted proxy the last one that the proxy names."""
    peer = str((scope.get("client") or ("",))[0])
    if peer not in access.trusted_proxies:
        return peer
    named = [value for name, value in scope["headers"] if name == b"x-forwarded-for"]
    last = named[-1].decode("latin-1").rpartition(",")[2].strip() if named else ""
    return last or peer


def refused(status: int, detail: str) -> Response:
    """The answer in the API's envelope of errors."""
    content = {"error": {"code": CODES[status], "detail": detail}}
    return Response(json.dumps(content), status, media_type="application/json")


CODES: Final = {
    400: "bad_request",
    401: "not_signed_in",
    403: "forbidden",
    404: "not_found",
    405: "method_not_allowed",
    408: "took_too_long",
    409: "conflict",
    413: "too_long",
    415: "not_supported",
    422: "bad_query",
    429: "too_many_requests",
    500: "our_fault",
    503: "not_available",
}


def _announced(scope: Scope) -> int:
    given = next((value for name, value in scope["headers"] if name == b"content-length"), b"0")
    return int(given) if given.isdigit() else 0
