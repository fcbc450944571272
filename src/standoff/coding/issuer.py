"""Whose voice a whole report is: the one who issued it, and where their words begin."""

from __future__ import annotations

import re
from dataclasses import replace

from standoff.coding.bodies import known_body
from standoff.coding.document import Document, Masked
from standoff.coding.holders import Holder
from standoff.coding.patterns import Grammar
from standoff.coding.role_words import role_words
from standoff.coding.speakers import Speakers
from standoff.coding.states import state_of

_HEAD_SENTENCES = 6
_PART = re.compile(r" (?:of|for|at) (?:the )?")
_SYMBOL = re.compile(r"<[SBOC]\d+>")


def find_issuer(
    document: Document, speakers: Speakers, grammar: Grammar
) -> tuple[Holder, int] | None:
    """Who speaks in a report that is a statement or a commentary, and its first sentence.

    Args:
        document: the report, with its voice.
        speakers: those who speak in it.
        grammar: the patterns of its language.
    """
    announced = _announced(document, speakers, grammar)
    return announced or (_voiced_issuer(document, speakers, grammar) if document.voice else None)


def _voiced_issuer(
    document: Document, speakers: Speakers, grammar: Grammar
) -> tuple[Holder, int] | None:
    """Who issued a report that is a statement as a whole, and where that is said."""
    first = document.mentions[document.voice[0]]
    titled = document.sentences and _in_title(document, speakers, grammar)
    if titled:
        return titled, 1
    for index, sentence in enumerate(document.sentences[:_HEAD_SENTENCES]):
        if not sentence.start <= first.start < sentence.end:
            continue
        masked = document.masked(sentence)
        voiced = speakers.voiced(masked)
        if (office := _office(document, masked, document.voice[0])) is not None:
            return office, index
        for start, end, holder in voiced.regions():
            if masked.source(start) <= first.start < masked.source_end(end):
                return replace(holder, few=False), index
        for symbol in _SYMBOL.findall(masked.text):
            if int(symbol[2:-1]) == document.voice[0]:
                issuing = speakers.body(symbol)
                return (issuing, index) if issuing else None
    return None


def _office(document: Document, masked: Masked, voice: int) -> Holder | None:
    """Somebody unnamed who issues it from an office: "a spokesman for the ... of <state>"."""
    symbol = next((m for m in _SYMBOL.finditer(masked.text) if m.group()[2:-1] == str(voice)), None)
    words = role_words(document.pack.language)
    found = symbol and words.head.search(masked.text[: symbol.start()])
    if symbol is None or not found:
        return None
    mention = document.mentions[voice]
    state = state_of(document, mention)
    role = found.group("role")
    while (head := role.partition(" "))[0] in words.determiners:
        role = head[2]
    last = masked.source_end(found.end("role"))
    first = last - len(role)
    between = masked.text[found.end("role") : symbol.start()]
    body = known_body(document.pack, state, _PART.split(between)[-2:]) if state else None
    if body is None and mention.kind in ("body", "agency"):
        body = document.text[mention.start : mention.end]
    return Holder(sort="group", role=document.text[first:last], organisation=body, state=state)


def _announced(
    document: Document, speakers: Speakers, grammar: Grammar
) -> tuple[Holder, int] | None:
    """Who issued the text that a sentence near the head announces, as "It reads:" does."""
    issuer: Holder | None = None
    for index, sentence in enumerate(document.sentences[:_HEAD_SENTENCES]):
        masked = document.masked(sentence)
        voiced = speakers.voiced(masked)
        if found := grammar.syntax("statement-announced").search(voiced.text):
            issuer = voiced.holders[int(found.group("who") or found.group("who2"))]
        last = index + 1 >= len(document.sentences)
        if last or document.sentences[index + 1].paragraph == sentence.paragraph:
            continue
        if issuer and grammar.syntax("reads-on").search(masked.text):
            return replace(issuer, few=False), index
    return None


def _in_title(document: Document, speakers: Speakers, grammar: Grammar) -> Holder | None:
    """The person whom the title of a statement names as its speaker."""
    voiced = speakers.voiced(document.masked(document.sentences[0]))
    found = grammar.syntax("statement-by").search(voiced.text)
    holder = voiced.holders[int(found.group("who"))] if found else None
    return holder if holder and holder.sort == "person" else None
