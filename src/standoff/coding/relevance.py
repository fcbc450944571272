"""Which sentences concern the theatre at all; the rest are passed over cheaply."""

from __future__ import annotations

import re
from functools import lru_cache

from standoff.coding.document import Document
from standoff.coding.patterns import Grammar
from standoff.coding.text import fold
from standoff.packs import Language

_REACH_SENTENCES = 2
_ABOUT_SENTENCES = 5
# From this share of relevant sentences on the whole report is about the theatre.
_MOSTLY = 0.6
_SHORT = 5
_ACTORS = frozenset({"state", "demonym", "body", "person"})


def relevant_sentences(document: Document, grammar: Grammar) -> frozenset[int]:
    """The numbers of the sentences that concern the acting side, its weapons, or follow upon such.

    In a report that opens with the acting side every sentence with an actor of the theatre or
    a word of its business counts; where most do, all do.
    """
    del grammar
    if document.voice:
        return frozenset(range(len(document.sentences)))
    strong = _sentences_with(document, strong=True) or _between_others(document)
    if not strong:
        return frozenset()
    weak = _sentences_with(document, strong=False) | strong
    about = min(strong) < _ABOUT_SENTENCES
    found = {near for index in strong for near in range(index, index + _REACH_SENTENCES + 1)}
    if about:
        found |= {near for index in weak for near in range(index, index + _REACH_SENTENCES + 1)}
        found |= _with_words(document, "topic_noun")
        if len(document.sentences) > _SHORT and len(found) >= _MOSTLY * len(document.sentences):
            return frozenset(range(len(document.sentences)))
    return frozenset(index for index in found if index < len(document.sentences))


def _sentences_with(document: Document, *, strong: bool) -> set[int]:
    pack, found = document.pack, set()
    index = 0
    for mention in document.mentions:
        while document.sentences[index].end <= mention.start:
            index += 1
        if mention.kind == "weapon" or (
            mention.kind in _ACTORS
            and (not strong or pack.state_of(mention.id) == pack.manifest.acting)
        ):
            found.add(index)
    return found


def _between_others(document: Document) -> set[int]:
    """Sentences on arms in a report that names two other states of the theatre only."""
    pack = document.pack
    named = {pack.state_of(m.id) for m in document.mentions if m.kind in _ACTORS}
    return _with_words(document, "military_noun") if len(named) > 1 else set()


def _with_words(document: Document, name: str) -> set[int]:
    pattern = _words(document.pack.language, name)
    return {
        i
        for i, s in enumerate(document.sentences)
        if pattern.search(document.folded, s.start, s.end)
    }


@lru_cache(maxsize=8)
def _words(language: Language, name: str) -> re.Pattern[str]:
    words = map(re.escape, map(fold, language.terms.get(name, ())))
    return re.compile(r"\b(?:" + "|".join(words) + r")\b")
