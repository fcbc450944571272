"""Where the pages stand: paths of a server, or files beside each other."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files
from posixpath import relpath
from typing import Final, Protocol
from urllib.parse import quote, urlencode

FRONT: Final = "now"
_UNSAFE: Final = re.compile(r"[^A-Za-z0-9._-]")
_LONGEST_NAME: Final = 80

Answer = str | int | date | None


class Addresses(Protocol):
    """How a page finds another page or an asset."""

    @property
    def is_server(self) -> bool:
        """Whether somebody answers: forms and downloads need that."""
        ...

    def href(self, page: str, id: str | None = None, **query: Answer | tuple[str, ...]) -> str:  # noqa: A002
        """Where a page stands; a name that ends in an underscore loses it (`class_`)."""
        ...

    def asset(self, name: str) -> str:
        """Where an asset stands."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class ServerAddresses:
    """Paths below a server's root; the day that is looked at goes along."""

    as_of: date | None = None
    root: str = ""

    @property
    def is_server(self) -> bool:
        """A server answers."""
        return True

    def href(self, page: str, id: str | None = None, **query: Answer | tuple[str, ...]) -> str:  # noqa: A002
        """The path of a page.

        >>> ServerAddresses(as_of=date(2024, 9, 18)).href("event", "t:1")
        '/event/t:1?as_of=2024-09-18'
        """
        path = "/" if page == FRONT and id is None else f"/{page}"
        if id is not None:
            path += "/" + quote(id, safe=":")
        asked = urlencode(_pairs({"as_of": self.as_of, **query}))
        return self.root + path + (f"?{asked}" if asked else "")

    def asset(self, name: str) -> str:
        """The path of an asset, with its content's mark, so that it may be kept for ever."""
        return f"{self.root}/assets/{quote(name)}?v={asset_mark(name)}"


@dataclass(frozen=True, slots=True, kw_only=True)
class FileAddresses:
    """Files of one folder; addresses are relative to the page at `here`.

    Filters need a server, so that what is asked of a page is left out; `anchor` stays.
    """

    here: str

    @property
    def is_server(self) -> bool:
        """Nobody answers."""
        return False

    def href(self, page: str, id: str | None = None, **query: Answer | tuple[str, ...]) -> str:  # noqa: A002, ARG002
        """The relative path of a page's file.

        >>> FileAddresses(here="event/a.html").href("now")
        '../index.html'
        """
        return self._from_here(file_of(page, id))

    def asset(self, name: str) -> str:
        """The relative path of an asset."""
        return self._from_here(f"assets/{name}")

    def _from_here(self, target: str) -> str:
        folder = self.here.rpartition("/")[0] or "."
        return quote(relpath(target, folder))


def file_of(page: str, id: str | None = None) -> str:  # noqa: A002
    """The file in which a page of the static site stands: any id makes one safe, distinct name.

    >>> file_of("event", "flights:1")[:16], file_of("now")
    ('event/flights_1-', 'index.html')
    """
    if id is None:
        return "index.html" if page == FRONT else f"{page}.html"
    name = _UNSAFE.sub("_", id)[:_LONGEST_NAME]
    if name != id:
        name += "-" + hashlib.sha256(id.encode()).hexdigest()[:8]
    return f"{page}/{name}.html"


@cache
def asset_mark(name: str) -> str:
    """A short mark of an asset's content."""
    content = (files("standoff.serve") / "assets" / name).read_bytes()
    return hashlib.sha256(content).hexdigest()[:12]


def _pairs(query: dict[str, Answer | tuple[str, ...]]) -> list[tuple[str, str]]:
    """What is asked, as name and text; what is left open is left out."""
    pairs = []
    for name, given in query.items():
        several = given if isinstance(given, tuple) else (given,)
        pairs += [(name.rstrip("_"), str(one)) for one in several if one not in (None, "")]
    return pairs
