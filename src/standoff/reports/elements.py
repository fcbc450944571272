"""What HTML's elements and their labels say about the text in them."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from standoff.reports.decode import resolve


def _tags(names: str) -> frozenset[str]:
    return frozenset(names.split())


HEADINGS = _tags("h1 h2 h3 h4 h5 h6")
SKIPPED = _tags(
    "audio button canvas datalist dialog figcaption footer head map math menu nav object option "
    "select svg template video"
)
BLOCKS = (
    HEADINGS
    | SKIPPED.difference(_tags("audio button canvas map math object select svg video"))
    | _tags(
        "address article aside blockquote body center dd details div dl dt fieldset figure form "
        "header hr legend li main ol p pre section summary table tbody td tfoot th thead tr ul"
    )
)
NOTED = _tags("time meta link html")
RAW = _tags("script style xmp iframe noembed noframes noscript textarea title")
# Elements that stand in a run of text and do not end it.
INLINE = _tags(
    "a abbr acronym area b bdi bdo big br cite circle clippath code col data defs del dfn ellipse "
    "em embed font g i img input ins kbd label line lineargradient mark nobr path picture polygon "
    "polyline q rect ruby s samp small source span stop strike strong sub sup tt u use var wbr"
)
STRUCTURE = BLOCKS | SKIPPED | NOTED
# What is skipped with all that stands in it; a page's head is skipped, and what it states is not.
PASSED = SKIPPED - {"head"}
_DOUBTED_TAGS = _tags("aside figure")
_NEVER_DOUBTED = _tags("html body main article")
_DOUBTED_ROLES = _tags("navigation complementary contentinfo dialog banner search alert")
_ENDED_BY_ANY = HEADINGS | _tags("p head")
# The open tags that a start tag ends, as an item ends the item before it.
ENDED_BY = dict.fromkeys(BLOCKS, _ENDED_BY_ANY) | {
    "li": _ENDED_BY_ANY | _tags("li"),
    "dd": _ENDED_BY_ANY | _tags("dd dt"),
    "dt": _ENDED_BY_ANY | _tags("dd dt"),
    "td": _ENDED_BY_ANY | _tags("td th"),
    "th": _ENDED_BY_ANY | _tags("td th"),
    "tr": _ENDED_BY_ANY | _tags("td th tr"),
}
_MOST_CHARS = 2000
_ATTRIBUTE = re.compile(
    r"([a-zA-Z][\w:.-]{0,40}+)(?:\s*+=\s*+(?:\"([^\"]*+)\"|'([^']*+)'|([^\s\"'>]++)))?+"
)
_LABEL = re.compile(
    r"[\s\"'](?i:(class|id|itemprop|role|style|hidden|aria-hidden|"
    r"aria-label|data-(?:component|testid|type|block|nosnippet))(?![\w-]))"
    r"(?:\s*+=\s*+(?:\"([^\"]*+)\"|'([^']*+)'|([^\s\"'>]++)))?+"
)
_LABELS = ("class", "id", "itemprop", "data-component", "data-testid", "data-type", "data-block")
_UNSEEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden|clip\s*:\s*rect", re.IGNORECASE)
# Words in the labels that page templates give to what is not the story.
_DOUBTS = _tags(
    "share shares sharing social related recommend recommended recommendation recommendations "
    "newsletter newsletters subscribe subscriber subscribers subscription subscriptions signup "
    "signin login register registration cookie cookies consent gdpr promo promos promotion advert "
    "adverts advertisement advertisements ad ads advertising sponsor sponsored ticker marquee "
    "comment comments disqus breadcrumb breadcrumbs caption captions credit credits toolbar "
    "footer menu nav navigation popup modal overlay outbrain taboola trending popular teaser "
    "teasers tags tagcloud keyword keywords topics byline bylines author authors bio widget rail "
    "carousel gallery pagination pager timestamp masthead copyright disclaimer mostread readmore "
    "readnext recirc recirculation upsell donate donation player tooltip ranking cta plea "
    "sidenote seealso readalso upnext nextup contributor contributors toast "
    "discussion discussions reactions replies"
)
# Of these only together with the word before or after.
_PAIRED = _tags("sidebar paywall read popular viewed more next also from on stories news may like")
_DOUBTING = _DOUBTS | _PAIRED
_DOUBT = re.compile(
    rf"(?:^|[_-])(?:{'|'.join(sorted(_DOUBTS))}|paywall[_-]+\w+|"
    r"(?<!with-)sidebar(?!-(?:grid|layout|container|wrap))|"
    r"(?:most|read|more|up|you|also)-(?:read|popular|viewed|more|next|also|from|on|stories|news|"
    r"may|like))(?:$|[_-])",
    re.IGNORECASE,
)
# Names that hide an element, unless others beside them show it again on a wider screen.
_SHUT = re.compile(r"(?:^|\s)(?:hidden|d-none|hide)(?:$|\s)(?!.*:(?:block|flex|grid|inline))")
_MENUS = _tags("menu menubar megamenu submenu nav navbar navigation navlist")
_LABEL_CHARS, _NAME_WORDS = 400, 3
_UNPRINTED = re.compile(
    r"(?:^|\s)(?:no-?print|d-print-none|hidden-print|print[_-]hid\w+|hide-(?:for|on)-print)(?:$|\s)"
)
_REMARKS = ("comment", "disqus", "discussion", "reply", "replies")
_HIDES = re.compile(
    r"(?:^|[\s_-])(?:sr-only|visually-?hidden|screen-?reader(?:-text|-only)?|a11y-hidden)(?:$|[\s_-])",
    re.IGNORECASE,
)
_HOPE = re.compile(
    r"article-?_?body|(?:^|[\s_-])(?:article|story|entry|post|news|main|page|body)[_-]{0,2}"
    r"(?:body|content|text|copy|txt)"
)
_HOPING = ("body", "content", "text", "copy", "txt")
_PICTURES = _tags("photo photos image images img pic pics picture pictures video videos")
_PICTURE_BOX = re.compile(r"(?:^|[\s_-])(?:photos?|images?|img|pics?|pictures?|videos?)box")
# A label such as "no-image" tells of the page.
_LACKING = _tags("no has with without")
_SHUTTING = _tags("hidden none hide")
_HIDING = _tags("only hidden visuallyhidden reader screenreader")
_WORD = re.compile("[a-z0-9]+")
_ABOUT_THE_PAGE = ("has-", "with-", "no-", "tag-", "category-", "is-", "js-", "without-", "col-")
_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")


class Kind(NamedTuple):
    """What an element's own tag and labels say, whatever stands around it.

    `is_doubtful` where they say that it is not the story, `is_hoped` that it is; `is_pictured`
    where it is named after a picture, `holds_remarks` where readers speak in it, `is_menu` where
    it is named a menu.
    """

    tag: str
    label: str
    is_hidden: bool
    is_doubtful: bool
    is_hoped: bool
    is_pictured: bool
    holds_remarks: bool
    is_menu: bool


def attributes(rest: str) -> dict[str, str]:
    """All attributes in what stands in a tag after its name; the first of a name counts."""
    found: dict[str, str] = {}
    for name, double, single, bare in _ATTRIBUTE.findall(rest[:20_000]):
        found.setdefault(name.lower(), resolve((double or single or bare)[:4000]))
    return found


def describe(tag: str, rest: str) -> Kind:
    """What an element is, told by its tag and by the first 2,000 characters of its attributes."""
    return _read(tag, rest[:_MOST_CHARS])


@lru_cache(maxsize=4096)
def _read(tag: str, rest: str) -> Kind:
    return _judge(tag, *_LABEL.findall(rest)) if rest else _judge(tag)


@lru_cache(maxsize=4096)
def _judge(tag: str, *attributes: tuple[str, str, str, str]) -> Kind:
    said: dict[str, str] = {}
    for name, double, single, bare in attributes:
        said.setdefault(name.lower(), double or single or bare)
    label = " ".join(said[key] for key in _LABELS if said.get(key))[:_LABEL_CHARS]
    lower = label.lower()
    words = frozenset(_WORD.findall(lower if lower == label else _CAMEL.sub("-", label).lower()))
    doubted = tag not in _NEVER_DOUBTED
    return Kind(
        tag=tag,
        label=label,
        is_hidden=doubted and (tag in SKIPPED or _is_hidden(said, words)),
        is_doubtful=doubted and (_is_marked(said, words) or _is_doubtful(tag, label, words)),
        is_hoped=tag == "article" or _is_hoped(lower),
        is_pictured=_is_pictured(label, words),
        holds_remarks=any(map(lower.__contains__, _REMARKS)),
        is_menu=doubted and (said.get("role") == "navigation" or not _MENUS.isdisjoint(words)),
    )


def is_hidden(rest: str) -> bool:
    """Whether an inline element's attributes keep it from being seen."""
    return bool(rest) and describe("span", rest).is_hidden


