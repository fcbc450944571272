"""Expressions put together from parsed blocks match as the same expressions written out."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from standoff.coding.blocks import BLOCK, Blocks, named_once
from standoff.coding.patterns import check_patterns, grammar
from standoff.errors import InputError
from standoff.packs import Language
from standoff.packs.language import Pattern

TEXTS = {
    "verb": r"\b(?:ab|abc|b)\b",
    "who": "(?P<who>a|{verb})",
    "either": "{who} b|{who} c|{plain}",
    "plain": "c(?= ?a)|(?<!b)a|bb?",
}
PARTS = st.sampled_from(
    ["a", "b", " ", r"\w", "[ab]", "{verb}", "{who}", "{either}", "{plain}", "{who:verb}", "(c)"]
)


def _nested(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    return st.one_of(
        st.tuples(inner, inner).map("".join),
        st.lists(inner, min_size=2, max_size=3).map(lambda each: f"(?:{'|'.join(each)})"),
        st.tuples(inner, st.sampled_from(["?", "*", "+", "{2}", "{0,2}?"])).map(
            lambda pair: f"(?:{pair[0]}){pair[1]}"
        ),
        inner.map(lambda one: f"(?!{one})c?"),
        inner.map(lambda one: f"(?>{one})"),
    )


def _written_out(expression: str) -> str:
    def replace(found: re.Match[str]) -> str:
        slot, name = found.groups()
        inner = _written_out(TEXTS[name])
        return f"(?P<{slot}>{inner})" if slot else f"(?:{inner})"

    return BLOCK.sub(replace, expression)


def _compiled(expression: str, texts: dict[str, str] | None = None) -> re.Pattern[str]:
    blocks = Blocks(TEXTS if texts is None else texts)
    return blocks.compiled(blocks.parsed(expression))


@settings(max_examples=400, deadline=None)
@given(st.recursive(PARTS, _nested, max_leaves=6), st.text(alphabet="abc ", max_size=12))
def test_blocks_match_as_if_written_out(expression: str, text: str) -> None:
    written = re.compile(named_once(_written_out(expression)))
    built = _compiled(expression)
    assert dict(built.groupindex) == dict(written.groupindex)
    assert built.groups == written.groups
    for mine, other in zip(built.finditer(text), written.finditer(text), strict=True):
        assert mine.regs == other.regs


def test_of_two_groups_with_one_name_the_first_captures() -> None:
    built = _compiled("{who} x|{who} y")
    assert built.groups == 1
    found = built.search("ab y")
    assert found and found["who"] is None


def test_a_group_is_known_by_its_name_where_it_is_repeated() -> None:
    assert _compiled("(?P<one>{verb})-(?P=one)").fullmatch("ab-ab")
    assert not _compiled("(?P<one>{verb})-(?P=one)").fullmatch("ab-b")
    either = _compiled("(?P<one>{verb})?(?(one)!|[?])")
    assert either.fullmatch("ab!") and either.fullmatch("?") and not either.fullmatch("ab?")


def test_a_block_among_letters_is_refused() -> None:
    for expression in ("[{verb}]", "[^{verb}a]"):
        with pytest.raises(InputError, match=r"between \[ and \]"):
            _compiled(expression)


def test_a_block_that_is_a_part_of_itself_is_refused() -> None:
    with pytest.raises(InputError, match="contain each other"):
        _compiled("{a}", {"a": "x{b}", "b": "y{a}"})


def test_a_broken_block_is_named() -> None:
    with pytest.raises(InputError, match=r"block \{a\}: missing \)"):
        _compiled("{a}", {"a": "(x"})
    with pytest.raises(InputError, match=r"block \{a\}: there is no block.*\{c\}"):
        _compiled("{a}", {"a": "{c}"})
    with pytest.raises(InputError, match="has flags"):
        _compiled("{a}", {"a": "(?i)x"})


def _language(*matches: str) -> Language:
    patterns = tuple(
        Pattern(id=f"p{n}", kind="k", match=match, yes=("fired",))
        for n, match in enumerate(matches)
    )
    return Language(id="xx", digest="", terms={"verb": ("fired",)}, sections={"events": patterns})


def test_a_pattern_that_is_no_expression_is_refused_by_name() -> None:
    with pytest.raises(InputError, match=r"pattern p1: missing \)"):
        grammar(_language("{verb}", "({verb}"))
    (problem,) = check_patterns(_language("{noun}"))
    assert "pattern p0: there is no block or word class {noun}" in problem.detail


def test_each_pattern_runs_its_own_sentences() -> None:
    first, second = check_patterns(_language("{verb}", "shot", "(?<={verb}+)x"))
    assert first.place.endswith("events.yml p1") and "does not match: 'fired'" in first.detail
    assert second.place.endswith("events.yml p2") and "look-behind" in second.detail


def test_a_pattern_is_compiled_when_it_first_runs() -> None:
    rules = grammar(_language("{verb}", "shot"))
    assert [one.id for one, _ in rules.match("events", "fired")] == ["p0"]
    assert ["regex" in vars(one) for one in rules.sections["events"]] == [True, False]
