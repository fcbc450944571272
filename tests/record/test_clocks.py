"""The public clock: nothing known later shows, in things, values, rulings or coverage."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from standoff.dates import one_day
from standoff.model import (
    Batch,
    Claim,
    Observation,
    Query,
    Report,
    RowAnchor,
    Ruling,
    TextAnchor,
    Value,
    make_id,
)
from standoff.packs import Pack, load_pack
from standoff.record import Record

LUMEN = Path(__file__).parents[1] / "theatres" / "lumen"
DAY = date(2022, 11, 18)
LAUNCH = Query(kind="launch", status=())


@cache
def pack() -> Pack:
    return load_pack(LUMEN)


def observed(
    row: str, *, known: date | None, weapon_class: str, class_known: date | None, day: date
) -> Observation:
    anchor = RowAnchor("launches", row)
    contents: dict[str, Any] = {"date": one_day(day), "actors": ("VEL",), "count": 1}
    values = {
        slot: Value(value=content, origin="strait-monitor", evidence=(anchor,), known=None)
        for slot, content in contents.items()
    }
    values["class"] = Value(
        value=weapon_class, origin="mar-mod", evidence=(anchor,), known=class_known
    )
    return Observation(
        id=make_id("o", [row, known, day]), anchor=anchor,
        kind="launch", grain="volley", values=values, known=known, known_basis="published",
        coder="c", pack="p",
    )  # fmt: skip


def claimed(name: str, known: date | None) -> Claim:
    return Claim(
        id=name, holder=None, kind="position", anchors=(TextAnchor("r", 0, 4),), known=known
    )


def ruled(name: str, row: str, decided: date, cites: tuple[RowAnchor, ...] = ()) -> Ruling:
    return Ruling(id=name, op="value", anchors=(RowAnchor("launches", row),), field="class",
                  value="ICBM", cites=cites, who="A", why="b", decided=decided)  # fmt: skip


def record_of(*batches: Batch) -> Record:
    record = Record.open(":memory:", pack())
    for batch in batches:
        record.add(batch)
    return record


def answers(record: Record, day: date) -> list[str]:
    """All that the record says as of a day."""
    seen = record.as_of(day)
    query = replace(LAUNCH, first=DAY - timedelta(days=30), last=DAY + timedelta(days=60))
    series = seen.series(query, count="items", exposure=Query(kind="talks", actor="VEL"))
    return [
        repr(list(seen.events(LAUNCH))),
        repr(list(seen.observations())),
        repr(list(seen.claims())),
        repr(list(seen.reports())),
        repr(seen.rulings()),
        repr(list(seen.disputes())),
        repr(seen.imprecise(query)),
        repr(series.values.tolist()),
        repr(series.coverage.tolist()),
        repr(np.asarray(series.exposure).tolist()),
    ]


KNOWN = st.sampled_from([DAY + timedelta(days=n) for n in range(0, 40, 8)])
PARTS = st.lists(
    st.tuples(
        st.sampled_from("abcde"),
        KNOWN,
        st.sampled_from(["SRBM", "ICBM", "IRBM"]),
        KNOWN | st.none(),
        st.integers(0, 3).map(lambda n: DAY + timedelta(days=n)),
    ),
    max_size=8,
)  # fmt: skip


def batch_of(parts: list[Any]) -> Batch:
    observations = tuple(
        observed(row, known=known, weapon_class=kind, class_known=later, day=day)
        for row, known, kind, later, day in parts
    )
    claims = tuple(claimed(f"c{n}{part[1]}", part[1]) for n, part in enumerate(parts))
    rulings = tuple(ruled(f"d{n}{part[1]}", part[0], part[1]) for n, part in enumerate(parts[:2]))
    return Batch(observations=observations, claims=claims, rulings=rulings)


def known_by(parts: list[Any], day: date) -> list[Any]:
    """The parts known by the day, the first of each id."""
    found = {(row, known, on): (row, known, kind, later, on) for row, known, kind, later, on
             in reversed(parts) if known <= day}  # fmt: skip
    return list(found.values())


def altered_after(parts: list[Any], day: date) -> list[Any]:
    """The parts with every value known after the day made another one."""
    return [
        (row, known, "LACM" if later and later > day else kind, later, on)
        for row, known, kind, later, on in parts
    ]


@settings(max_examples=40, deadline=None)
@given(PARTS, PARTS, KNOWN)
def test_what_is_known_later_leaves_every_answer_alone(
    now: list[Any], later: list[Any], day: date
) -> None:
    visible = known_by(now, day)
    hidden = [(r, day + timedelta(days=1 + n), k, c, d) for n, (r, _, k, c, d) in enumerate(later)]
    plain = record_of(batch_of(visible))
    altered = record_of(batch_of(altered_after(visible, day)), batch_of(hidden))
    assert answers(plain, day) == answers(altered, day)


def test_a_class_corrected_later_is_not_seen_before() -> None:
    corrected = DAY + timedelta(days=500)
    seen = observed("a", known=DAY, weapon_class="ICBM", class_known=corrected, day=DAY)
    record = record_of(Batch(observations=(seen,)))
    (before,) = record.as_of(corrected - timedelta(days=1)).events(LAUNCH)
    (after,) = record.as_of(corrected).events(LAUNCH)
    assert (before.get("class"), after.get("class")) == (None, "ICBM")
    assert before.id == after.id


def test_what_was_never_dated_was_known_on_no_day() -> None:
    seen = observed("a", known=None, weapon_class="SRBM", class_known=None, day=DAY)
    record = record_of(Batch(observations=(seen,), claims=(claimed("c", None),)))
    assert len(list(record.events(LAUNCH))) == 1
    assert list(record.as_of(date(2099, 1, 1)).events(LAUNCH)) == []
    assert list(record.as_of(date(2099, 1, 1)).claims()) == []


def test_a_ruling_is_known_with_its_evidence_or_its_decision() -> None:
    seen, proof = (
        observed(row, known=known, weapon_class="SRBM", class_known=None, day=DAY)
        for row, known in (("a", DAY), ("b", DAY + timedelta(days=10)))
    )
    decided = DAY + timedelta(days=900)
    cited = ruled("d1", "a", decided, cites=(RowAnchor("launches", "b"),))
    record = record_of(Batch(observations=(seen, proof), rulings=(cited,)))
    for days, wanted in ((9, 0), (10, 1)):
        assert len(record.as_of(DAY + timedelta(days=days)).rulings()) == wanted
    bare = record_of(Batch(observations=(seen,), rulings=(ruled("d2", "a", decided),)))
    assert bare.as_of(decided - timedelta(days=1)).rulings() == ()
    assert len(bare.as_of(decided).rulings()) == 1


def test_an_undoing_counts_wherever_the_ruling_does() -> None:
    seen = observed("a", known=DAY, weapon_class="SRBM", class_known=None, day=DAY)
    ruling = ruled("d1", "a", DAY + timedelta(days=5))
    undo = replace(ruling, id="d2", undoes="d1", decided=DAY + timedelta(days=500))
    record = record_of(Batch(observations=(seen,), rulings=(ruling, undo)))
    (event,) = record.as_of(DAY + timedelta(days=6)).events(LAUNCH)
    assert event.get("class") == "SRBM"


def test_an_undated_report_shows_only_without_a_day() -> None:
    report = Report(id="r", source="s", url=None, published=None, title="t", text="words",
                    text_sha="", raw_sha="", reader="r")  # fmt: skip
    dated = replace(report, id="q", published=one_day(DAY))
    record = record_of(Batch(reports=(report, dated)))
    assert [one.id for one in record.reports()] == ["q", "r"]
    assert [one.id for one in record.as_of(DAY).reports()] == ["q"]
    assert record.as_of(DAY - timedelta(days=1)).report("q") is None


def test_the_two_clocks_are_independent() -> None:
    first = observed("a", known=DAY, weapon_class="SRBM", class_known=None, day=DAY)
    second = observed("b", known=DAY, weapon_class="ICBM", class_known=None, day=DAY)
    record = record_of(Batch(observations=(first,)))
    old = record.version
    record.add(Batch(observations=(second,)))
    then = record.at(old).as_of(DAY)
    assert [one.id for one in then.observations()] == [first.id]
    assert then.version == old
    assert len(list(record.as_of(DAY).observations())) == 2


@pytest.mark.parametrize(("days", "covered"), [(29, False), (30, True)])
def test_a_day_not_yet_in_the_table_is_uncovered(days: int, covered: bool) -> None:
    record = record_of(Batch()).as_of(DAY + timedelta(days=days))
    assert record.coverage(LAUNCH, DAY, DAY).tolist() == [covered]
