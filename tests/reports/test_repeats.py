"""Near copies: what belongs together, whatever the order, and who comes first."""

from __future__ import annotations

import random
import sys
from dataclasses import replace
from datetime import date, time
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from standoff.dates import When
from standoff.model import Report
from standoff.reports import Repeat, find_repeats

REPO = Path(__file__).parents[2]


def _module(name: str) -> Any:
    """A module of the benchmarks, which are scripts and not a package."""
    sys.path.insert(0, str(REPO / "benchmarks"))
    try:
        return import_module(name)
    finally:
        sys.path.remove(str(REPO / "benchmarks"))


MADE, MEASURE = _module("repeats_made"), _module("repeats")
STORIES = MADE.stories()
TOLD = "\n".join(STORIES[0].paragraphs)


def report(source: str, text: str = TOLD, day: int = 1, **given: Any) -> Report:
    made: Report = MADE.make_report(source, date(2031, 3, day), given.pop("title", "Title"), text)
    return replace(made, **given)


def seeded(seed: int) -> random.Random:
    return random.Random(seed)  # noqa: S311  not a secret


def only(*reports: Report) -> Repeat:
    (found,) = find_repeats(reports)
    return found


@pytest.mark.parametrize("framed", [False, True])
def test_precision_and_recall_on_edited_copies_stay(framed: bool) -> None:
    reports, made = MADE.make_reports(STORIES, framed=framed, rng=seeded(MEASURE.SEED))
    got = MEASURE.score(find_repeats(reports), made)
    assert got.precision >= 0.99
    assert got.recall >= 0.97
    assert got.originals >= 0.95


def test_two_reports_on_one_event_are_no_copies() -> None:
    told = [report(f"Outlet {s.number}", "\n".join(s.paragraphs), title=s.title) for s in STORIES]
    assert find_repeats(told) == ()


@settings(max_examples=40, deadline=None)
@given(st.data())
def test_order_and_repetition_change_nothing(data: st.DataObject) -> None:
    rng = seeded(data.draw(st.integers(0, 5)))
    reports, _ = MADE.make_reports(STORIES[:3], framed=rng.random() < 0.5, rng=rng)
    shuffled = data.draw(st.permutations(reports))
    assert find_repeats(shuffled + shuffled[:4]) == find_repeats(reports)


@settings(max_examples=40, deadline=None)
@given(
    st.lists(
        st.tuples(st.sampled_from(["A", "B", "C"]), st.integers(1, 28), st.text(max_size=80)),
        max_size=12,
    )
)
def test_groups_hold_two_or_more_and_share_no_report(told: list[tuple[str, int, str]]) -> None:
    reports = [report(source, text, day) for source, day, text in told]
    ids = {one.id for one in reports}
    seen: list[str] = []
    for group in find_repeats(reports):
        assert len(group.members) >= 2
        assert group.original is None or group.original in group.members
        assert len(group.reprints) == len(group.members) - 1
        seen += group.members
    assert len(seen) == len(set(seen))
    assert set(seen) <= ids


def test_the_first_published_is_the_original() -> None:
    late, early = report("Osk Today", day=2), report("Harrow Post", day=1)
    found = only(late, early)
    assert (found.original, found.agency, found.basis) == (early.id, "Harrow Post", "earliest")
    assert found.reprints == (late.id,)


def test_on_one_day_the_minute_decides_where_all_state_it() -> None:
    def at(hour: int, zone: str) -> When:
        day = date(2031, 3, 1)
        return When(first=day, last=day, precision="minute", minute=time(hour), zone=zone)

    one = report("Harrow Post", published=at(9, "Etc/GMT-9"))
    other = report("Osk Today", published=at(1, "UTC"))
    assert only(one, other).original == one.id
    unstated = only(one, report("Osk Today"))
    assert (unstated.original, unstated.basis) == (None, "undecided")


def test_a_credited_agency_comes_before_an_earlier_day() -> None:
    wire = report("Bay Wire", day=2)
    copy = report("Osk Today", "SEAHAVEN, March 1 (Bay Wire) -- " + TOLD, day=1)
    found = only(copy, wire)
    assert (found.original, found.agency, found.basis) == (wire.id, "Bay Wire", "credited")


def test_an_agency_that_is_not_among_the_reports_is_named_all_the_same() -> None:
    text = "SEAHAVEN, March 1 (Far Wire) -- " + TOLD
    found = only(report("Osk Today", text), report("Harrow Post", text))
    assert (found.original, found.agency, found.basis) == (None, "Far Wire", "credited")


def test_a_byline_credits_too() -> None:
    wire = report("Bay Wire", day=2)
    copy = report("Osk Today", day=1, marks=("byline: Ann Person, Bay Wire",))
    assert only(copy, wire).original == wire.id


def test_a_digest_of_many_stories_joins_none_of_them() -> None:
    whole = [report(f"O{s.number}", "\n".join(s.paragraphs), title=s.title) for s in STORIES[:5]]
    digest = report("Digest", "\n".join(one.text for one in whole))
    assert find_repeats([*whole, digest]) == ()


def test_an_outlets_own_background_of_months_makes_no_copies() -> None:
    texts = ["\n".join([*STORIES[n].paragraphs[:3], TOLD]) for n in (5, 6)]
    assert find_repeats([report("Osk Today", text, title=text[:9]) for text in texts]) == ()


def test_short_texts_are_copies_only_if_they_are_the_same() -> None:
    same = [report(name, "The two sides met on the lake.") for name in ("A", "B")]
    assert len(only(*same, report("C", "The two sides met on the lake again.")).members) == 2


def test_nothing_comes_of_nothing() -> None:
    assert find_repeats([]) == ()
    assert find_repeats([report("A")]) == ()
    assert find_repeats([report("A", "-"), report("B", "...")]) == ()
