"""What sort of claim a stretch of speech makes: reason, prediction, judgement, stance, advice."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise

from standoff.coding.aims import OTHER, Aims, find_aims
from standoff.coding.clause_reader import WEAPON
from standoff.coding.document import mentions_in
from standoff.coding.motives import MotiveReader
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
from standoff.coding.states import state_of
from standoff.coding.text import Sentence
from standoff.model import ClaimKind, Stance, Terms

# Aims that are also what a forecast of a reaction names.
_REACTIONS = frozenset({"answer_act", "rival_calendar"})
_FEWEST_WORDS = 3
# So many words of a clause are a statement by themselves.
_FULL_CLAUSE = 6
_SAID = frozenset({"says-that", "closes-plain", "closes-inverted", "quote"})
_COVER = frozenset({"patron_cover", "patron_cause"})


class Reader(MotiveReader):
    """Reads what segments of one document hold."""

    def read(self, segment: Segment) -> Iterator[Proposition]:
        """The propositions of a segment; none where it only reports what happened."""
        if segment.hint == "echo":
            yield from self._echoed(segment)
            return
        found: list[Proposition] = []
        explained = False
        for each in self._clauses(segment):
            told = list(self._in_clause(segment, replace(each, framed=explained)))
            told = told or list(self._added(segment, each))
            if found and told and only_a_chance(found[-1], told[0]):
                found[-1] = with_chance(found[-1], told[0])
                continue
            explained = explained or any(one.kind == "explanation" for one in told)
            found.extend(told)
        if not found and (rest := self._default(segment)):
            found.append(rest)
        self.told.extend(found[-1:])
        yield from found

    def _added(self, segment: Segment, clause: Clause) -> Iterator[Proposition]:
        """What one who studies the matter adds in a clause of its own, if it is no plain fact."""
        whole = clause.start == segment.start and clause.end == segment.end
        says = segment.holder.sort in ("person", "group") and segment.form in _SAID
        if whole or not says or self._official(segment) or self.in_state_medium:
            return
        if "fact" not in clause.seen and len(clause.text.split()) >= _FULL_CLAUSE:
            yield self._make(segment, clause, "assessment")

    def _echoed(self, segment: Segment) -> Iterator[Proposition]:
        """What another held last, shared or denied: "the colonel disagrees"."""
        mine = segment.holder.name, segment.holder.role
        others = (one for one in reversed(self.told) if _held_by(one) != mine)
        if (last := next(others, None)) is None:
            return
        turned: Stance = "asserts" if last.stance == "denies" else "denies"
        yield replace(
            last,
            segment=segment,
            start=segment.start,
            end=trimmed(self.document.text, segment.start, segment.end),
            kind="assessment" if last.kind == "position" else last.kind,
            stance=turned if segment.stance == "denies" else last.stance,
        )

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

    def _plain(self, segment: Segment, clause: Clause) -> Iterator[Proposition]:
        """What a clause makes that gives no motive."""
        seen = clause.seen
        if segment.form == "medium":
            yield from self._stated(segment, clause)
            if seen & {"position", "threat"}:
                yield self._make(segment, clause, "position")
        elif segment.hint == "reason":
            yield from self._cause(segment, clause)
        elif "schedule" not in seen or not self._official(segment):
            # Who in office will meet whom is an event that is planned.
            yield from self._held(segment, clause)

    def _held(self, segment: Segment, clause: Clause) -> Iterator[Proposition]:
        """What somebody's words make: stance, reason, belief, prediction or judgement."""
        seen, own = clause.seen, segment.hint == "own"
        if self._rebuts(segment, clause):
            yield self._make(segment, clause, "assessment")
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

    def _cause(self, segment: Segment, clause: Clause) -> Iterator[Proposition]:
        """What is told as the reason for an act, with the aims that its words give."""
        aims = self._aims(segment, replace(clause, framed=True)).asserted or (OTHER,)
        whose = self._subject(clause, len(clause.text)) or segment.holder.state
        whose = whose or self.document.pack.manifest.acting
        yield self._make(segment, clause, "explanation", aims=aims, aim_of=whose)

    def _stated(self, segment: Segment, clause: Clause) -> Iterator[Proposition]:
        """What a state medium gives in its own voice as the reason for its own side's act."""
        aims = self._aims(segment, clause)
        whose = self._whose(clause, aims.place)
        weapons = WEAPON.search(clause.text)
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
        elif "patron_cause" in clause.seen and not terms and not self._own_reading(segment):
            # What an ally lends is a reason beside the aims, and stands for one.
            yield self._make(segment, clause, "explanation", aim_of=self._whose(clause, 1))
        elif "purpose" in clause.seen and not terms and self.act.search(clause.text):
            whose = self._whose(clause, len(clause.text))
            yield self._make(segment, clause, "explanation", aim_of=whose)

    def _own_reading(self, segment: Segment) -> bool:
        return segment.form in ("own", "medium", "voice")

    def _foresees(self, segment: Segment, terms: Terms, clause: Clause) -> bool:
        """Whether words that look ahead make a prediction, with enough said of what."""
        told = segment.hint == "prediction"
        fewest = 1 if told and segment.stance == "denies" else 2 if told else 4
        return terms.query is not None or len(clause.text.split()) >= fewest

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
        if segment.form == "running":
            return False
        return "assessment" in seen and ("fact" not in seen or "change" in seen)

    def _default(self, segment: Segment) -> Proposition | None:
        """What an expert says, if nothing finer fits, is an assessment; plain facts are none."""
        holder = segment.holder
        if (
            holder.sort not in ("person", "group", "body", "state")
            or self.in_state_medium
            or segment.form in ("context", "own", "medium", "running")
        ):
            return None
        masked = self.document.masked(Sentence(segment.start, segment.end, 0))
        seen = frozenset(p.kind for p, _ in self.hits("claims", bare(masked)))
        clause = Clause(segment.start, segment.end, masked, seen)
        if not self._on_topic(segment, masked.text):
            return None
        if self._denied(segment, clause):
            return self._make(segment, clause, "assessment")
        few = len(masked.text.split()) < _FEWEST_WORDS
        if few or "fact" in seen or self._reports(segment, clause):
            return None
        return self._make(segment, clause, "assessment")

    def _denied(self, segment: Segment, clause: Clause) -> bool:
        """Whether somebody contends that something is not or did not happen."""
        return segment.attributed and bool(
            self.grammar.syntax("negated-opening").match(clause.text.strip())
        )

    def _rebuts(self, segment: Segment, clause: Clause) -> bool:
        """Whether it is said that something was not so, rather than foreseen or refused."""
        ahead = self.grammar.syntax("looks-ahead").search(clause.text)
        return segment.hint != "prediction" and not ahead and self._denied(segment, clause)

    def _reports(self, segment: Segment, clause: Clause) -> bool:
        """Whether somebody in office plainly tells what their own side does or will do."""
        terms = self.document.pack.language.terms
        plain = not segment.quoted and segment.verb not in terms.get("contend_verb", ())
        if not (plain and segment.form != "voice" and self._official(segment)):
            return False
        if segment.verb in terms.get("announce_verb", ()) or "schedule" in clause.seen:
            return True
        if self.grammar.syntax("own-opening").match(clause.text):
            return True
        return self._subject(clause, len(clause.text)) == segment.holder.state is not None

    def _aims(self, segment: Segment, clause: Clause) -> Aims:
        near = self._near(segment)
        framed = segment.hint == "characterise" or clause.framed
        return find_aims(self.hits, clause.text, near=near, act=self.act, framed=framed)

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

    def _make(
        self, segment: Segment, clause: Clause, kind: ClaimKind, **told: object
    ) -> Proposition:
        seen = clause.seen
        stance = told.pop("stance", segment.stance)
        if "claim_about_claim" in seen or (kind == "assessment" and self._denied(segment, clause)):
            stance = "denies"
        return Proposition(
            segment=segment,
            start=clause.start,
            end=trimmed(self.document.text, clause.start, clause.end),
            kind=kind,
            believer=self._believer(clause) if kind == "assessment" else None,
            conditions=("patron_cover",) if seen & _COVER else (),
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


def _held_by(one: Proposition) -> tuple[str | None, str | None]:
    return one.segment.holder.name, one.segment.holder.role
