"""Registers and timelines: each entry opens with its day, which is the day of what it tells."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace

from standoff.coding.dating import DateMention
from standoff.coding.document import Document
from standoff.coding.found import Found

# What may stand before an entry's date on its line, and what sets it off from what is told.
_LEAD = re.compile(r"[\W_]*(?:(?:[^\W\d]{1,6}\.? )?\d{1,3}(?:-\d{1,3})?[.)]?\s+)?[\W_]*")
_SET_OFF = re.compile(
    r"\s*(?:[:|\u2013\u2014)\]]|-(?=\s)|\.(?=\s|$)|, [A-Z][\w' -]{2,24}\.(?=\s))|\s*$", re.MULTILINE
)
_LEAST_ENTRIES = 2


def dated_by_entries(found: Iterable[Found], document: Document) -> Iterator[Found]:
    """The happenings, those of an entry that give no day of their own on the entry's day.

    A report is a register if at least two of its lines open with a day that is set off from
    the rest: "30 May 2024. Eighteen rockets ...", "2006-07-04 | MISSILE | ...", or a day alone
    on a line. A single such day is the day of publication, and dates nothing.
    """
    days = _days_by_sentence(document)
    for one in found:
        day = days.get(one.sentence)
        if day is None or one.when or "date" in one.slots or one.status == "planned":
            yield one
        else:
            slot = (day.when or "", (day.start, day.end))
            yield replace(one, when=day.when, slots={**one.slots, "date": slot})


def _days_by_sentence(document: Document) -> dict[int, DateMention]:
    heads = _heads(document)
    if len(heads) < _LEAST_ENTRIES:
        return {}
    found: dict[int, DateMention] = {}
    alone: DateMention | None = None
    for index, sentence in enumerate(document.sentences):
        head = heads.get(sentence.paragraph)
        if head is not None:
            alone = head if _is_alone(head, document.text) else None
        day = head or alone
        if day is not None and sentence.end > day.end:
            found[index] = day
    return found


def _heads(document: Document) -> dict[int, DateMention]:
    """The day that opens each paragraph which is an entry."""
    begins: dict[int, int] = {}
    for sentence in document.sentences:
        # The line, not the sentence: a dateline is no part of the first sentence.
        begins.setdefault(sentence.paragraph, document.text.rfind("\n", 0, sentence.start) + 1)
    paragraphs = {start: paragraph for paragraph, start in begins.items()}
    starts = sorted(paragraphs)
    found: dict[int, DateMention] = {}
    for mention in sorted(document.dates.values(), key=lambda one: one.start):
        begin = max((start for start in starts if start <= mention.start), default=None)
        if begin is None or mention.when is None or paragraphs[begin] in found:
            continue
        before = document.text[begin : mention.start]
        if _LEAD.fullmatch(before) and _SET_OFF.match(document.text, mention.end):
            found[paragraphs[begin]] = mention
    return found


def _is_alone(head: DateMention, text: str) -> bool:
    line_end = text.find("\n", head.end)
    rest = text[head.end : line_end if line_end >= 0 else len(text)]
    return not re.search(r"\w", rest)
