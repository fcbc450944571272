"""Whether a happening is the story's own news or what went before it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from standoff.coding.document import Document
from standoff.coding.found import TESTS, Found
from standoff.coding.states import states_of
from standoff.dates import When

# A headline and the first sentences tell the news.
LEAD_SENTENCES = 2
# News is told on its day or within the days it takes to be printed.
NEWS_DAYS = 2
# What is dated no finer than by the month is told as context.
COARSE_DAYS = 7
OLD_DAYS = 5
# Told without a date below the lead, these stand for the state of things.
LASTING = frozenset({"sanction", "agreement", "election", "transfer", "offer", "nuclear_test"})


def with_background(found: tuple[Found, ...], document: Document) -> tuple[Found, ...]:
    """The happenings, each marked where it happened before the story's own news.

    Args:
        found: the happenings of one report, each once, in order.
        document: the report.
    """
    news = _news_day(found, document)
    voice = set(states_of(document, document.voice))
    return tuple(replace(one, background=_is_before(one, news, voice)) for one in found)


def _news_day(found: tuple[Found, ...], document: Document) -> date | None:
    """The day of publication, else that of the first dated happening told at the top."""
    published = document.report.published
    if published is not None:
        return published.first
    for one in found:
        if one.sentence <= LEAD_SENTENCES and one.when and one.when.day:
            return one.when.day
    return None


def _is_before(one: Found, news: date | None, voice: set[str]) -> bool:
    age, coarse = _age(one.when, news), one.when is not None and _is_coarse(one.when)
    if one.opens or (age is not None and age.days <= 0 and not coarse):
        return False
    if voice and not voice & set(one.actors):
        return one.kind not in TESTS or one.sentence > LEAD_SENTENCES
    if one.status == "planned" and one.kind == "election":
        return one.sentence > LEAD_SENTENCES
    if one.status == "planned":
        announced = _age(one.announced, news)
        return announced is not None and announced.days > NEWS_DAYS
    lead = one.sentence <= LEAD_SENTENCES and not voice
    if age is None or (coarse and not lead):
        return (coarse and not lead) or _is_context(one, lead=lead)
    return age.days > (OLD_DAYS if lead else NEWS_DAYS)


def _is_context(one: Found, *, lead: bool) -> bool:
    """Whether words, or its kind, set an undated happening before the news."""
    lasting = one.kind in LASTING and one.status == "reported" and not lead
    return lasting or (one.looks_back and one.sentence > 0)


def _age(when: When | None, news: date | None) -> timedelta | None:
    """How long before the news it ended, or began where it goes on."""
    last = when and (when.last or when.first)
    return news - last if news and last else None


def _is_coarse(when: When) -> bool:
    return when.days is not None and when.days > COARSE_DAYS
