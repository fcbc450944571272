"""Who takes part: the parties to a meeting, whom an act is directed at, who may be its subject."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from standoff.coding.clauses import Trigger
from standoff.coding.document import Document, mentions_in
from standoff.coding.found import CONTACTS, SAID, TOLD, Found
from standoff.coding.patterns import Grammar
from standoff.coding.reference import Subject, subjects_in
from standoff.coding.states import states_of
from standoff.coding.subject import Syntax

_MEMBERS_CHARACTERS = 300
_COUNT_CHARACTERS = 60
_LINE_CHARACTERS = 60


@dataclass(frozen=True, slots=True)
class Meeting:
    """The parties to a meeting; `told` where a verb says that it was held, not only named."""

    subject: Subject | None
    told: bool
    definite: bool

    @property
    def voice(self) -> str:
        """As a clause that tells it, or as a noun that only names its parties."""
        return "active" if self.told else "party"


def meeting_of(syntax: Syntax, trigger: Trigger) -> Meeting:
    """Everybody whom a sentence makes a party to the meeting that a noun names.

    They own the noun ("A's summit", "A and B talks"), do its verb ("A held talks"), or stand
    after it ("talks with A", "talks, which involve A and B").
    """
    document, text = syntax.document, syntax.masked.text
    start, end = trigger.match.span()
    phrase = _search(syntax, "meeting-owners", text[:start])
    first = phrase.start("phrase") if phrase else start
    numbers = list(mentions_in(document, text, first, start))
    numbers += trigger.numbers(document, "target")
    if owned := _search(syntax, "own-tail", text[:start]):
        numbers += _owning(syntax, owned.start() + 1)
    verb = _search(syntax, "meeting-verb", text[:first])
    verb = verb or _search(syntax, "meeting-travel", text[:first])
    if verb:
        doer = syntax.active(verb.start("verb"))
        numbers += doer.mentions if doer else ()
    if _search(syntax, "meeting-fronted", text[:first]):
        host = syntax.grammar.syntax("after-fronted").search(text[end:])
        numbers += mentions_in(document, text, *_shifted(host, end)) if host else ()
    if _search(syntax, "meeting-attended", text[:first]) and len(_states(syntax, numbers)) == 1:
        numbers += _goer(syntax, first)
    numbers += _members(syntax, "meeting-between", trigger.end)
    numbers += _members(syntax, "meeting-members", end)
    predicate = syntax.grammar.syntax("meeting-predicate").match(text, end)
    predicate = predicate or _search(syntax, "there-was", text[:first])
    broken_off = trigger.pattern.set.get("status") == "cancelled"
    definite = broken_off or any(
        _search(syntax, rule, text[:start]) for rule in ("meeting-definite", "meeting-of-them")
    )
    known = tuple(dict.fromkeys(n for n in numbers if states_of(document, (n,))))
    return Meeting(Subject(known) if known else None, bool(verb or predicate), definite)


def _goer(syntax: Syntax, place: int) -> tuple[int, ...]:
    """Who goes to a meeting told of beside: the subject of the verb, else of the sentence."""
    if doer := syntax.main(place):
        return doer.mentions
    end = syntax.masked.source(place)
    return tuple(subjects_in(syntax.document, syntax.sentence, end, syntax.grammar))[:1]


def _states(syntax: Syntax, numbers: list[int]) -> tuple[str, ...]:
    return states_of(syntax.document, numbers)


def _owning(syntax: Syntax, place: int) -> tuple[int, ...]:
    """Whom a pronoun before a meeting means: both in "A and B signed it after their summit"."""
    here = syntax.document.within(syntax.sentence.start, syntax.masked.source(place))
    if syntax.masked.text.startswith("their ", place) and len(states_of(syntax.document, here)) > 1:
        return tuple(here)
    meant = syntax.meant(place)
    return meant.mentions if meant else ()


def together(syntax: Syntax, trigger: Trigger) -> Subject | None:
    """All who are named in the subject of "met": each of them is a party, however introduced."""
    start = trigger.match.start()
    left = syntax.masked.text[:start]
    rules = ("subject-opens", "new-clause")
    opened = [one.end() for rule in rules for one in syntax.grammar.syntax(rule).finditer(left)]
    left = syntax.without_asides(left)
    begin = max((end for end in opened if end <= len(left)), default=0)
    numbers = mentions_in(syntax.document, left, begin, len(left))
    if joined := _search(syntax, "pronoun-joined", left):
        meant = syntax.meant(joined.start("pronoun"))
        numbers = (*(meant.mentions if meant else ()), *numbers)
    known = tuple(n for n in numbers if states_of(syntax.document, (n,)))
    if len(states_of(syntax.document, known)) > 1:
        return Subject(known)
    return syntax.active(start)


def other_than_target(syntax: Syntax, trigger: Trigger, verb: int) -> Subject | None:
    """The subject of the verb at `verb`, who is nobody whom the act is directed at.

    "A met after B fired and urged B to stop": A urged.
    """
    subject = syntax.active(verb)
    aimed = set(states_of(syntax.document, _objects(syntax, trigger)))
    if not aimed or subject is None:
        return subject
    if not set(states_of(syntax.document, subject.mentions)) <= aimed:
        return subject
    said = trigger.pattern.kind in SAID
    return syntax.main(trigger.match.start(), but=aimed) if said else None


def _objects(syntax: Syntax, trigger: Trigger) -> tuple[int, ...]:
    """Those in a pattern's slot for whom it is directed at, else right behind the verb."""
    found = trigger.numbers(syntax.document, "target")
    beside = syntax.grammar.syntax("object-beside").match(syntax.masked.text, trigger.end)
    if found or beside is None:
        return found
    return mentions_in(syntax.document, syntax.masked.text, *beside.span("object"))


