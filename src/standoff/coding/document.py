"""One report seen as sentences, mentions, dates and quotations; the text is never changed."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property, lru_cache

from standoff.coding.dating import DateMention, Dater
from standoff.coding.mentions import LETTERS, Mention, gazetteer
from standoff.coding.proper import proper_names
from standoff.coding.text import Sentence, fold, quotations, split_sentences
from standoff.model import Report
from standoff.packs import Language, Pack

_SYMBOL = re.compile(r"<([A-Z])(\d+)>")
# Classes of the language, not of the theatre: they alone make no report relevant.
_ELSEWHERE = frozenset({"weapon_term", "country", "foreign"})
_SIDES = frozenset({"state", "demonym", "body", "person"})


@dataclass(frozen=True, slots=True)
class Masked:
    """A folded sentence in which mention n of class X reads `<Xn>`; n counts the document's.

    `pieces` holds, for each stretch of the masked text, where it begins there and which
    characters of the original it stands for.
    """

    text: str
    pieces: tuple[tuple[int, int, int], ...]

    def source(self, index: int) -> int:
        """The place in the original of the masked character `index`; a symbol's is its start."""
        begin, start, end = self._piece(index)
        return start if self.text[begin : begin + 1] == "<" else min(start + index - begin, end)

    def source_end(self, index: int) -> int:
        """The place in the original just after the masked characters before `index`."""
        begin, start, end = self._piece(index - 1)
        return end if self.text[begin : begin + 1] == "<" else min(start + index - begin, end)

    def _piece(self, index: int) -> tuple[int, int, int]:
        return self.pieces[bisect_right(self.pieces, index, key=lambda piece: piece[0]) - 1]


@dataclass(frozen=True)
class Document:
    """A report with everything that was found in it before any meaning is read into it."""

    report: Report
    pack: Pack
    folded: str
    sentences: tuple[Sentence, ...]
    mentions: tuple[Mention, ...]
    dates: dict[int, DateMention] = field(default_factory=dict)
    # The mentions of those whose words the whole report is: a statement, a commentary.
    voice: tuple[int, ...] = ()

    @property
    def text(self) -> str:
        """The report's exact text."""
        return self.report.text

    @cached_property
    def names_acting(self) -> bool:
        """Whether the side whose acts the theatre follows is named: itself, its people, weapons."""
        return any(self._is_acting(mention) for mention in self.mentions)

    def _is_acting(self, mention: Mention) -> bool:
        acting = self.pack.manifest.acting
        if mention.kind == "place":
            return self.pack.places[mention.id].state == acting
        if mention.kind in ("officer", "agency"):
            return mention.id.startswith(f"{acting}/")
        owned = mention.kind in _SIDES and acting in self._states(mention.id)
        return owned or mention.kind == "weapon"

    def _states(self, actor: str) -> tuple[str | None, ...]:
        """The states that an actor's name stands for."""
        return (self.pack.state_of(actor), *self.pack.actors[actor].members)

    @cached_property
    def quotes(self) -> tuple[tuple[int, int], ...]:
        """Where direct quotations stand, marks included."""
        return quotations(self.folded)

    @cached_property
    def _starts(self) -> list[int]:
        return [mention.start for mention in self.mentions]

    def within(self, start: int, end: int) -> range:
        """The numbers of the mentions that begin in `[start, end)`."""
        first = bisect_right(self._starts, start - 1)
        return range(first, bisect_right(self._starts, end - 1))

    def quoted(self, position: int) -> bool:
        """Whether a character stands inside a direct quotation."""
        return any(start <= position < end for start, end in self.quotes)

    def masked(self, sentence: Sentence) -> Masked:
        """The sentence as the patterns see it."""
        place = sentence.start, sentence.end
        if place not in self._masks:
            self._masks[place] = _mask(self, sentence)
        return self._masks[place]

    @cached_property
    def _masks(self) -> dict[tuple[int, int], Masked]:
        return {}


