"""Who may rule: sessions in a signed cookie, begun by a token or by a trusted proxy's word."""

from __future__ import annotations

import base64
import binascii
import hmac
import json
import secrets
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Final

from starlette.requests import Request
from starlette.responses import Response

from standoff.serve.settings import Access

COOKIE: Final = "standoff_review"
PATH: Final = "/review"
LASTS_SECONDS: Final = 8 * 3600
LONGEST_NAME: Final = 100
SAME: Final = ("same-origin", "none")


@dataclass(frozen=True, slots=True, kw_only=True)
class Session:
    """Somebody who was let in."""

    who: str
    nonce: str
    expires: float


@dataclass(frozen=True, slots=True)
class Sessions:
    """Lets people in and knows them again; every session ends with the program.

    Attributes:
        access: who may come in.
        secret: signs cookies and forms.
        now: the time in seconds.
    """

    access: Access
    secret: bytes = field(default_factory=lambda: secrets.token_bytes(32), repr=False)
    now: Callable[[], float] = time.time

    def of(self, request: Request) -> Session | None:
        """Whose request it is; None where nobody was let in.

        What a trusted proxy says counts before any cookie.
        """
        held = self._held(request.cookies.get(COOKIE, ""))
        if not self.access.trusted_header:
            return held
        named = self._named(request)
        if named is None:
            return None
        return held if held and held.who == named else self.begin(named)

    def begin(self, who: str) -> Session:
        """A new session of a person."""
        expires = self.now() + LASTS_SECONDS
        return Session(who=who[:LONGEST_NAME], nonce=secrets.token_urlsafe(16), expires=expires)

    def knows(self, token: str) -> bool:
        """Whether this is the token; it takes as long to say no as to say yes."""
        wanted = self.access.token
        return wanted is not None and hmac.compare_digest(token.encode(), wanted.encode())

    def remember(self, answer: Response, session: Session, *, secure: bool) -> None:
        """Hand the session's cookie out with an answer."""
        plain = json.dumps([session.who, session.nonce, session.expires]).encode()
        body = base64.urlsafe_b64encode(plain).decode()
        answer.set_cookie(
            COOKIE,
            f"{body}.{self._sign('cookie', body)}",
            max_age=LASTS_SECONDS,
            path=PATH,
            httponly=True,
            samesite="strict",
            secure=secure,
        )

    def form_token(self, session: Session) -> str:
        """A word for the forms of a session, another one each time."""
        salt = secrets.token_urlsafe(12)
        return f"{salt}.{self._sign('form', session.nonce, salt)}"

    def allows(self, session: Session, given: str) -> bool:
        """Whether a form came from a page of this session."""
        salt, _, mark = given.partition(".")
        wanted = self._sign("form", session.nonce, salt)
        return hmac.compare_digest(mark.encode(), wanted.encode())

    def _held(self, cookie: str) -> Session | None:
        body, _, mark = cookie.partition(".")
        if not hmac.compare_digest(mark.encode(), self._sign("cookie", body).encode()):
            return None
        try:
            who, nonce, expires = json.loads(base64.urlsafe_b64decode(body))
        except (binascii.Error, ValueError):
            return None
        return Session(who=who, nonce=nonce, expires=expires) if expires > self.now() else None

    def _named(self, request: Request) -> str | None:
        """Whom the trusted proxy names; nobody else is believed."""
        peer = request.client.host if request.client else ""
        if peer not in self.access.trusted_proxies or not self.access.trusted_header:
            return None
        return request.headers.get(self.access.trusted_header, "").strip() or None

    def _sign(self, *parts: str) -> str:
        return hmac.new(self.secret, "\0".join(parts).encode(), sha256).hexdigest()


def from_elsewhere(request: Request) -> bool:
    """Whether a browser says that another site sent this form."""
    site = request.headers.get("sec-fetch-site")
    if site is not None:
        return site not in SAME
    origin = request.headers.get("origin")
    if origin in (None, "null"):
        return False
    return origin.partition("://")[2] != request.headers.get("host", "")
