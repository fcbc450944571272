"""One clause around a trigger: what it says, whether as a fact, and on which day."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from standoff.coding.dating import DateMention
from standoff.coding.document import Document, Masked, mentions_in
from standoff.coding.found import CONTACTS, SAID, TESTS
from standoff.coding.patterns import Compiled, Grammar
from standoff.coding.text import Sentence

_DATE = re.compile(r"<T(\d+)>")
# A date that opens the sentence belongs to its first happening, whatever stands between.
_OPENING_CHARACTERS = 14
_BEFORE_PENALTY = 20
_BESIDE = 4
_BESIDE_NOUN = 110
# How much of the words around a date shows whether it only belongs to a noun.
_LED, _HEADED = 16, 60
DONE_BY_WORDS = frozenset({"sanction"})
DATED_BY_NOUN = TESTS | {"exercise"}


@dataclass(frozen=True, slots=True)
class Trigger:
    """A pattern's match in a masked sentence, with the place of the word that tells the kind."""

    sentence: Sentence
    masked: Masked
    pattern: Compiled
    match: re.Match[str]
    start: int
    end: int

    @property
    def voice(self) -> str:
        """How the pattern shows who acts: active, passive, nominal, flight or party."""
        return str(self.pattern.set.get("voice", "active"))

    def group(self, name: str) -> str | None:
        """What a slot of the pattern matched; None where it has none or it stayed empty."""
        return self.match.group(name) if name in self.pattern.regex.groupindex else None

    def numbers(self, document: Document, name: str) -> tuple[int, ...]:
        """The mentions inside a slot of the pattern."""
        if self.group(name) is None:
            return ()
        return mentions_in(document, self.masked.text, *self.match.span(name))

    def span(self) -> tuple[int, int]:
        """Characters of the text that the pattern matched."""
        return self.source(*self.match.span())

    def source(self, start: int, end: int) -> tuple[int, int]:
        """Characters of the text behind `[start, end)` of the masked sentence."""
        end -= len(self.masked.text[start:end]) - len(self.masked.text[start:end].rstrip())
        return self.masked.source(start), self.masked.source_end(end)


def triggers_in(
    sentence: Sentence, masked: Masked, grammar: Grammar, classes: frozenset[str]
) -> Iterator[Trigger]:
    """Every event pattern that matches a sentence, in the order of the language's file."""
    for pattern, match in grammar.match("events", masked.text, classes):
        named = "trigger" in pattern.regex.groupindex
        start, end = match.span("trigger") if named else match.span()
        yield Trigger(sentence, masked, pattern, match, start, end)


def status_of(trigger: Trigger, grammar: Grammar) -> tuple[str, str | None]:
    """The status of a happening as told, or "none", and the pattern that decided it."""
    declared = trigger.pattern.set.get("status")
    if declared:
        return str(declared), trigger.pattern.id
    text = _clause(trigger, grammar)
    for pattern, _ in grammar.match("factuality", text):
        # A missile that explodes has failed; a mine has not.
        if pattern.set.get("of") != "tests" or trigger.pattern.kind in TESTS:
            return pattern.kind, pattern.id
    return "reported", None


def looks_back(trigger: Trigger, grammar: Grammar) -> bool:
    """Whether the words before a happening set it before the story's own news."""
    return bool(grammar.syntax("looks-back").search(_clause(trigger, grammar)))


def is_further(trigger: Trigger, grammar: Grammar) -> bool:
    """Whether the words tell of another happening than the one before."""
    start, end = trigger.match.span()
    named = grammar.syntax("another-one").search(trigger.masked.text, max(0, start - 12), end)
    return bool(named or grammar.syntax("told-after").search(_clause(trigger, grammar)))


def _clause(trigger: Trigger, grammar: Grammar) -> str:
    """The clause, with `@` before the words that tell the happening."""
    text, place = trigger.masked.text, _where_told(trigger, grammar)
    if trigger.voice in ("passive", "flight", "party"):
        place = trigger.start
    starts = [found.end() for found in grammar.syntax("clause-start").finditer(text, 0, place)]
    stop = grammar.syntax("clause-end").search(text, trigger.match.end())
    start, end = (starts[-1] if starts else 0), (stop.start() if stop else len(text))
    return f"{text[start:place]}@{text[place:end]}"


