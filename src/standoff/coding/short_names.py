"""Later mentions of people by a part of their name."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date
from functools import lru_cache

from ahocorasick_rs import AhoCorasick, MatchKind

from standoff.coding.document import Document
from standoff.coding.mentions import Mention
from standoff.packs import Pack

_IN_WORD = re.compile(r"[\w-]")
_BEFORE = re.compile(r"(?<![.!?\u201d\"] )\b([A-Z][\w.-]*) $")
_AFTER = re.compile(r" ([A-Z]\w+)")


def with_short_names(document: Document) -> Document:
    """The document with later mentions of people by a part of their name, once introduced."""
    document = _with_known(document)
    parts = _parts(document)
    if not parts:
        return document
    mentions, found = list(document.mentions), []
    names = {(m.start, m.end): n for n, m in enumerate(mentions) if m.kind == "name"}
    taken = {place for m in mentions for place in range(m.start, m.end)}
    for start, end in _places(parts, document.text):
        earlier = [one for one in parts[document.text[start:end]] if one.end <= start]
        if not earlier or (start in taken and (start, end) not in names):
            continue
        latest = max(earlier, key=lambda one: one.start)
        mention = Mention(start, end, latest.kind, latest.id)
        # "Mrs. Albright" was read as a name of its own; it is the one introduced before.
        if (number := names.get((start, end))) is not None:
            mentions[number] = mention
        else:
            found.append(mention)
    return _with_mentions(replace(document, mentions=tuple(mentions)), found)


def _with_known(document: Document) -> Document:
    """The document with bare surnames of people whom the pack lists in office on its day."""
    surnames = _surnames(document)
    if not surnames:
        return document
    mentions, found = list(document.mentions), []
    taken = {place for m in mentions for place in range(m.start, m.end)}
    for number, mention in enumerate(mentions):
        name = document.text[mention.start : mention.end]
        if mention.kind == "name" and name in surnames:
            mentions[number] = replace(mention, kind="person", id=surnames[name])
    for start, end in _places(surnames, document.text):
        if start not in taken and _stands_alone(document, start, end):
            found.append(Mention(start, end, "person", surnames[document.text[start:end]]))
    return _with_mentions(replace(document, mentions=tuple(mentions)), found)


def _surnames(document: Document) -> dict[str, str]:
    """Who is meant by a surname alone: the one of that name in office on the day of the report."""
    published = document.report.published
    if published is None or published.first is None:
        return {}
    day = published.first
    known = office_holders(document.pack, day.year, day.month)
    words = document.text
    named = {
        part
        for m in document.mentions
        if m.kind in ("person", "name") and " " in words[m.start : m.end]
        for part in words[m.start : m.end].split()
    }
    return {name: who for name, who in known.items() if name not in named and name in words}


@lru_cache(maxsize=64)
def office_holders(pack: Pack, year: int, month: int) -> dict[str, str]:
    """The id of whom a surname means in a month, for surnames of one office-holder only."""
    day = date(year, month, 1)
    found: dict[str, set[str]] = {}
    for actor in pack.actors.values():
        for office in actor.offices if actor.kind == "person" else ():
            begun = office.first is None or (office.first.year, office.first.month) <= (year, month)
            if begun and (office.last is None or office.last >= day):
                words = actor.name.split()
                for part in {words[0], words[-1]}:
                    found.setdefault(part, set()).add(actor.id)
    return {part: one.pop() for part, one in found.items() if len(one) == 1 and len(part) > 2}


def _stands_alone(document: Document, start: int, end: int) -> bool:
    """Whether a capitalised word is no part of a longer name, but for a title before it."""
    terms = document.pack.language.terms
    before = _BEFORE.search(document.text[max(0, start - 30) : start])
    after = _AFTER.match(document.text, end)
    if after and after.group(1).lower() not in terms.get("not_a_name", ()):
        return False
    if before is None:
        return True
    word = before.group(1).lower().rstrip(".")
    return word in terms.get("title", ()) or word in terms.get("not_a_name", ())


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
