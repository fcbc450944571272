"""Which states stand behind names: a state's own, its people, its bodies, those in its office."""

from __future__ import annotations

from collections.abc import Iterable

from standoff.coding.document import Document
from standoff.coding.mentions import Mention
from standoff.coding.officers import officer_state

# Kinds of mentions that can act in the theatre, and outside it as well.
THEATRE = frozenset({"state", "demonym", "body", "person", "officer", "agency"})
ACTORS = THEATRE | {"country", "foreign"}
PERSONS = frozenset({"person", "officer", "name"})


def states_of(document: Document, numbers: Iterable[int]) -> tuple[str, ...]:
    """The states, or blocs, behind the numbered mentions, in order, each once."""
    found: dict[str, None] = {}
    for number in numbers:
        mention = document.mentions[number]
        if mention.kind == "exercise":
            found.update(dict.fromkeys(mention.id.split(";")))
        elif members := _members(document, mention):
            found.update(dict.fromkeys(members))
        elif state := state_of(document, mention):
            found[state] = None
    return tuple(found)


def _members(document: Document, mention: Mention) -> tuple[str, ...]:
    """The states that one name stands for together."""
    actor = document.pack.actors.get(mention.id) if mention.kind in ("body", "demonym") else None
    return actor.members if actor else ()


def state_of(document: Document, mention: Mention) -> str | None:
    """The state behind a mention; None for what is no actor."""
    if mention.kind in ("country", "foreign"):
        return mention.id
    if mention.kind in ("officer", "agency"):
        return officer_state(mention)
    if mention.kind in ACTORS:
        return document.pack.state_of(mention.id)
    return None
