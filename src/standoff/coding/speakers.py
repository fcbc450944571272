"""Who speaks: names with their roles and institutes, unnamed groups, bodies and states."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache

from standoff.coding.bodies import body_named, find_bodies
from standoff.coding.document import Document, Masked
from standoff.coding.holders import Holder, Sort, Voiced
from standoff.coding.mentions import Mention
from standoff.coding.officers import officer_state, person_name
from standoff.coding.patterns import Compiled, Grammar
from standoff.coding.role_words import RoleWords, role_words, tokens_before
from standoff.coding.text import fold

# So many words that no list knows may stand between an office and whose it is.
_BEYOND = 3
_NAME = re.compile(r"<[PN]\d+>")
_SYMBOL = re.compile(r"<[A-Z]\d+>(?:'s?)?")
_BODY_NEXT = re.compile(r" <[BO]\d+>")
_OFFICE = re.compile(r"<[SDBOLCF]\d+>(?:'s?)?")


@dataclass(frozen=True)
class Speakers:
    """The people of one document, as they were introduced."""

    document: Document
    grammar: Grammar
    people: dict[str, Holder] = field(default_factory=dict)

    def voiced(self, masked: Masked) -> Voiced:
        """The sentence with its speakers drawn together, each understood."""
        parts: list[str] = []
        pieces: list[tuple[int, int, int, bool]] = []
        holders: list[Holder] = []
        length = position = 0
        for start, last, holder in self._regions(masked):
            # "<name>'s offer": whose it is stays to be seen, for nobody speaks there.
            end = last - 2 * masked.text[start:last].endswith("'s")
            for piece, first, until, whole in (
                (masked.text[position:start], position, start, False),
                (f"<H{len(holders)}>", start, end, True),
            ):
                if piece:
                    parts.append(piece)
                    pieces.append((length, first, until, whole))
                    length += len(piece)
            holders.append(holder)
            position = end
        if rest := masked.text[position:]:
            parts.append(rest)
            pieces.append((length, position, len(masked.text), False))
        return Voiced("".join(parts), tuple(pieces), tuple(holders))

    def body(self, symbol: str) -> Holder | None:
        """The body, state or organisation behind a symbol such as `<B4>`."""
        number = int(symbol[2:-1])
        mention = self.document.mentions[number]
        words = self.document.text[mention.start : mention.end]
        if mention.kind == "organisation":
            heads = role_words(self.document.pack.language).outlets
            paper = bool(heads & set(fold(mention.id).split()))
            sort: Sort = "outlet" if paper else "group"
            return Holder(sort=sort, name=mention.id, organisation=mention.id)
        if mention.kind == "agency":
            owner, called = officer_state(mention), person_name(mention)
            name = body_named(self.document.pack, owner, called) or called
            return Holder(sort="body", name=name, organisation=words, state=owner)
        state = self.document.pack.state_of(mention.id)
        if mention.kind == "state":
            return Holder(sort="state", name=mention.id, state=state)
        if mention.kind == "body":
            media = self.document.pack.actors[mention.id].kind == "state_media"
            sort = "outlet" if media else "body"
            return Holder(sort=sort, name=mention.id, organisation=words, state=state)
        if mention.kind == "country":
            return Holder(sort="state", name=mention.id, state=mention.id)
        return None

    def of_role(self, role: str) -> Holder | None:
        """The person introduced last whose office has all words of a role."""
        wanted = set(fold(role).split())
        for known in reversed(self.people.values()):
            if wanted <= set(fold(known.role or "").split()):
                return known
        return None

    def _regions(self, masked: Masked) -> list[tuple[int, int, Holder]]:
        words = role_words(self.document.pack.language)
        found = [self._named(masked, hit, words) for hit in _NAME.finditer(masked.text)]
        for hit in words.group.finditer(masked.text):
            if _BODY_NEXT.match(masked.text, hit.end()) and hit.group() not in words.many:
                continue  # "the official <news agency>": here it is an adjective.
            if not any(start < hit.end() and hit.start() < end for start, end, _ in found):
                found.append(self._group(masked, hit, words))
        found = [*find_bodies(self.document, masked), *found]
        found.sort(key=lambda region: (region[0], -region[1]))
        kept: list[tuple[int, int, Holder]] = []
        for region in found:
            if kept and self._in_apposition(masked, kept[-1], region):
                kept[-1] = _joined_regions(kept[-1], region)
            elif not kept or region[0] >= kept[-1][1]:
                kept.append(region)
        return kept

    def _in_apposition(
        self, masked: Masked, name: tuple[int, int, Holder], noun: tuple[int, int, Holder]
    ) -> bool:
        """Whether a noun says what the person named right before is: "<name>, an engineer"."""
        person, group = name[2].sort == "person", noun[2].sort == "group" and not noun[2].plural
        between = masked.text[name[1] : noun[0]]
        article = masked.text[noun[0] :].partition(" ")[0]
        known = self.document.pack.language.terms.get("indefinite_article", ())
        return person and group and between == ", " and article in known

    def _named(
        self, masked: Masked, hit: re.Match[str], words: RoleWords
    ) -> tuple[int, int, Holder]:
        mention = self.document.mentions[int(hit.group()[2:-1])]
        start, role, organisation = self._before(masked, hit.start(), words)
        end = hit.end()
        beside = _first_match(self.grammar, "beside", masked.text, end)
        if beside:
            end = beside.end()
            groups = beside.groupdict()
            role = role or self._words_of(masked, beside, "role") if groups.get("role") else role
            if groups.get("org"):
                organisation = self._words_of(masked, beside, "org")
        name = person_name(mention)
        known = self.people.get(name)
        holder = Holder(
            sort="person",
            name=name,
            role=role or (known.role if known else None),
            organisation=organisation or (known.organisation if known else None),
            state=self._state(mention),
        )
        self.people.pop(name, None)
        self.people[name] = holder
        return start, end, holder

    def _state(self, mention: Mention) -> str | None:
        """For whom somebody speaks: the state whose person or official it is."""
        if mention.kind == "officer":
            return officer_state(mention)
        return self.document.pack.state_of(mention.id) if mention.kind == "person" else None

    def _before(
        self, masked: Masked, end: int, words: RoleWords
    ) -> tuple[int, str | None, str | None]:
        """Where the words of office before a name begin, and what they say."""
        start, seen, beyond = end, False, 0
        for token, begin in tokens_before(masked.text, end):
            bare = token.rstrip(".,")
            office = bool(_OFFICE.fullmatch(bare))
            known = bare in words.heads or bare in words.roles or bare in words.joins or office
            if beyond and (office or bare in words.determiners):
                start = begin
                break
            if not known:
                # "the ministry's top sanctions official": unknown words up to whose official.
                beyond += 1
                if not seen or bare in words.stops or not bare.isalpha() or beyond > _BEYOND:
                    break
                continue
            if beyond:
                continue
            seen = seen or bare in words.heads
            start = begin
        if not seen:
            return end, None, None
        while leading := re.match(
            r"(?:" + "|".join(words.joins - {"the"}) + r") ", masked.text[start:end]
        ):
            start += leading.end()
        phrase = masked.text[start:end]
        symbol = _SYMBOL.match(phrase)
        organisation = None
        if symbol:
            organisation = self._body_name(symbol.group())
            first = start + symbol.end()
        else:
            first = start
        inner = _first_search(self.grammar, "office_of", phrase)
        if inner:
            mention = self.document.mentions[int(inner.group("org")[2:-1])]
            organisation = self.document.text[mention.start : mention.end]
        return start, self._phrase(masked, first, end), organisation

    def _group(
        self, masked: Masked, hit: re.Match[str], words: RoleWords
    ) -> tuple[int, int, Holder]:
        start, organisation = hit.start(), None
        few = definite = False
        words_of_role: list[tuple[int, int]] = []
        end = hit.start()
        for token, begin in tokens_before(masked.text, hit.start()):
            if token in words.stops or token.endswith((",", ".", '"', ":")):
                break
            start = begin
            if token in words.determiners:
                few, definite = token in words.few, token in words.definite
                break
            if office := _OFFICE.fullmatch(token):
                organisation = organisation or self._body_name(office.group())
            elif not _SYMBOL.fullmatch(token):
                words_of_role.insert(0, (begin, end))
            end = begin
        many = hit.group() in words.many
        role = hit.group() if many else self._joined(masked, [*words_of_role, hit.span()])
        if hit.group() not in words.officials:
            organisation = None
        end = hit.end()
        via: tuple[str, ...] = ()
        beside = _first_match(self.grammar, "beside_group", masked.text, end)
        if beside:
            end = beside.end()
            if beside.group("org"):
                organisation = self._words_of(masked, beside, "org")
            if beside.group("by"):
                via = (self._words_of(masked, beside, "by"),)
        holder = Holder(
            sort="group",
            role=role,
            organisation=organisation,
            plural=many,
            few=few,
            definite=definite and not (many or organisation),
            via=via,
        )
        return start, end, holder

    def _joined(self, masked: Masked, spans: Sequence[tuple[int, int]]) -> str | None:
        """The words of a role, without the nationality that stands among them."""
        pieces = [source_words(self.document, masked, start, end) for start, end in spans]
        if spans[0][0] == 0 and pieces:
            pieces[0] = pieces[0][:1].lower() + pieces[0][1:]
        return " ".join(piece.strip(" ,\u00a0") for piece in pieces) or None

    def _body_name(self, symbol: str) -> str | None:
        """The body whose official somebody is, as written; a state is no organisation."""
        mention = self.document.mentions[int(re.sub(r"\D", "", symbol))]
        if mention.kind not in ("body", "agency"):
            return None
        return self.document.text[mention.start : mention.end]

    def _phrase(self, masked: Masked, start: int, end: int) -> str | None:
        words = self.document.text[masked.source(start) : masked.source_end(end)].strip(" ,\u00a0")
        leading = role_words(self.document.pack.language).determiners
        while words.split(" ")[0].lower() in leading:
            words = words.partition(" ")[2]
        head, _, rest = words.partition(" ")
        if start == 0 and head.istitle() and (not rest or rest.islower()):
            words = words[0].lower() + words[1:]
        honorifics = self.document.pack.language.terms.get("honorific", ())
        return None if fold(words).rstrip(".") in honorifics else words or None

    def _words_of(self, masked: Masked, match: re.Match[str], group: str) -> str:
        return source_words(self.document, masked, *match.span(group)).strip()


def _joined_regions(
    name: tuple[int, int, Holder], noun: tuple[int, int, Holder]
) -> tuple[int, int, Holder]:
    """A person with the role and the body that the noun beside the name gives."""
    role = name[2].role or noun[2].role
    organisation = name[2].organisation or noun[2].organisation
    return name[0], noun[1], replace(name[2], role=role, organisation=organisation)


def source_words(document: Document, masked: Masked, start: int, end: int) -> str:
    """The report's own words behind a stretch of a masked sentence."""
    return document.text[masked.source(start) : masked.source_end(end)].strip()


def _first_match(grammar: Grammar, kind: str, text: str, place: int) -> re.Match[str] | None:
    for pattern in _of_kind(grammar, kind):
        if found := pattern.regex.match(text, place):
            return found
    return None


@lru_cache(maxsize=32)
def _of_kind(grammar: Grammar, kind: str) -> tuple[Compiled, ...]:
    return tuple(p for p in grammar.sections.get("attribution", ()) if p.kind == kind)


def _first_search(grammar: Grammar, kind: str, text: str) -> re.Match[str] | None:
    return next((hit for p in _of_kind(grammar, kind) if (hit := p.regex.search(text))), None)
