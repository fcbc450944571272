"""Plain text: as its writer left it, with the first line as title if it looks like one."""

from __future__ import annotations

from pathlib import PurePath

from standoff.reports.draft import Draft

READER = "text 1"
_TITLE_WORDS = 30
_TITLE_CHARS = 250


def read_plain(text: str, *, locator: str, raw: bytes) -> Draft:
    """A draft with the text's own lines; nothing is moved."""
    text = "\n".join(line.rstrip() for line in text.split("\n")).strip("\n")
    title = headline(text)
    return Draft(
        text=text,
        reader=READER,
        locator=locator,
        raw=raw,
        title=title,
        title_in_text=title is not None,
    )


def headline(text: str) -> str | None:
    r"""The first line, if it looks like a headline: short, no sentence, with a text below it.

    >>> headline("Talks resume\n\nThe two sides met on Monday for the first time in years.")
    'Talks resume'
    """
    first, _, rest = text.lstrip("\n").partition("\n")
    first = first.strip()
    if not first or len(first) > _TITLE_CHARS or len(first.split()) > _TITLE_WORDS:
        return None
    if first.endswith((".", ",", ";", ":", "--")) and not first.endswith("..."):
        return None
    below = next((line for line in rest.split("\n", 8) if line.strip()), "")
    followed_by_blank = rest.startswith("\n") and bool(below)
    return first if followed_by_blank or len(below) >= 2 * len(first) else None


def outlet_from(locator: str) -> str:
    """The last resort for a source's name: the file's own, without its ending.

    >>> outlet_from("saved/wire_story.txt")
    'wire_story'
    """
    name = PurePath(locator).name
    stem = PurePath(name.split(":", 1)[0]).stem
    return stem or locator
