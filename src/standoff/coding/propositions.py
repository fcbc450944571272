"""What sort of claim a stretch of speech makes: explanation, prediction, assessment, position, advice."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from standoff.coding.aims import Aims, find_aims
from standoff.coding.attribution import Segment
from standoff.coding.document import Document, Masked, mentions_in
from standoff.coding.outlook import find_terms
from standoff.coding.patterns import Grammar
from standoff.coding.subject import state_of
from standoff.coding.text import Sentence, fold
from standoff.model import ClaimKind, Stance, Terms
from standoff.packs import Language

_ACTOR = re.compile(r"<[SDBP](\d+)>")


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposition:
    """One thing held: its sort, its characters and what the wording gives away."""

    segment: Segment
    start: int
    end: int
    kind: ClaimKind
    aims: tuple[str, ...] = ()
    aim_of: str | None = None
    believer: str | None = None
    conditions: tuple[str, ...] = ()
    stance: Stance = "asserts"
    change: bool = False
    terms: Terms | None = None


@dataclass(frozen=True, slots=True)
class _Clause:
    start: int
    end: int
    masked: Masked
    seen: frozenset[str]


class Reader:
    """Reads what segments of one document hold."""

    def __init__(self, document: Document, grammar: Grammar) -> None:
        self.document = document
        self.grammar = grammar
        self.act = _act_words(document.pack.language)

    def read(self, segment: Segment) -> Iterator[Proposition]:
        """The propositions of a segment; none where it only reports what happened."""
        found: list[Proposition] = []
        for clause in self._clauses(segment):
            found.extend(self._in_clause(segment, clause))
        if not found and (rest := self._default(segment)):
            found.append(rest)
        yield from found

    def _clauses(self, segment: Segment) -> Iterator[_Clause]:
        whole = self.document.masked(Sentence(segment.start, segment.end, 0))
        cuts = [
            hit.end() for p, hit in self.grammar.match("claims", whole.text) if p.kind == "split"
        ]
        places = [
            segment.start,
            *sorted({whole.source(min(cut, len(whole.text) - 1)) for cut in cuts}),
            segment.end,
        ]
        for start, end in zip(places, places[1:], strict=False):
            if end - start > 3:
                masked = self.document.masked(Sentence(start, end, 0))
                seen = frozenset(p.kind for p, _ in self.grammar.match("claims", masked.text))
                yield _Clause(start, end, masked, seen)

    def _in_clause(self, segment: Segment, clause: _Clause) -> Iterator[Proposition]:
        holder, seen = segment.holder, clause.seen
        official = holder.state is not None or holder.sort in ("state", "body")
        aims = self._aims(segment, clause)
        if segment.hint == "position" or (official and "position" in seen):
            if segment.hint == "position" or holder.sort != "outlet":
                yield self._make(segment, clause, "position")
                return
        if segment.hint == "recommendation" or "recommendation" in seen:
            yield self._make(segment, clause, "recommendation")
            return
        if aims.asserted or aims.denied:
            yield from self._explanations(segment, clause, aims)
            return
        terms = self._terms(segment, clause)
        if terms and "claim_about_claim" not in seen:
            if not official or segment.hint == "prediction":
                yield self._make(segment, clause, "prediction", terms=terms)
            return
        if self._is_assessment(segment, clause, official):
            yield self._make(segment, clause, "assessment")

    def _is_assessment(self, segment: Segment, clause: _Clause, official: bool) -> bool:
        seen = clause.seen
        if seen & {"belief", "claim_about_claim"}:
            return True
        if segment.form == "own":
            return "change" in seen or "own" in seen
        if official and segment.holder.sort != "person":
            return "identification" in seen
        if segment.hint in ("characterise", "concern"):
            return True
        if segment.stance == "denies":
            return True
        return "assessment" in seen and ("fact" not in seen or "change" in seen)

    def _default(self, segment: Segment) -> Proposition | None:
        """What an expert says, if nothing finer fits, is an assessment; plain facts are none."""
        holder = segment.holder
        if (
            holder.sort not in ("person", "group")
            or holder.state
            or segment.form in ("context", "own")
        ):
            return None
        masked = self.document.masked(Sentence(segment.start, segment.end, 0))
        seen = frozenset(p.kind for p, _ in self.grammar.match("claims", masked.text))
        if "fact" in seen or not _is_expert(holder.role, self.document.pack.language):
            return None
        if len(masked.text.split()) < 3:
            return None
        return self._make(segment, _Clause(segment.start, segment.end, masked, seen), "assessment")

    def _aims(self, segment: Segment, clause: _Clause) -> Aims:
        previous = self.document.sentences[max(0, segment.sentence - 1)]
        here = self.document.sentences[segment.sentence]
        near = self.document.masked(Sentence(previous.start, here.end, 0)).text
        framed = segment.hint == "characterise"
        return find_aims(self.grammar, clause.masked.text, near=near, act=self.act, framed=framed)

    def _explanations(self, segment: Segment, clause: _Clause, aims: Aims) -> Iterator[Proposition]:
        whose = self._whose(clause, aims.place)
        other: Stance = "asserts" if segment.stance == "denies" else "denies"
        if aims.asserted:
            yield self._make(segment, clause, "explanation", aims=aims.asserted, aim_of=whose)
        if aims.denied:
            yield self._make(
                segment, clause, "explanation", aims=aims.denied, aim_of=whose, stance=other
            )

    def _whose(self, clause: _Clause, place: int) -> str:
        tail = self.grammar.syntax("preposition-tail")
        for hit in _ACTOR.finditer(clause.masked.text, 0, max(place, 1)):
            if not tail.search(clause.masked.text[max(0, hit.start() - 40) : hit.start()]):
                mention = self.document.mentions[int(hit.group(1))]
                if state := state_of(self.document, mention):
                    return state
        return self.document.pack.manifest.acting

    def _terms(self, segment: Segment, clause: _Clause) -> Terms | None:
        actor = self._whose(clause, len(clause.masked.text) - 1)
        terms = find_terms(self.document, self.grammar, clause.masked, actor)
        if terms is None and segment.hint == "prediction":
            opening = self.document.sentences[segment.sentence]
            masked = self.document.masked(Sentence(opening.start, clause.end, 0))
            return find_terms(self.document, self.grammar, masked, actor)
        return terms

    def _make(
        self, segment: Segment, clause: _Clause, kind: ClaimKind, **told: object
    ) -> Proposition:
        seen = clause.seen
        stance = told.pop("stance", segment.stance)
        if "claim_about_claim" in seen:
            stance = "denies"
        return Proposition(
            segment=segment,
            start=clause.start,
            end=_trimmed(self.document.text, clause.start, clause.end),
            kind=kind,
            believer=self._believer(clause) if kind == "assessment" else None,
            conditions=("patron_cover",) if "patron_cover" in seen else (),
            change="change" in seen,
            stance=stance,  # type: ignore[arg-type]
            **told,  # type: ignore[arg-type]
        )

    def _believer(self, clause: _Clause) -> str | None:
        for pattern, hit in self.grammar.match("claims", clause.masked.text):
            if pattern.kind == "belief":
                (number, *_) = mentions_in(self.document, clause.masked.text, *hit.span("believer"))
                return state_of(self.document, self.document.mentions[number])
        return None


def _trimmed(text: str, start: int, end: int) -> int:
    return start + len(text[start:end].rstrip(' ,;:"\u201d\u201c'))


def _is_expert(role: str | None, language: Language) -> bool:
    """Whether somebody speaks as one who studies the matter, or without a known office."""
    officials = set(map(fold, language.terms.get("official_noun", ())))
    words = set(fold(role or "").split())
    experts = set(map(fold, language.terms.get("analyst_noun", ())))
    return bool(words & experts) or not words & officials


@lru_cache(maxsize=8)
def _act_words(language: Language) -> re.Pattern[str]:
    words = map(re.escape, map(fold, language.terms.get("act_noun", ())))
    return re.compile(r"\b(?:" + "|".join(words) + r")\b")
