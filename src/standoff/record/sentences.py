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
    first = max(before[-1] if before else 0, start - AROUND_CHARS)
    last = min(after.end() if after else len(text), end + AROUND_CHARS)
    shown = " ".join(text[first:last].split())
    lead = "… " if first and first == start - AROUND_CHARS else ""
    return lead + shown + (" …" if last == end + AROUND_CHARS < len(text) else "")
