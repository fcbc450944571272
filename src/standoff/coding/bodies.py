"""Bodies told by a noun of whose they are: "the <state>'s army", "<state>'s foreign ministry"."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache

from standoff.coding.document import Document, Masked
from standoff.coding.holders import Holder
from standoff.coding.text import fold
from standoff.packs import Language, Pack

_OWNER = r"(?:\bthe )?(?P<of><[SDCFB]\d+>)(?:'s?)?"
_WORD = re.compile(r"\w+")
_FILLERS = frozenset({"the", "of", "s", "and", "for", "national"})
_REACH_CHARACTERS = 900


@dataclass(frozen=True, slots=True)
class BodyWords:
    """The language's nouns for bodies, papers and media, as one pattern each."""

    owned: re.Pattern[str]
    bare: re.Pattern[str]
    led: re.Pattern[str]
    office: re.Pattern[str]
    papers: frozenset[str]
    media: frozenset[str]
    forces: frozenset[str]


@lru_cache(maxsize=8)
def body_words(language: Language) -> BodyWords:
    """The nouns of a language, compiled once."""

    def words(*names: str) -> str:
        found = {fold(word) for name in names for word in language.terms.get(name, ())}
        return "|".join(map(re.escape, sorted(found, key=len, reverse=True)))

    stops = words("group_stop")
    between = rf"(?: (?!(?:{stops}|a|an|(?!armed|united|allied)\w+ed)\b)[\w.']+){{0,4}}?"
    nouns = words("body_noun", "paper_noun", "media_noun")
    tail = r"(?: \((?:<[BO]\d+>|\w+)\))?"
    return BodyWords(
        owned=re.compile(rf"{_OWNER}(?P<what>{between} (?P<noun>{nouns}))\b(?!')(?! <[PN]){tail}"),
        bare=re.compile(rf"\bthe(?P<what> (?:[\w.']+ )?(?P<noun>{words('body_noun')}))\b(?!')"),
        led=re.compile(rf"(?P<of><P\d+>)'s? (?:{words('led_noun')})\b(?!')"),
        office=re.compile(rf"{_OWNER} (?P<title>{words('office_title')})\b(?!')(?!,? <[PN])"),
        papers=frozenset(map(fold, language.terms.get("paper_noun", ()))),
        media=frozenset(map(fold, language.terms.get("media_noun", ()))),
        forces=frozenset(map(fold, language.terms.get("forces_noun", ()))),
    )


def find_bodies(document: Document, masked: Masked) -> Iterator[tuple[int, int, Holder]]:
    """Where a sentence names bodies and office-holders by nouns, and who they are.

    Args:
        document: the report.
        masked: the masked sentence.
    """
    words = body_words(document.pack.language)
    if "<" not in masked.text and " the " not in f" {masked.text}":
        return
    for hit in words.office.finditer(masked.text):
        holder = _office_holder(document, hit)
        if holder:
            yield hit.start(), hit.end(), holder
    for hit in words.led.finditer(masked.text):
        state = document.pack.state_of(document.mentions[int(hit.group("of")[2:-1])].id)
        if state in document.pack.actors:
            yield hit.start(), hit.end(), Holder(sort="state", name=state, state=state)
    for hit in words.owned.finditer(masked.text):
        holder = _owned(document, hit, words)
        if holder:
            yield hit.start(), hit.end(), holder
    for hit in words.bare.finditer(masked.text):
        holder = _known_body(document, hit, masked.source(hit.start()))
        if holder:
            yield hit.start(), hit.end(), holder


