"""Names that are nearly those of a theatre's people: parts swapped, or one letter off."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from functools import lru_cache

from standoff.coding.document import Document
from standoff.coding.text import fold
from standoff.model import Issue, TextAnchor
from standoff.packs import Actor, Pack

_TOKENS = re.compile(r"\b[A-Z][\w'\u2019-]+(?:[ \u00a0-][A-Z][\w'\u2019-]+)+")
_REACH_CHARACTERS = 80


def corrected_names(document: Document) -> Iterator[Issue]:
    """An Issue for each name that is one of the theatre's people misspelt, beside their office."""
    people = _people(document.pack)
    if not people:
        return
    known = {m.id for m in document.mentions if m.kind == "person"}
    taken = {m.start for m in document.mentions if m.kind == "person"}
    for start, end, words in _runs(document, people):
        if start in taken:
            continue
        for actor, parts in {one: None for word in words for one in people.get(word, ())}:
            if actor in known or not _nearly(words, parts):
                continue
            if _has_office(document, document.pack.actors[actor], start, end):
                written = document.text[start:end]
                yield Issue(
                    code="name_corrected",
                    detail=f"{written!r} read as {document.pack.actors[actor].name!r}",
                    locator=document.report.source,
                    anchor=TextAnchor(document.report.id, start, end),
                )
                break


def _runs(document: Document, parts: Collection[str]) -> Iterator[tuple[int, int, tuple[str, ...]]]:
    """Every run of two or three capitalised words among which is a part of a name, its place."""
    for hit in _TOKENS.finditer(document.text):
        if not any(word in parts for word in fold(hit.group()).split()):
            continue
        tokens = list(re.finditer(r"[^\s\u00a0]+", hit.group()))
        for size in (2, 3):
            for first in range(len(tokens) - size + 1):
                chosen = tokens[first : first + size]
                words = tuple(fold(token.group()) for token in chosen)
                yield hit.start() + chosen[0].start(), hit.start() + chosen[-1].end(), words


@lru_cache(maxsize=8)
def _people(pack: Pack) -> dict[str, list[tuple[str, tuple[str, ...]]]]:
    """Ids of people with an office, with the parts of their names, by each part."""
    found: dict[str, list[tuple[str, tuple[str, ...]]]] = {}
    for actor in pack.actors.values():
        if actor.kind == "person" and actor.offices:
            for name in (actor.name, *actor.aliases):
                parts = tuple(fold(name).split())
                for part in parts:
                    found.setdefault(part, []).append((actor.id, parts))
    return found


def _nearly(words: tuple[str, ...], parts: tuple[str, ...]) -> bool:
    if len(words) != len(parts) or words == parts:
        return False
    if sorted(words) == sorted(parts):
        return True
    differing = [(a, b) for a, b in zip(words, parts, strict=True) if a != b]
    return len(differing) == 1 and min(map(len, differing[0])) > 2 and _one_letter(*differing[0])


def _one_letter(one: str, other: str) -> bool:
    if abs(len(one) - len(other)) > 1:
        return False
    short, long = sorted((one, other), key=len)
    for place in range(len(long)):
        if len(short) == len(long):
            if short[:place] + short[place + 1 :] == long[:place] + long[place + 1 :]:
                return True
        elif short == long[:place] + long[place + 1 :]:
            return True
    return False


def _has_office(document: Document, actor: Actor, start: int, end: int) -> bool:
    around = document.folded[max(0, start - _REACH_CHARACTERS) : end + _REACH_CHARACTERS]
    titles = {fold(office.title) for office in actor.offices}
    return any(title in around or " ".join(title.split()[:2]) in around for title in titles)
