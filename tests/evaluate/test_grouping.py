from __future__ import annotations

import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from standoff.evaluate.grouping import agreement

ITEMS = string.ascii_lowercase[:8]


def groups(text: str) -> dict[str, frozenset[str]]:
    """`abc de` puts a, b and c in one group, d and e in another; an item may be in several."""
    found: dict[str, set[str]] = {}
    for name, members in enumerate(text.split()):
        for item in members:
            found.setdefault(item, set()).add(str(name))
    return {item: frozenset(names) for item, names in found.items()}


def figures(found: str, gold: str) -> tuple[float, ...]:
    score = agreement(groups(found), groups(gold))
    return (
        score.pair_precision,
        score.pair_recall,
        score.bcubed_precision,
        score.bcubed_recall,
    )


def test_the_same_groups_are_perfect_whatever_they_are_called() -> None:
    assert figures("abc de f", "f de abc") == (1, 1, 1, 1)


def test_all_in_one_group_finds_every_pair_and_many_false_ones() -> None:
    score = agreement(groups("abcde"), groups("abc de"))
    assert score.pair_precision == 4 / 10
    assert score.pair_recall == 1
    assert score.bcubed_precision == pytest.approx((3 * 3 / 5 + 2 * 2 / 5) / 5)
    assert score.bcubed_recall == 1
    assert score.joined == (("a", "d"), ("a", "e"), ("b", "d"), ("b", "e"), ("c", "d"), ("c", "e"))


def test_all_apart_is_never_wrong_and_finds_nothing() -> None:
    score = agreement(groups("a b c d e"), groups("abc de"))
    assert (score.pair_precision, score.pair_recall, score.bcubed_precision) == (1, 0, 1)
    assert score.bcubed_recall == pytest.approx((3 / 3 + 2 / 2) / 5)
    assert score.parted == (("a", "b"), ("a", "c"), ("b", "c"), ("d", "e"))


def test_one_swapped_item_costs_what_it_should() -> None:
    score = agreement(groups("abd ce"), groups("abc de"))
    assert (score.pair_precision, score.pair_recall) == (1 / 4, 1 / 4)
    assert set(score.joined) == {("a", "d"), ("b", "d"), ("c", "e")}
    assert set(score.parted) == {("a", "c"), ("b", "c"), ("d", "e")}


def test_an_item_in_two_groups_pairs_with_both() -> None:
    assert figures("abx cdx", "abx cdx") == (1, 1, 1, 1)
    precision, recall, _, item_recall = figures("abx cd", "abx cdx")
    assert (precision, recall) == (1, 4 / 6)
    assert item_recall < 1


def test_sharing_a_group_too_many_costs_items_though_not_pairs() -> None:
    pair_precision, _, item_precision, _ = figures("ab ab", "ab")
    assert pair_precision == 1
    assert item_precision == 1 / 2


def test_an_item_that_was_not_found_is_in_no_group_and_one_not_asked_for_is_left_out() -> None:
    assert figures("ab", "abc") == pytest.approx((1, 1 / 3, 1, (2 / 3 + 2 / 3 + 0) / 3))
    assert figures("abz", "ab") == (1, 1, 1, 1)


@given(st.dictionaries(st.sampled_from(ITEMS), st.sampled_from("123"), min_size=1), st.data())
def test_precision_is_the_recall_of_the_reverse(gold: dict[str, str], data: st.DataObject) -> None:
    def named(of: dict[str, str]) -> dict[str, frozenset[str]]:
        return {item: frozenset({name}) for item, name in of.items()}

    found = {item: data.draw(st.sampled_from("123")) for item in gold}
    one, other = agreement(named(found), named(gold)), agreement(named(gold), named(found))
    assert one.pair_precision == other.pair_recall
    assert one.bcubed_precision == pytest.approx(other.bcubed_recall)
    assert 0 <= one.bcubed_precision <= 1
    assert (one.pair_precision == 1) == (one.joined == ())
