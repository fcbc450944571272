"""Text as the grammar sees it: same length as the original, so offsets never move."""

from __future__ import annotations

import re
from dataclasses import dataclass

# One character for one, so that an offset in the folded text is an offset in the original.
_FOLD = {
    **dict.fromkeys(map(ord, "\u2018\u2019\u201b\u02bc\u00b4`"), "'"),
    **dict.fromkeys(map(ord, "\u201c\u201d\u201e\u00ab\u00bb\u201f"), '"'),
    **dict.fromkeys(map(ord, "-\u2010\u2011\u2012\u00ad\u00a0\u202f\u2009\u200b\t"), " "),
    ord("\u2013"): " ",
    ord("\u2014"): ",",
    ord("<"): "(",
    ord(">"): ")",
}

# A stop with no space behind it ends a sentence where a page's paragraphs ran together.
_END = re.compile(
    r"[.!?]+[\"'\u2019\u201d)\]]*(?=\s)|\n+"
    r"|(?<=[a-z][a-z])(?:[.!?]\u201d?(?=\u201c?[A-Z][a-z]+[ ,-])|[.!?](?=\u201c[A-Z]))"
)
_SHORT = re.compile(
    r"(?<![\w.&'\u2019-])(?:[A-Z]|[A-Z]\.[A-Z]|(?:[A-Z]\.){2,}[A-Z]?|Mr|Mrs|Ms|Dr|Prof|Gen|Lt|Col|Maj|Capt|Sgt|Adm|Cmdr"
    r"|Rep|Sen|Gov|Sept|Sep|Oct|Nov|Dec|Jan|Feb|Mar|Apr|Jun|Jul|Aug|St|No|Nos|vs|etc|approx|a\.m|p\.m|e\.g|i\.e|Co|Inc|Ltd|Jr|Sr)$"
)
_STARTS_LOWER = re.compile(r"\s+[a-z\d]")
# Where and when a report was written, at the head of a paragraph: capitals, perhaps a date and an
# agency in brackets, then a dash before the first word of the story.
_DATELINE = re.compile(
    r"[A-Z\u00c0-\u00de][\w.'\u2019-]*(?:,? [A-Z\u00c0-\u00de][\w.'\u2019-]*){0,4}"
    r"(?:,? \d{1,2}(?:,? (?:\d{4}|[A-Z][a-z]+\.?(?: \d{4})?))?)?(?: ?\([^()\n]{2,40}\))?"
    r"(?: ?(?:--+|\u2014|\u2013|\u2022|(?<= )-(?= ))|(?<=[A-Z]{3})(?P<colon>:))\s*"
    r"(?=[\"'\u201c\u2018]?[A-Z\u00c0-\u00de0-9])"
)
_QUOTED = re.compile(r'"(?!\s)[^"\n]{2,1500}?"|"(?!\s)[^"\n]{2,1500}$', re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Sentence:
    """Characters `[start, end)` of one sentence and the paragraph it stands in."""

    start: int
    end: int
    paragraph: int


def fold(text: str) -> str:
    """The text in lower case with plain quotes and spaces for hyphens; same length.

    >>> fold("Test-fired “one”")
    'test fired "one"'
    """
    lowered = text.lower()
    if len(lowered) != len(text):
        lowered = "".join(one if len(one.lower()) != 1 else one.lower() for one in text)
    return lowered.translate(_FOLD)


def split_sentences(text: str) -> tuple[Sentence, ...]:
    """The sentences in order; a line break always ends one.

    Args:
        text: the report's exact text.

    Returns:
        Sentences without the white space around them and without the dateline that may lead a
        paragraph; none for blank text.
    """
    found: list[Sentence] = []
    start = paragraph = 0
    for stop in _END.finditer(text):
        broken = stop.group().startswith("\n")
        if not broken and _goes_on(text, start, stop):
            continue
        end = stop.start() if broken else stop.end()
        _append(found, text, start, end, paragraph)
        start = stop.end()
        paragraph += broken
    _append(found, text, start, len(text), paragraph)
    return tuple(found)


def _goes_on(text: str, start: int, stop: re.Match[str]) -> bool:
    """Whether a full stop belongs to an abbreviation, or the sentence goes on after it."""
    if _STARTS_LOWER.match(text, stop.end()) and not text[stop.end() :].lstrip()[:1].isdigit():
        return True
    if stop.group()[0] != ".":
        return False
    return bool(_SHORT.search(text, max(start, stop.start() - 8), stop.start()))


def _append(found: list[Sentence], text: str, start: int, end: int, paragraph: int) -> None:
    if not found or found[-1].paragraph != paragraph:
        head = _DATELINE.match(text, start, end)
        # Capitals and a colon that stand more than once name who answers in an interview.
        labels = head and head["colon"] and text.count(head.group().strip()) > 1
        start = head.end() if head and not labels else start
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    if start < end:
        found.append(Sentence(start, end, paragraph))


def quotations(folded: str) -> tuple[tuple[int, int], ...]:
    """Where double quotation marks open and close, marks included.

    An opening mark that is never closed in its paragraph quotes to the paragraph's end.
    """
    return tuple(found.span() for found in _QUOTED.finditer(folded))
