"""The sentence around characters of a report."""

from __future__ import annotations

import re

AROUND_CHARS = 160
_SENTENCE_END = re.compile(r"[.!?]['\"\u201d\u2019)\]]*\s|\n")


def sentence(text: str, start: int, end: int) -> str:
    """The sentence in which the characters stand, cut where it is long.

    >>> sentence("It rained. Two missiles flew. It ended.", 11, 14)
    'Two missiles flew.'
    """
    if not text:
        return ""
    before = [found.end() for found in _SENTENCE_END.finditer(text, 0, start)]
    after = _SENTENCE_END.search(text, max(end - 1, 0))
    begins, ends = before[-1] if before else 0, after.end() if after else len(text)
    first, last = max(begins, start - AROUND_CHARS), min(ends, end + AROUND_CHARS)
    # Cut between words, so that none is shown that the text does not have.
    first = text.find(" ", first, start) + 1 or first if first > begins else first
    last = max(text.rfind(" ", end, last), end) if last < ends else last
    shown = " ".join(text[first:last].split())
    return ("… " if first > begins else "") + shown + (" …" if last < ends else "")