def _owned(document: Document, hit: re.Match[str], words: BodyWords) -> Holder | None:
    mention = document.mentions[int(hit.group("of")[2:-1])]
    state = (
        mention.id if mention.kind in ("country", "foreign") else document.pack.state_of(mention.id)
    )
    what = " ".join(hit.group("what").split())
    if hit.group("noun") in words.media:
        return Holder(sort="group", role=what, state=state, plural=True)
    if mention.kind == "body" and hit.group("noun") in words.papers:
        return Holder(sort="body", name=mention.id, state=state)
    body = state and (
        _forces_of(document.pack, state)
        if what in words.forces
        else _body_of(document.pack, state, _content(what))
    )
    if body:
        return Holder(sort="body", name=body, organisation=_name(document, body), state=state)
    if mention.kind == "body":
        return Holder(sort="body", name=mention.id, state=state)
    whole = len(what.split()) == 1
    return Holder(sort="state", name=state, organisation=None if whole else what, state=state)


def _known_body(document: Document, hit: re.Match[str], place: int) -> Holder | None:
    """The body of the state named last that "the ... ministry" can mean."""
    wanted = _content(hit.group("what"))
    if len(wanted) < 2:
        return None
    seen: set[str] = set()
    for number in reversed(document.within(max(0, place - _REACH_CHARACTERS), place)):
        mention = document.mentions[number]
        if mention.kind not in ("state", "demonym", "body", "person"):
            continue
        state = document.pack.state_of(mention.id)
        if state is None or state in seen:
            continue
        seen.add(state)
        if body := _body_of(document.pack, state, wanted):
            return Holder(sort="body", name=body, organisation=_name(document, body), state=state)
    return None


def _office_holder(document: Document, hit: re.Match[str]) -> Holder | None:
    """Who held the office on the day of the report, or the one so introduced in it."""
    mention = document.mentions[int(hit.group("of")[2:-1])]
    if mention.kind not in ("state", "demonym"):
        return None
    published = document.report.published
    for actor in document.pack.actors.values():
        for office in actor.offices if actor.kind == "person" else ():
            if office.of != mention.id or fold(office.title) != hit.group("title"):
                continue
            day = published.first if published else None
            named = any(m.kind == "person" and m.id == actor.id for m in document.mentions)
            if named or (
                day
                and (office.first is None or office.first <= day)
                and (office.last is None or day <= office.last)
            ):
                return Holder(
                    sort="person", name=actor.id, role=hit.group("title"), state=mention.id
                )
    return None


def known_body(pack: Pack, state: str, parts: Iterable[str]) -> str | None:
    """The name of the pack's body of a state that one of some phrases names."""
    for part in parts:
        if body := _body_of(pack, state, _content(part)):
            return pack.actors[body].name
    return None


def body_named(pack: Pack, state: str, name: str) -> str | None:
    """The id of the pack's body of a state that a name means, its state's names aside."""
    return _body_of(pack, state, _content(name) - _own_words(pack, state))


def _name(document: Document, body: str) -> str:
    return document.pack.actors[body].name


def _content(words: str) -> frozenset[str]:
    """The words that tell a body from its like, with one spelling for each."""
    return frozenset(_WORD.findall(fold(words).replace("defence", "defense"))) - _FILLERS


@lru_cache(maxsize=512)
def _body_of(pack: Pack, state: str, wanted: frozenset[str]) -> str | None:
    if not wanted:
        return None
    own = _own_words(pack, state)
    for actor in pack.actors.values():
        if actor.kind in ("state", "person") or pack.state_of(actor.id) != state:
            continue
        for name in (actor.name, *actor.aliases):
            if _content(name) - own == wanted:
                return actor.id
    return None


@lru_cache(maxsize=64)
def _forces_of(pack: Pack, state: str) -> str | None:
    """The one body that speaks for a state's armed forces."""
    found = [a.id for a in pack.actors.values() if a.kind == "military" and a.of == state]
    return found[0] if len(found) == 1 else None


@lru_cache(maxsize=64)
def _own_words(pack: Pack, state: str) -> frozenset[str]:
    """The words of a state's own names."""
    owner = pack.actors.get(state)
    names = (owner.name, *owner.aliases, *owner.demonyms, *owner.seats) if owner else ()
    return frozenset(word for name in names for word in _WORD.findall(fold(name)))
