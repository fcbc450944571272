"""Names and terms in a text: one pass of the gazetteer, longest match first."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from string import ascii_uppercase

from ahocorasick_rs import AhoCorasick, MatchKind

from standoff.coding.text import fold
from standoff.packs import Language, Pack

# Token classes and the letter that stands for each in a masked sentence.
LETTERS: Mapping[str, str] = {
    "state": "S",
    "demonym": "D",
    "body": "B",
    "agency": "B",  # a body that no pack lists, named after a state
    "person": "P",
    "officer": "P",  # somebody known by the office in which the report introduces them
    "weapon": "W",
    "weapon_term": "G",
    "place": "L",
    "platform": "V",  # a ship or aircraft by name: it carries weapons and is none
    "date": "T",
    "country": "C",
    "foreign": "F",
    "organisation": "O",
    "name": "N",
    "exercise": "E",
}
_RANK = {kind: rank for rank, kind in enumerate(LETTERS)}
_WORD = re.compile(r"\w")
# What follows the proper name of an exercise in a table: its year or number, and any remark.
_EDITION = re.compile(r"[ -](?:\d|\().*$")
_PROPER = re.compile(r"[A-Z][a-z]+(?: [A-Z][a-z]+){1,3}")
_DIGIT_LETTER = re.compile(r"(?<=\d)(?=[A-Za-z])")
_LETTER_DIGIT = re.compile(r"(?<=[A-Za-z])[- ](?=\d)")


@dataclass(frozen=True, slots=True)
class Mention:
    """Characters `[start, end)` that name something: its token class and its id."""

    start: int
    end: int
    kind: str
    id: str


@dataclass(frozen=True, slots=True)
class _Entry:
    kind: str
    id: str
    forms: tuple[str, ...]


class Gazetteer:
    """All names of a theatre and all weapon and country words of its language."""

    def __init__(self, pack: Pack) -> None:
        entries: dict[str, _Entry] = {}
        for entry in _entries(pack):
            key = fold(entry.forms[0])
            entries[key] = _merged(entries.get(key), entry)
        self._entries = list(entries.values())
        self._machine = AhoCorasick(list(entries), matchkind=MatchKind.Standard)

    def find(self, text: str, folded: str) -> list[Mention]:
        """The mentions in order of place; of two that overlap the first stays.

        But an adjective that begins within a name and goes on beyond it is the fuller one:
        "the East" is no state in "the East Veldanian army".

        Args:
            text: the exact text, for its capitals.
            folded: the same text folded.
        """
        hits = self._machine.find_matches_as_indexes(folded, overlapping=True)
        whole = [
            hit
            for hit in hits
            if _is_whole(folded, hit[1], hit[2])
            or (self._is_full_name(hit[0]) and _is_glued(text, hit[1], hit[2]))
        ]
        found: list[Mention] = []
        for index, start, stop in sorted(whole, key=lambda hit: (hit[1], -hit[2])):
            entry = self._entries[index]
            if not any(_same_capitals(form, text[start:stop]) for form in entry.forms):
                continue
            mention = Mention(start, stop, entry.kind, entry.id)
            if not found or start >= found[-1].end:
                found.append(mention)
            elif entry.kind == "demonym" and stop > found[-1].end:
                found[-1] = mention
        return found

    def _is_full_name(self, index: int) -> bool:
        entry = self._entries[index]
        return entry.kind == "person" and len(entry.forms[0].replace("-", " ").split()) > 2


@lru_cache(maxsize=8)
def gazetteer(pack: Pack) -> Gazetteer:
    """The pack's gazetteer, built once per loaded pack."""
    return Gazetteer(pack)


