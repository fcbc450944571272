"""A saved page: its story, title, day and outlet."""

from __future__ import annotations

from standoff.reports.draft import Draft


def read_page(text: str, *, locator: str, raw: bytes) -> Draft:
    """A draft with the page's story."""
    return Draft(text=text, reader="html 1", locator=locator, raw=raw)
