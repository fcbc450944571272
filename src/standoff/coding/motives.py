"""Whether a clause gives somebody's motive, and whose."""

from __future__ import annotations

from standoff.coding.aims import OTHER, Motive, find_motive
from standoff.coding.clause_reader import ACTOR, WEAPON, ClauseReader
from standoff.coding.propositions import Clause
from standoff.coding.segments import Segment

# So near to the beginning of the words for a wish stands who wishes; further on it is their object.
_BESIDE_WISH = 10
# Aims that news gives of anybody as plain fact: "in response to the test the council met".
_REACTIONS = frozenset({"answer_act", OTHER})


class MotiveReader(ClauseReader):
    """Tells a motive from a wish, a stance or advice in the same words."""

    def _motive(self, segment: Segment, clause: Clause) -> Motive | None:
        """The words of a clause that give somebody's motive, if they do for this holder."""
        motive = find_motive(self.hits, clause.text) if segment.hint != "wish" else None
        if motive is None:
            return None
        own = self._own_motive(segment, clause, motive)
        if self._no_motive(segment, clause, motive, own=own):
            return None
        if segment.form == "own" and not self._is_reading(segment, clause, motive):
            return None
        return motive

    def _is_reading(self, segment: Segment, clause: Clause, motive: Motive) -> bool:
        """Whether an outlet reads a motive into an act, rather than tells who reacted to what."""
        if not self._of_an_act(segment):
            return False
        reacted = set(motive.aims.asserted) <= _REACTIONS
        acting = self.document.pack.manifest.acting
        if not reacted or self._whose_motive(segment, clause, motive) == acting:
            return True
        return bool(self.grammar.syntax("apparently").search(clause.text))

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
        return bool(ACTOR.search(near) or WEAPON.search(near) or self.act.search(near))

    def _whose_motive(self, segment: Segment, clause: Clause, motive: Motive) -> str:
        """Whose motive it is: of the one who acts, of whoever speaks of themselves."""
        acting = self.document.pack.manifest.acting
        if named := self._subject(clause, motive.start):
            return named
        wishes = ACTOR.search(clause.text, motive.start, motive.start + _BESIDE_WISH)
        if motive.wish and wishes and (named := self._subject(clause, wishes.end())):
            return named
        return segment.holder.state or acting