def _is_hidden(said: dict[str, str], words: frozenset[str]) -> bool:
    if "hidden" in said or said.get("aria-hidden") == "true":
        return True
    if "style" in said and _UNSEEN.search(said["style"]):
        return True
    return not _HIDING.isdisjoint(words) and bool(_HIDES.search(said.get("class", "")))


def _is_hoped(label: str) -> bool:
    return any(map(label.__contains__, _HOPING)) and bool(_HOPE.search(label))


def _is_pictured(label: str, words: frozenset[str]) -> bool:
    if _PICTURES.isdisjoint(words):
        return "box" in label and bool(_PICTURE_BOX.search(label))
    return _LACKING.isdisjoint(words)


def _is_marked(said: dict[str, str], words: frozenset[str]) -> bool:
    """Whether marks for other programs say so: of readers aloud, of search engines, of printers."""
    if said.get("role") in _DOUBTED_ROLES or "data-nosnippet" in said:
        return True
    named = said.get("aria-label", "")[:_LABEL_CHARS].lower().split()
    if 0 < len(named) <= _NAME_WORDS and not _DOUBTS.isdisjoint(named):
        return True
    return "print" in words and bool(_UNPRINTED.search(said.get("class", "")))


def _is_doubtful(tag: str, label: str, words: frozenset[str]) -> bool:
    """Whether an element's tag or labels say that it is not the story.

    A paragraph is doubted by how a label begins: others tell what stands next to it.
    """
    if tag in _DOUBTED_TAGS:
        return True
    if not _SHUTTING.isdisjoint(words) and _SHUT.search(label):
        return True
    if _DOUBTING.isdisjoint(words):
        return False
    seen = _DOUBT.match if tag == "p" else _DOUBT.search
    return any(
        seen(_CAMEL.sub("-", token))
        for token in label.split()
        if not token.startswith(_ABOUT_THE_PAGE)
    )
