"""What sort of claim a stretch of speech makes: reason, prediction, judgement, stance, advice."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from functools import cached_property, lru_cache
from itertools import pairwise

from standoff.coding.aims import OTHER, Aims, Motive, find_aims, find_motive
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


# A stretch of fewer spaces says nothing by itself.
_FEWEST = 2
# So near before the words for an outcome stands whose it is: "a <D1> missile launch".
_BESIDE = 20
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

    @cached_property
    def mind_verbs(self) -> frozenset[str]:
        """Verbs that tell what somebody thinks."""
        return frozenset(self.document.pack.language.terms.get("mind_verb", ()))

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
        motive = self._motive(segment, clause)
        if motive is None:
            if segment.hint != "motive":
                yield from self._plain(segment, clause)
            return
        head = self._part(clause, 0, motive.start)
        if head and segment.form not in ("own", "medium"):
            plain = self._plain(segment, head)
            yield from (one for one in plain if one.kind not in ("assessment", "explanation"))
        aims = motive.aims
        if segment.form not in ("own", "medium") and not self._official(segment):
            aims = aims.joined(self._aims(segment, clause))
        told = self._part(clause, motive.start) or clause
        whose = self._whose_motive(segment, clause, motive)
        yield from self._explanations(segment, told, aims, whose)

    def _part(self, clause: Clause, start: int, end: int | None = None) -> Clause | None:
        """A stretch of a clause as a clause of its own; None where too few words are left."""
        quotes = [place for place, letter in enumerate(clause.masked.text) if letter == '"']
        first = clause.masked.source(with_quotes(start, quotes)) if start else clause.start
        last = clause.end if end is None else clause.masked.source(with_quotes(end, quotes))
        if self.document.text[first:last].count(" ") < _FEWEST:
            return None
        masked = self.document.masked(Sentence(first, last, 0))
        seen = frozenset(p.kind for p, _ in self.hits("claims", bare(masked)))
        return Clause(first, last, masked, seen, clause.framed)

    def _plain(self, segment: Segment, clause: Clause) -> Iterator[Proposition]:
        """What a clause makes that gives no motive."""
        seen, own = clause.seen, segment.hint == "own"
        if segment.form == "medium":
            yield from self._stated(segment, clause)
            if seen & {"position", "threat"}:
                yield self._make(segment, clause, "position")
            return
        terms = self._terms(segment, clause)
        wanted = self._wanted(segment, clause, terms)
        if wanted:
            yield self._make(segment, clause, wanted)
        elif not own and (reasons := list(self._reasons(segment, clause, terms))):
            yield from reasons
        elif "belief" in seen and segment.hint != "prediction":
            yield self._make(segment, clause, "assessment")
        elif terms and "claim_about_claim" not in seen:
            if self._foresees(segment, terms, clause):
                yield self._make(segment, clause, "prediction", terms=terms)
        elif self._is_assessment(segment, clause):
            yield self._make(segment, clause, "assessment")

    def _wanted(self, segment: Segment, clause: Clause, terms: Terms | None) -> ClaimKind | None:
        """What somebody in office stands for or will do, or what somebody advises; else None."""
        seen, official = clause.seen, self._official(segment)
        if segment.hint == "position":
            return "position" if official or not terms else None
        weighs = segment.hint == "assess" or segment.verb in self.mind_verbs
        if official and not weighs and seen & {"position", "threat"}:
            return "recommendation" if seen >= {"for_all", "advice"} else "position"
        if segment.hint == "recommendation" or ("recommendation" in seen and segment.form != "own"):
            return "position" if official and self._demanded(segment, clause) else "recommendation"
        if "advice" in seen and segment.form != "own":
            return "recommendation"
        if official and not weighs and terms and self._own_plan(segment, clause):
            return "position"
        return None

    def _demanded(self, segment: Segment, clause: Clause) -> bool:
        """Whether what ought to be done is one's own task, or is demanded of the other side."""
        seen, state = clause.seen, segment.holder.state
        if "for_all" in seen or (state is None and segment.holder.sort == "body"):
            return False
        of = self._subject(clause, self._first("recommendation", clause))
        if state and state in (of, self.document.pack.manifest.acting):
            return True
        return "demand" in seen

    def _first(self, kind: str, clause: Clause) -> int:
        """Where the first pattern of a kind stands in a clause; its end if none does."""
        places = (hit.start() for p, hit in self.hits("claims", clause.text) if p.kind == kind)
        return min(places, default=len(clause.text))

    def _own_plan(self, segment: Segment, clause: Clause) -> bool:
        """Whether somebody in office says what they or their own state will do."""
        will = self.grammar.syntax("own-will")
        modals = [hit for p, hit in self.hits("modality", clause.text) if p.kind == "modal"]
        if not modals or not all(will.match(clause.text, hit.start()) for hit in modals):
            return False
        before = clause.text[: min(hit.start() for hit in modals)]
        if self.grammar.syntax("own-pronoun").search(before):
            return True
        named = list(_ACTOR.finditer(before))
        if not named:
            return False
        mention = self.document.mentions[int(named[-1].group(1))]
        return state_of(self.document, mention) == segment.holder.state is not None

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
                whose = self._whose(clause, aims.place)
                yield from self._explanations(segment, clause, aims, whose)
        elif "purpose" in clause.seen and not terms and self.act.search(clause.text):
            whose = self._whose(clause, len(clause.text))
            yield self._make(segment, clause, "explanation", aim_of=whose)

    def _foresees(self, segment: Segment, terms: Terms, clause: Clause) -> bool:
        """Whether words that look ahead make a prediction, with enough said of what."""
        told = segment.hint == "prediction"
        return terms.query is not None or len(clause.text.split()) >= (2 if told else 4)

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
        weighed = (
            bool(seen & {"belief", "claim_about_claim", "weighed"}) or segment.stance == "denies"
        )
        if weighed or segment.hint in ("assess", "characterise"):
            return True
        if segment.hint == "concern" or "identification" in seen:
            return True
        return "assessment" in seen and ("fact" not in seen or "change" in seen)

    def _default(self, segment: Segment) -> Proposition | None:
        """What an expert says, if nothing finer fits, is an assessment; plain facts are none."""
        holder = segment.holder
        if (
            holder.sort not in ("person", "group", "body", "state")
            or self.in_state_medium
            or segment.form in ("context", "own", "medium")
        ):
            return None
        masked = self.document.masked(Sentence(segment.start, segment.end, 0))
        seen = frozenset(p.kind for p, _ in self.hits("claims", bare(masked)))
        if "fact" in seen or not self._on_topic(segment, masked.text):
            return None
        if len(masked.text.split()) < 3:
            return None
        return self._make(segment, Clause(segment.start, segment.end, masked, seen), "assessment")

    def _on_topic(self, segment: Segment, text: str) -> bool:
        """Whether what those in office state as a fact concerns the standoff."""
        if not self._official(segment) or segment.quoted:
            return True
        return bool(_ACTOR.search(text) or _WEAPON.search(text) or self.act.search(text))

    def _aims(self, segment: Segment, clause: Clause) -> Aims:
        near = self._near(segment)
        framed = segment.hint == "characterise" or clause.framed
        return find_aims(self.hits, clause.text, near=near, act=self.act, framed=framed)

    def _near(self, segment: Segment) -> str:
        """The words of the segment's sentence and of the one before it."""
        previous = self.document.sentences[max(0, segment.sentence - 1)]
        here = self.document.sentences[segment.sentence]
        return self.document.masked(Sentence(previous.start, here.end, 0)).text

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
        named = named or self._beside_outcome(clause)
        if named:
            return state_of(self.document, self.document.mentions[int(named[-1].group(1))]) or ""
        return self._whose(clause, len(clause.text) - 1)

    def _beside_outcome(self, clause: Clause) -> list[re.Match[str]]:
        """Actors named right before, or within, the words for what is foreseen."""
        hits = self.hits("modality", clause.text)
        found = next((hit for p, hit in hits if p.kind.startswith("outcome.")), None)
        if found is None:
            return []
        return list(_ACTOR.finditer(clause.text, max(0, found.start() - _BESIDE), found.end()))[:1]

    def _motive(self, segment: Segment, clause: Clause) -> Motive | None:
        """The words of a clause that give somebody's motive, if they do for this holder."""
        motive = find_motive(self.hits, clause.text)
        if motive is None:
            return None
        own = self._own_motive(segment, clause, motive)
        if self._no_motive(segment, clause, motive, own=own):
            return None
        return motive if segment.form != "own" or self._of_an_act(segment) else None

    def _no_motive(self, segment: Segment, clause: Clause, motive: Motive, *, own: bool) -> bool:
        """Whether the words tell a motive elsewhere but not here: a wish, a stance, advice."""
        unknown = OTHER in motive.aims.asserted
        if own:
            medium = unknown and segment.form == "medium"
            stance = self._official(segment) and self._stands_for(clause, motive)
            if motive.wish or medium or stance:
                return True
        elif motive.stated:
            return True
        weak = unknown and segment.form == "own"
        advice = clause.seen & {"recommendation", "advice"}
        return not motive.strong and bool(weak or advice or segment.hint == "own")

    def _own_motive(self, segment: Segment, clause: Clause, motive: Motive) -> bool:
        """Whether those in office speak of their own motive."""
        state = segment.holder.state
        return state is not None and state == self._whose_motive(segment, clause, motive)

    def _stands_for(self, clause: Clause, motive: Motive) -> bool:
        """Whether what looks like a motive only tells what those in office stand for."""
        if "position" not in clause.seen:
            return False
        return not motive.strong or self._first("position", clause) >= motive.start

    def _of_an_act(self, segment: Segment) -> bool:
        """Whether an actor, a weapon or an act is named here or just before."""
        near = self._near(segment)
        return bool(_ACTOR.search(near) or _WEAPON.search(near) or self.act.search(near))

    def _whose_motive(self, segment: Segment, clause: Clause, motive: Motive) -> str:
        """Whose motive it is: of the one who acts, of whoever speaks of themselves."""
        acting = self.document.pack.manifest.acting
        if named := self._subject(clause, motive.start):
            return named
        if motive.wish and (named := self._subject(clause, len(clause.text))):
            return named
        return segment.holder.state or acting

    def _explanations(
        self, segment: Segment, clause: Clause, aims: Aims, whose: str
    ) -> Iterator[Proposition]:
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
    offices = ("official_noun", "office_noun")
    officials = {fold(word) for name in offices for word in language.terms.get(name, ())}
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
