"""From matched patterns to observations: who, what, when, where, and whether it happened."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta

from standoff.coding.clauses import (
    Trigger,
    is_further,
    looks_back,
    status_of,
    triggers_in,
)
from standoff.coding.dating import DateMention, complete
from standoff.coding.document import Document, Masked, mentions_in
from standoff.coding.event_days import counted_off, event_date, told_date
from standoff.coding.flights import figures, follow_up
from standoff.coding.found import CONTACTS, SAID, TESTS, Found, Slots
from standoff.coding.may_act import may_act
from standoff.coding.parties import (
    acting_in,
    agent_of,
    carrier_of,
    is_counted,
    meeting_of,
    mover_of,
    opposed_in,
    other_than_target,
    sent_by,
    together,
    unnamed,
    with_parties,
)
from standoff.coding.patterns import Grammar
from standoff.coding.reference import Subject
from standoff.coding.slots import place_id, place_of
from standoff.coding.statements import issuer_of, rung_of
from standoff.coding.states import states_of
from standoff.coding.subject import Syntax
from standoff.coding.targets import targets_of
from standoff.coding.text import Sentence
from standoff.coding.volleys import is_general, is_idle, named_parties, volleys, with_name
from standoff.coding.word_groups import group_of

BESIDE_CHARACTERS = 25
_WEEK_DAYS = 7
_PAIR = 2
_NONE: frozenset[str] = frozenset()
TOLD_ALIKE = (
    TESTS | {"provocation"},
    frozenset({"offer", "reply", "statement"}),
    frozenset({"inspection", "visit"}),
    frozenset({"transfer", "deployment"}),
    frozenset({"sanction", "statement"}),
    frozenset({"agreement", "statement"}),
)


def find_events(document: Document, grammar: Grammar) -> Iterator[Found]:
    """Every happening told in the report, clause by clause, in order; repeats included."""
    classes = _classes_by_sentence(document, grammar)
    latest: Found | None = None
    contact: Found | None = None
    for index, sentence in enumerate(document.sentences):
        masked = document.masked(sentence) if index in classes or latest else None
        if masked is None:
            continue
        happenings: list[Found] = []
        for told in _in_sentence(document, index, masked, classes.get(index, _NONE), grammar):
            found = with_parties(told, contact, document)
            if found is None:
                continue
            contact = found if found.kind in CONTACTS else contact
            happenings.append(found)
        tests = [one for one in happenings if one.kind in TESTS]
        if again := follow_up(document, index, masked, grammar, tests, latest):
            yield again
        yield from figures(document, masked, grammar, happenings)
        latest = next((one for one in reversed(tests) if not one.looks_back), latest)


def _classes_by_sentence(document: Document, grammar: Grammar) -> dict[int, frozenset[str]]:
    found: dict[int, frozenset[str]] = {}
    if not document.mentions:
        return found
    index = 0
    for start, names in sorted(grammar.triggers(document.folded), key=lambda hit: hit[0]):
        while index < len(document.sentences) and document.sentences[index].end <= start:
            index += 1
        if index < len(document.sentences) and document.sentences[index].start <= start:
            found[index] = found.get(index, frozenset()) | names
    return found


def _in_sentence(
    document: Document, index: int, masked: Masked, classes: frozenset[str], grammar: Grammar
) -> Iterator[Found]:
    taken: list[tuple[str, int, int]] = []
    for trigger in triggers_in(document.sentences[index], masked, grammar, classes):
        start, end = trigger.match.span()
        if any(start < stop and begin < end for kind, begin, stop in taken if _same(kind, trigger)):
            continue
        built = list(_build(document, index, trigger, grammar))
        # Words that tell nobody's act are left to another pattern that finds who acts.
        if any((one.actors and one.worth_coding) or one.kind in TESTS for one in built):
            taken.append((trigger.pattern.kind, start, end))
        yield from built


def _same(kind: str, trigger: Trigger) -> bool:
    """Whether two patterns compete for the same words: one kind, or kinds told alike."""
    other = trigger.pattern.kind
    return kind == other or any(kind in alike and other in alike for alike in TOLD_ALIKE)


def _build(document: Document, index: int, trigger: Trigger, grammar: Grammar) -> Iterator[Found]:
    status, rule = status_of(trigger, grammar)
    if status == "none" or (trigger.pattern.kind == "statement" and status != "reported"):
        return
    syntax = Syntax(document, trigger.sentence, trigger.masked, grammar)
    meeting = meeting_of(syntax, trigger) if trigger.voice == "meeting" else None
    subject = meeting.subject if meeting else _actor(syntax, trigger)
    if not may_act(document, trigger, subject, grammar):
        return
    actors = named_parties(document, trigger) or acting_in(document, trigger, subject)
    kind = trigger.pattern.kind
    if kind == "statement" and subject and subject.resolved and _by_voice(document, actors):
        return  # the author goes on
    targets = opposed_in(document, trigger, subject, actors)
    targets = targets or targets_of(document, trigger, actors, grammar)
    if kind == "statement" and not targets and not _in_business(document, trigger, grammar):
        return
    if trigger.voice == "received":
        actors, targets = sent_by(document, trigger), actors
    base = Found(
        kind=trigger.pattern.kind,
        status=status,
        actors=actors,
        targets=targets,
        sentence=index,
        span=trigger.span(),
        definite=meeting.definite if meeting else _points_back(trigger, grammar),
        headline=_in_headline(document, trigger.sentence),
        opens=kind == "statement" and _by_voice(document, actors),
        looks_back=looks_back(trigger, grammar),
        further=is_further(trigger, grammar),
        again=bool(trigger.pattern.set.get("again")),
        told=bool(trigger.pattern.set.get("told")),
        counted=is_counted(trigger, grammar),
        same_occasion=bool(grammar.syntax("same-occasion").search(trigger.masked.text)),
        act=group_of(f"act.{kind}", trigger.match.group(), document.pack.language),
        pattern=trigger.pattern.id,
        voice=meeting.voice if meeting else trigger.voice,
        rule=rule,
        slots=_common_slots(document, trigger, subject, grammar),
    )
    base = _held_by_then(_dated(document, trigger, base, grammar), document)
    base = with_name(base, document, trigger)
    counted = counted_off(document, trigger, grammar)
    if is_idle(base, trigger, grammar) or counted or _lacks(base, trigger):
        return
    if base.kind in TESTS and not base.actors and trigger.voice != "active":
        base = replace(base, actors=_from_site(base, document))
    for one in volleys(document, trigger, base, grammar):
        if is_general(document, one, trigger, grammar):
            continue
        yield _from_context(one, trigger, document, grammar)


def _lacks(found: Found, trigger: Trigger) -> bool:
    """Whether a pattern that matches loosely asks for more: a day, or two who act together."""
    needs = trigger.pattern.set.get("needs")
    if needs == "day":
        return found.when is None and "date" not in found.slots
    return needs == "pair" and len(set(found.actors)) < _PAIR


def _in_business(document: Document, trigger: Trigger, grammar: Grammar) -> bool:
    """Whether a statement at nobody concerns the theatre's business, not the harvest at home."""
    text = trigger.masked.text
    told = trigger.pattern.set
    if told.get("opens") or told.get("business") or "<G" in text or "<W" in text:
        return True
    if grammar.syntax("they-tail").search(text[: trigger.match.start()]):
        return False
    numbers = document.within(trigger.sentence.start, trigger.sentence.end)
    states = states_of(document, numbers)
    return len(states) > 1 or bool(grammar.syntax("business").search(text))


