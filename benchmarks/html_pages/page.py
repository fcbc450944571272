"""A page with its gold: what must be read from it, and what must not."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True, kw_only=True)
class Gold:
    """What a page states; None where it states nothing or the corpus does not say.

    `day` is the ISO day of publication. A corpus that does not label a field is not scored on it:
    `fields` names those that are. `optional` are texts that may be read or left out.
    """

    text: str
    title: str | None = None
    byline: str | None = None
    outlet: str | None = None
    place: str | None = None
    day: str | None = None
    fields: frozenset[str] = frozenset()
    optional: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """One page: `blocks` are its story's paragraphs, `furniture` all other visible texts."""

    name: str
    group: str
    raw: bytes = field(repr=False)
    gold: Gold
    blocks: tuple[str, ...] = ()
    furniture: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What a reader found in a page."""

    text: str = ""
    title: str | None = None
    byline: str | None = None
    outlet: str | None = None
    place: str | None = None
    day: str | None = None
