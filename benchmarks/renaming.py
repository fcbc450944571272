"""Invented names for everything a theatre names, used alike in its files and in texts."""

from __future__ import annotations

import hashlib
import re
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from standoff.packs import Pack

_RUN = re.compile(r"\w+")
_LETTERS = re.compile(r"[^\W\d_]+")
_GAP = "[ \\-\u2010-\u2013\u00a0\u202f\u2009]"
_QUOTE = "['\u2018\u2019]"
# Words that carry grammar inside a name keep it: "Bank of X" stays "... of ...".
_GRAMMAR = frozenset({"of", "the", "and", "for", "in", "on", "to", "s"})
_ADJECTIVE_ENDINGS = ("ian", "an", "ese", "ish", "i")
_VOWELS, _CONSONANTS = "aeiou", "bdfgklmnprtvz"
# Words of three or four letters are made of these, so that none is an English word by chance.
_RARE_CONSONANTS = "jkvxz"
_SHORT_WORDS = "am an as at be by do go he if in is it me my no of on or so to up us we axe eke"


@dataclass(frozen=True, slots=True)
class Renamed:
    """A text with its names replaced; `pieces` are (old start, old end, new start, new end)."""

    text: str
    pieces: tuple[tuple[int, int, int, int], ...]

    def original_offset(self, offset: int) -> int | None:
        """Where a place of the new text stood in the old; None inside a replaced word."""
        slot = bisect_right(self.pieces, offset, key=lambda piece: piece[2]) - 1
        if slot < 0:
            return offset
        old_start, old_end, new_start, new_end = self.pieces[slot]
        if new_start < offset < new_end:
            return None
        return old_start if offset == new_start else old_end + offset - new_end


class Names:
    """A two-way dictionary of single words, filled as words are asked for."""

    def __init__(self, avoid: Iterable[str]) -> None:
        self._avoid = {*avoid, *_SHORT_WORDS.split()}
        self.forward: dict[str, str] = {}
        self.backward: dict[str, str] = {}

    def invent(self, word: str) -> str:
        """The invented word for a word in lower case; the same one each time."""
        if word not in self.forward:
            made = self._letter(word) if len(word) == 1 else self._make(word)
            self.forward[word], self.backward[made] = made, word
        return self.forward[word]

    def _letter(self, word: str) -> str:
        """Another letter of the alphabet, one for one."""
        turned = (ord(word) - ord("a") + 7) % 26 if "a" <= word <= "z" else None
        return word if turned is None else chr(ord("a") + turned)

    def _make(self, word: str) -> str:
        if word.endswith("s") and len(word) > 3:
            return self.invent(word[:-1]) + "s"
        for attempt in range(1000):
            made = _syllables(word, attempt)
            if made not in self._avoid and made not in self.backward and made != word:
                return made
        raise ValueError(f"no invented word is left for {word!r}")


def _syllables(word: str, attempt: int) -> str:
    """A word of like length that begins like the old one and ends as an adjective where it did."""
    digest = hashlib.sha256(f"{word}/{attempt}".encode()).digest()
    length = len(word) if len(word) < 5 else max(5, len(word) - 1 + digest[0] % 4)
    kept = next((e for e in _ADJECTIVE_ENDINGS if word.endswith(e) and len(word) > len(e) + 2), "")
    kept = "s" if word.endswith("s") else kept
    vowel = word[0] in _VOWELS
    consonants = _RARE_CONSONANTS if length in (3, 4) else _CONSONANTS
    made = ""
    for byte in digest[1 : 1 + length - len(kept)]:
        letters = _VOWELS if vowel else consonants
        made += letters[byte % len(letters)]
        vowel = not vowel
    return made + kept


class Renamer:
    """Replaces names in texts and ids, and puts them back."""

    def __init__(self, pack: Pack, texts: Iterable[str]) -> None:
        phrases = sorted(set(_phrases(pack)))
        ordinary = {word for text in texts for word in _words(text)} | _vocabulary(pack)
        self._names = Names(word.lower() for word in (*ordinary, *_words(" ".join(phrases))))
        lower = {word for word in ordinary if word.islower()}
        bare = sorted({word for word in _bare(pack) if word.lower() not in lower})
        self.ids = {identity: self._replace(identity) for identity in _ids(pack)}
        self._finder = _Finder(phrases, bare)
        invented = [self._replace(one) for one in phrases]
        every_word = [word.capitalize() for word in self._names.backward if len(word) > 1]
        self._back_finder = _Finder(invented, every_word, any_case=True)
        self._back_ids = {new: old for old, new in self.ids.items()}
        if len(self._back_ids) < len(self.ids):
            raise ValueError("two ids were given the same invented id")

    def rename(self, text: str) -> Renamed:
        """The text with every name of the pack invented anew."""
        return self._apply(text, self._finder, self._names.invent)

    def restore(self, text: str) -> str:
        """The text with the names put back, or the id if it is one."""
        if text in self._back_ids:
            return self._back_ids[text]
        return self._apply(text, self._back_finder, self._known).text

    def remaining(self, text: str) -> list[str]:
        """The original names that still stand in a text."""
        return [text[start:end] for start, end in self._finder.find(text)]

    def cell(self, text: str) -> str:
        """A value of a pack's file: an id, or words."""
        return self.ids.get(text) or self.rename(text).text

    def _known(self, word: str) -> str:
        if len(word) == 1:
            return chr((ord(word) - ord("a") - 7) % 26 + ord("a")) if "a" <= word <= "z" else word
        if word not in self._names.backward and word.endswith("s"):
            return self._names.backward.get(word[:-1], word[:-1]) + "s"
        return self._names.backward.get(word, word)

    def _replace(self, text: str) -> str:
        return _LETTERS.sub(lambda found: _swapped(found.group(), self._names.invent), text)

    def _apply(self, text: str, finder: _Finder, swap: Callable[[str], str]) -> Renamed:
        parts: list[str] = []
        pieces: list[tuple[int, int, int, int]] = []
        done = length = 0
        for start, end in finder.find(text):
            for word in _LETTERS.finditer(text, start, end):
                new = _swapped(word.group(), swap)
                parts += (text[done : word.start()], new)
                length += word.start() - done
                pieces.append((word.start(), word.end(), length, length + len(new)))
                length, done = length + len(new), word.end()
        return Renamed("".join((*parts, text[done:])), tuple(pieces))


