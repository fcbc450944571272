"""People whom no pack lists, known by the office in which a report introduces them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from standoff.coding.document import Document
from standoff.coding.mentions import Mention, gazetteer
from standoff.coding.patterns import Grammar
from standoff.coding.text import fold

_NAMED = frozenset({"state", "demonym", "body", "country", "foreign", "person"})
_UNLISTED = frozenset({"name", "organisation"})
# Between the state and the name in the id of somebody known by office only.
_JOINT = "/"


def with_officers(document: Document, grammar: Grammar) -> Document:
    """The document in which those introduced as somebody's officials can act for that state.

    "The <state>'s foreign minister <name>" acts for the state from then on, also under a part of
    the name.
    """
    document = _with_own_bodies(document)
    if not any(mention.kind in _UNLISTED for mention in document.mentions):
        return document
    document = replace(document, mentions=tuple(_agency(document, m) for m in document.mentions))
    states = dict(_introduced(document, grammar))
    mentions = tuple(
        replace(one, kind="officer", id=f"{states[one.id]}{_JOINT}{one.id}")
        if one.kind == "name" and one.id in states
        else one
        for one in document.mentions
    )
    return replace(document, mentions=mentions)


def _with_own_bodies(document: Document) -> Document:
    """The document in which "the council of <state>" is that state's, not the states'."""
    following = zip(document.mentions, document.mentions[1:], strict=False)
    owned = {
        number: replace(one, kind="agency", id=f"{state}{_JOINT}{one.id}")
        for number, (one, owner) in enumerate(following)
        if (state := _owner_of_body(document, one, owner))
    }
    if not owned:
        return document
    mentions = tuple(owned.get(number, one) for number, one in enumerate(document.mentions))
    return replace(document, mentions=mentions)


def _owner_of_body(document: Document, one: Mention, owner: Mention) -> str | None:
    """The state whose own body a name means that else stands for a body of states."""
    actor = document.pack.actors.get(one.id) if one.kind == "body" else None
    if actor is None or actor.kind != "bloc" or owner.kind not in ("state", "country"):
        return None
    between = document.folded[one.end : owner.start]
    links = document.pack.language.terms.get("owner_link", ())
    return _state(document, owner) if between.strip() in links else None


def _agency(document: Document, mention: Mention) -> Mention:
    """A body named after a state, which it acts for: "<state> Ministry of Fisheries"."""
    if mention.kind != "organisation":
        return mention
    inside = gazetteer(document.pack).find(mention.id, fold(mention.id))
    named = {_state(document, one) for one in inside} - {None}
    if len(named) != 1 or inside[0].start > 0:
        return mention
    return replace(mention, kind="agency", id=f"{named.pop()}{_JOINT}{mention.id}")


def officer_state(mention: Mention) -> str:
    """The state for which somebody known by office acts."""
    return mention.id.partition(_JOINT)[0]


def person_name(mention: Mention) -> str:
    """The id of a person whom a pack lists, else the name as the report gives it."""
    return mention.id.partition(_JOINT)[2] or mention.id


def _introduced(document: Document, grammar: Grammar) -> Iterator[tuple[str, str]]:
    seen: set[str] = set()
    for sentence in document.sentences:
        numbers = document.within(sentence.start, sentence.end)
        if not any(document.mentions[n].kind == "name" for n in numbers):
            continue
        text = document.masked(sentence).text
        for name, office in _hits(text, grammar):
            one, of = document.mentions[name], document.mentions[office]
            state = _state(document, of)
            if one.kind == "name" and one.id not in seen and state:
                seen.add(one.id)
                yield one.id, state


def _hits(text: str, grammar: Grammar) -> Iterator[tuple[int, int]]:
    for rule in ("officer-before", "officer-after", "officer-beside"):
        for found in grammar.syntax(rule).finditer(text):
            of = found.group("of") or found.groupdict().get("of2")
            yield int(found.group("name")), int(of or 0)


def _state(document: Document, mention: Mention) -> str | None:
    if mention.kind not in _NAMED:
        return None
    if mention.kind in ("country", "foreign"):
        return mention.id
    return document.pack.state_of(mention.id)
