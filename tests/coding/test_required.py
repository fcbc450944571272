"""What an expression requires holds in every text it matches; the prefilter loses no match."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from standoff.coding.blocks import Blocks
from standoff.coding.patterns import _fold_masked, grammar
from standoff.coding.required import EDGE, Needs, Prefilter, requirements
from standoff.packs import Pack, load_pack

PARTS = st.sampled_from(["a", "b", "ab", r"\w", ".", r"\b", "[ab]", "[^a]", "(?=b)", "(?<=a)", "c"])


def _nested(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    return st.one_of(
        st.tuples(inner, inner).map("".join),
        st.lists(inner, min_size=2, max_size=3).map(lambda each: f"(?:{'|'.join(each)})"),
        st.tuples(inner, st.sampled_from(["?", "*", "+", "{2}", "{0,2}"])).map(
            lambda pair: f"(?:{pair[0]}){pair[1]}"
        ),
        inner.map(lambda one: f"(?!{one})c?"),
    )


EXPRESSIONS = st.recursive(PARTS, _nested, max_leaves=8)
TEXTS = st.text(alphabet="abc ", max_size=12)


@pytest.fixture(scope="module")
def pack() -> Pack:
    """The theatre that comes along."""
    return load_pack("korea")


@settings(max_examples=400, deadline=None)
@given(EXPRESSIONS, TEXTS)
def test_a_text_that_matches_has_what_is_required(expression: str, text: str) -> None:
    if re.search(expression, text):
        assert Prefilter([requirements(expression)]).candidates(text) == [0]


@settings(max_examples=150, deadline=None)
@given(st.lists(EXPRESSIONS, min_size=1, max_size=6), TEXTS)
def test_the_prefilter_keeps_every_expression_that_matches(
    expressions: list[str], text: str
) -> None:
    likely = Prefilter([requirements(one) for one in expressions]).candidates(text)
    assert {n for n, one in enumerate(expressions) if re.search(one, text)} <= set(likely)
    assert likely == sorted(likely)


def test_blocks_count_as_if_written_out() -> None:
    blocks = Blocks({"fire": "{verb}|let off", "verb": r"\b(?:fired|shot)\b"})
    needs = Needs(blocks, {"verb": frozenset({"fired", "shot"})})
    at_edges = {f"{EDGE}fired{EDGE}", f"{EDGE}shot{EDGE}", "let off"}
    assert needs.of(blocks.parsed(r"{cue:fire}\w*")) == (frozenset(at_edges),)
    assert needs.of(blocks.parsed("(?:{verb})?")) == ()
    nothing = Needs(blocks, {"verb": frozenset()})
    assert nothing.of(blocks.parsed("{verb}|gun")) == ()


def test_a_set_of_letters_with_a_block_requires_nothing() -> None:
    blocks = Blocks({"verb": "fired"})
    assert Needs(blocks, {}).of(blocks.parsed("[{verb}]")) == ()


def test_a_word_is_no_part_of_a_longer_one() -> None:
    prefilter = Prefilter([requirements(r"\bend\b"), requirements(r"end\w*")])
    assert prefilter.candidates("defended") == [1]
    assert prefilter.candidates("defend to the end") == [0, 1]


def test_what_needs_nothing_always_runs() -> None:
    assert Prefilter([(), requirements("gun"), requirements(r"\d")]).candidates("") == [0, 2]
    assert Prefilter([()]).candidates("") == [0]
    assert requirements("(?i)gun") == ()


def test_every_sentence_of_a_pattern_gives_the_same_matches(pack: Pack) -> None:
    compiled = grammar(pack.language)
    sentences = [
        _fold_masked(sentence)
        for patterns in compiled.sections.values()
        for pattern in patterns
        for sentence in (*pattern.source.yes, *pattern.source.no)
    ]
    for section, patterns in compiled.sections.items():
        for sentence in sentences[:: 1 if section == "factuality" else 7]:
            likely = {pattern.id for pattern in compiled.likely(section, sentence)}
            matching = {one.id for one in patterns if one.regex.search(sentence)}
            assert matching <= likely, sentence


def test_most_patterns_are_passed_over(pack: Pack) -> None:
    compiled = grammar(pack.language)
    likely = list(compiled.likely("events", "the harvest of <S0> was good this year"))
    assert len(likely) < len(compiled.sections["events"]) / 4
