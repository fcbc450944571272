"""Story parts into markup, with furniture between them where a template wants it."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from html import escape

from html_pages.prose import Part, Story

ALL = frozenset({"title", "byline", "outlet", "day"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Made:
    """A page's HTML, the fields it states anywhere, and its story where that is not all of it."""

    html: str
    states: frozenset[str] = ALL
    story: tuple[str, ...] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Style:
    """The markup of each kind of part; `between` are pieces put after the third part and on."""

    p: str = "<p>{}</p>"
    h2: str = "<h2>{}</h2>"
    li: str = "<li>{}</li>"
    items: str = "<ul>{}</ul>"
    quote: str = "<blockquote><p>{}</p></blockquote>"
    glue: str = "\n"
    between: Sequence[str] = field(default=())


def body(parts: Sequence[Part], style: Style, wrap: Callable[[str], str] = str) -> str:
    """The story in a style; runs of items become one list."""
    pieces: list[str] = []
    items: list[str] = []
    for part in [*parts, Part(kind="p", text="")]:
        if part.kind == "li":
            items.append(style.li.format(escape(part.text, quote=False)))
            continue
        if items:
            pieces.append(style.items.format("".join(items)))
            items = []
        if part.text:
            form = {"p": style.p, "h2": style.h2, "quote": style.quote}[part.kind]
            pieces.append(wrap(form.format(escape(part.text, quote=False))))
    step = max(2, len(pieces) // (len(style.between) + 1))
    for number, piece in enumerate(style.between):
        pieces.insert(min(len(pieces) - 1, step * (number + 1) + number), piece)
    return style.glue.join(pieces)


def linked(story: Story, **more: object) -> str:
    """The story's linked data."""
    data = {
        "@context": "https://schema.org",
        "@graph": [
            {"@type": "WebSite", "name": story.outlet, "url": "https://news.example"},
            {
                "@type": "NewsArticle",
                "headline": story.title,
                "datePublished": f"{story.moment:%Y-%m-%dT%H:%M:%S}+00:00",
                "author": [{"@type": "Person", "name": story.byline}],
                "publisher": {"@type": "NewsMediaOrganization", "name": story.outlet},
                **more,
            },
        ],
    }
    return f'<script type="application/ld+json">{json.dumps(data)}</script>'


def graph(story: Story) -> str:
    """The story's OpenGraph tags."""
    return (
        f'<meta property="og:title" content="{escape(story.title)}">'
        f'<meta property="og:site_name" content="{escape(story.outlet)}">'
        f'<meta property="og:type" content="article"><meta name="author" content="{story.byline}">'
        f'<meta property="article:published_time" content="{story.moment:%Y-%m-%dT%H:%M:%SZ}">'
    )


def head(story: Story, *extra: str) -> str:
    """A head with a title as sites write it."""
    return (
        f"<head><meta charset=utf-8><title>{escape(story.title)} | {story.outlet}</title>"
        f"<link rel=stylesheet href=/s.css><style>.a{{color:red}}p>b{{x:y}}</style>"
        f"{''.join(extra)}</head>"
    )


def long_day(story: Story) -> str:
    """The day as pages print it."""
    return f"{story.moment:%B} {story.moment.day}, {story.moment.year}"
