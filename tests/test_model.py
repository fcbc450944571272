"""The nouns: frozen, checked when made, and with ids that depend on content alone."""

from __future__ import annotations

import dataclasses
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from standoff import model
from standoff.dates import one_day
from standoff.errors import InputError
from standoff.model import Event, Observation, RowAnchor, TextAnchor, Value, make_id

NOUNS = [
    found
    for found in vars(model).values()
    if dataclasses.is_dataclass(found)
    and isinstance(found, type)
    and found.__module__ == model.__name__
]
json_like = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=8,
)


@pytest.mark.parametrize("noun", NOUNS, ids=lambda noun: noun.__name__)
def test_every_noun_is_frozen(noun: Any) -> None:
    assert noun.__dataclass_params__.frozen


@given(st.dictionaries(st.text(max_size=5), json_like, min_size=2, max_size=5))
def test_an_id_does_not_depend_on_the_order_of_keys(content: dict[str, Any]) -> None:
    turned = dict(reversed(content.items()))
    assert make_id("r", content) == make_id("r", turned)


@given(st.text(), st.text())
def test_only_the_same_content_has_the_same_id(one: str, other: str) -> None:
    assert (make_id("r", {"text": one}) == make_id("r", {"text": other})) == (one == other)


def test_an_id_is_stable_over_releases() -> None:
    content = {"source": "a", "published": date(2024, 9, 18), "text": "é"}
    assert make_id("r", content) == "re5e8bd8e995ea183b62c"


def test_the_prefix_keeps_nouns_apart() -> None:
    assert make_id("r", 1)[1:] == make_id("o", 1)[1:]
    assert make_id("r", 1) != make_id("o", 1)


@given(st.integers(-5, 5), st.integers(-5, 5))
def test_an_anchor_holds_at_least_one_character(start: int, end: int) -> None:
    if 0 <= start < end:
        assert TextAnchor("r1", start, end).end - start >= 1
    else:
        with pytest.raises(InputError, match="0 <= start < end"):
            TextAnchor("r1", start, end)


def test_anchors_sort_by_report_then_place() -> None:
    anchors = [TextAnchor("b", 0, 1), TextAnchor("a", 5, 6), TextAnchor("a", 2, 9)]
    assert [(one.report, one.start) for one in sorted(anchors)] == [("a", 2), ("a", 5), ("b", 0)]


ROW = RowAnchor("launches", "7")


def value(content: Any, origin: str = "o1") -> Value:
    return Value(value=content, origin=origin, evidence=(ROW,))


def test_an_observation_gives_contents_by_slot() -> None:
    seen = Observation(
        id="o1", anchor=ROW, kind="launch", grain="volley", values={"count": value(2)},
        known=date(2024, 9, 18), known_basis="stated", coder="table", pack="p",
    )  # fmt: skip
    assert seen.get("count") == 2
    assert seen.get("place") is None


def event(**values: tuple[Value, ...]) -> Event:
    return Event(
        id="e1", kind="launch", grain="volley", status="reported", values=values,
        observations=("o1",), anchors=(ROW,), origins=("o1",), verified=False, known=None,
    )  # fmt: skip


def test_an_event_prefers_its_first_value() -> None:
    day = one_day(date(2024, 9, 18))
    found = event(
        count=(value(2), value(3, "o2")), date=(value(day),), actors=(value(("AAA",)),), targets=()
    )
    assert found.get("count") == 2
    assert found.when == day
    assert found.actors == ("AAA",)
    assert found.targets == ()


def test_an_event_without_values_is_silent_rather_than_wrong() -> None:
    assert (event().when, event().actors, event().get("place")) == (None, (), None)