def _by_voice(document: Document, actors: tuple[str, ...]) -> bool:
    """Whether those whose words the whole report is act here."""
    voice = states_of(document, document.voice)
    return bool(actors) and set(actors) <= set(voice)


def _in_headline(document: Document, sentence: Sentence) -> bool:
    """Whether a sentence is the title, which the reader leaves at the top of a plain text."""
    title = document.report.title
    return bool(title) and sentence.end <= len(title) and document.text.startswith(title)


def _points_back(trigger: Trigger, grammar: Grammar) -> bool:
    """Whether the words speak of something told before: "the missile", "it flew", not "another"."""
    start = max(0, trigger.match.start() - 12)
    # "three launches of the W": the name of a weapon points to nothing told before.
    end = trigger.end if trigger.voice == "nominal" else trigger.match.end()
    words = trigger.masked.text[start:end]
    if grammar.syntax("another-one").search(words):
        return False
    return trigger.voice == "flight" or bool(grammar.syntax("definite").search(words))


def _actor(syntax: Syntax, trigger: Trigger) -> Subject | None:
    start, end = trigger.match.span()
    finder = _FINDERS.get(trigger.voice)
    if finder is not None:
        return finder(syntax, trigger)
    if trigger.voice in ("active", "received", "relative"):
        verb = trigger.start if trigger.voice == "relative" else start
        subject = syntax.by_whom(trigger.start) or other_than_target(syntax, trigger, verb)
        return _tester(syntax, trigger, subject)
    found = syntax.agent(start, end) or syntax.owner(start)
    if trigger.voice == "flight":
        return found
    found = found or unnamed(syntax, trigger)
    if found or trigger.voice != "nominal":
        return found
    return _tester(syntax, trigger, _doer(syntax, start))


