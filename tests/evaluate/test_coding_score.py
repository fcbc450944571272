"""The score of a coder whose answers are known: perfect, silent, shifted, doubled, half."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import date, timedelta

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from standoff.dates import one_day
from standoff.errors import InputError
from standoff.evaluate.coding import CodingScore, compare, score
from standoff.evaluate.errors import error_lines
from standoff.evaluate.gold import GoldClaim, GoldEvent, GoldText, present, read_date, span_of
from standoff.evaluate.match import matched
from standoff.evaluate.tallies import Tally, macro_f1, scored
from standoff.model import Claim, Coding, Observation, Report, TextAnchor, Value, make_id
from standoff.packs import Pack, load_pack

Answer = Callable[[Iterable[Observation]], Iterable[Observation]]
TEXT = "The North fired a missile on Monday. The South condemned it. Analysts called it a bluff."
DAY = date(2022, 5, 2)


@pytest.fixture(scope="module")
def pack() -> Pack:
    return load_pack("korea")


def gold_text(number: int) -> GoldText:
    day = (DAY + timedelta(days=number)).isoformat()
    return GoldText(
        id=f"text-{number}",
        outlet="Harbour Gazette",
        published=day,
        text=f"{number}. {TEXT}",
        events=(
            GoldEvent(kind="launch", actors=("PRK",), date=day, count=1, words="fired a missile"),
            GoldEvent(kind="statement", actors=("KOR",), words="The South condemned it"),
        ),
        claims=(
            GoldClaim(
                kind="explanation", role="analysts", aims=("intimidation",), words="it a bluff"
            ),
        ),
    )


GOLD = tuple(gold_text(number) for number in range(6))


def observation(report: Report, label: GoldEvent, text: GoldText) -> Observation:
    start, end = span_of(label, text.text or "", text.id)
    contents = {
        "actors": label.actors,
        "count": label.count,
        "date": read_date(label.date) if label.date else None,
    }
    anchor = TextAnchor(report.id, start, end)
    return Observation(
        id=make_id("o", [report.id, start]),
        anchor=anchor,
        kind=label.kind,
        grain="volley",
        values={
            slot: Value(value=value, origin="x", evidence=(anchor,))
            for slot, value in contents.items()
            if value
        },
        known=None,
        known_basis="published",
        coder="test",
        pack="test",
    )


def held(report: Report, label: GoldClaim, text: GoldText) -> Claim:
    start, end = span_of(label, text.text or "", text.id)
    return Claim(
        id=make_id("c", [report.id, start]),
        holder=label.holder,
        role=label.role,
        kind=label.kind,
        aims=label.aims,
        anchors=(TextAnchor(report.id, start, end),),
        known=None,
    )


def figures(pack: Pack, answer: Answer, *, claims: bool = True) -> CodingScore:
    texts = {text.text: text for text in GOLD}

    def code(report: Report, _pack: Pack) -> Coding:
        text = texts[report.text]
        told = answer([observation(report, one, text) for one in text.events])
        views = tuple(held(report, one, text) for one in text.claims) if claims else ()
        return Coding(
            report=report.id, coder="test", observations=tuple(told), claims=views, issues=()
        )

    results = compare(present(GOLD, {}), pack, code=code)
    return score(results, rng=np.random.default_rng(1))


def shifted(told: Iterable[Observation]) -> Iterable[Observation]:
    for one in told:
        when = one.get("date")
        if when:
            later = one_day(when.first + timedelta(days=1))
            value = replace(one.values["date"], value=later)
            yield replace(one, values={**one.values, "date": value})
        else:
            yield one


def test_perfect_answers_score_one(pack: Pack) -> None:
    got = figures(pack, lambda told: told)
    assert got.events.f1.value == got.claims.f1.value == got.aims_macro_f1.value == 1
    assert (got.events.f1.low, got.events.f1.high) == (1, 1)
    assert all(one.f1.value in (1, None) for one in got.event_slots.values())


def test_silence_scores_nothing_and_has_no_precision(pack: Pack) -> None:
    got = figures(pack, lambda _told: [], claims=False)
    assert (got.events.told, got.events.recall.value, got.events.precision.value) == (0, 0, None)
    assert (got.claims.recall.value, got.aims_macro_f1.value) == (0, 0)


def test_a_day_off_is_found_but_not_right(pack: Pack) -> None:
    got = figures(pack, shifted)
    assert got.event_kinds["launch"].right == 0
    assert got.event_kinds["statement"].recall.value == 1
    assert got.events_found.recall.value == 1
    assert (got.event_slots["day"].gold, got.event_slots["day"].right) == (6, 0)


def test_doubled_answers_cost_precision_only(pack: Pack) -> None:
    got = figures(pack, lambda told: [one for one in told for _ in range(2)])
    assert (got.events.precision.value, got.events.recall.value) == (0.5, 1)


def test_another_kind_on_the_same_words_is_wrong_twice(pack: Pack) -> None:
    got = figures(pack, lambda told: [replace(one, kind="visit") for one in told])
    assert (got.events.right, got.events_found.right) == (0, 0)
    assert got.event_kinds["visit"].precision.value == 0


def test_pages_about_something_else_count_what_is_coded_in_them(pack: Pack) -> None:
    other = GoldText(id="o", outlet="Gazette", about="other", text="A phone was launched here.")
    label = GoldEvent(kind="launch", actors=("PRK",), words="phone was launched")

    def code(report: Report, _pack: Pack) -> Coding:
        told = (observation(report, label, other),)
        return Coding(report=report.id, coder="t", observations=told, claims=(), issues=())

    results = compare(present((other,), {}), pack, code=code)
    got = score(results, rng=np.random.default_rng(1))
    assert (got.other_texts, got.other_events) == (1, 1)
    assert "FALSE event kind=launch" in "\n".join(error_lines(results))


def test_the_errors_name_what_was_missed_and_what_differs(pack: Pack) -> None:
    def code(report: Report, _pack: Pack) -> Coding:
        text = next(one for one in GOLD if one.text == report.text)
        told = tuple(shifted([observation(report, text.events[0], text)]))
        return Coding(report=report.id, coder="t", observations=told, claims=(), issues=())

    page = "\n".join(error_lines(compare(present(GOLD[:1], {}), pack, code=code)))
    assert "MISSED event kind=statement" in page
    assert "MISSED claim kind=explanation" in page
    assert "DIFFERS event in day" in page


def test_words_that_stand_twice_are_refused() -> None:
    label = GoldEvent(kind="launch", words="missile")
    with pytest.raises(InputError, match="exactly once"):
        span_of(label, "a missile, a missile", "text-9")


@given(st.lists(st.integers(0, 5)), st.lists(st.integers(0, 5)))
def test_matching_uses_each_once_and_is_as_large_as_can_be(
    gold: list[int], told: list[int]
) -> None:
    pairs = matched(gold, told, lambda one, other: float(one == other))
    assert len({one for one, _ in pairs}) == len({one for _, one in pairs}) == len(pairs)
    assert len(pairs) == sum(min(gold.count(n), told.count(n)) for n in range(6))


def test_intervals_hold_the_value_and_widen_with_fewer_texts() -> None:
    rng = np.random.default_rng(3)
    mixed = [Tally(right=n % 3, gold=2, told=2) for n in range(60)]
    many, few = scored(mixed, rng=rng), scored(mixed[:9], rng=rng)
    for one in (many.f1, few.f1):
        assert one.low is not None
        assert one.value is not None
        assert one.high is not None
        assert one.low < one.value < one.high
    assert few.f1.high - few.f1.low > many.f1.high - many.f1.low  # type: ignore[operator]


def test_macro_f1_weighs_groups_alike() -> None:
    good, bad = [Tally(right=90, gold=90, told=90)], [Tally(right=0, gold=2, told=0)]
    assert macro_f1([good, bad], rng=np.random.default_rng(1)).value == pytest.approx(0.5)
