"""What is attributed to whom: stretches of a report with their speaker."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from standoff.coding.cues import cues
from standoff.coding.document import Document, Masked
from standoff.coding.holders import ME, UNKNOWN, Holder, Voiced
from standoff.coding.memory import Memory, nearest_before, subject_after, subject_before
from standoff.coding.patterns import Compiled, Grammar
from standoff.coding.segments import WHO, Heard, Segment, content_of, innermost
from standoff.coding.speakers import Speakers
from standoff.model import Stance

_WORD = re.compile(r"\w")
_STANCES = frozenset({"position", "concern"})
_ACTS = frozenset({"wish", "recommendation", "judge", "characterise", "reason"})
# So near behind "said that" a subject opens what is said.
_NEAR = 8
# What may stand before the subject of a sentence.
_LED_IN = re.compile(r"[;\s\"']*(?:.*, |(?!i |we )(?:[\w']+ ){0,2})")
_SYMBOL = re.compile(r"<([HSBOC])\d+>")
# Parties before the last of those who speak together: the first of them stands for all.
_SEVERAL = re.compile(r"(?:(?:the )?<[HSBC]\d+>, )*(?:the )?<[HSBC]\d+>,? and (?:the )?$")
_SAYS_NOTHING = ("names-only", "passing-label")
Teller = tuple[Compiled, re.Match[str], Holder]
_FRAMES = frozenset({"frames_back", "frames_on", "interview", "opens_quote"})


@dataclass
class Listener:
    """Reads sentences in order and remembers who spoke last."""

    document: Document
    grammar: Grammar
    speakers: Speakers
    memory: Memory
    # Who was spoken of last before the sentence that is read.
    before: Holder | None = None

    @property
    def last(self) -> Holder | None:
        """The person or group that spoke last."""
        return self.memory.last

    def hear(self, index: int, masked: Masked) -> Heard:
        """Who is said to hold what in one sentence.

        Args:
            index: its number in the document.
            masked: its masked form.
        """
        voiced = self.speakers.voiced(masked)
        self.before = self.memory.person
        if voiced.text.startswith("<H0>") and voiced.holders[0].sort == "person":
            self.memory.keep(voiced.holders[0])
        hits = self._hits(voiced)
        via = self._relayers(hits, voiced, masked)
        tellers: list[Teller] = []
        relaying: list[Teller] = []
        frames: list[tuple[str, Holder]] = []
        for pattern, hit in hits:
            if pattern.kind in _FRAMES:
                frames.extend(self._framed(pattern, hit, voiced))
            if pattern.kind not in ("says", "agentless"):
                continue
            holder = self._teller(pattern, hit, voiced, masked, tellers)
            if holder is None or self._only_thinks(pattern, hit, holder):
                continue
            if holder.sort == "outlet" and pattern.kind == "says" and not self._speaks(holder):
                relaying.append((pattern, hit, holder))
                continue
            if tellers and self._is_told_of(pattern, hit, tellers[-1][1]):
                continue  # What somebody says of another's stance is a part of what they say.
            tellers.append((pattern, hit, holder))
            if pattern.set.get("side") is None:
                self.memory.keep(holder)
        tellers = self._unquoted(self._relaying(_without_agentless(tellers)), voiced, masked)
        if tellers:
            via = (*via, *(holder.organisation or "" for _, _, holder in relaying))
        segments = list(self._segments(index, tellers or relaying, voiced, masked, via))
        return Heard(tuple(innermost(segments)), tuple(frames))

    def _relaying(self, tellers: list[Teller]) -> list[Teller]:
        """The tellers, where one who closes the sentence only passes on what another said."""
        for place, (pattern, hit, holder) in enumerate(tellers):
            if pattern.set.get("content") != "around" or holder.role == ME.role:
                continue
            begin = max(0, hit.string.rfind("; ", 0, hit.start()))
            inner = [one for one in tellers[:place] if one[1].start() >= begin]
            if inner and self._speaks_first(inner[0], begin):
                name = holder.name or holder.role or ""
                told = [(p, h, replace(one, via=(*one.via, name))) for p, h, one in inner]
                return [*tellers[: place - len(inner)], *told, *tellers[place + 1 :]]
        return tellers

    def _speaks_first(self, teller: Teller, begin: int) -> bool:
        """Whether somebody named says something aloud where what is passed on begins."""
        pattern, hit, holder = teller
        verb = hit.groupdict().get("cue") or ""
        aloud = self.mind_verbs.isdisjoint((verb, *verb.split())) and pattern.kind == "says"
        named = _SYMBOL.search(hit.groupdict().get("who") or "") and holder is not UNKNOWN
        follows = pattern.set.get("content") in ("after", "from") and not pattern.set.get("side")
        before = hit.string[begin : hit.start()]
        if '"' in before and pattern.set.get("hint"):
            return False  # In a quotation, what another stands for is the speaker's account.
        return bool(aloud and named and follows and _LED_IN.fullmatch(before))

    def _is_told_of(self, pattern: Compiled, hit: re.Match[str], last: re.Match[str]) -> bool:
        """Whether a stance is what the one who spoke before tells of another."""
        if pattern.set.get("who") == "same":
            return False
        hint = pattern.set.get("hint")
        if self.grammar.syntax("clause-start").search(hit.string, last.end(), hit.start() + 1):
            return False
        return hint in _STANCES or (hint in _ACTS and 0 <= hit.start() - last.end() < _NEAR)

    def _unquoted(self, tellers: list[Teller], voiced: Voiced, masked: Masked) -> list[Teller]:
        """The tellers without those whom the quoted speaker only speaks of."""
        outside = [one for one in tellers if not self._is_quoted(one, voiced, masked)]
        if not outside:
            return tellers
        return [one for one in tellers if one in outside or one[2].role == ME.role]

    def _is_quoted(self, teller: Teller, voiced: Voiced, masked: Masked) -> bool:
        start, end = teller[1].span()
        places = masked.source(voiced.inner(start)), masked.source(voiced.inner(end - 1))
        return any(a < places[0] and places[1] < b - 1 for a, b in self.document.quotes)

    def _teller(
        self,
        pattern: Compiled,
        hit: re.Match[str],
        voiced: Voiced,
        masked: Masked,
        tellers: Sequence[Teller],
    ) -> Holder | None:
        shared = pattern.set.get("who")
        if shared == "nearest":
            words = nearest_before(voiced, hit.start())
            return self._resolved(words, voiced, -1) if words else None
        if shared != "same":
            return self._holder(pattern, hit, voiced)
        if self.document.quoted(masked.source(voiced.inner(hit.end() - 1)) - 1):
            return None
        told = [holder for p, _, holder in tellers if not p.set.get("side")]
        if told:
            return told[-1]
        led = self.grammar.syntax("preposition-tail")
        words = subject_before(voiced, hit.start(), led)
        if words is None and hit.start() == 0:
            words = subject_after(voiced, hit.end())
        return self._resolved(words, voiced, hit.start()) if words else None

    def _segments(
        self,
        index: int,
        tellers: Sequence[Teller],
        voiced: Voiced,
        masked: Masked,
        via: tuple[str, ...],
    ) -> Iterator[Segment]:
        places = [hit for _, hit, _ in tellers]
        for number, (pattern, hit, holder) in enumerate(tellers):
            relayers = tuple(
                v for v in dict.fromkeys((*holder.via, *via)) if v and v != holder.name
            )
            told = replace(holder, via=relayers, few=False)
            teller = masked.source(voiced.inner(hit.end() - 1))
            for begin, end in content_of(pattern, hit, voiced.text, places, number):
                start = self._past_lead(voiced.text, begin, end) if begin == hit.end() else begin
                segment = self._segment(index, pattern, told, voiced, masked, start, end)
                if segment:
                    stance: Stance = "denies" if holder.few else segment.stance
                    hint = segment.hint or self._verb_hint(hit)
                    verb = hit.groupdict().get("cue")
                    yield replace(segment, teller=teller, hint=hint, verb=verb, stance=stance)

    def _past_lead(self, text: str, start: int, end: int) -> int:
        """Where what is said begins, past to whom and where it was said: "on <day> that"."""
        within = self.grammar.syntax("open-phrase").search(text, 0, start)
        lead = self.grammar.syntax("phrase-lead" if within else "said-lead").match(text, start, end)
        return lead.end() if lead else start

    def _names_only(self, words: str, told: Mapping[str, Any]) -> bool:
        """Whether a thing is named of which nothing is said, or a label is given in passing."""
        if told.get("hint") or told.get("stance") or '"' in words:
            return False
        return any(self.grammar.syntax(name).search(words) for name in _SAYS_NOTHING)

    def _framed(
        self, pattern: Compiled, hit: re.Match[str], voiced: Voiced
    ) -> Iterator[tuple[str, Holder]]:
        """The sort of frame that a sentence sets, and who speaks within it."""
        holder = self._holder(pattern, hit, voiced)
        if holder and holder.sort in ("person", "group"):
            self.memory.keep(holder)
            yield pattern.kind, holder

    def _relayers(
        self, hits: Sequence[tuple[Compiled, re.Match[str]]], voiced: Voiced, masked: Masked
    ) -> tuple[str, ...]:
        found: list[str] = []
        for pattern, hit in hits:
            groups = hit.groupdict()
            names = (*WHO, "outlet") if pattern.kind == "relays" else ("outlet",)
            words = next((groups[name] for name in names if groups.get(name)), None)
            told = bool(pattern.set.get("name")) or pattern.kind == "says"
            if words and (outlet := self._outlet(words, voiced, by_name=told)):
                found.append(outlet)
            if groups.get("outlet_word"):
                found.extend(self._capitals(hit, voiced, masked))
        return tuple(dict.fromkeys(found))

    def _verb_hint(self, hit: re.Match[str]) -> str | None:
        """Verbs that weigh evidence make what a body says an assessment; some look ahead."""
        terms, verb = self.document.pack.language.terms, hit.groupdict().get("cue")
        if verb in terms.get("predict_verb", ()) or verb in terms.get("foresee_verb", ()):
            return "prediction"
        return "assess" if verb in terms.get("assess_verb", ()) else None

    def _speaks(self, holder: Holder) -> bool:
        """Whether a medium speaks for itself: a state medium does, where nobody else is quoted."""
        return holder.state is not None

    def _only_thinks(self, pattern: Compiled, hit: re.Match[str], holder: Holder) -> bool:
        """Whether a sentence merely tells what the acting state thinks, which others say of it."""
        acting = holder.state == self.document.pack.manifest.acting
        verb = hit.groupdict().get("cue")
        inner = verb in self.mind_verbs or pattern.set.get("hint") == "wish"
        return holder.sort in ("state", "person") and acting and inner

    @property
    def mind_verbs(self) -> frozenset[str]:
        """Verbs that tell what somebody thinks."""
        return frozenset(self.document.pack.language.terms.get("mind_verb", ()))

    def _hits(self, voiced: Voiced) -> list[tuple[Compiled, re.Match[str]]]:
        """The patterns that fit, none overlapping another, in order of place."""
        kept: list[tuple[Compiled, re.Match[str]]] = []
        relays: list[tuple[Compiled, re.Match[str]]] = []
        for pattern, hit in cues(self.document.pack.language).matches(
            self.grammar, "attribution", voiced.text
        ):
            if pattern.kind == "relays":
                relays.append((pattern, hit))
            elif not any(
                hit.start() < other.end() and other.start() < hit.end() for _, other in kept
            ):
                kept.append((pattern, hit))
        return sorted([*kept, *relays], key=lambda pair: pair[1].start())

    def _capitals(self, hit: re.Match[str], voiced: Voiced, masked: Masked) -> Iterator[str]:
        """A listener known only by its capitals, as news agencies are."""
        start, end = hit.span("outlet_word")
        words = self.document.text[
            masked.source(voiced.inner(start)) : masked.source_end(voiced.inner_end(end))
        ]
        if words[:1].isupper():
            yield words

    def _outlet(self, words: str, voiced: Voiced, *, by_name: bool) -> str | None:
        symbol = re.search(r"<([OBNH])(\d+)>", words)
        if symbol is None:
            return None
        if symbol.group(1) == "H":
            holder = voiced.holders[int(symbol.group(2))]
            return holder.name if by_name and holder.sort == "person" else None
        mention = self.document.mentions[int(symbol.group(2))]
        if mention.kind != "body":
            return mention.id
        state_medium = self.document.pack.actors[mention.id].kind == "state_media"
        return self.document.text[mention.start : mention.end] if state_medium else None

    def _holder(self, pattern: Compiled, hit: re.Match[str], voiced: Voiced) -> Holder | None:
        groups = hit.groupdict()
        words = next((groups[name] for name in WHO if groups.get(name)), None)
        if words is None:
            return UNKNOWN if pattern.kind == "agentless" else None
        single = self.document.pack.language.terms.get("third_person_single", ())
        if pattern.set.get("content") == "around" and words.strip() in single:
            # Who is named in what somebody says is somebody else.
            outside = self.before or self.memory.person
            return outside if self._closes(hit) else self._resolved(words, voiced, hit.start())
        return self._resolved(words, voiced, hit.start())

    def _closes(self, hit: re.Match[str]) -> bool:
        """Whether a teller stands behind what it tells."""
        return bool(_WORD.search(hit.string, 0, hit.start()))

    def _resolved(self, words: str, voiced: Voiced, place: int) -> Holder | None:
        symbol = _SYMBOL.search(words)
        if symbol is None or self._are_some(words):
            return self._unnamed(words.strip(" ,\"'"), voiced, place)
        if (
            place >= 0
            and not self._many(symbol, voiced)
            and (several := _SEVERAL.search(voiced.text[:place]))
        ):
            first = _SYMBOL.search(several.group())
            symbol = first if first and voiced.text.startswith(words[:4], place) else symbol
        if symbol.group(1) == "H":
            return self._known_group(voiced.holders[int(symbol.group()[2:-1])])
        return self.speakers.body(symbol.group())

    def _many(self, symbol: re.Match[str], voiced: Voiced) -> bool:
        """Whether several people without names speak, whatever states they are from."""
        number = int(symbol.group()[2:-1])
        return symbol.group(1) == "H" and voiced.holders[number].plural

    def _are_some(self, words: str) -> bool:
        """Whether words mean people without a name, wherever they are: "some in <S1>"."""
        return words.partition(" ")[0] in self.document.pack.language.terms.get("some_people", ())

    def _unnamed(self, words: str, voiced: Voiced, place: int) -> Holder | None:
        if words in self.document.pack.language.terms.get("acting_pronoun", ()):
            acting = self.document.pack.manifest.acting
            return Holder(sort="state", name=acting, state=acting)
        if words.startswith("the ") and (person := self.speakers.of_role(words[4:])):
            return person
        if self._are_some(words):
            return Holder(sort="group", role=words.partition(" ")[0], plural=True)
        own, _, paper = words.partition(" ")
        terms = self.document.pack.language.terms
        if own in terms.get("third_person", ()) and paper in terms.get("paper_noun", ()):
            words = own
        return self.memory.meant(words, voiced, place)

    def _known_group(self, holder: Holder) -> Holder:
        if holder.definite and holder.role and (person := self.speakers.of_role(holder.role)):
            return person
        known = self.memory.groups.get(holder.role or "")
        return known if known and holder.sort == "group" and not holder.organisation else holder

    def _segment(
        self,
        index: int,
        pattern: Compiled,
        holder: Holder,
        voiced: Voiced,
        masked: Masked,
        start: int,
        end: int,
    ) -> Segment | None:
        text = voiced.text
        while start < end and text[start] in ' ,;:."()':
            start += 1
        while end > start and text[end - 1] in ' ,;:"':
            end -= 1
        if end - start < 6 and not _WORD.search(text, start, end):
            return None
        if pattern.set.get("content") == "after" and self._names_only(text[start:end], pattern.set):
            return None
        first = masked.source(voiced.inner(start))
        last = masked.source_end(voiced.inner_end(end))
        if pattern.set.get("side"):
            last = next((b for a, b in self.document.quotes if first < a < last), first)
        if last <= first:
            return None
        return Segment(
            sentence=index,
            start=first,
            end=last,
            holder=holder,
            hint=pattern.set.get("hint"),
            stance=pattern.set.get("stance", "asserts"),
            quoted=any(a < last and first < b for a, b in self.document.quotes),
            form="own" if pattern.set.get("own") else pattern.id,
            side=bool(pattern.set.get("side")),
            attributed=not pattern.set.get("own"),
        )


def _without_agentless(tellers: Sequence[Teller]) -> list[Teller]:
    """The tellers without what nobody in particular holds where a speaker closes the sentence."""
    closing = [
        hit.start()
        for pattern, hit, _ in tellers
        if pattern.kind == "says" and pattern.set.get("content") in ("around", "before")
    ]
    return [
        one
        for one in tellers
        if one[2] is not UNKNOWN or not any(one[1].start() < place for place in closing)
    ]