def _where_told(trigger: Trigger, grammar: Grammar) -> int:
    """Where the words begin that tell the happening: for a noun the verb that carries it out."""
    start = trigger.match.start()
    if trigger.voice != "nominal" or trigger.pattern.kind not in TESTS:
        return start
    left = trigger.masked.text[:start]
    verbs = [found.start("verb") for found in grammar.syntax("carrying-verb").finditer(left)]
    return verbs[-1] if verbs else start


def event_date(document: Document, trigger: Trigger, grammar: Grammar) -> DateMention | None:
    """The date that belongs to the happening: in its clause, not the day on which it was told."""
    text = trigger.masked.text
    told = _telling_dates(text, grammar)
    said = trigger.pattern.kind in SAID or bool(trigger.pattern.set.get("said"))
    cause = grammar.syntax("caused-to").search(text[: trigger.match.start()].rstrip())
    best: tuple[int, int] | None = None
    for found in _DATE.finditer(text):
        number = int(found.group(1))
        if number not in document.dates:
            continue
        if number in told and not _of_words(trigger, found, grammar, said=said):
            continue
        if _is_open(document.dates[number]) and not _goes_on(trigger, grammar):
            continue
        if trigger.pattern.kind in TESTS and is_present_year(document, number):
            continue
        if _of_offered(document, trigger, found, grammar):
            continue
        if document.dates[number].of_what_follows and trigger.end <= found.start():
            continue
        if _elsewhere(trigger, found) or (cause and found.end() <= cause.start()):
            continue
        cost = _distance(text, found, trigger, grammar)
        if cost is not None and (best is None or cost < best[0]):
            best = cost, number
    nearest = best[1] if best else _shared_date(document, trigger, grammar)
    return None if nearest is None else _spanning(document, trigger, nearest, grammar)


def _shared_date(document: Document, trigger: Trigger, grammar: Grammar) -> int | None:
    """The date of the main clause, which what goes on from it shares.

    "X met on <T1> after Y fired and urged it to stop", "X did on <T1>, while Y warned".
    """
    left = trigger.masked.text[: trigger.match.start()]
    told = trigger.pattern.kind in SAID and trigger.voice == "active"
    if not told or not grammar.syntax("goes-on-from").search(left):
        return None
    lines = [line.end() for line in grammar.syntax("dateline").finditer(left)]
    found = grammar.syntax("main-clause-date").match(left[max(lines, default=0) :])
    number = int(found.group("date")) if found else -1
    date = document.dates.get(number)
    known = date is not None and date.when is not None and date.when.day is not None
    return number if known else None


def _spanning(document: Document, trigger: Trigger, number: int, grammar: Grammar) -> DateMention:
    """The date of a happening, or the stretch that it begins or ends: "from <T1> to <T2>"."""
    own, text = document.dates[number], trigger.masked.text
    for found in grammar.syntax("date-span").finditer(text):
        numbers = [int(found.group("first")), int(found.group("last"))]
        if number not in numbers or not all(one in document.dates for one in numbers):
            continue
        if found.group("and") and trigger.pattern.kind in TESTS:
            continue  # each day of a list is a test
        first, last = (document.dates[one].when for one in numbers)
        if first and last and first.first and last.last and first.first <= last.last:
            return replace(own, when=replace(first, last=last.last, minute=None))
    return own


def _elsewhere(trigger: Trigger, date: re.Match[str]) -> bool:
    """Whether a pattern knows that a date is not the happening's but its cause's or object's."""
    start, end = trigger.match.span()
    dated = trigger.pattern.set.get("dated")
    if dated == "outside":
        return start <= date.start() < end
    return dated == "inside" and not (_beside(trigger, date) and date.start() >= start)


def _of_saying(trigger: Trigger, date: re.Match[str], grammar: Grammar) -> bool:
    """Whether the day of telling is the statement's: beside it, or "said <T1> ... and vowed"."""
    if _beside(trigger, date):
        return True
    left = trigger.masked.text[: trigger.match.start()]
    return date.end() < len(left) and bool(grammar.syntax("and-tail").search(left))


