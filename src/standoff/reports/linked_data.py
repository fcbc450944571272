"""The article that a page describes in JSON-LD."""

from __future__ import annotations

import json
from collections import deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

_ARTICLES = ("article", "report", "blogposting", "liveblogposting", "opinion", "analysis")
_MOST_NODES = 5000
_MOST_CHARS = 2_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Article:
    """What the linked data states; None where it is silent."""

    title: str | None = None
    published: str | None = None
    outlet: str | None = None
    byline: str | None = None
    url: str | None = None
    body: str = ""


def find_article(scripts: Sequence[str]) -> Article:
    """The first article that the page's linked data describes, or an empty one."""
    for script in scripts:
        for node in _nodes(_parse(script)):
            if _is_article(node.get("@type")):
                return _article(node)
    return Article()


def _parse(script: str) -> Any:
    text = script.strip().removeprefix("<!--").removesuffix("-->")
    text = text.strip().removeprefix("//<![CDATA[").removesuffix("//]]>")
    if len(text) > _MOST_CHARS:
        return None
    try:
        return json.loads(text, strict=False)
    except (ValueError, RecursionError):
        return None


def _nodes(tree: Any) -> Iterator[dict[str, Any]]:
    waiting, seen = deque([tree]), 0
    while waiting and seen < _MOST_NODES:
        node = waiting.popleft()
        seen += 1
        if isinstance(node, dict):
            yield node
            waiting.extend(value for value in node.values() if isinstance(value, dict | list))
        elif isinstance(node, list):
            waiting.extend(node[:_MOST_NODES])


def _is_article(kind: Any) -> bool:
    kinds = kind if isinstance(kind, list) else [kind]
    return any(isinstance(one, str) and one.lower().endswith(_ARTICLES) for one in kinds)


def _article(node: dict[str, Any]) -> Article:
    body = node.get("articleBody")
    return Article(
        title=_text(node.get("headline")) or _text(node.get("name")),
        published=_text(node.get("datePublished")) or _text(node.get("dateCreated")),
        outlet=_text(node.get("publisher")),
        byline=_names(node.get("author")),
        url=_text(node.get("mainEntityOfPage"), key="@id") or _text(node.get("url")),
        body=body if isinstance(body, str) else "",
    )


def _text(value: Any, *, key: str = "name") -> str | None:
    if isinstance(value, list) and value:
        value = value[0]
    if isinstance(value, dict):
        value = value.get(key)
    return value.strip() if isinstance(value, str) and value.strip() else None


def _names(value: Any) -> str | None:
    people = value if isinstance(value, list) else [value]
    return ", ".join(name for one in people[:10] if (name := _text(one))) or None
