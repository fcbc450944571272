"""What no sentence about a result may say."""

from __future__ import annotations

import re
from collections.abc import Iterator

_RULES: tuple[tuple[str, re.Pattern[str]], ...] = (
    (
        "claims proof",
        re.compile(r"\bprov(?:e|es|ed|en|ing)\b|\bproof\b|\bdemonstrat", re.IGNORECASE),
    ),
    (
        "claims a cause",
        re.compile(
            r"\bbecause\b|\bcaus(?:e|es|ed|al)\b(?! not identified)|\bin order to\b", re.IGNORECASE
        ),
    ),
    (
        "names a motive",
        re.compile(
            r"\bmotiv|\bintend|\bintent|\bwant(?:s|ed)?\b|\baim(?:s|ed)? (?:to|at)\b|\bseeks? to\b"
            r"|\b(?:is|are|was|were) meant to\b",
            re.IGNORECASE,
        ),
    ),
    ("speaks of significance", re.compile(r"\bsignifican", re.IGNORECASE)),
)
_LIKELIHOOD = re.compile(
    r"\blikel|\bunlikel|\bprobab|\bchances? (?:of|that)\b|\bodds of\b", re.IGNORECASE
)
_CONFIDENCE = re.compile(r"\bconfiden", re.IGNORECASE)
_SENTENCE = re.compile(r"(?<=[.!?;])\s+")


def overclaims(text: str) -> Iterator[str]:
    """Why a text may not stand beside a verdict, one reason for each rule that it breaks.

    Refused are proof, causes, motives and significance, and likelihood with confidence in one
    sentence.

    >>> list(overclaims("This proves that tests are meant to bring talks."))
    ['claims proof (proves)', 'names a motive (are meant to)']
    >>> list(overclaims("With high confidence, talks are likely."))
    ['puts likelihood and confidence in one sentence']
    >>> list(overclaims("Launch days are rarer while talks are under way."))
    []
    """
    for name, pattern in _RULES:
        found = pattern.search(text)
        if found:
            yield f"{name} ({found.group()})"
    sentences = _SENTENCE.split(text)
    if any(_LIKELIHOOD.search(one) and _CONFIDENCE.search(one) for one in sentences):
        yield "puts likelihood and confidence in one sentence"