def _named(syntax: Syntax, trigger: Trigger) -> Subject | None:
    """Those who stand in a pattern's slots, or, with `within`, the first in its words."""
    document = syntax.document
    numbers = trigger.numbers(document, "actors") + trigger.numbers(document, "more_actors")
    if trigger.pattern.set.get("within"):
        numbers = mentions_in(document, trigger.masked.text, *trigger.match.span())[:1]
    return Subject(numbers) if numbers else None


def _main(syntax: Syntax, trigger: Trigger) -> Subject | None:
    return syntax.main(trigger.match.start())


# Where the one who acts is looked for, by the voice of a pattern; the rest is in `_actor`.
_FINDERS = {
    "party": _named,
    "together": together,
    "moved": mover_of,
    "passed": carrier_of,
    "agent": agent_of,
    "main": _main,
}


def _tester(syntax: Syntax, trigger: Trigger, subject: Subject | None) -> Subject | None:
    """Who tests: a pronoun means the side whose acts the theatre follows, if it was just named.

    "Sanctions on A since it tested" is A's test, whoever imposes them; "B said it fired" is B's.
    """
    acting = syntax.document.pack.manifest.acting
    if trigger.pattern.kind not in TESTS or subject is None or not subject.resolved:
        return subject
    if acting in states_of(syntax.document, subject.mentions):
        return subject
    if syntax.grammar.syntax("own-telling").search(syntax.masked.text[: trigger.start].rstrip()):
        return subject
    return syntax.named_before(acting, trigger.start) or subject


def _doer(syntax: Syntax, start: int) -> Subject | None:
    """The subject of the verb that carries out the act named at `start`."""
    left = syntax.masked.text[:start]
    if accused := syntax.told_of(left):
        return accused
    verbs = syntax.grammar.syntax("governing-verb").finditer(left)
    verb = max((found.start("verb") for found in verbs), default=None)
    if verb is not None:
        return syntax.active(verb)
    return syntax.meant(start) if syntax.grammar.syntax("own-tail").search(left) else None


def _from_site(found: Found, document: Document) -> tuple[str, ...]:
    """The state on whose ground the launch or test took place."""
    place = document.pack.places.get(str(found.slots.get("place", ("",))[0]))
    return (place.state,) if place and place.state else ()


def _from_context(found: Found, trigger: Trigger, document: Document, grammar: Grammar) -> Found:
    """A launch told without anybody who acts is the acting side's, once the report has named it.

    Not where the sentence has a subject that the theatre does not know.
    """
    if found.actors or found.kind not in TESTS or trigger.voice == "active":
        return found
    syntax = Syntax(document, trigger.sentence, trigger.masked, grammar)
    named = {m.kind for m in (document.mentions[n] for n in _numbers_in(document, trigger))}
    if named & {"country", "foreign"}:
        return found
    subject = syntax.acting_side()
    return replace(found, actors=states_of(document, subject.mentions)) if subject else found


def _numbers_in(document: Document, trigger: Trigger) -> range:
    return document.within(trigger.sentence.start, trigger.sentence.end)


def _common_slots(
    document: Document, trigger: Trigger, subject: Subject | None, grammar: Grammar
) -> Slots:
    slots: Slots = {}
    slots["trigger"] = (trigger.pattern.kind, trigger.source(trigger.start, trigger.end))
    if subject and subject.mentions:
        first, last = (document.mentions[subject.mentions[i]] for i in (0, -1))
        slots["actors"] = (
            states_of(document, subject.mentions),
            (min(first.start, last.start), max(first.end, last.end)),
        )
    if trigger.pattern.kind == "statement":
        slots.update(_speaking(document, trigger, subject))
    place = place_of(document, trigger, grammar)
    if place and (identity := place_id(document, place)):
        slots["place"] = (identity, (place.start, place.end))
    return slots


