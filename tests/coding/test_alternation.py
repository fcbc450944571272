"""Word classes as one expression match what their words match, the longest first."""

from __future__ import annotations

import re

from hypothesis import given
from hypothesis import strategies as st

from standoff.coding.alternation import alternation

WORDS = st.lists(st.text("abc d'", min_size=1, max_size=5), min_size=1, max_size=12)


def test_words_with_a_common_beginning_are_written_once() -> None:
    assert alternation(["fire", "fired", "fires", "lob"]) == "(?:fire(?:[ds])?|lob)"


@given(words=WORDS)
def test_it_matches_each_word_and_nothing_else(words: list[str]) -> None:
    found = re.compile(alternation(words))
    assert all(found.fullmatch(word) for word in words)
    assert not found.fullmatch("abcabcx")


@given(words=WORDS, text=st.text("abc d'", max_size=12))
def test_of_several_that_fit_the_longest_is_taken(words: list[str], text: str) -> None:
    found = re.match(alternation(words), text)
    fitting = [word for word in words if text.startswith(word)]
    assert (found.group() if found else None) == max(fitting, key=len, default=None)
