"""Statements: who issued one and in which rank, and when two mentions are of one statement."""

from __future__ import annotations

from collections.abc import Iterable

from standoff.coding.document import Document
from standoff.coding.found import Found
from standoff.coding.mentions import Mention
from standoff.coding.officers import person_name
from standoff.coding.word_groups import group_of

# A dated mention dates an undated one beside it, not one far away.
_NEAR_SENTENCES = 2
# Further apart, a state's words are of one statement only where one speaker is named.
_FAR_SENTENCES = 8
_PEOPLE = frozenset({"person", "officer"})
_STATES = frozenset({"state", "demonym", "country", "foreign"})


def issuer_of(mentions: Iterable[Mention]) -> tuple[str, tuple[int, int]] | None:
    """The finest of those who speak: a person before a body before a state, with its characters."""
    ranked = sorted(mentions, key=_rank)
    if not ranked:
        return None
    return person_name(ranked[0]), (ranked[0].start, ranked[0].end)


def _rank(mention: Mention) -> int:
    return 0 if mention.kind in _PEOPLE else 2 if mention.kind in _STATES else 1


def rung_of(issuer: str, document: Document, words: str) -> str:
    """The rank of a statement: by its own name, else by who issues it.

    Args:
        issuer: id of the actor of the theatre, or a person's name.
        document: the report.
        words: the folded words of the sentence that tells it.
    """
    if rung := group_of("rung", words, document.pack.language):
        return rung
    actor = document.pack.actors.get(issuer)
    if actor is None or actor.kind == "person":
        return "leader" if actor and actor.offices else "official"
    return {"state": "government", "bloc": "government", "state_media": "commentary"}.get(
        actor.kind, "ministry"
    )


def same_statement(earlier: Found, later: Found) -> bool:
    """Whether a later mention repeats or quotes a statement told before.

    A report that is a statement holds the words of one speaker. Elsewhere one speaker's words
    of one day are one statement; what was said before the story's news is another.
    """
    if earlier.opens:
        return later.opens and _on_that_day(earlier, later)
    if set(earlier.actors) != set(later.actors) and not earlier.headline:
        return False
    if earlier.looks_back != later.looks_back or _other_speaker(earlier, later):
        return False
    return _by_day(earlier, later) if earlier.when or later.when else _by_place(earlier, later)


def _by_day(earlier: Found, later: Found) -> bool:
    """Whether the days of two mentions meet, or the dated one stands beside the other."""
    if earlier.when and later.when:
        return earlier.when.overlaps(later.when)
    near = later.sentence - earlier.sentence <= _NEAR_SENTENCES
    return near or (earlier.headline if later.when else not earlier.looks_back)


def _by_place(earlier: Found, later: Found) -> bool:
    """Whether two undated mentions stand near enough to be of one statement."""
    gap = later.sentence - earlier.sentence
    if later.looks_back:
        return gap <= 1
    return earlier.headline or gap <= _FAR_SENTENCES or _same_speaker(earlier, later)


def _on_that_day(earlier: Found, later: Found) -> bool:
    return later.when is None or earlier.when is None or earlier.when.overlaps(later.when)


def _same_speaker(earlier: Found, later: Found) -> bool:
    one, other = earlier.slots.get("issuer"), later.slots.get("issuer")
    return one is not None and other is not None and one[0] == other[0]


def _other_speaker(earlier: Found, later: Found) -> bool:
    """Whether two people, or two bodies, are named as those who speak."""
    one, other = earlier.slots.get("issuer"), later.slots.get("issuer")
    if one is None or other is None or one[0] == other[0]:
        return False
    states = {*earlier.actors, *later.actors}
    return one[0] not in states and other[0] not in states
