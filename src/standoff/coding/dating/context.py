"""What stands around a date: its sentence, the tense of its clause, the day in focus."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from standoff.coding.dating.grammar import Grammar
from standoff.coding.dating.mention import Tense

# A stop after a word of three letters or more, a digit or a bracket, before a capital: short
# words with a stop are mostly titles and abbreviations.
_SENTENCE_END = re.compile(
    r"[.!?](?:(?<=[a-z]{3}.)|(?<=[\d)\]\u201d\"%].))[\"'\u2019\u201d)\]]*\s+"
    r"(?=[\"'\u2018\u201c(\[]?[A-Z])|\n+"
)
REACH_SPEECH = 80
# Sentences are cut off this far from a date.
REACH_SENTENCE = 500
# A plan told in the past ("was due to end on June 9") may lie on either side.
TENSES: Mapping[str, Tense | None] = {"future": "future", "past": "past", "either": None}


@dataclass(frozen=True, slots=True, eq=False)
class Surroundings:
    """A text's sentence ends and tense cues, found once."""

    grammar: Grammar
    text: str
    ends: Sequence[int]
    cues: Sequence[tuple[int, int, Tense | None]]

    def sentence(self, at: int) -> tuple[int, int]:
        """Where the sentence that holds character `at` starts and ends."""
        start = max((end for end in self.ends if end <= at), default=max(0, at - REACH_SENTENCE))
        return start, min((end for end in self.ends if end > at), default=len(self.text))

    def tense(self, start: int, end: int) -> Tense | None:
        """The tense of the nearest cue before the mention, else of the first after it."""
        low, high = self.sentence(start)
        before = [tense for first, last, tense in self.cues if low <= first and last <= start]
        if before:
            return before[-1]
        return next((tense for first, _, tense in self.cues if end <= first < high), None)

    def dates_speech(self, start: int) -> bool:
        """Whether the date right after `start` says when somebody spoke, not when it happened."""
        low = max(self.sentence(start)[0], start - REACH_SPEECH)
        before = self.text[low:start].rstrip()
        return any(one.end() == len(before) for one in self.grammar.cues["speech"].finditer(before))


def surroundings(grammar: Grammar, text: str, places: Iterable[int]) -> Surroundings:
    """The sentence ends and tense cues near these places of a text."""
    ends: list[int] = []
    cues: list[tuple[int, int, Tense | None]] = []
    for low, high in _windows(text, places):
        ends += [end.end() for end in _SENTENCE_END.finditer(text, low, high)]
        found = grammar.tenses.finditer(text, low, high)
        cues += [(cue.start(), cue.end(), TENSES[str(cue.lastgroup)]) for cue in found]
    return Surroundings(grammar, text, ends, cues)


def _windows(text: str, places: Iterable[int]) -> Iterator[tuple[int, int]]:
    """Stretches of text around the places, which are in order, joined where they meet."""
    low = high = -1
    for at in places:
        if high < 0 or at - REACH_SENTENCE > high:
            if high >= 0:
                yield low, high
            low = max(0, at - REACH_SENTENCE)
        high = min(len(text), at + REACH_SENTENCE)
    yield low, high
