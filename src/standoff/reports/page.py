"""A saved page: its story, title, day and outlet."""

from __future__ import annotations

import re

from standoff.dates import When
from standoff.reports.decode import resolve
from standoff.reports.draft import Draft
from standoff.reports.linked_data import Article, find_article
from standoff.reports.markup import Markup, scan
from standoff.reports.stated import parse_stamp
from standoff.reports.story import story

READER = "html 1"
_FEW_WORDS = 50
_NEAR = 8
_NAME_WORDS = 4
_DATES = (
    "article:published_time", "og:article:published_time", "datepublished", "date", "pubdate",
    "publishdate", "publish-date", "publish_date", "article.published", "dc.date", "dc.date.issued",
    "dcterms.created", "dcterms.date", "parsely-pub-date", "sailthru.date", "article_date_original",
    "cxenseparse:recs:publishtime", "rnews:datepublished", "originalpublicationdate",
)  # fmt: skip
_OUTLETS = ("og:site_name", "application-name", "publisher", "dc.publisher", "twitter:site")
_TITLES = ("og:title", "twitter:title", "dc.title", "headline", "title")
_AUTHORS = ("author", "article:author", "dc.creator", "parsely-author", "sailthru.author")
_SEPARATOR = re.compile(r"\s+[|\u2013\u2014\u00b7\u00bb:-]\s+")
_WORD = re.compile(r"\w+")


def read_page(text: str, *, locator: str, raw: bytes) -> Draft:
    """A draft with the page's story, and what the page states about itself."""
    markup = scan(text)
    article = find_article(markup.data)
    outlet = article.outlet or _first(markup, _OUTLETS)
    title = _title(markup, article, outlet)
    outlet = outlet or _outlet_after(title, markup.title)
    byline = article.byline or _byline(markup)
    chosen = story(markup, title=title, byline=byline)
    found = "\n\n".join(markup.blocks[index].text for index in chosen)
    if title and found.startswith(f"{title}\n"):
        found = found[len(title) :].lstrip("\n")
    if len(found.split()) < _FEW_WORDS and len(article.body.split()) > 2 * len(found.split()):
        found = "\n\n".join(
            part.strip() for part in resolve(article.body).split("\n") if part.strip()
        )
    return Draft(
        text=found,
        reader=READER,
        locator=locator,
        raw=raw,
        title=title,
        outlet=outlet.lstrip("@") if outlet else None,
        url=article.url or markup.canonical or markup.meta.get("og:url"),
        stated=_published(markup, article, chosen),
        byline=byline,
        language=markup.language,
        before=_before(markup, chosen),
        around=_around(markup, chosen),
    )


def _published(markup: Markup, article: Article, chosen: list[int]) -> When | None:
    stamps = [article.published, *(markup.meta.get(key) for key in _DATES), _time(markup, chosen)]
    return next((when for stamp in stamps if stamp and (when := parse_stamp(stamp))), None)


def _time(markup: Markup, chosen: list[int]) -> str | None:
    """The first time stamp between the headline and the end of the story."""
    heads = [index for index, block in enumerate(markup.blocks) if block.tag == "h1"]
    first = heads[0] if heads else max(0, chosen[0] - _NEAR) if chosen else 0
    last = chosen[-1] if chosen else first
    return next((stamp for index, stamp in markup.times if first <= index <= last), None)


def _before(markup: Markup, chosen: list[int]) -> tuple[str, ...]:
    first = chosen[0] if chosen else 0
    return tuple(block.text for block in markup.blocks[max(0, first - _NEAR) : first])


def _around(markup: Markup, chosen: list[int]) -> tuple[str, ...]:
    inside = set(chosen)
    return tuple(block.text for index, block in enumerate(markup.blocks) if index not in inside)


def _title(markup: Markup, article: Article, outlet: str | None) -> str | None:
    """The headline: a heading that the head of the page confirms, else what the head says."""
    stated = [article.title, _first(markup, _TITLES), markup.title or None]
    said = {word for title in stated if title for word in _words(title)}
    headings = [block.text for block in markup.blocks if block.tag == "h1"]
    for heading in headings:
        words = _words(heading)
        if len(words) > 1 and len(words & said) >= 0.6 * len(words):
            return " ".join(heading.split())
    for title in stated:
        if title:
            return _without_outlet(" ".join(resolve(title).split()), outlet)
    return headings[0] if headings else None


def _without_outlet(title: str, outlet: str | None) -> str:
    """The title without the site's name at its end, told by the outlet or by its shortness."""
    gaps = list(_SEPARATOR.finditer(title))
    if not gaps:
        return title
    head, tail = title[: gaps[-1].start()], title[gaps[-1].end() :]
    named = outlet is not None and bool(_words(tail) & _words(outlet))
    short = "|" in gaps[-1][0] and len(tail.split()) <= 4 < len(head.split())
    return head.strip() if head.strip() and (named or short) else title


def _outlet_after(title: str | None, stated: str) -> str | None:
    """The site's name, where the page's title is the headline and a short name after it."""
    if not title or not stated.startswith(title):
        return None
    gap = _SEPARATOR.match(stated, len(title))
    tail = stated[gap.end() :] if gap else ""
    return tail if 0 < len(tail.split()) <= _NAME_WORDS and not _SEPARATOR.search(tail) else None


def _words(text: str) -> set[str]:
    return {word.lower() for word in _WORD.findall(text[:2000])}


def _byline(markup: Markup) -> str | None:
    named = _first(markup, _AUTHORS)
    return named if named and not named.startswith(("http", "/")) else None


def _first(markup: Markup, keys: tuple[str, ...]) -> str | None:
    return next((markup.meta[key] for key in keys if markup.meta.get(key)), None)
