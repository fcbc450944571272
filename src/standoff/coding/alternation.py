"""Many words as one regular expression that branches only where they part."""

from __future__ import annotations

import re
from collections.abc import Iterable

_Branch = dict[str, "_Branch"]
_END = ""


def alternation(words: Iterable[str]) -> str:
    """An expression that matches any of the words, of several that fit the longest.

    Args:
        words: plain words and phrases.

    >>> alternation(["fire", "fired", "fires", "lob"])
    '(?:fire(?:[ds])?|lob)'
    """
    root: _Branch = {}
    for word in words:
        branch = root
        for letter in word:
            branch = branch.setdefault(letter, {})
        branch[_END] = {}
    return _expression(root)


def _expression(branch: _Branch) -> str:
    ways, letters = [], []
    for letter in sorted(key for key in branch if key != _END):
        stem, below = _stem(letter, branch[letter])
        if len(stem) == 1 and set(below) == {_END}:
            letters.append(re.escape(stem).replace("\\ ", " "))
        else:
            tail = _expression(below) if set(below) != {_END} else ""
            ways.append(re.escape(stem).replace("\\ ", " ") + tail)
    if letters:
        ways.append(letters[0] if len(letters) == 1 else f"[{''.join(letters)}]")
    if not ways:
        return ""
    return f"(?:{'|'.join(ways)})" + ("?" if _END in branch else "")


def _stem(letter: str, branch: _Branch) -> tuple[str, _Branch]:
    """The letters up to where the words part or one ends, and what follows."""
    stem = letter
    while len(branch) == 1 and _END not in branch:
        (only,) = branch
        stem, branch = stem + only, branch[only]
    return stem, branch
