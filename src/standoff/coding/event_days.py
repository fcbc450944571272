"""On which day it happened: the date of its clause, not the day on which it was told."""

from __future__ import annotations

import re
from dataclasses import replace

from standoff.coding.clauses import Trigger, speaker
from standoff.coding.date_distance import distance, stands_alone
from standoff.coding.dating import DateMention
from standoff.coding.document import Document
from standoff.coding.found import CONTACTS, SAID, TESTS
from standoff.coding.patterns import Grammar

_DATE = re.compile(r"<T(\d+)>")
_BESIDE = 4
DONE_BY_WORDS = frozenset({"sanction"})
_ERA_DAYS = 731


def event_date(document: Document, trigger: Trigger, grammar: Grammar) -> DateMention | None:
    """The date that belongs to the happening: in its clause, not the day on which it was told."""
    told = _telling_dates(trigger.masked.text, grammar)
    found = _nearest(document, trigger, told, grammar)
    if found is None:
        found = _shared_date(document, trigger, grammar)
    if found is None:
        found = _only_date(document, trigger, told, grammar)
    if found is None:
        found = _month_of_telling(document, trigger, told)
    return None if found is None else _spanning(document, trigger, found, grammar)


def _nearest(document: Document, trigger: Trigger, told: set[int], grammar: Grammar) -> int | None:
    """The date that stands nearest to the happening in its clause."""
    text = trigger.masked.text
    cause = grammar.syntax("caused-to").search(text[: trigger.match.start()].rstrip())
    best: tuple[int, int] | None = None
    for found in _DATE.finditer(text):
        number = int(found.group(1))
        if number not in document.dates or (cause and found.end() <= cause.start()):
            continue
        if _of_another(document, trigger, found, told, grammar):
            continue
        cost = distance(text, found, trigger, grammar)
        if cost is not None and (best is None or cost < best[0]):
            best = cost, number
    return best[1] if best else None


def _of_another(
    document: Document, trigger: Trigger, found: re.Match[str], told: set[int], grammar: Grammar
) -> bool:
    """Whether a date is that of words, of what is offered, of a cause or of what follows it."""
    number = int(found.group(1))
    date, kind = document.dates[number], trigger.pattern.kind
    said = kind in SAID or bool(trigger.pattern.set.get("said"))
    return (
        (number in told and not _of_words(trigger, found, grammar, said=said))
        or (_is_open(date) and not _goes_on(trigger, grammar))
        or _is_era(date)
        or (kind in TESTS and is_present_year(document, number))
        or _of_offered(document, trigger, found, grammar)
        or (date.of_what_follows and trigger.end <= found.start())
        or _elsewhere(trigger, found)
    )


def _is_era(date: DateMention) -> bool:
    """Whether a date spans years, which date no single happening: "the largest in recent years"."""
    return date.when is not None and (date.when.days or 0) > _ERA_DAYS


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


def _month_of_telling(document: Document, trigger: Trigger, told: set[int]) -> int | None:
    """The month or year in which it was told: it happened then, as far as the text goes.

    "<S1> said last October it had tested one".
    """
    if trigger.pattern.kind not in TESTS:
        return None
    left = trigger.masked.text[: trigger.match.start()]
    dates = [int(found.group(1)) for found in _DATE.finditer(left)]
    last = document.dates.get(dates[-1]) if dates else None
    coarse = last is not None and last.when is not None and last.when.precision != "day"
    return dates[-1] if coarse and dates[-1] in told else None


def _only_date(
    document: Document, trigger: Trigger, told: set[int], grammar: Grammar
) -> int | None:
    """The only day that a sentence names, behind what happened: "met X, who called on <T1>"."""
    if trigger.pattern.kind not in CONTACTS or trigger.voice != "active":
        return None
    text = trigger.masked.text
    named = list(_DATE.finditer(text))
    if len(named) != 1 or named[0].start() <= trigger.match.end():
        return None
    number = int(named[0].group(1))
    date = document.dates.get(number)
    if date is None or date.when is None or date.when.day is None or number in told:
        return None
    between = text[trigger.match.end() : named[0].start()]
    other = grammar.syntax("other-day").search(between)
    return None if other or text.startswith("'s", named[0].end()) else number


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
    return between == " " or bool(grammar.syntax("announced-act").fullmatch(between))


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


def counted_off(document: Document, trigger: Trigger, grammar: Grammar) -> bool:
    """Whether a noun only gives a happening its number: "marking its first test this year"."""
    if trigger.voice != "nominal" or not stands_alone(trigger, grammar):
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


def further_dates(
    document: Document, trigger: Trigger, first: DateMention, grammar: Grammar
) -> list[DateMention]:
    """The dates listed after the one of a happening: "on <T1> and <T2>", "(in <T1>, <T2>)"."""
    text = trigger.masked.text
    own = next(number for number, mention in document.dates.items() if mention is first)
    listed = grammar.syntax("listed-dates").match(text, max(0, text.find(f"<T{own}>")))
    numbers = map(int, _DATE.findall(listed.group()) if listed else ())
    return [document.dates[n] for n in numbers if n in document.dates and n != own]