def read_document(report: Report, pack: Pack) -> Document:
    """The report's sentences, mentions and dates.

    Args:
        report: the report, its text frozen.
        pack: the theatre whose names are looked for.
    """
    text = report.text
    folded = fold(text)
    known = gazetteer(pack).find(text, folded)
    if all(mention.kind in _ELSEWHERE for mention in known):
        # Nothing of the theatre is named: whatever it is about, it is not for us.
        return Document(report, pack, folded, (), ())
    sentences = split_sentences(text)
    published = report.published.first if report.published else None
    dates = dater(pack.language, pack.manifest.zone).find(text, published=published)
    proper = proper_names(pack.language)
    found = [name for s in sentences for name in proper.find(text, s, _inside(known, s))]
    names = [_before_date(name, text, dates) for name in found]
    dated = {found.start: found for found in dates}
    mentions = _settle(known, names, [Mention(d.start, d.end, "date", d.kind) for d in dates])
    numbered = {n: dated[m.start] for n, m in enumerate(mentions) if m.kind == "date"}
    return Document(report, pack, folded, sentences, mentions, numbered)


@lru_cache(maxsize=8)
def dater(language: Language, zone: str) -> Dater:
    """The finder of dates for a language and a zone, built once."""
    return Dater(language, zone=zone)


def _inside(mentions: Sequence[Mention], sentence: Sentence) -> list[Mention]:
    return [m for m in mentions if sentence.start <= m.start < sentence.end]


def _before_date(name: Mention, text: str, dates: Sequence[DateMention]) -> Mention:
    """A name without the date behind it: "the <office> Department on Thursday"."""
    inside = (one for one in dates if name.start < one.start < name.end <= one.end)
    date = next(inside, None)
    words = text[name.start : date.start].rstrip() if date else ""
    while words and not words.split()[-1][0].isupper():
        words = words[: -len(words.split()[-1])].rstrip()
    return replace(name, end=name.start + len(words), id=words) if words else name


def _settle(*groups: Sequence[Mention]) -> tuple[Mention, ...]:
    """All mentions in order; where two overlap the longer stays, then the earlier group's."""
    ranked = sorted(
        ((mention, order) for order, group in enumerate(groups) for mention in group),
        key=lambda pair: (pair[0].start - pair[0].end, pair[1]),
    )
    taken: list[Mention] = []
    used: set[int] = set()
    for mention, _ in ranked:
        places = range(mention.start, mention.end)
        if used.isdisjoint(places):
            used.update(places)
            taken.append(mention)
    return tuple(sorted(taken, key=lambda mention: mention.start))


def _mask(document: Document, sentence: Sentence) -> Masked:
    parts: list[str] = []
    pieces: list[tuple[int, int, int]] = []
    length, position, folded = 0, sentence.start, document.folded
    for number in document.within(sentence.start, sentence.end):
        mention = document.mentions[number]
        stretches = [(folded[a:b], a, b) for a, b in _words(folded, position, mention.start)]
        # A name that lost the space beside it is still a word of its own.
        if folded[mention.start - 1 : mention.start].isalpha():
            stretches.append((" ", mention.start, mention.start))
        stretches.append((f"<{LETTERS[mention.kind]}{number}>", mention.start, mention.end))
        if folded[mention.end : mention.end + 1].isalpha():
            stretches.append((" ", mention.end, mention.end))
        for piece, start, end in stretches:
            parts.append(piece)
            pieces.append((length, start, end))
            length += len(piece)
        position = mention.end
    for start, end in _words(folded, position, sentence.end):
        parts.append(folded[start:end])
        pieces.append((length, start, end))
        length += end - start
    return Masked("".join(parts), tuple(pieces))


def _words(folded: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """The stretches of words in `[start, end)`, runs of spaces drawn together."""
    while start < end:
        gap = folded.find("  ", start, end)
        if gap < 0:
            yield start, end
            return
        yield start, gap + 1
        start = gap + 2
        while start < end and folded[start] == " ":
            start += 1


def mentions_in(document: Document, masked: str, start: int, end: int) -> tuple[int, ...]:
    """The numbers of the mentions whose symbols stand in `[start, end)` of a masked sentence."""
    numbers = (int(found.group(2)) for found in _SYMBOL.finditer(masked, start, end))
    return tuple(n for n in numbers if n < len(document.mentions))
