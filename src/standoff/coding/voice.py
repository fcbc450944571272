"""Whose words a whole report is: a press statement, a commentary, a statement for the press."""

from __future__ import annotations

import re
from dataclasses import replace

from standoff.coding.document import Document, Masked, mentions_in
from standoff.coding.patterns import Compiled, Grammar
from standoff.coding.reference import Subject
from standoff.coding.states import states_of
from standoff.coding.subject import Syntax
from standoff.coding.text import Sentence

# A statement shows itself by its title or first lines.
_HEAD_SENTENCES = 3
_FIRST_ACT_SENTENCES = 5


def with_voice(document: Document, grammar: Grammar) -> Document:
    """The document with those whose words it is, where it is a statement as a whole.

    Args:
        document: the report with its mentions.
        grammar: the language that reads it.
    """
    head = [(one, document.masked(one)) for one in document.sentences[:_HEAD_SENTENCES]]
    for sentence, masked in head:
        for pattern in grammar.likely("events", masked.text):
            found = pattern.regex.search(masked.text) if pattern.set.get("opens") else None
            subject = found and _opener(document, sentence, masked, pattern, found, grammar)
            if subject and states_of(document, subject.mentions):
                return replace(document, voice=subject.mentions)
    if head and grammar.syntax("statement-title").search(head[0][1].text):
        subject = _first_act(document, grammar)
        return replace(document, voice=subject.mentions) if subject else document
    return document


def _opener(
    document: Document,
    sentence: Sentence,
    masked: Masked,
    pattern: Compiled,
    found: re.Match[str],
    grammar: Grammar,
) -> Subject | None:
    if pattern.set.get("voice") != "party":
        return Syntax(document, sentence, masked, grammar).active(found.start())
    spans = [found.span(name) for name in ("actors", "more_actors") if found.group(name)]
    return Subject(tuple(n for span in spans for n in mentions_in(document, masked.text, *span)))


def _first_act(document: Document, grammar: Grammar) -> Subject | None:
    """Who first condemns, urges or demands in the lines below the title."""
    for sentence in document.sentences[1:_FIRST_ACT_SENTENCES]:
        masked = document.masked(sentence)
        for found in grammar.syntax("strong-verb").finditer(masked.text):
            subject = Syntax(document, sentence, masked, grammar).active(found.start())
            if subject and not subject.resolved and states_of(document, subject.mentions):
                return subject
    return None
