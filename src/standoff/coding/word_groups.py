"""The first of several groups of words that a stretch of text has a word of."""

from __future__ import annotations

import re
from functools import lru_cache

from standoff.coding.text import fold
from standoff.packs import Language


def group_of(prefix: str, words: str, language: Language) -> str | None:
    """The name of the first word class `prefix.NAME` with a word in `words`; None for none.

    Args:
        prefix: what the names of the classes begin with, such as "rung".
        words: folded words.
        language: the language whose classes are meant, in the order of its files.
    """
    found = (name for name, pattern in _groups(prefix, language) if pattern.search(words))
    return next(found, None)


@lru_cache(maxsize=32)
def _groups(prefix: str, language: Language) -> tuple[tuple[str, re.Pattern[str]], ...]:
    return tuple(
        (
            key.removeprefix(f"{prefix}."),
            re.compile(r"\b(?:" + "|".join(re.escape(fold(word)) for word in words) + r")\b"),
        )
        for key, words in language.terms.items()
        if key.startswith(f"{prefix}.")
    )
