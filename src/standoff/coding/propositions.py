"""What sort of claim a stretch of speech makes: explanation, prediction, assessment, position, advice."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from standoff.coding.aims import Aims, find_aims
from standoff.coding.attribution import Segment
from standoff.coding.cues import cues
from standoff.coding.document import Document, Masked, mentions_in
from standoff.coding.outlook import find_terms
from standoff.coding.patterns import Compiled, Grammar
from standoff.coding.subject import state_of
from standoff.coding.text import Sentence, fold
from standoff.model import ClaimKind, Stance, Terms
from standoff.packs import Language

# Aims that are also what a forecast of a reaction names.
_REACTIONS = frozenset({"answer_act", "rival_calendar"})
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
    subject: str | None = None


@dataclass(frozen=True, slots=True)
class _Clause:
    start: int
    end: int
    masked: Masked
    seen: frozenset[str]
    framed: bool = False

    @property
    def text(self) -> str:
        """The masked words without quotation marks, as the patterns for content read them."""
        return bare(self.masked)


def bare(masked: Masked) -> str:
    """The masked words without quotation marks."""
    return masked.text.replace('"', "")


Hits = tuple[tuple[Compiled, re.Match[str]], ...]


class Reader:
    """Reads what segments of one document hold."""

    def __init__(self, document: Document, grammar: Grammar) -> None:
        self.document = document
        self.grammar = grammar
        self.act = _act_words(document.pack.language)
        self._memory: dict[tuple[str, str], Hits] = {}

    def hits(self, section: str, text: str) -> Hits:
        """Every match of a section in a clause, found once."""
        key = section, text
        if key not in self._memory:
            self._memory[key] = tuple(
                cues(self.document.pack.language).matches(self.grammar, section, text)
            )
        return self._memory[key]

    def read(self, segment: Segment) -> Iterator[Proposition]:
        """The propositions of a segment; none where it only reports what happened."""
        found: list[Proposition] = []
        explained = False
        for clause in self._clauses(segment):
            clause = replace(clause, framed=explained)
            told = list(self._in_clause(segment, clause))
            if found and told and _only_a_chance(found[-1], told[0]):
                found[-1] = replace(
                    found[-1], end=told[0].end, terms=_with_chance(found[-1], told[0])
                )
                continue
            explained = explained or any(one.kind == "explanation" for one in told)
            found.extend(told)
        if not found and (rest := self._default(segment)):
            found.append(rest)
        yield from found

    def _clauses(self, segment: Segment) -> Iterator[_Clause]:
        whole = self.document.masked(Sentence(segment.start, segment.end, 0))
        cuts = {hit.start() for p, hit in self.hits("claims", bare(whole)) if p.kind == "split"}
        quotes = [place for place, letter in enumerate(whole.text) if letter == '"']
        places = [
            segment.start,
            *(whole.source(_with_quotes(cut, quotes)) for cut in sorted(cuts)),
            segment.end,
        ]
        for start, end in zip(places, places[1:], strict=False):
            if self.document.text[start:end].count(" ") > 1 or len(places) == 2:
                start += len(self.document.text[start:end]) - len(
                    self.document.text[start:end].lstrip(" ,;")
                )
                masked = self.document.masked(Sentence(start, end, 0))
                seen = frozenset(p.kind for p, _ in self.hits("claims", bare(masked)))
                yield _Clause(start, end, masked, seen)

    def _in_clause(self, segment: Segment, clause: _Clause) -> Iterator[Proposition]:
        holder, seen = segment.holder, clause.seen
        official = self._official(segment)
        aims = self._aims(segment, clause)
        if segment.hint == "position" or (official and "position" in seen):
            if segment.hint == "position" or holder.sort != "outlet":
                yield self._make(segment, clause, "position")
                return
        if segment.hint == "recommendation" or ("recommendation" in seen and segment.form != "own"):
            yield self._make(segment, clause, "recommendation")
            return
        terms = self._terms(segment, clause)
        reaction = terms is not None and set(aims.asserted) <= _REACTIONS
        foreseen = (
            terms is not None and (segment.hint == "prediction" or reaction) and not aims.denied
        )
        if (aims.asserted or aims.denied) and not foreseen and segment.hint != "own":
            yield from self._explanations(segment, clause, aims)
            return
        if (
            "purpose" in seen
            and not terms
            and segment.hint != "own"
            and self.act.search(clause.text)
        ):
            yield self._make(
                segment, clause, "explanation", aim_of=self._whose(clause, len(clause.text))
            )
            return
        if "belief" in seen and segment.hint != "prediction":
            yield self._make(segment, clause, "assessment")
            return
        if terms and "claim_about_claim" not in seen:
            shortest = 2 if segment.hint == "prediction" else 4
            enough = terms.query is not None or len(clause.text.split()) >= shortest
            if enough and (segment.hint == "prediction" or not self._announces(segment, terms)):
                yield self._make(segment, clause, "prediction", terms=terms)
            return
        if self._is_assessment(segment, clause, official):
            yield self._make(segment, clause, "assessment")

    def _announces(self, segment: Segment, terms: Terms) -> bool:
        """Whether those in office say what they themselves will do, or merely that it will be."""
        holder = segment.holder
        if holder.state is None and holder.sort not in ("state", "body"):
            return False
        own = terms.query is None or terms.query.actor == holder.state
        return own or terms.band is None

    def _official(self, segment: Segment) -> bool:
        """Whether somebody speaks for a state or from an office, not as one who studies it."""
        holder = segment.holder
        if holder.state is not None or holder.sort in ("state", "body"):
            return True
        return holder.role is not None and not _is_expert(holder.role, self.document.pack.language)

    def _is_assessment(self, segment: Segment, clause: _Clause, official: bool) -> bool:
        seen = clause.seen
        if seen & {"belief", "claim_about_claim"}:
            return True
        if segment.form == "own":
            return "change" in seen or "own" in seen
        if segment.hint == "assess":
            return True
        if official:
            return (
                "identification" in seen
                or segment.stance == "denies"
                or segment.hint == "characterise"
            )
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
        seen = frozenset(p.kind for p, _ in self.hits("claims", bare(masked)))
        if "fact" in seen or not _is_expert(holder.role, self.document.pack.language):
            return None
        if len(masked.text.split()) < 3:
            return None
        return self._make(segment, _Clause(segment.start, segment.end, masked, seen), "assessment")

    def _aims(self, segment: Segment, clause: _Clause) -> Aims:
        previous = self.document.sentences[max(0, segment.sentence - 1)]
        here = self.document.sentences[segment.sentence]
        near = self.document.masked(Sentence(previous.start, here.end, 0)).text
        framed = segment.hint == "characterise" or clause.framed
        return find_aims(self.hits, clause.text, near=near, act=self.act, framed=framed)

    def _agent(self, clause: _Clause) -> str:
        """The state that is to act: the last one named before the word that looks ahead."""
        modal = next(
            (hit for p, hit in self.hits("modality", clause.text) if p.kind == "modal"), None
        )
        place = modal.start() if modal else 0
        named = [
            hit
            for hit in _ACTOR.finditer(clause.text, 0, place)
            if clause.text[hit.end() : place].count(" ") <= 2
        ]
        if named:
            return state_of(self.document, self.document.mentions[int(named[-1].group(1))]) or ""
        return self._whose(clause, len(clause.text) - 1)

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
        """Whose motive or act it is: the subject, else the side whose acts are followed."""
        return self._subject(clause, place) or self.document.pack.manifest.acting

    def _subject(self, clause: _Clause, place: int) -> str | None:
        tail = self.grammar.syntax("preposition-tail")
        for hit in _ACTOR.finditer(clause.text, 0, max(place, 1)):
            if not tail.search(clause.text[max(0, hit.start() - 40) : hit.start()]):
                mention = self.document.mentions[int(hit.group(1))]
                if state := state_of(self.document, mention):
                    return state
        return None

    def _terms(self, segment: Segment, clause: _Clause) -> Terms | None:
        actor = self._agent(clause)
        hits = self.hits("modality", clause.masked.text)
        foresee = self.document.pack.language.terms.get("foresee_verb", ())
        verb = segment.verb if segment.verb in foresee else None
        return find_terms(self.document, hits, clause.masked, actor, verb=verb)

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
            subject=self._subject(clause, len(clause.text)),
            stance=stance,  # type: ignore[arg-type]
            **told,  # type: ignore[arg-type]
        )

    def _believer(self, clause: _Clause) -> str | None:
        for pattern, hit in self.hits("claims", clause.text):
            if pattern.kind == "belief":
                (number, *_) = mentions_in(self.document, clause.text, *hit.span("believer")) or (
                    None,
                )
                if number is None:
                    return self.document.pack.manifest.acting
                return state_of(self.document, self.document.mentions[number])
        return None


def _with_quotes(place: int, quotes: Sequence[int]) -> int:
    """The place in the words with quotation marks of one in the words without."""
    for quote in quotes:
        place += quote <= place
    return place


def _only_a_chance(last: Proposition, one: Proposition) -> bool:
    """Whether a clause only gives the chance of what the one before foresees."""
    both = last.kind == one.kind == "prediction" and last.terms and one.terms
    return bool(both and last.terms and one.terms and one.terms.query is None and one.terms.band)


def _with_chance(last: Proposition, one: Proposition) -> Terms | None:
    assert last.terms and one.terms
    wording = f"{last.terms.wording}, {one.terms.wording}"
    return replace(last.terms, band=one.terms.band, wording=wording)


def _trimmed(text: str, start: int, end: int) -> int:
    return start + len(text[start:end].rstrip(' ,;:"\u201d\u201c'))


@lru_cache(maxsize=1024)
def _is_expert(role: str | None, language: Language) -> bool:
    """Whether somebody speaks as one who studies the matter, or without a known office."""
    officials = set(map(fold, language.terms.get("official_noun", ())))
    words = set(fold(role or "").split())
    experts = {
        *map(fold, language.terms.get("analyst_noun", ())),
        *language.terms.get("out_of_office", ()),
    }
    return bool(words & experts) or not words & officials


@lru_cache(maxsize=8)
def _act_words(language: Language) -> re.Pattern[str]:
    words = map(re.escape, map(fold, language.terms.get("act_noun", ())))
    return re.compile(r"\b(?:" + "|".join(words) + r")\b")
