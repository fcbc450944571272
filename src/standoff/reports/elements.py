"""What HTML's elements and their labels say about the text in them."""

from __future__ import annotations

import re
from functools import lru_cache

from standoff.reports.decode import resolve


def _tags(names: str) -> frozenset[str]:
    return frozenset(names.split())


HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
BLOCKS = HEADINGS | _tags(
    "address article aside blockquote body center dd details dialog div dl dt fieldset figcaption "
    "figure footer form head header hr html legend li main menu nav ol p pre section summary table "
    "tbody td tfoot th thead tr ul"
)
VOID = _tags("area base br col embed hr img input link meta param source track wbr time")
SKIPPED = _tags(
    "audio button canvas datalist dialog figcaption footer head map math menu nav object option "
    "select svg template video"
)
RAW = {
    tag: re.compile(rf"</{tag}(?=[\s/>])[^>]*+(?:>|\Z)", re.IGNORECASE)
    for tag in _tags("script style xmp iframe noembed noframes noscript textarea title")
}
_DOUBTED_TAGS = frozenset({"aside", "figure"})
_NEVER_DOUBTED = frozenset({"html", "body", "main", "article"})
_DOUBTED_ROLES = frozenset(
    {"navigation", "complementary", "contentinfo", "dialog", "banner", "search", "alert"}
)
_ENDED_BY_ANY = HEADINGS | {"p", "head"}
_ITEMS = {
    "li": frozenset({"li"}),
    "dd": frozenset({"dd", "dt"}),
    "dt": frozenset({"dd", "dt"}),
    "td": frozenset({"td", "th"}),
    "th": frozenset({"td", "th"}),
    "tr": frozenset({"td", "th", "tr"}),
}
_ATTRIBUTE = re.compile(
    r"([a-zA-Z][\w:.-]{0,40})(?:\s*+=\s*+(?:\"([^\"]*+)\"|'([^']*+)'|([^\s\"'>]++)))?"
)
_WANTED = frozenset(
    {
        "class", "id", "itemprop", "role", "hidden", "style", "aria-hidden", "property", "name",
        "content", "rel", "href", "lang", "xml:lang", "datetime",
    }
)  # fmt: skip
_UNSEEN = re.compile(r"(?:display\s*:\s*none|visibility\s*:\s*hidden)", re.IGNORECASE)
# Labels that page templates give to what is not the story.
_DOUBT = re.compile(
    r"(?:^|[_-])(?:share|shares|sharing|social|related|recommend(?:ed|ations?)?|newsletters?|"
    r"subscribe|subscription|signup|cookies?|consent|gdpr|promos?|promotion|advert(?:isements?)?|"
    r"ads?|advertising|sponsor(?:ed)?|sidebar|comments?|disqus|breadcrumbs?|captions?|credits?|"
    r"toolbar|footer|menu|nav|navigation|popup|modal|overlay|paywall|outbrain|taboola|trending|"
    r"popular|teasers?|tags|tagcloud|topics|bylines?|authors?|bio|widget|rail|carousel|gallery|"
    r"pagination|pager|timestamp|masthead|copyright|disclaimer|mostread|readmore|readnext|"
    r"(?:most|read|more|up|you|also)-(?:read|popular|viewed|more|next|also|from|on|stories|news|"
    r"may|like))(?:$|[_-])",
    re.IGNORECASE,
)
_HIDES = re.compile(
    r"(?:^|\s)(?:sr-only|visually-?hidden|screen-reader(?:-text)?|a11y-hidden)(?:$|\s)",
    re.IGNORECASE,
)
_ABOUT_THE_PAGE = ("has-", "with-", "no-", "tag-", "category-", "is-", "js-", "without-", "col-")
_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")


def attributes(rest: str, *, limit: int = 2000) -> dict[str, str]:
    """The attributes that reading needs, from what stands in a tag after its name."""
    found: dict[str, str] = {}
    for name, double, single, bare in _ATTRIBUTE.findall(rest[:limit]):
        key = name.lower()
        if key in _WANTED and key not in found:
            value = double or single or bare
            found[key] = resolve(value[:4000])
    return found


def closes(tag: str, open_tag: str) -> bool:
    """Whether a start tag ends the open element, as an item ends the item before it."""
    return open_tag in _ENDED_BY_ANY or open_tag in _ITEMS.get(tag, ())


def is_hidden(tag: str, said: dict[str, str]) -> bool:
    """Whether an element's attributes keep it from being seen."""
    if not said or tag in _NEVER_DOUBTED:
        return False
    if "hidden" in said or said.get("aria-hidden") == "true":
        return True
    unseen = "style" in said and _UNSEEN.search(said["style"])
    return bool(unseen) or ("class" in said and bool(_HIDES.search(said["class"])))


def is_doubtful(tag: str, label: str, role: str) -> bool:
    """Whether an element's tag, role or labels say that it is not the story."""
    if tag in _NEVER_DOUBTED:
        return False
    if tag in _DOUBTED_TAGS or role in _DOUBTED_ROLES:
        return True
    return bool(label) and _doubt(label[:400], tag == "p")


@lru_cache(maxsize=4096)
def _doubt(label: str, paragraph: bool) -> bool:
    """A paragraph is doubted by how a label begins: others tell what stands next to it."""
    seen = _DOUBT.match if paragraph else _DOUBT.search
    return any(
        seen(_CAMEL.sub("-", token))
        for token in label.split()
        if not token.startswith(_ABOUT_THE_PAGE)
    )
