"""Proper names that no pack lists: organisations by their head word, and people."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

from standoff.coding.mentions import Mention
from standoff.coding.text import Sentence
from standoff.packs import Language

_WORD = r"[A-Z\u00c0-\u00de][\w&.\u2010-]*"
_PARTICLE = r"(?:al|bin|da|de|del|der|di|el|la|le|van|von)"
_NAME = re.compile(
    rf"(?<![\w.]){_WORD}(?:[ \u00a0-](?:{_PARTICLE} )?{_WORD}(?:-[a-z]+)?){{1,3}}(?![\w])"
)
_TITLE_CASE_SHARE = 0.75
# Kinds of names that an organisation's own name may contain.
_PARTS_OF_NAMES = frozenset({"state", "demonym", "country", "foreign", "place"})


class ProperNames:
    """Finds organisations and people by form, given a language's head words and stop words."""

    def __init__(self, language: Language) -> None:
        heads = "|".join(sorted(language.terms.get("organisation_head", ()), key=len, reverse=True))
        self._organisation = re.compile(
            rf"(?<![\w.])(?:{_WORD}[ \u00a0]){{0,6}}(?:{heads})s?\b"
            rf"(?:(?: of| for| on)(?: the)?"
            rf"(?: {_WORD}(?:,(?= {_WORD},? and))?(?: and(?= {_WORD}))?){{1,6}})?"
        )
        self._not_names = frozenset(language.terms.get("not_a_name", ()))
        self._directions = frozenset(language.terms.get("direction_word", ()))
        self._titles = frozenset(language.terms.get("title", ()))

    def find(self, text: str, sentence: Sentence, known: Sequence[Mention]) -> Iterator[Mention]:
        """Organisations and people in one sentence, beside the mentions already known."""
        words = text[sentence.start : sentence.end]
        if _is_title_case(words):
            return
        taken = [(m.start, m.end) for m in known if m.kind not in _PARTS_OF_NAMES]
        for found in self._organisation.finditer(text, sentence.start, sentence.end):
            start, end = self._trim(text, found.start(), found.end(), of_body=True)
            if start < end and " " in text[start:end] and not _touches(taken, start, end):
                taken.append((start, end))
                yield Mention(start, end, "organisation", text[start:end])
        taken += [(m.start, m.end) for m in known]
        for found in _NAME.finditer(text, sentence.start, sentence.end):
            start, end = self._trim(text, found.start(), found.end())
            parts = text[start:end].split()
            clean = len(parts) > 1 and not self._not_names.intersection(p.lower() for p in parts)
            if clean and not _touches(taken, start, end):
                yield Mention(start, end, "name", text[start:end])

    def _trim(self, text: str, start: int, end: int, *, of_body: bool = False) -> tuple[int, int]:
        """The run without the leading words that are capitalised for other reasons.

        A body may be named after a direction, as in "South ... Post"; a person is not.
        """
        end -= len(text[start:end]) - len(text[start:end].rstrip(".,"))
        while True:
            word = re.match(r"[^\s\u00a0]+[\s\u00a0]+", text[start:end])
            if not word:
                return start, end
            bare = word.group().strip().lower().rstrip(".")
            if bare not in self._titles and bare not in self._not_names:
                return start, end
            if of_body and bare in self._directions:
                return start, end
            start += word.end()


@lru_cache(maxsize=8)
def proper_names(language: Language) -> ProperNames:
    """The finder of a language, built once."""
    return ProperNames(language)


def _touches(taken: Sequence[tuple[int, int]], start: int, end: int) -> bool:
    return any(start < stop and begin < end for begin, stop in taken)


def _is_title_case(words: str) -> bool:
    """Whether a line is a headline in capitals, in which capitals tell nothing."""
    letters = [word for word in words.split() if word[0].isalpha() and len(word) > 3]
    if len(letters) < 4 or words.endswith((".", '."', ".\u201d")):
        return False
    return sum(word[0].isupper() for word in letters) / len(letters) >= _TITLE_CASE_SHARE
