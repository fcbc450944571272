"""Stretches with one speaker: quotations, interview answers, framed paragraphs, own readings."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import islice

from standoff.coding.attribution import Listener
from standoff.coding.cues import cues
from standoff.coding.document import Document
from standoff.coding.holders import ME, UNKNOWN, Holder
from standoff.coding.issuer import find_issuer
from standoff.coding.memory import Memory
from standoff.coding.patterns import Grammar
from standoff.coding.segments import Segment
from standoff.coding.speakers import Speakers
from standoff.coding.text import Sentence, fold

_OPENING = 3
# So many words in quotation marks are more than a phrase.
_FRAGMENT = 7
_RUNNERS = frozenset({"person", "group", "body"})
_SPEAKERS = frozenset({"person", "group", "body", "state"})
_BRACKETED = re.compile(r"\(([^()\n]{2,40})\)")
_LABEL = re.compile(r"([\w.]+(?: [\w.]+)?): ")


class Voices:
    """Everything said in a document, sentence by sentence."""

    def __init__(self, document: Document, grammar: Grammar, relevant: frozenset[int]) -> None:
        self.document = document
        self.grammar = grammar
        self.relevant = relevant
        self.speakers = Speakers(document, grammar)
        self.listener = Listener(document, grammar, self.speakers, Memory(document.pack.language))
        self.heard: dict[int, list[Segment]] = {}
        self.paragraphs: dict[int, Holder] = {}
        self.guest: Holder | None = None
        self.silent: set[int] = set()
        self.opened: dict[int, Holder] = {}
        self.quoted: list[tuple[int, int, Holder]] = []
        self.running: dict[int, Holder] = {}
        self.medium = self._medium()
        self.issued = find_issuer(document, self.speakers, grammar)
        self.author = self.issued[0] if self.issued else self._author()

    def segments(self) -> Iterator[Segment]:
        """The segments of the relevant sentences, in order of place."""
        for index, sentence in enumerate(self.document.sentences):
            self._hear(index, sentence)
        self._quotations()
        self._answers()
        for index in sorted(self.relevant):
            found = [one for each in self.heard.get(index, ()) for one in self._me(each)]
            if index not in self.silent and all(one.side for one in found):
                unspoken = self._unspoken(index)
                found.extend(replace(one, hint="own") if found else one for one in unspoken)
            yield from map(self._relayed, found)

    def _relayed(self, segment: Segment) -> Segment:
        """What a state medium prints of others goes through it."""
        holder = segment.holder
        if self.medium is None or not segment.attributed or holder.name == self.medium.name:
            return segment
        via = tuple(dict.fromkeys((*holder.via, self.medium.name or "")))
        return replace(segment, holder=replace(holder, via=via))

    def _me(self, segment: Segment) -> Iterator[Segment]:
        """What is said in the first person belongs to the paragraph's speaker or the author."""
        if segment.holder.role != ME.role or segment.holder.sort != "unknown":
            yield segment
            return
        paragraph = self.document.sentences[segment.sentence].paragraph
        speaker = self._quoted_speaker(segment) or self.paragraphs.get(paragraph) or self.author
        via = segment.holder.via
        if speaker:
            yield replace(segment, holder=replace(speaker, via=via))
        else:
            yield replace(segment, holder=replace(UNKNOWN, via=via), attributed=False)

    def _quoted_speaker(self, segment: Segment) -> Holder | None:
        return next((h for a, b, h in self.quoted if a <= segment.start < b), None)

    def _hear(self, index: int, sentence: Sentence) -> None:
        if index not in self.relevant and index + 1 not in self.relevant:
            return
        masked = self.document.masked(sentence)
        heard = self.listener.hear(index, masked)
        if index in self.relevant:
            self.heard[index] = list(heard.segments)
        for kind, holder in heard.frames:
            self._frame(kind, holder, index, sentence)

    def _frame(self, kind: str, holder: Holder, index: int, sentence: Sentence) -> None:
        if kind == "opens_quote":
            self.opened[index] = holder
            return
        self.silent.add(index)
        if kind == "interview":
            self.guest = self.guest or holder
        elif kind == "frames_back":
            alone = index == 0 or self.document.sentences[index - 1].paragraph != sentence.paragraph
            self.paragraphs[sentence.paragraph - alone] = holder
        elif kind == "frames_on":
            self.paragraphs[sentence.paragraph + 1] = holder

    def _quotations(self) -> None:
        """A quotation over several sentences has one speaker, named in one of them."""
        previous: tuple[int, Holder] | None = None
        for start, end in self.document.quotes:
            inside = [i for i in self.relevant if self._overlap(i, start, end)]
            if not inside:
                continue
            speaker = self._speaker(sorted(inside), start, end)
            if (
                speaker is None
                and self.guest
                and self._wholly_quoted(self.document.sentences[min(inside)])
            ):
                speaker = self.guest
            paragraph = self.document.sentences[min(inside)].paragraph
            if speaker is None and previous and previous[0] == paragraph:
                speaker = previous[1]
            if speaker is None:
                continue
            previous = paragraph, speaker
            self.quoted.append((start, end, speaker))
            for index in inside:
                self._quote_part(index, start, end, speaker)

    def _overlap(self, index: int, start: int, end: int) -> bool:
        sentence = self.document.sentences[index]
        return sentence.start < end and start < sentence.end

    def _speaker(self, inside: Sequence[int], start: int, end: int) -> Holder | None:
        for index in (inside[-1], inside[0], *inside):
            for one in self.heard.get(index, ()):
                # Whoever is named inside the quotation is quoted by its speaker.
                overlaps = one.start < end and start < one.end
                outside = not start <= one.teller < end
                if overlaps and outside and one.holder.sort in _SPEAKERS:
                    return one.holder
        before = inside[0] - 1
        for index in (inside[0], before):
            if index in self.opened:
                return self.opened[index]
        opened = before >= 0 and self.document.sentences[before]
        if opened and self.document.text[opened.start : opened.end].endswith(":"):
            return self.listener.last
        return self._just_told(inside[0])

    def _just_told(self, index: int) -> Holder | None:
        """Who alone is said to hold what in the sentence before, where a quotation follows it."""
        sentences = self.document.sentences
        if not index or sentences[index - 1].paragraph != sentences[index].paragraph:
            return None
        told = [one.holder for one in self.heard.get(index - 1, ()) if not one.side]
        single = len({(one.name, one.role) for one in told}) == 1
        return told[-1] if single and told[-1].sort in ("person", "group") else None

    def _quote_part(self, index: int, start: int, end: int, speaker: Holder) -> None:
        sentence = self.document.sentences[index]
        first, last = max(start, sentence.start), min(end, sentence.end)
        known = self.heard.setdefault(index, [])
        covered = any(one.start < last and first < one.end for one in known)
        if not covered and self._says_enough(sentence, first, last):
            known.append(
                Segment(
                    sentence=index, start=first, end=last, holder=speaker, quoted=True, form="quote"
                )
            )

    def _says_enough(self, sentence: Sentence, first: int, last: int) -> bool:
        """Whether quoted words make a sentence, or most of one: a few within it are its words."""
        words = self.document.text[first:last].count(" ")
        opens = first <= sentence.start + 1
        before = self.document.text[sentence.start : first].rstrip()
        return words >= _FRAGMENT or ((opens or before.endswith((":", ","))) and last - first > 12)

    def _answers(self) -> None:
        """An interview's answers, labelled or quoted whole, belong to its guest."""
        terms = self.document.pack.language.terms
        answers = set(map(fold, terms.get("answer_label", ())))
        questions = set(map(fold, terms.get("question_label", ())))
        speaker: Holder | None = None
        labelled = False
        for sentence in self._openings():
            label = _LABEL.match(self.document.folded, sentence.start)
            word = label.group(1) if label else None
            if word in questions:
                labelled, speaker = True, None
            elif word in answers or (label and self._names_guest(label)):
                labelled, speaker = True, self.guest
            elif not labelled and self.guest and self._wholly_quoted(sentence):
                self.paragraphs.setdefault(sentence.paragraph, self.guest)
                continue
            else:
                speaker = None
            if speaker:
                self.paragraphs[sentence.paragraph] = speaker

    def _openings(self) -> Iterator[Sentence]:
        paragraph = -1
        for sentence in self.document.sentences:
            if sentence.paragraph != paragraph:
                paragraph = sentence.paragraph
                yield sentence

    def _names_guest(self, label: re.Match[str]) -> bool:
        name = fold(self.guest.name or "").split() if self.guest else []
        return bool(name) and label.group(1).split()[-1] in name

    def _wholly_quoted(self, opening: Sentence) -> bool:
        last = [s for s in self.document.sentences if s.paragraph == opening.paragraph][-1]
        return any(a <= opening.start and last.end <= b + 1 for a, b in self.document.quotes)

    def _unspoken(self, index: int) -> Iterator[Segment]:
        """A sentence with no speaker named: its paragraph's, the author's or the outlet's."""
        sentence = self.document.sentences[index]
        whole = Segment(
            sentence=index, start=sentence.start, end=sentence.end, holder=UNKNOWN, form="own"
        )
        holder = self.paragraphs.get(sentence.paragraph)
        if holder:
            quoted = any(a <= sentence.start < b for a, b in self.document.quotes)
            yield replace(
                whole,
                holder=holder,
                quoted=quoted,
                form="context",
                attributed=holder.sort != "unknown",
            )
            return
        if any(a <= sentence.start and sentence.end <= b for a, b in self.document.quotes):
            return
        if self.issued and index > self.issued[1]:
            yield replace(whole, holder=self.issued[0], form="voice")
            return
        masked = self.document.masked(sentence)
        found = cues(self.document.pack.language).matches(self.grammar, "claims", masked.text)
        seen = {pattern.kind for pattern, _ in found}
        if "own" not in seen and (speaker := self._running(index, masked.text)):
            self.running[index] = speaker
            yield replace(whole, holder=speaker, form="running")
        elif self.medium and "explanation" in seen:
            yield replace(whole, holder=self.medium, form="medium")
        elif "first_person" in seen:
            author = self.author or replace(UNKNOWN, role=None)
            self.paragraphs[sentence.paragraph] = author
            yield replace(whole, holder=author, form="author", attributed=bool(self.author))
        elif "own" in seen:
            yield replace(whole, attributed=False)
        elif "motive" in seen:
            yield replace(whole, attributed=False, hint="motive")

    def _running(self, index: int, text: str) -> Holder | None:
        """Whose words run on in a sentence that names no speaker: the one just before, alone.

        What is told on in the words of reported speech ("it would be paid back", "both should
        wait") goes on with the speaker of the sentence before in the same paragraph.
        """
        sentences = self.document.sentences
        if not index or sentences[index - 1].paragraph != sentences[index].paragraph:
            return None
        if not self.grammar.syntax("running-speech").search(text):
            return None
        if index - 1 in self.running:
            return self.running[index - 1]
        told = [one for one in self.heard.get(index - 1, ()) if not one.side]
        holders = {(one.holder.name, one.holder.role) for one in told}
        if len(holders) != 1 or told[-1].holder.sort not in _RUNNERS:
            return None
        return told[-1].holder

    def _author(self) -> Holder | None:
        """Who wrote the report, from its byline or from a line that holds just a name."""
        mark = next((m for m in self.document.report.marks if m.startswith("byline: ")), None)
        if mark:
            return Holder(sort="person", name=mark.removeprefix("byline: "))
        words = "|".join(self.document.pack.language.terms.get("byline_word", ()))
        line = re.compile(
            rf"(?P<by>(?i:{words}) )?(?P<name>[A-Z][\w.'-]+(?: [A-Z][\w.'-]+){{1,3}})"
            r"(?:, (?P<org>[^.;:]{2,60}))?"
        )
        for opening in islice(self._openings(), 1, _OPENING):
            end = self.document.text.find("\n", opening.start)
            found = line.fullmatch(
                self.document.text[opening.start : end if end > 0 else None].strip()
            )
            if found and (found["by"] or found["org"]):
                organisation = re.sub(r" \([^)]*\)$", "", found["org"]) if found["org"] else None
                return Holder(sort="person", name=found["name"], organisation=organisation)
        return None

    def _medium(self) -> Holder | None:
        """The state medium that speaks, where the report is its own or its dateline names it."""
        media = {a.id: a for a in self.document.pack.actors.values() if a.kind == "state_media"}
        named = {fold(self.document.report.source), *self._datelined()}
        for actor in media.values():
            if named & {fold(name) for name in (actor.name, *actor.aliases, actor.id)}:
                state = self.document.pack.state_of(actor.id)
                return Holder(sort="outlet", name=actor.id, organisation=actor.name, state=state)
        return None

    def _datelined(self) -> Iterator[str]:
        """The agencies in brackets between the beginnings of paragraphs and their first words."""
        for opening in islice(self._openings(), _OPENING):
            line = self.document.text.rfind("\n", 0, opening.start) + 1
            head = self.document.text[line : opening.start]
            yield from (fold(found.group(1)) for found in _BRACKETED.finditer(head))
