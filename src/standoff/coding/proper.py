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
_RUN = re.compile(
    rf"(?<![\w.]){_WORD}(?:-[a-z]+)?(?:[ \u00a0-](?:{_PARTICLE} )?{_WORD}(?:-[a-z]+)?)*(?![\w])"
)
_TOKEN = re.compile(r"[^\s\u00a0]+")
_LONGEST_NAME_WORDS = 4
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
        # Named by a parallel or a degree, as "38 North" is.
        ways = "|".join(word.title() for word in sorted(self._directions))
        self._numbered = re.compile(rf"(?<![\w.,])\d{{1,3}} (?:{ways})(?![\w-]| [A-Z])")
        self._titles = frozenset(language.terms.get("title", ()))
        self._stops = self._titles | self._not_names
        self._name_titles = frozenset(language.terms.get("name_title", ()))
        self._things = frozenset(language.terms.get("thing_head", ()))

    def find(self, text: str, sentence: Sentence, known: Sequence[Mention]) -> Iterator[Mention]:
        """Organisations and people in one sentence, beside the mentions already known."""
        words = text[sentence.start : sentence.end]
        if _is_title_case(words):
            yield from self._titled(text, sentence, known)
            return
        taken = [(m.start, m.end) for m in known if m.kind not in _PARTS_OF_NAMES]
        for found in self._numbered.finditer(text, sentence.start, sentence.end):
            if not _touches([(m.start, m.end) for m in known], found.start(), found.end()):
                taken.append(found.span())
                yield Mention(*found.span(), "organisation", found.group())
        for found in self._organisation.finditer(text, sentence.start, sentence.end):
            start, end = self._trim(text, found.start(), found.end(), of_body=True)
            if start < end and " " in text[start:end] and not _touches(taken, start, end):
                taken.append((start, end))
                yield Mention(start, end, "organisation", text[start:end])
        taken += [(m.start, m.end) for m in known]
        for start, end in _runs(text, sentence):
            for first, last in _between(known, start, end):
                span = self._person(text, first, last)
                if span and not _touches(taken, *span):
                    yield Mention(*span, "name", text[span[0] : span[1]])

    def _titled(self, text: str, sentence: Sentence, known: Sequence[Mention]) -> Iterator[Mention]:
        """People in a headline in capitals: only those right behind their title."""
        for start, end in _runs(text, sentence):
            for first, last in _between(known, start, end):
                head = text[first:last].split()
                span = self._person(text, first, last)
                if (
                    span
                    and text[first : span[0]].strip()
                    and len(text[span[0] : span[1]].split()) > 1
                ):
                    before = text[first : span[0]].rsplit(maxsplit=1)[-1].lower().rstrip(".")
                    if before in self._name_titles and len(head) > 2:
                        yield Mention(*span, "name", text[span[0] : span[1]])

    def _person(self, text: str, start: int, end: int) -> tuple[int, int] | None:
        """The name of a person in a run of capitalised words: what follows the last title.

        One word is a name only right behind a title. A short title without a full stop that
        follows another is a given name, as in "Minister Gen ...".
        """
        words = [(t.start(), t.end(), t.group()) for t in _TOKEN.finditer(text, start, end)]
        bare = [word.lower().rstrip(".,") for _, _, word in words]
        stops = [n for n, word in enumerate(bare) if word in self._stops]
        first = stops[-1] + 1 if stops else 0
        rest = words[first:]
        if len(rest) == 1 and first > 1 and self._given(words[first - 1][2], bare[first - 2]):
            rest = words[first - 1 :]
        if bare and bare[-1] in self._things:
            return None
        titled = first > 0 and bare[first - 1] in self._name_titles
        if not rest or len(rest) > _LONGEST_NAME_WORDS or (len(rest) == 1 and not titled):
            return None
        stop = rest[-1][0] + len(rest[-1][2].rstrip(".,"))
        return (rest[0][0], stop) if stop - rest[0][0] > 1 else None

    def _given(self, word: str, before: str) -> bool:
        return word.isalpha() and len(word) <= 3 and before in self._titles

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


def _runs(text: str, sentence: Sentence) -> Iterator[tuple[int, int]]:
    """Where capitalised words stand together; what precedes the sentence does not count."""
    for found in _RUN.finditer(text[sentence.start : sentence.end]):
        yield sentence.start + found.start(), sentence.start + found.end()


def _between(known: Sequence[Mention], start: int, end: int) -> Iterator[tuple[int, int]]:
    """The stretches of a run beside the mentions already known in it."""
    for mention in known:
        if start < mention.end and mention.start < end:
            if start < mention.start:
                yield start, mention.start
            start = max(start, mention.end)
    if start < end:
        yield start, end


def _touches(taken: Sequence[tuple[int, int]], start: int, end: int) -> bool:
    return any(start < stop and begin < end for begin, stop in taken)


def _is_title_case(words: str) -> bool:
    """Whether a line is a headline in capitals, in which capitals tell nothing."""
    letters = [word for word in words.split() if word[0].isalpha() and len(word) > 3]
    if len(letters) < 4 or words.endswith((".", '."', ".\u201d")):
        return False
    return sum(word[0].isupper() for word in letters) / len(letters) >= _TITLE_CASE_SHARE
