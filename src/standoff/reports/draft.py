"""What a format hands on before a report is frozen."""

from __future__ import annotations

from dataclasses import dataclass, field

from standoff.dates import When


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """One text with what its file states about it; nothing is guessed here.

    `title_in_text` is True where the title is the text's own first line. `before` holds the
    page's lines just above the text, `around` all others that are not the text. `host` is where
    the page was kept, the last word on its source; `marks` are properties of the source.
    """

    text: str
    reader: str
    locator: str
    raw: bytes = field(repr=False)
    title: str | None = None
    title_in_text: bool = False
    outlet: str | None = None
    url: str | None = None
    stated: When | None = None
    byline: str | None = None
    language: str | None = None
    before: tuple[str, ...] = ()
    around: tuple[str, ...] = ()
    host: str | None = None
    marks: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """Bytes found in a container, to be read as a file of their own.

    `url`, `charset` and `marks` are what the container knows of them.
    """

    raw: bytes = field(repr=False)
    locator: str
    url: str | None = None
    charset: str | None = None
    marks: tuple[str, ...] = ()
