"""What sort of claim a stretch of speech makes: reason, prediction, judgement, stance, advice."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from functools import lru_cache
from itertools import pairwise

from standoff.coding.aims import Aims, find_aims
from standoff.coding.cues import cues
from standoff.coding.document import Document, mentions_in
from standoff.coding.outlook import find_terms
from standoff.coding.patterns import Compiled, Grammar
from standoff.coding.propositions import (
    Clause,
    Proposition,
    bare,
    only_a_chance,
    trimmed,
    with_chance,
    with_quotes,
)
from standoff.coding.segments import Segment
from standoff.coding.subject import state_of
from standoff.coding.text import Sentence, fold
from standoff.model import ClaimKind, Stance, Terms
from standoff.packs import Language

# Aims that are also what a forecast of a reaction names.
_REACTIONS = frozenset({"answer_act", "rival_calendar"})
_WEAPON = re.compile(r"<[WG]\d+>")
_ACTOR = re.compile(r"<[SDBP](\d+)>")


Hits = tuple[tuple[Compiled, re.Match[str]], ...]


class Reader:
    """Reads what segments of one document hold."""

    def __init__(self, document: Document, grammar: Grammar, *, in_state_medium: bool) -> None:
        self.document = document
        self.in_state_medium = in_state_medium
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
        for each in self._clauses(segment):
            told = list(self._in_clause(segment, replace(each, framed=explained)))
            if found and told and only_a_chance(found[-1], told[0]):
                found[-1] = with_chance(found[-1], told[0])
                continue
            explained = explained or any(one.kind == "explanation" for one in told)
            found.extend(told)
        if not found and (rest := self._default(segment)):
            found.append(rest)
        yield from found

    def _clauses(self, segment: Segment) -> Iterator[Clause]:
        whole = self.document.masked(Sentence(segment.start, segment.end, 0))
        cuts = {hit.start() for p, hit in self.hits("claims", bare(whole)) if p.kind == "split"}
        quotes = [place for place, letter in enumerate(whole.text) if letter == '"']
        places = [
            segment.start,
            *(whole.source(with_quotes(cut, quotes)) for cut in sorted(cuts)),
            segment.end,
        ]
        for start, end in pairwise(places):
            words = self.document.text[start:end]
            if words.count(" ") > 1 or len(places) == 2:
                first = start + len(words) - len(words.lstrip(" ,;"))
                masked = self.document.masked(Sentence(first, end, 0))
                seen = frozenset(p.kind for p, _ in self.hits("claims", bare(masked)))
                yield Clause(first, end, masked, seen)

    def _in_clause(self, segment: Segment, clause: Clause) -> Iterator[Proposition]:
        seen, own = clause.seen, segment.hint == "own"
        if segment.form == "medium":
            yield from self._stated(segment, clause)
            return
        if segment.hint == "position" or (self._official(segment) and "position" in seen):
            yield self._make(segment, clause, "position")
            return
        if segment.hint == "recommendation" or ("recommendation" in seen and segment.form != "own"):
            yield self._make(segment, clause, "recommendation")
            return
        terms = self._terms(segment, clause)
        if not own and (reasons := list(self._reasons(segment, clause, terms))):
            yield from reasons
        elif "belief" in seen and segment.hint != "prediction":
            yield self._make(segment, clause, "assessment")
        elif terms and "claim_about_claim" not in seen:
            if self._foresees(segment, clause, terms):
                yield self._make(segment, clause, "prediction", terms=terms)
        elif self._is_assessment(segment, clause):
            yield self._make(segment, clause, "assessment")

    def _stated(self, segment: Segment, clause: Clause) -> Iterator[Proposition]:
        """What a state medium gives in its own voice as the reason for its own side's act."""
        aims = self._aims(segment, clause)
        whose = self._whose(clause, aims.place)
        weapons = _WEAPON.search(clause.text)
        if (
            aims.asserted
            and whose == segment.holder.state
            and (weapons or self._names_test(clause))
        ):
            yield self._make(segment, clause, "explanation", aims=aims.asserted, aim_of=whose)

    def _names_test(self, clause: Clause) -> bool:
        nouns = self.document.pack.language.terms.get("launch_noun", ())
        return not set(nouns).isdisjoint(clause.text.replace(",", "").split())

    def _reasons(
        self, segment: Segment, clause: Clause, terms: Terms | None
    ) -> Iterator[Proposition]:
        """Explanations in a clause that does not rather foresee a reaction."""
        aims = self._aims(segment, clause)
        if aims.asserted or aims.denied:
            reaction = segment.hint == "prediction" or set(aims.asserted) <= _REACTIONS
            if terms is None or not reaction or aims.denied:
                yield from self._explanations(segment, clause, aims)
        elif "purpose" in clause.seen and not terms and self.act.search(clause.text):
            whose = self._whose(clause, len(clause.text))
            yield self._make(segment, clause, "explanation", aim_of=whose)

    def _foresees(self, segment: Segment, clause: Clause, terms: Terms) -> bool:
        """Whether words that look ahead make a prediction, with enough said of what."""
        told = segment.hint == "prediction"
        enough = terms.query is not None or len(clause.text.split()) >= (2 if told else 4)
        return enough and (told or not self._announces(segment, terms))

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

    def _is_assessment(self, segment: Segment, clause: Clause) -> bool:
        seen = clause.seen
        if segment.form == "own":
            return bool(seen & {"belief", "claim_about_claim", "change", "own"})
        weighed = bool(seen & {"belief", "claim_about_claim"}) or segment.stance == "denies"
        if weighed or segment.hint in ("assess", "characterise"):
            return True
        if self._official(segment):
            return "identification" in seen
        if segment.hint == "concern":
            return True
        return "assessment" in seen and ("fact" not in seen or "change" in seen)

    def _default(self, segment: Segment) -> Proposition | None:
        """What an expert says, if nothing finer fits, is an assessment; plain facts are none."""
        holder = segment.holder
        if (
            holder.sort not in ("person", "group")
            or self.in_state_medium
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
        return self._make(segment, Clause(segment.start, segment.end, masked, seen), "assessment")

    def _aims(self, segment: Segment, clause: Clause) -> Aims:
        previous = self.document.sentences[max(0, segment.sentence - 1)]
        here = self.document.sentences[segment.sentence]
        near = self.document.masked(Sentence(previous.start, here.end, 0)).text
        framed = segment.hint == "characterise" or clause.framed
        return find_aims(self.hits, clause.text, near=near, act=self.act, framed=framed)

    def _agent(self, clause: Clause) -> str:
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

    def _explanations(self, segment: Segment, clause: Clause, aims: Aims) -> Iterator[Proposition]:
        whose = self._whose(clause, aims.place)
        other: Stance = "asserts" if segment.stance == "denies" else "denies"
        if aims.asserted:
            yield self._make(segment, clause, "explanation", aims=aims.asserted, aim_of=whose)
        if aims.denied:
            yield self._make(
                segment, clause, "explanation", aims=aims.denied, aim_of=whose, stance=other
            )

    def _whose(self, clause: Clause, place: int) -> str:
        """Whose motive or act it is: the subject, else the side whose acts are followed."""
        return self._subject(clause, place) or self.document.pack.manifest.acting

    def _subject(self, clause: Clause, place: int) -> str | None:
        tail = self.grammar.syntax("preposition-tail")
        for hit in _ACTOR.finditer(clause.text, 0, max(place, 1)):
            if not tail.search(clause.text[max(0, hit.start() - 40) : hit.start()]):
                mention = self.document.mentions[int(hit.group(1))]
                if state := state_of(self.document, mention):
                    return state
        return None

    def _terms(self, segment: Segment, clause: Clause) -> Terms | None:
        actor = self._agent(clause)
        hits = self.hits("modality", clause.masked.text)
        foresee = self.document.pack.language.terms.get("foresee_verb", ())
        verb = segment.verb if segment.verb in foresee else None
        return find_terms(self.document, hits, clause.masked, actor, verb=verb)

    def _make(
        self, segment: Segment, clause: Clause, kind: ClaimKind, **told: object
    ) -> Proposition:
        seen = clause.seen
        stance = told.pop("stance", segment.stance)
        if "claim_about_claim" in seen:
            stance = "denies"
        return Proposition(
            segment=segment,
            start=clause.start,
            end=trimmed(self.document.text, clause.start, clause.end),
            kind=kind,
            believer=self._believer(clause) if kind == "assessment" else None,
            conditions=("patron_cover",) if "patron_cover" in seen else (),
            change="change" in seen,
            subject=self._subject(clause, len(clause.text)),
            stance=stance,  # type: ignore[arg-type]
            **told,  # type: ignore[arg-type]
        )

    def _believer(self, clause: Clause) -> str | None:
        for pattern, hit in self.hits("claims", clause.text):
            if pattern.kind == "belief":
                (number, *_) = mentions_in(self.document, clause.text, *hit.span("believer")) or (
                    None,
                )
                if number is None:
                    return self.document.pack.manifest.acting
                return state_of(self.document, self.document.mentions[number])
        return None


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