def _speaking(document: Document, trigger: Trigger, subject: Subject | None) -> Slots:
    """Who issues a statement, and of which rank it is."""
    named = [document.mentions[n] for n in subject.mentions] if subject else []
    issuer = issuer_of(named)
    if issuer is None:
        return {}
    sentence = trigger.sentence
    words = document.folded[sentence.start : sentence.end]
    return {"issuer": issuer, "rung": (rung_of(issuer[0], document, words), trigger.span())}


def _dated(document: Document, trigger: Trigger, found: Found, grammar: Grammar) -> Found:
    when = event_date(document, trigger, grammar)
    told = None if found.kind in SAID else told_date(document, trigger, grammar)
    named = found.kind in CONTACTS and found.voice == "party" and found.status != "cancelled"
    if when and named and _far(when, found):
        when = None
    if when and trigger.pattern.set.get("aid"):
        told, when = when, None  # a promise has the day on which it is made
    plan = found.status == "planned" and when is not None and when.of_what_follows
    if plan or trigger.pattern.set.get("announces"):
        told, when = when or told, None
    if when and found.status == "planned":
        when = _ahead(when, document)
    elif when and found.status != "cancelled":
        when = _behind(when, document)
        if found.kind in TESTS and _is_to_come(when, document):
            when = None
    slots = dict(found.slots)
    if when:
        words = document.text[when.start : when.end]
        slots["date"] = (when.when or words, (when.start, when.end))
    if told and told.when:
        slots["announced"] = (told.when, (told.start, told.end))
    return replace(
        found,
        when=when.when if when else None,
        announced=told.when if told else None,
        slots=slots,
    )


def _held_by_then(found: Found, document: Document) -> Found:
    """A vote with a day: to come where the day is, held where it has passed."""
    published, when = document.report.published, found.when
    day = published.first if published else None
    if found.kind != "election" or day is None or when is None:
        return found
    if found.status == "reported" and when.first and when.first > day:
        return replace(found, status="planned")
    if found.status == "planned" and when.last and when.last < day:
        return replace(found, status="reported")
    return found


def _far(mention: DateMention, found: Found) -> bool:
    """Whether a date stands too far off to date talks that are only mentioned."""
    start, end = found.span
    return max(mention.start - end, start - mention.end) > BESIDE_CHARACTERS


def _is_to_come(mention: DateMention, document: Document) -> bool:
    """Whether a date lies after the publication, so that nothing told as done has it."""
    published, when = document.report.published, mention.when
    day = published.first if published else None
    return bool(day and when and when.first and when.first > day + timedelta(days=1))


def _next_weekday(mention: DateMention, day: date) -> DateMention:
    """A weekday of a plan that was read as the one before: "were to meet on Friday"."""
    when = mention.when
    first = when.day if when else None
    if when is None or first is None or not 0 < (day - first).days < _WEEK_DAYS:
        return mention
    later = first + timedelta(days=_WEEK_DAYS)
    return replace(mention, when=replace(when, first=later, last=later))


def _ahead(mention: DateMention, document: Document) -> DateMention:
    """The date of a plan: a day and month without a year lie ahead of the publication."""
    published = document.report.published
    day = published.first if published else None
    if day is None:
        return mention
    if "weekday" in mention.fields and "relation" not in mention.fields:
        return _next_weekday(mention, day)
    if "year" in mention.fields or "month" not in mention.fields:
        return mention
    for year in (day.year, day.year + 1):
        when = complete(replace(mention, needs="year"), year).when
        if when and (when.last is None or when.last >= day):
            return replace(mention, when=replace(when, basis="resolved"))
    return mention


def _behind(mention: DateMention, document: Document) -> DateMention:
    """The date of what is told as said or done: not after the publication, if no year is told."""
    published, when = document.report.published, mention.when
    day = published.first if published else None
    if day is None or when is None or when.first is None or when.first <= day:
        return mention
    if "month" in mention.fields and "year" not in mention.fields:
        earlier = complete(replace(mention, needs="year"), when.first.year - 1).when
        return replace(mention, when=replace(earlier, basis="resolved")) if earlier else mention
    if when.day is None or when.basis == "stated" or when.day - day > timedelta(days=_WEEK_DAYS):
        return mention
    day = when.day - timedelta(days=_WEEK_DAYS)
    return replace(mention, when=replace(when, first=day, last=day))
