"""Who spoke last, for words that stand in for a speaker: "he", "they", "it", "the ministry"."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace

from standoff.coding.holders import ME, Holder, Voiced
from standoff.packs import Language

_BODIES = frozenset({"body", "state", "outlet"})


@dataclass
class Memory:
    """The last speakers of each sort, as far as a report has been read."""

    language: Language
    last: Holder | None = None
    person: Holder | None = None
    many: Holder | None = None
    body: Holder | None = None
    groups: dict[str, Holder] = field(default_factory=dict)

    def keep(self, holder: Holder) -> None:
        """Remember who spoke, or whom a sentence is about."""
        plain = replace(holder, via=(), few=False)
        if holder.sort in _BODIES or holder.name == holder.organisation is not None:
            self.body = plain
        elif holder.sort == "person" or (holder.sort == "group" and not holder.plural):
            self.person = self.last = plain
        elif holder.sort == "group":
            self.many = self.last = plain
        if holder.sort == "group" and holder.role:
            self.groups[holder.role] = plain

    def meant(self, words: str, voiced: Voiced, place: int) -> Holder | None:
        """Whom a pronoun or a noun in its place means.

        Args:
            words: the pronoun or noun.
            voiced: its sentence.
            place: where it stands there.
        """
        terms = self.language.terms
        if words in terms.get("first_person", ()):
            return ME
        if words in terms.get("body_pronoun", ()) or words == "its":
            return self.body
        if words not in terms.get("group_same", ()) and words not in terms.get("third_person", ()):
            vague = words in terms.get("vague_group", ()) or words.startswith("one ")
            return Holder(sort="group", role=None if vague else words, plural=True)
        if words in terms.get("third_person_plural", ()):
            return self._many(words)
        named = [
            holder
            for n, holder in enumerate(voiced.holders)
            if holder.sort == "person" and f"<H{n}>" in voiced.text[:place]
        ]
        return named[-1] if named else self._one(words)

    def _one(self, words: str) -> Holder | None:
        """A single speaker; "the official" rather somebody of that role."""
        role = words.removeprefix("the ")
        if role != words and self.person and role not in (self.person.role or "").lower():
            fitting = [one for known, one in self.groups.items() if role in known.lower()]
            return fitting[-1] if fitting else self.person
        return self.person

    def _many(self, words: str) -> Holder | None:
        if self.many or words != "they":
            return self.many
        return self.body if self.body and self.body.sort == "state" else None


_CANDIDATE = re.compile(r"<[HSBOC]\d+>(?!'s)")
_OPENING = re.compile(
    r"^(?:[\"'(]|but |and |still, |however, |so )*(?P<word>he|she|it|they|we|i)\b"
)
_NEAREST = re.compile(r"(?P<who><[HSBOC]\d+>)(?:,[^,;:\"]{2,60})?$")
_AFTER = re.compile(r", (?P<who>(?:the )?<[HSBOC]\d+>|he|she|it|they|we|i)\b")


def subject_before(voiced: Voiced, place: int, led: re.Pattern[str]) -> str | None:
    """The symbol or pronoun that is the subject of what stands before a place, if it shows.

    Args:
        voiced: the sentence.
        place: where the verb stands that shares the subject.
        led: what a preposition leads.
    """
    for found in _CANDIDATE.finditer(voiced.text, 0, place):
        if not led.search(voiced.text[: found.start()]):
            return found.group()
    opening = _OPENING.match(voiced.text[:place])
    return opening.group("word") if opening else None


def nearest_before(voiced: Voiced, place: int) -> str | None:
    """The symbol that stands right before a place, but for an aside: whom "who" means."""
    found = _NEAREST.search(voiced.text[:place])
    return found.group("who") if found else None


def subject_after(voiced: Voiced, place: int) -> str | None:
    """The subject behind a participle that opens the sentence."""
    found = _AFTER.search(voiced.text, place)
    return found.group("who") if found else None
