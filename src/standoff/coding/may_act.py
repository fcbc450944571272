"""Who may do what a pattern tells: units, a leader, somebody who can travel, no tourists."""

from __future__ import annotations

from standoff.coding.clauses import Trigger
from standoff.coding.document import Document
from standoff.coding.patterns import Grammar
from standoff.coding.reference import Subject
from standoff.coding.states import PERSONS, states_of

_LINE_CHARACTERS = 60
_WARNING_CHARACTERS = 30


def may_act(
    document: Document, trigger: Trigger, subject: Subject | None, grammar: Grammar
) -> bool:
    """Whether the subject is of the sort that a pattern asks for with `set.by`.

    `units`: not a person alone. `leader`: a person who holds an office, no foreigner.
    `traveller`: somebody who can travel, not a ship and not a medium.
    """
    wanted = trigger.pattern.set.get("by")
    if _told_otherwise(document, trigger, subject, grammar):
        return False
    if not wanted or subject is None:
        return wanted != "leader"
    kinds = {document.mentions[n].kind for n in subject.mentions}
    left = trigger.masked.text[: trigger.match.start()]
    if wanted == "units":
        return not (kinds <= PERSONS or grammar.syntax("civil-subject").search(left))
    if wanted == "leader":
        unnamed_leader = grammar.syntax("leader-subject").search(left)
        acting = document.pack.manifest.acting in states_of(document, subject.mentions)
        return bool(acting and unnamed_leader) or any(_leads(document, n) for n in subject.mentions)
    if grammar.syntax("vessel-subject").search(left):
        return False
    media = {a.id for a in document.pack.actors.values() if a.kind == "state_media"}
    return not {document.mentions[n].id for n in subject.mentions} <= media


def _told_otherwise(
    document: Document, trigger: Trigger, subject: Subject | None, grammar: Grammar
) -> bool:
    """Whether it is told as another act: a move as an incursion, a warning with its cause."""
    if trigger.pattern.kind == "provocation":
        return _only_warns(document, trigger, subject, grammar)
    return trigger.pattern.kind == "deployment" and _goes_over_line(trigger, grammar)


def _only_warns(
    document: Document, trigger: Trigger, subject: Subject | None, grammar: Grammar
) -> bool:
    """Whether shots of the other side only turn back those who came: "fired warning shots"."""
    states = states_of(document, subject.mentions) if subject else ()
    dated = any(
        document.mentions[n].kind == "date"
        for n in document.within(trigger.sentence.start, trigger.sentence.end)
    )
    if dated or document.pack.manifest.acting in states:
        return False
    start, end = trigger.match.span()
    reach = trigger.masked.text[start : end + _WARNING_CHARACTERS]
    return bool(grammar.syntax("warning-shots").search(reach))


def _goes_over_line(trigger: Trigger, grammar: Grammar) -> bool:
    """Whether forces that move go over a line: that is told as an incursion."""
    start = trigger.match.start()
    reach = trigger.masked.text[start : trigger.match.end() + _LINE_CHARACTERS]
    return bool(grammar.syntax("over-line").search(reach))


def _leads(document: Document, number: int) -> bool:
    """Whether a mention is a person of the acting side: its leader or another officer of it."""
    mention = document.mentions[number]
    states = states_of(document, (number,))
    return mention.kind in PERSONS and document.pack.manifest.acting in states