class _Finder:
    """Finds phrases, longest first, with their capitals; single words stand by themselves."""

    def __init__(
        self, phrases: Iterable[str], words: Iterable[str], *, any_case: bool = False
    ) -> None:
        self._starts: dict[str, list[re.Pattern[str]]] = {}
        for phrase in sorted({*phrases, *words}, key=lambda one: (-len(one), one)):
            first = _RUN.search(phrase)
            if first is None:
                continue
            loose = any_case and len(_words(phrase)) == 1 and len(phrase) > 1
            pattern = re.compile(_pattern(phrase, loose=loose))
            key = first.group().lower()
            for start in {key, key + "s"} if first.end() == len(phrase) else {key}:
                self._starts.setdefault(start, []).append(pattern)

    def find(self, text: str) -> Iterator[tuple[int, int]]:
        """Where the phrases stand, in order, none overlapping."""
        done = 0
        for run in _RUN.finditer(text):
            if run.start() < done:
                continue
            for pattern in self._starts.get(run.group().lower(), ()):
                if found := pattern.match(text, run.start()):
                    yield found.span()
                    done = found.end()
                    break


def _pattern(phrase: str, *, loose: bool) -> str:
    """The phrase as written or in more capitals; hyphens are spaces; a plural -s may follow."""
    plural = "" if phrase.lower().endswith("s") or not phrase[-1].isalnum() else "s?"
    if len(phrase) <= 4 and phrase.isupper():
        return rf"{re.escape(phrase)}{plural}(?!\w)"
    parts = []
    for i, letter in enumerate(phrase):
        if letter.isalpha():
            begins = i == 0 or not phrase[i - 1].isalnum()
            either = f"[{letter.lower()}{letter.upper()}]"
            parts.append(letter if begins and letter.isupper() and not loose else either)
        elif letter in " -\u2011":
            parts.append(_GAP)
        else:
            parts.append(_QUOTE if letter in "'\u2019" else re.escape(letter))
    return f"{''.join(parts)}{plural}(?!\\w)"


def _swapped(word: str, swap: Callable[[str], str]) -> str:
    """The other word in the shape of this one: all capitals, capitalised, inner capitals."""
    if word.lower() in _GRAMMAR and (len(word) > 1 or word == "s"):
        return word
    new = swap(word.lower())
    if len(word) > 1 and word.isupper():
        return new.upper()
    upper = {i for i, letter in enumerate(word) if letter.isupper()}
    return "".join(letter.upper() if i in upper else letter for i, letter in enumerate(new))


def _words(text: str) -> list[str]:
    return _LETTERS.findall(text)


def _phrases(pack: Pack) -> Iterator[str]:
    for actor in pack.actors.values():
        yield from (actor.name, *actor.aliases, *actor.demonyms, *actor.seats)
    for weapon in pack.weapons.values():
        yield from (weapon.name, *weapon.aliases)
    for place in pack.places.values():
        yield from (place.name, *place.aliases)


def _ids(pack: Pack) -> tuple[str, ...]:
    return (*pack.actors, *pack.weapons, *pack.places)


def _bare(pack: Pack) -> Iterator[str]:
    """Words of names that may stand alone: a family name, a weapon's family."""
    for actor in pack.actors.values():
        if actor.kind == "person":
            yield from _capitalised((actor.name, *actor.aliases), shortest=2)
        elif actor.kind == "state":
            yield from _capitalised((actor.name, *actor.demonyms, *actor.seats), shortest=4)
    for weapon in pack.weapons.values():
        yield from _capitalised((weapon.name, *weapon.aliases), shortest=2)


def _capitalised(forms: Iterable[str], *, shortest: int) -> Iterator[str]:
    for word in _words(" ".join(forms)):
        if len(word) >= shortest and word[0].isupper():
            yield word


def _vocabulary(pack: Pack) -> set[str]:
    """Every word that the language's grammar knows, but for the names of countries."""
    known: list[str] = []
    for key, forms in pack.language.terms.items():
        if not key.startswith(("country.", "foreign.")):
            known.extend(forms)
    for patterns in pack.language.sections.values():
        known.extend(pattern.match for pattern in patterns)
    return {word.lower() for word in _words(" ".join(known))}
