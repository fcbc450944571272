"""Later mentions of people by a part of their name."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from ahocorasick_rs import AhoCorasick, MatchKind

from standoff.coding.document import Document
from standoff.coding.mentions import Mention

_IN_WORD = re.compile(r"[\w-]")


def with_short_names(document: Document) -> Document:
    """The document with later mentions of people by a part of their name, once introduced."""
    parts = _parts(document)
    if not parts:
        return document
    taken = {place for m in document.mentions for place in range(m.start, m.end)}
    found: list[Mention] = []
    for start, end in _places(parts, document.text):
        if start in taken:
            continue
        earlier = [one for one in parts[document.text[start:end]] if one.end <= start]
        if earlier:
            latest = max(earlier, key=lambda one: one.start)
            found.append(Mention(start, end, latest.kind, latest.id))
    return _with_mentions(document, found) if found else document


def _places(parts: Iterable[str], text: str) -> Iterator[tuple[int, int]]:
    """Where parts of names stand as whole words, none overlapping, the longest of each place."""
    machine = AhoCorasick(list(parts), matchkind=MatchKind.Standard)
    hits = machine.find_matches_as_indexes(text, overlapping=True)
    reached = 0
    for start, end in sorted(((a, b) for _, a, b in hits), key=lambda hit: (hit[0], -hit[1])):
        inside = start and _IN_WORD.match(text, start - 1)
        if start >= reached and not inside and not _IN_WORD.match(text, end):
            reached = end
            yield start, end


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