def _entries(pack: Pack) -> Iterator[_Entry]:
    for actor in pack.actors.values():
        kind = {"state": "state", "person": "person"}.get(actor.kind, "body")
        yield from _forms(kind, actor.id, (actor.name, *actor.aliases, *actor.seats))
        if kind == "person":
            yield from _forms(kind, actor.id, _with_initial(actor.name))
        yield from _forms("demonym", actor.id, actor.demonyms)
    launched = {key for key in pack.language.terms if key.startswith("weapon.")}
    for weapon in pack.weapons.values():
        forms = [one for form in (weapon.name, *weapon.aliases) for one in _spellings(form)]
        kind = "weapon" if f"weapon.{weapon.weapon_class}" in launched else "platform"
        yield from _plural_forms(kind, weapon.id, list(dict.fromkeys(forms)))
    for place in pack.places.values():
        yield from _forms("place", place.id, (place.name, *place.aliases))
    for name, actors in _named_exercises(pack).items():
        yield from _forms("exercise", ";".join(actors), (name,))
    yield from _language_entries(pack.language)


def _named_exercises(pack: Pack) -> dict[str, tuple[str, ...]]:
    """Proper names of exercises in the theatre's tables, without their edition; who takes part."""
    found: dict[str, tuple[str, ...]] = {}
    for table in pack.tables.values():
        for row in table.rows:
            if (row.fields.get("kind") or table.spec.kind) == "exercise" and row.fields.get("name"):
                for name in row.fields["name"].split(" / "):
                    bare = _EDITION.sub("", name).strip()
                    actors = tuple(filter(None, row.fields.get("actors", "").split(";")))
                    if _PROPER.fullmatch(bare):
                        found.setdefault(bare, actors or table.spec.actors)
    return found


def _language_entries(language: Language) -> Iterator[_Entry]:
    for key, words in language.terms.items():
        section, _, name = key.partition(".")
        if section == "weapon":
            yield from _plural_forms("weapon_term", name, words)
        elif section in ("country", "foreign"):
            yield from _forms(section, name, words)


def _spellings(form: str) -> Iterator[str]:
    """A weapon's name with and without a hyphen where letters and digits meet."""
    yield form
    yield _DIGIT_LETTER.sub("-", form)
    yield _LETTER_DIGIT.sub("", form)


def _merged(known: _Entry | None, entry: _Entry) -> _Entry:
    """One entry for names that fold alike: the class that ranks first, all its spellings."""
    if known is None or _RANK[entry.kind] < _RANK[known.kind]:
        return entry
    if (known.kind, known.id) != (entry.kind, entry.id):
        return known
    return _Entry(known.kind, known.id, known.forms + entry.forms)


def _forms(kind: str, identity: str, forms: Iterable[str]) -> Iterator[_Entry]:
    for form in forms:
        yield _Entry(kind, identity, (form,))


def _with_initial(name: str) -> Iterator[str]:
    """A name of two words as papers of record print it, with a middle initial."""
    first, _, last = name.partition(" ")
    if last and " " not in last and "-" not in last:
        yield from (f"{first} {letter}. {last}" for letter in ascii_uppercase)


def _plural_forms(kind: str, identity: str, forms: Sequence[str]) -> Iterator[_Entry]:
    yield from _forms(kind, identity, forms)
    yield from _forms(kind, identity, (form + "s" for form in forms if not form.endswith("s")))


def _is_whole(folded: str, start: int, end: int) -> bool:
    before = start == 0 or not _WORD.match(folded[start - 1])
    return before and (end == len(folded) or not _WORD.match(folded[end]))


def _is_glued(text: str, start: int, end: int) -> bool:
    """Whether a name lost the space beside it, as where a page's mark-up fell away."""
    before = start == 0 or not _WORD.match(text[start - 1]) or text[start - 1].islower()
    after = end == len(text) or not _WORD.match(text[end]) or text[end].islower()
    return before and after and text[start].isupper()


def _same_capitals(form: str, written: str) -> bool:
    """Whether the text capitalises what the name capitalises; short capitals must all match.

    "who" is not the "WHO", and "the bank" of a river is not "the Bank".
    """
    if len(form) <= 4 and form.isupper():
        return written == form
    pairs = zip(form, written, strict=False)
    wanted = [(ours, theirs) for i, (ours, theirs) in enumerate(pairs) if _starts_word(form, i)]
    first, *rest = wanted
    if not all(theirs.isupper() or not ours.isupper() for ours, theirs in rest):
        return False
    return first[1].isupper() or not first[0].isupper()


def _starts_word(form: str, index: int) -> bool:
    return form[index].isalpha() and (index == 0 or not form[index - 1].isalnum())