def _of_words(trigger: Trigger, date: re.Match[str], grammar: Grammar, *, said: bool) -> bool:
    """Whether the day on which words were spoken is that of the act, which consists in them."""
    if said:
        return _of_saying(trigger, date, grammar)
    if trigger.pattern.kind in CONTACTS:  # "told <P> in <L> on <T>": they met
        return trigger.match.start() <= date.start() <= trigger.match.end() + _BESIDE
    return _of_announced(trigger, date, grammar)


def _of_announced(trigger: Trigger, date: re.Match[str], grammar: Grammar) -> bool:
    """Whether an act is done by announcing it: "on <T1> announced sanctions"."""
    if trigger.pattern.kind not in DONE_BY_WORDS or date.end() > trigger.match.end():
        return False
    between = trigger.masked.text[date.end() : trigger.start]
    return bool(grammar.syntax("announced-act").fullmatch(between))


def _beside(trigger: Trigger, date: re.Match[str]) -> bool:
    """Whether a date stands in the words that tell a happening, or next to them."""
    start, end = trigger.match.span()
    return start - _BESIDE <= date.end() and date.start() <= end + _BESIDE


def _is_open(date: DateMention) -> bool:
    return date.when is not None and date.when.last is None


def _of_offered(
    document: Document, trigger: Trigger, date: re.Match[str], grammar: Grammar
) -> bool:
    """Whether a day of a month is that of what is offered: "proposed talks on May 3"."""
    start, fields = trigger.match.end(), document.dates[int(date.group(1))].fields
    verb = trigger.pattern.kind == "offer" and trigger.voice == "active"
    if not verb or date.start() < start or "month" not in fields or "year" in fields:
        return False
    return bool(grammar.syntax("offered").search(trigger.masked.text, start - 20, date.start()))


def is_present_year(document: Document, number: int) -> bool:
    """Whether a date is the year of the report, which dates nothing: "the 16th test in 2022"."""
    when, published = document.dates[number].when, document.report.published
    if when is None or published is None or when.first is None or published.first is None:
        return False
    return when.precision == "year" and when.first.year == published.first.year


def _goes_on(trigger: Trigger, grammar: Grammar) -> bool:
    """Whether the verb tells of something that lasts: "has launched", "has been testing"."""
    left = trigger.masked.text[: trigger.end]
    return bool(grammar.syntax("perfect").search(left))


def speaker(document: Document, masked: Masked, grammar: Grammar) -> str | None:
    """The actor of the theatre who tells what a sentence says; None for anybody else."""
    for match in grammar.syntax("said-by").finditer(masked.text):
        symbol = next(group for group in match.groups() if group)
        mention = document.mentions[int(symbol[2:-1])]
        if mention.id in document.pack.actors:
            return mention.id
    return None


def told_date(document: Document, trigger: Trigger, grammar: Grammar) -> DateMention | None:
    """The day on which an actor of the theatre told of it, where the sentence says so."""
    if speaker(document, trigger.masked, grammar) is None:
        return None
    for number in sorted(_telling_dates(trigger.masked.text, grammar)):
        if number in document.dates:
            return document.dates[number]
    return None


def _telling_dates(text: str, grammar: Grammar) -> set[int]:
    after = {int(m.group("date")) for m in grammar.syntax("telling-then-date").finditer(text)}
    before = grammar.syntax("date-then-telling").finditer(text)
    lines = {int(m.group("date")) for m in grammar.syntax("dateline").finditer(text)}
    return after | lines | {int(m.group("date") or m.group("date2")) for m in before}


def _distance(text: str, date: re.Match[str], trigger: Trigger, grammar: Grammar) -> int | None:
    """How far a date stands from a happening; None where another clause has it."""
    start, end = trigger.match.span()
    if start <= date.start() < end:
        owns = trigger.pattern.kind in SAID and text.startswith("'s ", date.end())
        return None if owns else 0
    alone = _stands_alone(trigger, grammar)
    return (_beside_noun if alone else _in_clause)(text, date, trigger, grammar)


