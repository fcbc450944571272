"""Folding never moves an offset; sentences and quotations stand where they should."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from standoff.coding.text import fold, quotations, split_sentences


@given(st.text())
def test_folding_keeps_every_offset(text: str) -> None:
    assert len(fold(text)) == len(text)


@given(st.text())
def test_folding_twice_changes_nothing_more(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@given(st.text(alphabet=st.sampled_from("aB. \n!?\"'")))
def test_sentences_hold_every_visible_character_once_and_in_order(text: str) -> None:
    sentences = split_sentences(text)
    assert "".join("".join(text[s.start : s.end].split()) for s in sentences) == "".join(
        text.split()
    )
    assert all(a.end <= b.start for a, b in pairwise(sentences))


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("It flew. It fell.", 2),
        ("The U.S. military said so.", 1),
        ("On Sept. 18 it flew. Then it fell.", 2),
        ("Mr. Kim left. Dr. Lee stayed.", 2),
        ("It rose at 6:50 a.m. and fell.", 1),
        ("Headline without stop\nIt flew.", 2),
        ('"Stop it." He left.', 2),
        ("Two fell (one did not). All rose!", 2),
    ],
)
def test_counts_sentences(text: str, count: int) -> None:
    assert len(split_sentences(text)) == count


def test_paragraphs_are_counted() -> None:
    assert [s.paragraph for s in split_sentences("One.\nTwo. Three.\n\nFour.")] == [0, 1, 1, 2]


def test_quotations_open_and_close() -> None:
    text = fold("He said \u201cwe will stay\u201d and \u201cgo\u201d.")
    assert [text[a:b] for a, b in quotations(text)] == ['"we will stay"', '"go"']


def test_a_quotation_left_open_runs_to_the_end_of_its_paragraph() -> None:
    text = fold('He said "we will stay.\nThen he left.')
    assert [text[a:b] for a, b in quotations(text)] == ['"we will stay.']
