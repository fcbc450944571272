"""Whom an act is directed at: a slot of its pattern, else the next actor named in its clause."""

from __future__ import annotations

from collections import Counter

from standoff.coding.clauses import Trigger
from standoff.coding.document import Document, mentions_in
from standoff.coding.patterns import Grammar
from standoff.coding.reference import subjects_in
from standoff.coding.states import states_of

# Kinds that are directed at somebody; all parties of the others act together.
DIRECTED = frozenset({"statement", "offer", "reply", "sanction", "letter", "provocation"})
# Directed at the acting side where the report names it and nobody else is meant.
AT_ACTING_SIDE = frozenset({"sanction"})
_REACH = 150
_BODY_SENTENCES = 3


def targets_of(
    document: Document, trigger: Trigger, actors: tuple[str, ...], grammar: Grammar
) -> tuple[str, ...]:
    """The states that an act is directed at, in order; nobody who acts is a target.

    Args:
        document: the report.
        trigger: the words that tell the act.
        actors: the states that act.
        grammar: the language that reads it.
    """
    named = _others(document, trigger.numbers(document, "target"), actors)
    if trigger.pattern.kind == "visit":
        return named or _ground(document, trigger, actors)
    if named or trigger.pattern.kind not in DIRECTED or not actors:
        return named
    if trigger.pattern.set.get("opens"):
        return _addressed(document, trigger, actors, grammar)
    if found := _after(document, trigger, actors, grammar):
        return found
    acting = document.pack.manifest.acting
    aimed = trigger.pattern.kind in AT_ACTING_SIDE and acting not in actors
    return (acting,) if aimed and document.names_acting else ()


def _ground(document: Document, trigger: Trigger, actors: tuple[str, ...]) -> tuple[str, ...]:
    """The states in which the places lie that a visit is to."""
    start, end = trigger.match.span()
    named = [document.mentions[n] for n in mentions_in(document, trigger.masked.text, start, end)]
    lie = [document.pack.places[one.id].state for one in named if one.kind == "place"]
    return tuple(dict.fromkeys(state for state in lie if state and state not in actors))


def _others(
    document: Document, numbers: tuple[int, ...], actors: tuple[str, ...]
) -> tuple[str, ...]:
    return tuple(one for one in states_of(document, numbers) if one not in actors)


def _after(
    document: Document, trigger: Trigger, actors: tuple[str, ...], grammar: Grammar
) -> tuple[str, ...]:
    """The first actors named after the act in its clause, unless they are only where it was."""
    text, start = trigger.masked.text, trigger.end
    stop = grammar.syntax("target-stop").search(text, start)
    end = min(stop.start() if stop else len(text), start + _REACH)
    for found in grammar.syntax("actors-named").finditer(text, start, end):
        if grammar.syntax("no-target-tail").search(
            text[max(0, found.start() - 40) : found.start()]
        ):
            continue
        numbers = mentions_in(document, text, *found.span())
        if all(_is_bloc(document, n) for n in numbers):
            continue
        if others := _others(document, numbers, actors):
            return others
    return ()


def _is_bloc(document: Document, number: int) -> bool:
    """Whether a mention is of an organisation of states, which acts or is asked to act."""
    actor = document.pack.actors.get(document.mentions[number].id)
    return actor is not None and actor.kind == "bloc" and not actor.members


def _addressed(
    document: Document, trigger: Trigger, actors: tuple[str, ...], grammar: Grammar
) -> tuple[str, ...]:
    """Whom a report that is a statement is about: those whose acts its first lines tell."""
    first = document.sentences.index(trigger.sentence) + 1
    for sentence in document.sentences[first : first + _BODY_SENTENCES]:
        numbers = tuple(subjects_in(document, sentence, sentence.end, grammar))
        if others := _others(document, numbers, actors):
            return others
    start = document.sentences[first].start if first < len(document.sentences) else 0
    named = document.within(start, len(document.text))
    counts = Counter(s for n in named for s in _others(document, (n,), actors))
    return tuple(one for one, _ in counts.most_common(1))
