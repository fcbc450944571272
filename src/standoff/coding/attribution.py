"""What is attributed to whom: stretches of a report with their speaker."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from standoff.coding.cues import cues
from standoff.coding.document import Document, Masked
from standoff.coding.patterns import Compiled, Grammar
from standoff.coding.speakers import UNKNOWN, Holder, Speakers, Voiced
from standoff.coding.text import Sentence

_LABEL = re.compile(r"^(?:[a-z][\w' ]{2,28}: )")
_WORD = re.compile(r"\w")
_CUT = re.compile(r"; ")
_WHO = ("who", "who2", "who3")


@dataclass(frozen=True, slots=True, kw_only=True)
class Segment:
    """Characters `[start, end)` of one sentence that `holder` is said to hold.

    `hint` is the sort of content that the verb gives; `form` says how the holder was found.
    """

    sentence: int
    start: int
    end: int
    holder: Holder
    hint: str | None = None
    stance: str = "asserts"
    quoted: bool = False
    attributed: bool = True
    form: str = "says"


@dataclass(frozen=True, slots=True)
class Heard:
    """What one sentence says about who speaks: its segments and its relayers."""

    segments: tuple[Segment, ...] = ()
    frames: tuple[tuple[str, Holder], ...] = ()


@dataclass
class Listener:
    """Reads sentences in order and remembers who spoke last."""

    document: Document
    grammar: Grammar
    speakers: Speakers
    last: Holder | None = None
    groups: dict[str, Holder] = field(default_factory=dict)

    def hear(self, index: int, sentence: Sentence, masked: Masked) -> Heard:
        """Who is said to hold what in one sentence.

        Args:
            index: its number in the document.
            sentence: its place.
            masked: its masked form.
        """
        voiced = self.speakers.voiced(masked)
        hits = self._hits(voiced)
        via = tuple(
            dict.fromkeys(
                self._outlet(hit, voiced, masked)
                for _, hit in hits
                if "outlet" in (hit.groupdict() or {}) and hit.groupdict()["outlet"]
            )
        )
        via = tuple(one for one in via if one)
        segments: list[Segment] = []
        frames: list[tuple[str, Holder]] = []
        tellers = [(p, h) for p, h in hits if p.kind in ("says", "agentless")]
        for place, (pattern, hit) in enumerate(tellers):
            holder = self._holder(pattern, hit, voiced)
            if holder is None:
                continue
            if holder.sort == "outlet" and pattern.kind == "says":
                via = (*via, holder.name or "")
                continue
            spans = _content(pattern, hit, voiced.text, [h for _, h in tellers], place)
            holder = replace(holder, via=tuple(dict.fromkeys((*holder.via, *via))))
            for start, end in spans:
                segment = self._segment(index, pattern, holder, voiced, masked, start, end)
                if segment:
                    segments.append(segment)
            self._remember(holder)
        for pattern, hit in hits:
            if pattern.kind in ("frames_back", "frames_on", "interview"):
                holder = self._holder(pattern, hit, voiced)
                if holder and holder.sort in ("person", "group"):
                    frames.append((pattern.kind, holder))
                    self._remember(holder)
        return Heard(tuple(_with_via(_innermost(segments), via)), tuple(frames))

    def _remember(self, holder: Holder) -> None:
        if holder.sort in ("person", "group"):
            self.last = replace(holder, via=())
            if holder.sort == "group" and holder.role:
                self.groups[holder.role] = self.last

    def _hits(self, voiced: Voiced) -> list[tuple[Compiled, re.Match[str]]]:
        """The patterns that fit, none overlapping another, in order of place."""
        kept: list[tuple[Compiled, re.Match[str]]] = []
        relays: list[tuple[Compiled, re.Match[str]]] = []
        for pattern, hit in cues(self.document.pack.language).matches(
            self.grammar, "attribution", voiced.text
        ):
            if pattern.kind in ("beside", "beside_group"):
                continue
            if pattern.kind == "relays":
                relays.append((pattern, hit))
            elif not any(
                hit.start() < other.end() and other.start() < hit.end() for _, other in kept
            ):
                kept.append((pattern, hit))
        return sorted([*kept, *relays], key=lambda pair: pair[1].start())

    def _outlet(self, hit: re.Match[str], voiced: Voiced, masked: Masked) -> str | None:
        symbol = re.search(r"<([OBNH])(\d+)>", hit.group("outlet"))
        if symbol is None:
            return None
        if symbol.group(1) == "H":
            holder = voiced.holders[int(symbol.group(2))]
            return holder.name if holder.sort == "person" else None
        mention = self.document.mentions[int(symbol.group(2))]
        if mention.kind == "body" and self.document.pack.actors[mention.id].kind != "state_media":
            return None
        del masked
        return (
            self.document.text[mention.start : mention.end]
            if mention.kind == "body"
            else mention.id
        )

    def _holder(self, pattern: Compiled, hit: re.Match[str], voiced: Voiced) -> Holder | None:
        if pattern.set.get("who") == "same":
            return self.last
        groups = hit.groupdict()
        words = next((groups[name] for name in _WHO if groups.get(name)), None)
        if words is None:
            return UNKNOWN if pattern.kind == "agentless" else None
        symbol = re.search(r"<([HSBOC])\d+>", words)
        if symbol is None:
            return self._pronoun(words.strip())
        if symbol.group(1) == "H":
            return self._known_group(voiced.holders[int(symbol.group()[2:-1])], words)
        return self.speakers.body(symbol.group())

    def _known_group(self, holder: Holder, words: str) -> Holder:
        del words
        if holder.sort == "group" and holder.role in self.groups and holder.organisation is None:
            return self.groups[holder.role]
        return holder

    def _pronoun(self, words: str) -> Holder | None:
        if words in ("i", "we"):
            return None
        if words in ("some", "others", "many", "several", "one", "two", "a few"):
            return Holder(sort="group", plural=True)
        last = self.last
        if last is None:
            return None
        plural = words in ("they", "their")
        return last if last.plural == plural or last.sort == "person" and not plural else None

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
        first = masked.source(voiced.inner(start))
        last = masked.source_end(voiced.inner_end(end))
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
            form=pattern.id,
        )


def _content(
    pattern: Compiled, hit: re.Match[str], text: str, tellers: Sequence[re.Match[str]], place: int
) -> Iterator[tuple[int, int]]:
    """Where the content of a teller stands in the sentence."""
    where = pattern.set.get("content", "after")
    label = _LABEL.match(text)
    begin = label.end() if label and where != "after" else 0
    before = tellers[place - 1].end() if place else begin
    stop = tellers[place + 1].start() if place + 1 < len(tellers) else len(text)
    if where == "whole":
        yield begin, len(text)
        return
    if where in ("before", "around"):
        cut = text.rfind("; ", before, hit.start())
        yield (cut + 2 if cut >= 0 else before), hit.start()
    if where in ("after", "around", "from"):
        start = (
            hit.end()
            if where != "from"
            else max(hit.end(name) for name in _WHO if name in hit.re.groupindex)
        )
        cut = _CUT.search(text, start, stop)
        yield start, (cut.start() if cut and where == "around" else stop)


def _innermost(segments: Sequence[Segment]) -> list[Segment]:
    """The segments without those that stretch over another holder's."""
    kept = []
    for one in segments:
        inside = [
            o
            for o in segments
            if o is not one
            and one.start <= o.start
            and o.end <= one.end
            and (o.start, o.end) != (one.start, one.end)
        ]
        same = [o for o in segments if o is not one and (o.start, o.end) == (one.start, one.end)]
        whole = one.holder.sort == "unknown"
        if whole and (inside or same or any(o.holder.sort != "unknown" for o in segments)):
            continue
        kept.append(one)
    return kept


def _with_via(segments: Sequence[Segment], via: tuple[str, ...]) -> Iterator[Segment]:
    for one in segments:
        relayers = tuple(dict.fromkeys((*one.holder.via, *via)))
        relayers = tuple(v for v in relayers if v and v != one.holder.name)
        yield replace(one, holder=replace(one.holder, via=relayers))
