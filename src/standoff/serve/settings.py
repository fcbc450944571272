"""What a site is made from: a theatre, a record, who may rule on it, what is let through."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from standoff.errors import InputError
from standoff.packs import Pack

LOOPBACK = ("127.0.0.1", "::1", "localhost")
SHORTEST_TOKEN = 16


@dataclass(frozen=True, slots=True, kw_only=True)
class Access:
    """Who may rule: whoever knows the token, or whom a trusted proxy names in a header.

    With neither, nobody may, and the site has no page that writes.
    """

    token: str | None = field(default=None, repr=False)
    trusted_header: str | None = None
    trusted_proxies: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if self.token is not None and len(self.token) < SHORTEST_TOKEN:
            raise InputError(f"the token for review needs at least {SHORTEST_TOKEN} characters")
        if bool(self.trusted_header) != bool(self.trusted_proxies):
            raise InputError("a trusted header needs a trusted proxy, and the other way round")
        if self.token and self.trusted_header:
            raise InputError("give a token or a trusted header, not both")

    @property
    def anybody(self) -> bool:
        """Whether there is any way to be let in."""
        return bool(self.token or self.trusted_header)


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """How much one client may ask: requests a minute, bytes of a body, seconds of coding."""

    requests_a_minute: int = 1200
    writes_a_minute: int = 30
    body_bytes: int = 2_000_000
    coding_seconds: float = 20.0
    codings_at_once: int = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class SiteSettings:
    """All that a site needs to know.

    Attributes:
        pack: the theatre.
        record: path or URL of the record; None shows the theatre's own tables.
        cache: folder for what can be made again.
        access: who may rule.
        limits: what is let through.
        allowed_hosts: names by which the site may be called; empty means any.
    """

    pack: Pack
    record: Path | str | None = None
    cache: Path
    access: Access = field(default_factory=Access)
    limits: Limits = field(default_factory=Limits)
    allowed_hosts: tuple[str, ...] = ()