def _in_clause(text: str, date: re.Match[str], trigger: Trigger, grammar: Grammar) -> int | None:
    """How far a date stands from a happening, if no other clause begins between them."""
    start, end = trigger.match.span()
    crossing = grammar.syntax("clause-crossing")
    if _is_attribute(text, date, start, grammar):
        return None
    if date.start() >= end:
        between = text[end : date.start()]
        possessive = text.startswith("'s ", date.end())  # "ahead of Sunday's election"
        aside = "," in between and grammar.syntax("inside-aside").search(text[:start])
        return None if possessive or aside or crossing.search(between) else len(between)
    between = text[date.end() : start]
    if "," in between and _in_phrase(text[: date.start()], grammar):
        return None
    if grammar.syntax("when-clause").search(between):
        return len(between)
    fronted = date.start() < _OPENING_CHARACTERS
    crossed = "subordinate" if fronted else "clause-crossing"
    if not fronted and _is_of_earlier(text, date, between, grammar):
        return None
    # "In <T1> X fired one and on <T2> said ...": another date has begun.
    taken = any(grammar.syntax(name).search(between) for name in (crossed, "date-taken"))
    return None if taken else len(between) + _BEFORE_PENALTY


def _in_phrase(before: str, grammar: Grammar) -> bool:
    """Whether a date closes an aside, or a phrase about something else: "since talks in <T>"."""
    return any(grammar.syntax(name).search(before) for name in ("inside-aside", "fronted-phrase"))


def _is_attribute(text: str, date: re.Match[str], start: int, grammar: Grammar) -> bool:
    """Whether a date only tells which one another noun means: "its <T> test", "the <T> treaty"."""
    left, right = text[max(0, date.start() - _LED) : date.start()], text[date.end() :]
    found = grammar.syntax("attributive-date").search(f"{left}@{right[:_HEADED]}")
    if found is None:
        return False
    ends = date.end() + found.end() - len(left) - 1
    return ends <= start or date.end() > start


def _is_of_earlier(text: str, date: re.Match[str], between: str, grammar: Grammar) -> bool:
    """Whether a date closes the clause of an earlier verb: "tested one in <T> and launched"."""
    joined = grammar.syntax("date-shared-out").search(between)
    return bool(joined and grammar.syntax("coordinate-verb").search(text, 0, date.start()))


def counted_off(document: Document, trigger: Trigger, grammar: Grammar) -> bool:
    """Whether a noun only gives a happening its number: "marking its first test this year"."""
    if trigger.voice != "nominal" or not _stands_alone(trigger, grammar):
        return False
    text = trigger.masked.text
    at = trigger.start
    found = grammar.syntax("counted-off").search(f"{text[:at]}@{text[at:]}")
    if found is None or found.group("date") is None:
        return found is not None
    date = document.dates.get(int(found.group("date")))
    return date is not None and (_is_open(date) or _is_running(date))


def _is_running(date: DateMention) -> bool:
    """Whether a date is the year, month or week that runs: "this year"."""
    return date.fields.get("relation") == 0 and "unit" in date.fields


def _stands_alone(trigger: Trigger, grammar: Grammar) -> bool:
    """Whether a noun tells the happening and no verb carries it out: "condemned the test"."""
    if trigger.voice not in ("nominal", "party") or trigger.pattern.kind not in DATED_BY_NOUN:
        return False
    return not grammar.syntax("governing-verb").search(trigger.masked.text[: trigger.match.start()])


def _beside_noun(text: str, date: re.Match[str], trigger: Trigger, grammar: Grammar) -> int | None:
    """How far a date stands from a noun if it belongs to it and not to another verb."""
    start, end = trigger.match.span()
    after = date.start() >= end
    between = text[end : date.start()] if after else text[date.end() : start]
    if len(between) > _BESIDE_NOUN:
        return None
    if after:
        owns = text.startswith("'s ", date.end())
        beside = not owns and grammar.syntax("noun-then-date").search(between)
    else:
        fronted = date.start() < _OPENING_CHARACTERS and grammar.syntax("fronted-date")
        beside = grammar.syntax("date-then-noun").search(between) or (
            fronted and fronted.search(between)
        )
    return len(between) if beside else None


def further_dates(
    document: Document, trigger: Trigger, first: DateMention, grammar: Grammar
) -> list[DateMention]:
    """The dates listed after the one of a happening: "on <T1> and <T2>", "(in <T1>, <T2>)"."""
    text = trigger.masked.text
    own = next(number for number, mention in document.dates.items() if mention is first)
    listed = grammar.syntax("listed-dates").match(text, max(0, text.find(f"<T{own}>")))
    numbers = map(int, _DATE.findall(listed.group()) if listed else ())
    return [document.dates[n] for n in numbers if n in document.dates and n != own]
