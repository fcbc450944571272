"""Later mentions of people by a part of their name."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from standoff.coding.document import Document
from standoff.coding.mentions import Mention


def with_short_names(document: Document) -> Document:
    """The document with later mentions of people by a part of their name, once introduced."""
    parts = _parts(document)
    if not parts:
        return document
    pattern = re.compile(
        r"(?<![\w-])(?:"
        + "|".join(map(re.escape, sorted(parts, key=len, reverse=True)))
        + r")(?![\w-])"
    )
    taken = {place for m in document.mentions for place in range(m.start, m.end)}
    found: list[Mention] = []
    for hit in pattern.finditer(document.text):
        if hit.start() in taken:
            continue
        earlier = [one for one in parts[hit.group()] if one.end <= hit.start()]
        if earlier:
            latest = max(earlier, key=lambda one: one.start)
            found.append(Mention(hit.start(), hit.end(), latest.kind, latest.id))
    return _with_mentions(document, found) if found else document


def _parts(document: Document) -> dict[str, list[Mention]]:
    parts: dict[str, list[Mention]] = {}
    barred = {
        *document.pack.language.terms.get("not_a_name", ()),
        *document.pack.language.terms.get("title", ()),
    }
    for mention in document.mentions:
        if mention.kind not in ("person", "name"):
            continue
        words = document.text[mention.start : mention.end].split()
        if len(words) < 2:
            continue
        for part in {words[-1], words[0], " ".join(words[1:])}:
            if len(part) > 1 and part[0].isupper() and part.lower() not in barred:
                parts.setdefault(part, []).append(mention)
    return parts


def _with_mentions(document: Document, found: Sequence[Mention]) -> Document:
    dated = {document.mentions[n].start: mention for n, mention in document.dates.items()}
    mentions = tuple(sorted((*document.mentions, *found), key=lambda mention: mention.start))
    dates = {
        n: dated[m.start] for n, m in enumerate(mentions) if m.kind == "date" and m.start in dated
    }
    return replace(document, mentions=mentions, dates=dates)
