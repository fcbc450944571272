"""What HTML's elements and their labels say about the text in them."""

from __future__ import annotations

import re
from functools import lru_cache

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
    r"[\s\"'](?i:(class|id|itemprop|role|style|hidden|aria-hidden)(?![\w-]))"
    r"(?:\s*+=\s*+(?:\"([^\"]*+)\"|'([^']*+)'|([^\s\"'>]++)))?+"
)
_UNSEEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden|clip\s*:\s*rect", re.IGNORECASE)
# Labels that page templates give to what is not the story.
_DOUBT = re.compile(
    r"(?:^|[_-])(?:share|shares|sharing|social|related|recommend(?:ed|ations?)?|newsletters?|"
    r"subscri(?:be|bers?|ption|ptions)|signup|signin|login|regist(?:er|ration)|cookies?|consent|"
    r"gdpr|promos?|promotion|advert(?:isements?)?|ads?|advertising|sponsor(?:ed)?|"
    r"(?<!with-)sidebar(?!-(?:grid|layout|container|wrap))|ticker|marquee|"
    r"comments?|disqus|breadcrumbs?|captions?|credits?|toolbar|footer|menu|nav|navigation|popup|"
    r"modal|overlay|outbrain|taboola|trending|popular|teasers?|tags|tagcloud|keywords?|topics|"
    r"bylines?|authors?|bio|widget|rail|carousel|gallery|pagination|pager|timestamp|masthead|"
    r"copyright|disclaimer|mostread|readmore|readnext|recirc(?:ulation)?|upsell|donat(?:e|ion)|"
    r"player|tooltip|ranking|paywall-(?:\w+)|"
    r"(?:most|read|more|up|you|also)-(?:read|popular|viewed|more|next|also|from|on|stories|news|"
    r"may|like))(?:$|[_-])",
    re.IGNORECASE,
)
# Names that hide an element, unless others beside them show it again on a wider screen.
_SHUT = re.compile(r"(?:^|\s)(?:hidden|d-none|hide)(?:$|\s)(?!.*:(?:block|flex|grid|inline))")
_REMARKS = re.compile(r"comment|disqus|discussion|repl(?:y|ies)", re.IGNORECASE)
_HIDES = re.compile(
    r"(?:^|[\s_-])(?:sr-only|visually-?hidden|screen-?reader(?:-text|-only)?|a11y-hidden)(?:$|[\s_-])",
    re.IGNORECASE,
)
_ABOUT_THE_PAGE = ("has-", "with-", "no-", "tag-", "category-", "is-", "js-", "without-", "col-")
_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")


def attributes(rest: str) -> dict[str, str]:
    """All attributes in what stands in a tag after its name; the first of a name counts."""
    found: dict[str, str] = {}
    for name, double, single, bare in _ATTRIBUTE.findall(rest[:20_000]):
        found.setdefault(name.lower(), resolve((double or single or bare)[:4000]))
    return found


def describe(tag: str, rest: str) -> tuple[str, bool, bool]:
    """An element's label, whether it is hidden, and whether it is doubtful.

    Args:
        tag: its name.
        rest: what stands in its tag after that; only its first 2,000 characters count.
    """
    return _judge(tag, *_LABEL.findall(rest[:_MOST_CHARS]))


@lru_cache(maxsize=4096)
def _judge(tag: str, *attributes: tuple[str, str, str, str]) -> tuple[str, bool, bool]:
    said: dict[str, str] = {}
    for name, double, single, bare in attributes:
        said.setdefault(name.lower(), double or single or bare)
    label = " ".join(said[key] for key in ("class", "id", "itemprop") if said.get(key))
    if tag in _NEVER_DOUBTED:
        return label, False, False
    return label, tag in SKIPPED or _is_hidden(said), _is_doubtful(tag, label, said.get("role"))


def is_hidden(rest: str) -> bool:
    """Whether an inline element's attributes keep it from being seen."""
    return bool(rest) and describe("span", rest)[1]


def holds_remarks(label: str) -> bool:
    """Whether an element's label says that readers speak in it."""
    return bool(_REMARKS.search(label[:400]))


def _is_hidden(said: dict[str, str]) -> bool:
    if "hidden" in said or said.get("aria-hidden") == "true":
        return True
    return bool(_UNSEEN.search(said.get("style", "")) or _HIDES.search(said.get("class", "")))


def _is_doubtful(tag: str, label: str, role: str | None) -> bool:
    """Whether an element's tag, role or labels say that it is not the story.

    A paragraph is doubted by how a label begins: others tell what stands next to it.
    """
    if tag in _DOUBTED_TAGS or role in _DOUBTED_ROLES or _SHUT.search(label[:400]):
        return True
    seen = _DOUBT.match if tag == "p" else _DOUBT.search
    return any(
        seen(_CAMEL.sub("-", token))
        for token in label[:400].split()
        if not token.startswith(_ABOUT_THE_PAGE)
    )