def _shifted(found: re.Match[str], by: int) -> tuple[int, int]:
    """Where the actors of a match in the text from `by` on stand."""
    return found.start("agents") + by, found.end("agents") + by


def _members(syntax: Syntax, rule: str, end: int) -> tuple[int, ...]:
    """Those named in "between A and B" or "which involve A, B and C" soon after a meeting."""
    text = syntax.masked.text
    found = syntax.grammar.syntax(rule).match(text, end, end + _MEMBERS_CHARACTERS)
    return mentions_in(syntax.document, text, *found.span("members")) if found else ()


def acting_in(document: Document, trigger: Trigger, subject: Subject | None) -> tuple[str, ...]:
    """The states that act, as a pattern's `set` has it.

    A `guest` travels, not the host who is the subject; in a `clash` the side acts whose acts the
    theatre follows, if it takes part.
    """
    guests = trigger.numbers(document, "guest")
    found = states_of(document, guests or (subject.mentions if subject else ()))
    acting = document.pack.manifest.acting
    if not trigger.pattern.set.get("clash"):
        return found
    around = states_of(document, _here(document, trigger))
    return (acting,) if acting in (*found, *around) else found


def _here(document: Document, trigger: Trigger) -> range:
    """The mentions of the sentence."""
    return document.within(trigger.sentence.start, trigger.sentence.end)


def mover_of(syntax: Syntax, trigger: Trigger) -> Subject | None:
    """Who sent what moved: named in the pattern's slot, else the owner of the thing.

    Where nobody is named with it, a pattern's `set` tells who is meant (`unnamed`).
    """
    sent = trigger.numbers(syntax.document, "actors")
    if sent or trigger.pattern.set.get("fleet"):
        return Subject(sent) if sent else unnamed(syntax, trigger)
    return syntax.owner(trigger.match.start()) or unnamed(syntax, trigger)


def unnamed(syntax: Syntax, trigger: Trigger) -> Subject | None:
    """Who acts where the words name nobody, as a pattern's `set` has it.

    `meant`: whom the report speaks of. `fleet`: whose craft were told of last, "20 of which".
    Without either nobody acts: there is no actor by default.
    """
    start, told = trigger.match.start(), trigger.pattern.set
    if told.get("fleet"):
        return syntax.fleet(start) or syntax.meant(start)
    found = syntax.meant(start) if told.get("meant") else None
    by_name = told.get("meant") and "<V" in trigger.match.group()
    return found or (syntax.named_last(start) if by_name else None)


def agent_of(syntax: Syntax, trigger: Trigger) -> Subject | None:
    """Who stands after "by"; those told or warned are nobody who acts."""
    return syntax.agent(*trigger.match.span()) or unnamed(syntax, trigger)


def carrier_of(syntax: Syntax, trigger: Trigger) -> Subject | None:
    """Who handed over what was handed over: "from A to B", else "by A", else its owner."""
    start, end = trigger.match.span()
    if sent := trigger.numbers(syntax.document, "from"):
        return Subject(sent)
    reach = syntax.masked.text[: end + _LINE_CHARACTERS]
    if found := syntax.grammar.syntax("sent-out-of").search(reach, trigger.end):
        return Subject(mentions_in(syntax.document, reach, *found.span("actor")))
    return syntax.agent(start, end) or syntax.owner(start)


def opposed_in(
    document: Document, trigger: Trigger, subject: Subject | None, actors: tuple[str, ...]
) -> tuple[str, ...]:
    """The other parties to a clash."""
    if not trigger.pattern.set.get("clash") or subject is None:
        return ()
    return tuple(one for one in states_of(document, subject.mentions) if one not in actors)


def is_counted(trigger: Trigger, grammar: Grammar) -> bool:
    """Whether the words tell of one or of a number, and not of what is done time and again."""
    start, end = trigger.match.span()
    words = trigger.masked.text[max(0, start - _COUNT_CHARACTERS) : end]
    return bool(grammar.syntax("counted").search(words))


def sent_by(document: Document, trigger: Trigger) -> tuple[str, ...]:
    """The states from which came what the subject received."""
    return states_of(
        document, trigger.numbers(document, "actors") + trigger.numbers(document, "from")
    )


def with_parties(found: Found, latest: Found | None, document: Document) -> Found | None:
    """A meeting with its parties: "the talks" told without them are the ones told before.

    None where a meeting keeps fewer than two, unless a body of states meets.
    """
    if found.kind not in CONTACTS or len({*found.actors, *found.targets}) > 1:
        return found
    before = (*latest.actors, *latest.targets) if latest else ()
    if found.definite and set(found.actors) <= set(before):
        return replace(found, actors=before, targets=())
    blocs = [
        document.pack.actors[a].kind == "bloc" for a in found.actors if a in document.pack.actors
    ]
    return found if blocs and all(blocs) and found.voice in TOLD else None


def _search(syntax: Syntax, name: str, text: str) -> re.Match[str] | None:
    return syntax.grammar.syntax(name).search(text)
