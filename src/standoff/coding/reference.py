"""Whom words mean that name nobody: pronouns, "the two sides", "we", the side last spoken of."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from standoff.coding.document import Document, Masked, mentions_in
from standoff.coding.patterns import Grammar
from standoff.coding.states import PERSONS, THEATRE, state_of, states_of
from standoff.coding.text import Sentence

_MEANT_SENTENCES = 3
_WORD = re.compile(r"\w+")
_LAST_WORD = re.compile(r"\w+$")
_ALLIES = 2
_FLEET_SENTENCES = 2


@dataclass(frozen=True, slots=True)
class Subject:
    """Those who act, as mention numbers; `resolved` where a pronoun or the context led to them."""

    mentions: tuple[int, ...]
    resolved: bool = False


@dataclass(frozen=True, slots=True)
class Reference:
    """One sentence of a document with the grammar that reads it, and whom its words mean."""

    document: Document
    sentence: Sentence
    masked: Masked
    grammar: Grammar

    def named_before(self, state: str, place: int) -> Subject | None:
        """The last mention of a state up to `place` of the sentence, three sentences back."""
        document = self.document
        index = document.sentences.index(self.sentence)
        start = document.sentences[max(0, index - _MEANT_SENTENCES)].start
        for number in reversed(document.within(start, self.masked.source(max(0, place - 1)))):
            if state_of(document, document.mentions[number]) == state:
                return Subject((number,), resolved=True)
        return None

    def meant(self, before: int) -> Subject | None:
        """Whom a pronoun at `before` means: the latest subject, up to three sentences back.

        "He" is a person and "it" is none, as far as these sentences name any of the sort.
        """
        document = self.document
        index = document.sentences.index(self.sentence)
        place = self.masked.source(max(0, before - 1))
        near = document.sentences[max(0, index - _MEANT_SENTENCES) : index + 1]
        latest = [
            number
            for one in reversed(near)
            for number in subjects_in(document, one, min(place, one.end), self.grammar)
        ]
        personal = self._is_personal(before)
        agree = [n for n in latest if (document.mentions[n].kind in PERSONS) is personal]
        found = next(iter(agree or latest), None)
        if found is None:
            return None
        return Subject(self._all_of(found) if self._is_plural(before) else (found,), resolved=True)

    def _all_of(self, number: int) -> tuple[int, ...]:
        """Those named together with a mention: "they" are A and B."""
        document = self.document
        start = document.mentions[number].start
        sentence = next(one for one in document.sentences if one.start <= start < one.end)
        text = document.masked(sentence).text
        for found in self.grammar.syntax("actors-named").finditer(text):
            numbers = mentions_in(document, text, *found.span())
            if number in numbers:
                return numbers
        return (number,)

    def _is_plural(self, before: int) -> bool:
        """Whether the pronoun at `before` means several: "they"."""
        return self._word(before) in self.document.pack.language.terms.get("plural_pronoun", ())

    def _is_personal(self, before: int) -> bool | None:
        """Whether the pronoun at `before` is a person's, a thing's, or may be either's: None."""
        word, terms = self._word(before), self.document.pack.language.terms
        if word in terms.get("person_pronoun", ()):
            return True
        return False if word in terms.get("thing_pronoun", ()) else None

    def _word(self, before: int) -> str:
        """The word that ends at `before` of the masked sentence, or stands across it."""
        rest = _WORD.match(self.masked.text, before)
        found = _LAST_WORD.search(self.masked.text[:before] + (rest.group() if rest else ""))
        return found.group() if found else ""

    def fleet(self, before: int) -> Subject | None:
        """Whose ships or aircraft were told of last before `before`, up to two sentences back."""
        document = self.document
        index = document.sentences.index(self.sentence)
        earlier = document.sentences[max(0, index - _FLEET_SENTENCES) : index]
        texts = [document.masked(one).text for one in earlier]
        for text in [self.masked.text[:before], *reversed(texts)]:
            for found in reversed(list(self.grammar.syntax("fleet").finditer(text))):
                return self._subject(found, "actor" if found.group("actor") else "actor2")
        return None

    def named_last(self, before: int) -> Subject | None:
        """The actor of the theatre that was named last before `before`, two sentences back."""
        document = self.document
        index = document.sentences.index(self.sentence)
        start = document.sentences[max(0, index - _FLEET_SENTENCES)].start
        place = self.masked.source(max(0, before - 1))
        near = reversed(document.within(start, place))
        number = next((n for n in near if document.mentions[n].kind in THEATRE), None)
        return None if number is None else Subject((number,), resolved=True)

    def acting_side(self) -> Subject | None:
        """The side whose acts the theatre follows, where the report has named it by now."""
        document = self.document
        for number, mention in enumerate(document.mentions):
            if mention.start > self.sentence.end and number > 0:
                break
            if state_of(document, mention) == document.pack.manifest.acting:
                return Subject((number,), resolved=True)
        return None

    def allies(self, before: int) -> Subject | None:
        """The two states of the other side that were named last: "the two allies"."""
        document = self.document
        named: dict[str, int] = {}
        for number in reversed(document.within(0, self.masked.source(max(0, before - 1)))):
            state = state_of(document, document.mentions[number])
            if state in document.pack.manifest.opposing and len(named) < _ALLIES:
                named.setdefault(state, number)
        found = tuple(sorted(named.values()))
        return Subject(found, resolved=True) if len(found) == _ALLIES else None

    def sides(self, before: int, count: int) -> Subject | None:
        """The `count` states last told of together, else those named last: "the two sides"."""
        if listed := self._listed(before, count):
            return listed
        document = self.document
        named: dict[str, int] = {}
        for number in reversed(document.within(0, self.masked.source(max(0, before - 1)))):
            mention = document.mentions[number]
            state = state_of(document, mention) if mention.kind in THEATRE else None
            if state and len(named) < count:
                named.setdefault(state, number)
        found = tuple(sorted(named.values()))
        return Subject(found, resolved=True) if len(found) == count else None

    def _listed(self, before: int, count: int) -> Subject | None:
        """The states of the last list of just so many: "envoys of A, B and C"."""
        document = self.document
        index = document.sentences.index(self.sentence)
        earlier = document.sentences[max(0, index - _MEANT_SENTENCES) : index]
        texts = [document.masked(one).text for one in earlier]
        for text in [self.masked.text[:before], *reversed(texts)]:
            for found in reversed(list(self.grammar.syntax("listed-actors").finditer(text))):
                numbers = mentions_in(document, text, *found.span())
                if len(states_of(document, numbers)) == count:
                    return Subject(numbers, resolved=True)
        return None

    def speaking(self) -> Subject | None:
        """Who says "we": the author of a report that is a statement, else whom the sentence quotes.

        A quotation that names nobody goes on with the speaker of the sentences before it.
        """
        if self.document.voice:
            return Subject(self.document.voice, resolved=True)
        index = self.document.sentences.index(self.sentence)
        for sentence in reversed(self.document.sentences[max(0, index - 2) : index + 1]):
            masked = self.document.masked(sentence)
            for match in self.grammar.syntax("said-by").finditer(masked.text):
                symbol = next(group for group in match.groups() if group)
                return Subject((int(symbol[2:-1]),), resolved=True)
        return None

    def _search(self, name: str, text: str) -> re.Match[str] | None:
        return self.grammar.syntax(name).search(text)

    def _subject(self, found: re.Match[str], name: str) -> Subject:
        return Subject(mentions_in(self.document, found.group(name), 0, len(found.group(name))))


def subjects_in(
    document: Document, sentence: Sentence, end: int, grammar: Grammar
) -> Iterator[int]:
    """Actors of the theatre in a sentence before `end` that no preposition leads, in order."""
    tail = grammar.syntax("preposition-tail")
    for number in document.within(sentence.start, end):
        mention = document.mentions[number]
        before = document.folded[max(sentence.start, mention.start - 40) : mention.start]
        if mention.kind in THEATRE and not tail.search(before):
            yield number
