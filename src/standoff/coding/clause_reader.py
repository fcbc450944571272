"""What one clause shows: whose it is, who is to act, what is wanted of whom."""

from __future__ import annotations

import re
from functools import cached_property, lru_cache

from standoff.coding.cues import cues
from standoff.coding.document import Document
from standoff.coding.outlook import find_terms
from standoff.coding.patterns import Compiled, Grammar
from standoff.coding.propositions import Clause, Proposition, bare, with_quotes
from standoff.coding.segments import Segment
from standoff.coding.states import state_of
from standoff.coding.text import Sentence, fold
from standoff.model import ClaimKind, Terms
from standoff.packs import Language

WEAPON = re.compile(r"<[WG]\d+>")
ACTOR = re.compile(r"<[SDBP](\d+)>")
# A stretch of fewer spaces says nothing by itself.
_FEWEST = 2
# So near before the words for an outcome stands whose it is: "a <D1> missile launch".
_BESIDE = 20
Hits = tuple[tuple[Compiled, re.Match[str]], ...]


class ClauseReader:
    """Reads what clauses of one document show, before they are told apart by kind."""

    def __init__(self, document: Document, grammar: Grammar, *, in_state_medium: bool) -> None:
        self.document = document
        self.in_state_medium = in_state_medium
        self.grammar = grammar
        self.act = _act_words(document.pack.language)
        self._memory: dict[tuple[str, str], Hits] = {}
        # The last of what each stretch of speech held, so far.
        self.told: list[Proposition] = []

    def hits(self, section: str, text: str) -> Hits:
        """Every match of a section in a clause, found once."""
        key = section, text
        if key not in self._memory:
            self._memory[key] = tuple(
                cues(self.document.pack.language).matches(self.grammar, section, text)
            )
        return self._memory[key]

    @cached_property
    def mind_verbs(self) -> frozenset[str]:
        """Verbs that tell what somebody thinks."""
        return frozenset(self.document.pack.language.terms.get("mind_verb", ()))

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

    def _first(self, kind: str, clause: Clause) -> int:
        """Where the first pattern of a kind stands in a clause; its end if none does."""
        places = (hit.start() for p, hit in self.hits("claims", clause.text) if p.kind == kind)
        return min(places, default=len(clause.text))

    def _near(self, segment: Segment) -> str:
        """The words of the segment's sentence and of the one before it."""
        previous = self.document.sentences[max(0, segment.sentence - 1)]
        here = self.document.sentences[segment.sentence]
        return self.document.masked(Sentence(previous.start, here.end, 0)).text

    def _official(self, segment: Segment) -> bool:
        """Whether somebody speaks for a state or from an office, not as one who studies it."""
        holder = segment.holder
        if holder.state is not None or holder.sort in ("state", "body"):
            return True
        return holder.role is not None and not _is_expert(holder.role, self.document.pack.language)

    def _whose(self, clause: Clause, place: int) -> str:
        """Whose motive or act it is: the subject, else the side whose acts are followed."""
        return self._subject(clause, place) or self.document.pack.manifest.acting

    def _subject(self, clause: Clause, place: int) -> str | None:
        tail = self.grammar.syntax("preposition-tail")
        for hit in ACTOR.finditer(clause.text, 0, max(place, 1)):
            if not tail.search(clause.text[max(0, hit.start() - 40) : hit.start()]):
                mention = self.document.mentions[int(hit.group(1))]
                if state := state_of(self.document, mention):
                    return state
        return None

    def _agent(self, clause: Clause) -> str:
        """The state that is to act: the last one named before the word that looks ahead."""
        modal = next(
            (hit for p, hit in self.hits("modality", clause.text) if p.kind == "modal"), None
        )
        place = modal.start() if modal else 0
        named = [
            hit
            for hit in ACTOR.finditer(clause.text, 0, place)
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
        return list(ACTOR.finditer(clause.text, max(0, found.start() - _BESIDE), found.end()))[:1]

    def _terms(self, segment: Segment, clause: Clause) -> Terms | None:
        actor = self._agent(clause)
        hits = self.hits("modality", clause.masked.text)
        foresee = self.document.pack.language.terms.get("foresee_verb", ())
        verb = segment.verb if segment.verb in foresee else None
        return find_terms(self.document, hits, clause.masked, actor, verb=verb)

    def _own_plan(self, segment: Segment, clause: Clause) -> bool:
        """Whether somebody in office says what they or their own state will do."""
        will = self.grammar.syntax("own-will")
        modals = [hit for p, hit in self.hits("modality", clause.text) if p.kind == "modal"]
        if not modals or not all(will.match(clause.text, hit.start()) for hit in modals):
            return False
        before = clause.text[: min(hit.start() for hit in modals)]
        if self.grammar.syntax("own-pronoun").search(before):
            return True
        named = list(ACTOR.finditer(before))
        if not named:
            passive = self.grammar.syntax("own-passive")
            behind = (clause.text[hit.end() :].lstrip() for hit in modals)
            return segment.holder.state is not None and all(map(passive.match, behind))
        mention = self.document.mentions[int(named[-1].group(1))]
        return state_of(self.document, mention) == segment.holder.state is not None

    def _demanded(self, segment: Segment, clause: Clause) -> bool:
        """Whether what ought to be done is one's own task, or is demanded of the other side."""
        seen, state = clause.seen, segment.holder.state
        if "for_all" in seen or (state is None and segment.holder.sort == "body"):
            return False
        of = self._subject(clause, self._first("recommendation", clause))
        if state and state in (of, self.document.pack.manifest.acting):
            return True
        return "demand" in seen

    def _wanted(self, segment: Segment, clause: Clause, terms: Terms | None) -> ClaimKind | None:
        """What somebody in office stands for or will do, or what somebody advises; else None."""
        seen, official = clause.seen, self._official(segment)
        if segment.hint in ("position", "wish"):
            return _stance(segment.hint, official=official, foreseen=terms is not None)
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

    def _on_topic(self, segment: Segment, text: str) -> bool:
        """Whether what those in office state as a fact concerns the standoff."""
        if not self._official(segment) or segment.quoted or segment.holder.sort == "person":
            return True
        return bool(ACTOR.search(text) or WEAPON.search(text) or self.act.search(text))


def _stance(hint: str, *, official: bool, foreseen: bool) -> ClaimKind | None:
    """What a verb of stance or of wish makes: those out of office wish only for others to act."""
    if hint == "wish":
        return "position" if official else "recommendation"
    return "position" if official or not foreseen else None


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
