"""What needs a person, and rulings as data: any order gives the same events, a file any value."""

from __future__ import annotations

import json
import random
from collections.abc import Iterable
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any, Literal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from standoff.dates import one_day
from standoff.errors import InputError, ListedError
from standoff.model import Anchor, Batch, Observation, RowAnchor, Ruling, TextAnchor, Value, make_id
from standoff.packs import load_pack
from standoff.record import Record
from standoff.record.contested import contested
from standoff.record.decide import Decision, contradicts, make_ruling, make_undoing, ruling_id
from standoff.record.exchange import read_rulings, ruling_lines
from standoff.record.links import weak_links
from standoff.record.review import matters
from standoff.record.sentences import sentence

PACK = load_pack(Path(__file__).parents[1] / "theatres" / "lumen")
DAY = date(2022, 11, 18)
OPPOSED: tuple[tuple[Literal["different", "same"], date], ...] = (
    ("different", DAY),
    ("same", DAY + timedelta(days=1)),
)
BY = Decision(who="A. Reviewer", why="read both", decided=date(2024, 5, 1))


def observed(
    anchor: Anchor, *, day: date = DAY, origin: str = "strait-monitor", kind: str = "launch",
    verified: bool = True, **slots: Any,
) -> Observation:  # fmt: skip
    content = {"date": one_day(day), "actors": ("VEL",), **slots}
    values = {
        slot.replace("class_", "class"): Value(
            value=value, origin=origin, evidence=(anchor,), known=day
        )
        for slot, value in content.items()
    }
    return Observation(
        id=make_id("o", [repr(anchor), origin, repr(content)]), anchor=anchor, kind=kind,
        grain="volley", values=values, verified=verified, known=day, known_basis="published",
        coder="test", pack="lumen",
    )  # fmt: skip


def row(key: str, **slots: Any) -> Observation:
    return observed(RowAnchor("launches", key), **slots)


def said(report: str, start: int = 0, **slots: Any) -> Observation:
    return observed(TextAnchor(report, start, start + 9), **{"origin": "vsn", **slots})


def record_of(folder: Path, *observations: Observation) -> Record:
    record = Record.open(folder / f"{make_id('f', [o.id for o in observations])}.sqlite", PACK)
    record.add(Batch(observations=observations))
    return record


def ruled(record: Record, *rulings: Ruling) -> Record:
    record.add(Batch(rulings=rulings))
    return record


SCENE = (
    row("a", class_="SRBM", place="cape-orrin", count=1),
    row("b", class_="SRBM", place="hollow-lake", count=2),
    row("c", class_="MRBM", day=DAY + timedelta(days=1)),
    said("r1", class_="SRBM", count=4, place="cape-orrin"),
    said("r1", 40, class_="MRBM", day=DAY + timedelta(days=1)),
    said("r2", class_="SRBM"),
)
PLACES = [one.anchor for one in SCENE]


@st.composite
def written(draw: st.DrawFn) -> Ruling:
    op: Any = draw(st.sampled_from(["same", "different", "value"]))
    number = 1 if op == "value" else 2
    # Few places, so that rulings often contradict each other.
    among = PLACES if op == "value" else PLACES[:3]
    anchors = draw(st.lists(st.sampled_from(among), min_size=number, max_size=3, unique=True))
    slot: str | None = None
    value: Any = None
    if op == "value":
        slot = draw(
            st.sampled_from(["count", "place", "distance_km", "date", "actors", "verified"])
        )
        value = draw(
            {
                "count": st.integers(0, 40),
                "place": st.text(max_size=8),
                "distance_km": st.floats(0, 9e3) | st.integers(0, 9000),
                "date": st.dates(date(2000, 1, 1), date(2030, 1, 1)).map(one_day),
                "actors": st.lists(st.text(max_size=4), max_size=3).map(tuple),
                "verified": st.booleans(),
            }[slot]
        )
    made = Ruling(
        id="", op=op, anchors=tuple(anchors), field=slot, value=value,
        cites=tuple(draw(st.lists(st.sampled_from(PLACES), max_size=2))),
        who=draw(st.text(min_size=1, max_size=9).filter(str.strip)), why="because",
        decided=draw(st.dates(date(2020, 1, 1), date(2024, 1, 1))),
    )  # fmt: skip
    return named(made)


def named(ruling: Ruling) -> Ruling:
    return replace(ruling, id=ruling_id(ruling))


def with_undoings(rulings: Iterable[Ruling], choose: random.Random) -> list[Ruling]:
    """The rulings, some of them undone and some of these undoings undone again."""
    found = list({one.id: one for one in rulings}.values())
    for one in list(found) * 2:
        if choose.random() < 0.3:
            found.append(
                named(
                    Ruling(
                        id="",
                        op=one.op,
                        anchors=one.anchors,
                        who="C.",
                        why=f"{choose.random()}",
                        decided=one.decided,
                        undoes=choose.choice(found).id,
                    )
                )
            )
    return found


@settings(
    max_examples=10, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.lists(written(), min_size=2, max_size=8), st.integers(0, 10**6))
def test_the_same_file_of_rulings_in_any_order_gives_the_same_events(
    tmp_path_factory: pytest.TempPathFactory, rulings: list[Ruling], seed: int
) -> None:
    choose = random.Random(seed)  # noqa: S311
    lines = list(ruling_lines(with_undoings(rulings, choose)))
    shuffled = choose.sample(lines, len(lines))
    one = record_of(tmp_path_factory.mktemp("a"), *SCENE)
    other = record_of(tmp_path_factory.mktemp("b"), *SCENE)
    ruled(one, *read_rulings(lines, locator="f"))
    for line in [*shuffled, *shuffled[:2]]:
        ruled(other, *read_rulings([line], locator="f"))
    assert list(one.events()) == list(other.events())
    assert one.orphaned() == tuple(sorted(other.orphaned(), key=one.orphaned().index))
    assert set(one.rulings()) == set(other.rulings())


@given(st.lists(written(), max_size=5))
def test_rulings_come_back_from_a_file_just_as_they_were(rulings: list[Ruling]) -> None:
    lines = list(ruling_lines(rulings))
    back = read_rulings(lines, locator="f")
    assert set(back) == set(rulings)
    assert [type(one.value) for one in back] == [
        type(one.value) for one in read_rulings(ruling_lines(back), locator="f")
    ]
    assert list(ruling_lines(back)) == list(ruling_lines({one.id: one for one in rulings}.values()))


@pytest.mark.parametrize("turned", [False, True])
def test_of_two_that_contradict_the_later_holds_whichever_came_first(
    tmp_path: Path, turned: bool
) -> None:
    record = record_of(tmp_path, row("a", class_="SRBM"), said("r1", class_="SRBM"))
    anchors = (RowAnchor("launches", "a"), TextAnchor("r1", 0, 9))
    apart, joined = (
        named(Ruling(id="", op=op, anchors=anchors, who="A", why="b", decided=day))
        for op, day in OPPOSED
    )
    for ruling in (joined, apart) if turned else (apart, joined):
        ruled(record, ruling)
    assert len(list(record.events())) == 1


def test_a_ruling_written_by_hand_needs_no_id() -> None:
    content = {
        "op": "value", "anchors": [{"table": "launches", "row": "a"}], "field": "count", "value": 3,
        "who": "B.", "why": "saw it", "decided": "2024-01-01",
    }  # fmt: skip
    (ruling,) = read_rulings([json.dumps(content)], locator="f")
    assert ruling.id == ruling_id(ruling)


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"who": " "}, "needs who"),
        ({"op": "equal"}, "op"),
        ({"colour": "red"}, "colour"),
        ({"decided": "yesterday"}, "decided"),
        ({"anchors": []}, "at least one anchor"),
        ({"id": "d0"}, "was changed after it was exported"),
    ],
)
def test_a_line_that_is_no_ruling_is_told_with_its_place(change: dict[str, Any], told: str) -> None:
    content = {
        "op": "same", "anchors": [{"table": "launches", "row": "a"}], "who": "B.", "why": "saw it",
        "decided": "2024-01-01", **change,
    }  # fmt: skip
    with pytest.raises(ListedError) as caught:
        read_rulings(["", json.dumps(content)], locator="rulings.jsonl")
    (problem,) = caught.value.problems
    assert problem.place == "rulings.jsonl:2"
    assert told in problem.detail


def test_all_that_two_events_stand_on_becomes_one(tmp_path: Path) -> None:
    later = DAY + timedelta(days=3)
    record = record_of(
        tmp_path,
        row("a", class_="SRBM"), said("r1", class_="SRBM"),
        row("b", class_="MRBM", day=later), said("r2", class_="MRBM", day=later),
    )  # fmt: skip
    one, other = (event.id for event in record.events())
    ruled(record, make_ruling(record, "same", [one, other], by=BY))
    (event,) = record.events()
    assert len(event.observations) == 4


def test_two_observations_of_one_event_are_parted(tmp_path: Path) -> None:
    record = record_of(tmp_path, row("a", class_="SRBM"), said("r1", class_="SRBM"))
    (event,) = record.events()
    ruled(record, make_ruling(record, "different", event.observations, by=BY))
    assert len(list(record.events())) == 2
    with pytest.raises(InputError, match="undo it first"):
        make_ruling(record, "same", event.observations, by=BY)


def test_words_that_tell_two_happenings_are_not_bound_for_both(tmp_path: Path) -> None:
    record = record_of(
        tmp_path, said("r1", class_="SRBM"), said("r1", kind="exercise", name="Iron Tide")
    )
    event = next(record.events())
    with pytest.raises(InputError, match="would bind both"):
        make_ruling(record, "value", [event.id], field="verified", value="yes", by=BY)


def test_a_value_that_an_origin_gives_rests_on_its_evidence(tmp_path: Path) -> None:
    record = record_of(
        tmp_path, row("a", class_="SRBM", count=1), said("r1", class_="SRBM", count=4)
    )
    (event,) = record.events()
    (open_one,) = contested(record)
    made = make_ruling(record, "value", [event.id], field="count", value="4", by=BY)
    assert made.cites == (TextAnchor("r1", 0, 9),)
    ruled(record, made)
    (settled,) = contested(record)
    assert (settled.dispute, settled.ruling) == (open_one.dispute, made)
    assert next(record.events()).get("count") == 4
    assert [one.sort for one in matters(record)] == []
    ruled(record, make_undoing(record, made.id, by=BY))
    assert list(contested(record)) == [open_one]


def test_rulings_contradict_only_on_the_same_thing(tmp_path: Path) -> None:
    record = record_of(tmp_path, *SCENE)
    a, b, c = (one.anchor for one in SCENE[:3])

    def value(anchor: Anchor, field: str, content: int) -> Ruling:
        return Ruling(
            id=f"{field}{content}", op="value", anchors=(anchor,), field=field, value=content,
            who="A", why="b", decided=DAY,
        )  # fmt: skip

    assert contradicts(value(a, "count", 1), value(a, "count", 2), record)
    assert not contradicts(value(a, "count", 1), value(a, "count", 1), record)
    assert not contradicts(value(a, "count", 1), value(a, "distance_km", 2), record)
    assert not contradicts(value(a, "count", 1), value(c, "count", 2), record)
    same = Ruling(id="s", op="same", anchors=(a, b), who="A", why="b", decided=DAY)
    apart = Ruling(id="d", op="different", anchors=(b, a), who="A", why="b", decided=DAY)
    assert contradicts(same, apart, record)
    ruled(record, same, apart)
    assert "contradict" in next(iter(matters(record, sorts=["dispute"]))).why


def test_a_link_that_rests_on_the_day_alone_is_weak(tmp_path: Path) -> None:
    bare = said("r1")
    record = record_of(tmp_path, row("a", class_="SRBM", place="cape-orrin"), bare)
    (link,) = weak_links(record)
    assert (link.observations, link.other) == ((bare.id,), None)
    assert link.why == "joined by kind, actors and day alone"
    firm = record_of(tmp_path, row("a", class_="SRBM"), said("r1", class_="SRBM"))
    assert list(weak_links(firm)) == []


def test_a_ruled_link_is_not_weak(tmp_path: Path) -> None:
    record = record_of(tmp_path, row("a", class_="SRBM"), said("r1"))
    (event,) = record.events()
    ruled(record, make_ruling(record, "same", event.observations, by=BY))
    assert list(weak_links(record)) == []


def test_two_that_differ_in_the_day_alone_nearly_joined(tmp_path: Path) -> None:
    slots: dict[str, Any] = {"class_": "SRBM", "place": "cape-orrin", "count": 3}
    record = record_of(
        tmp_path, row("a", **slots), said("r1", day=DAY + timedelta(days=1), **slots)
    )
    (link,) = weak_links(record)
    assert link.other is not None
    assert link.why == (
        "two that agree in the weapon class, the number and the place, kept apart by the day alone"
    )
    ruled(record, make_ruling(record, "different", [link.event.id, link.other.id], by=BY))
    assert list(weak_links(record)) == []


def test_one_source_that_tells_two_is_believed(tmp_path: Path) -> None:
    slots = {"class_": "SRBM", "place": "cape-orrin"}
    record = record_of(tmp_path, row("a", **slots), row("b", day=DAY + timedelta(days=1), **slots))
    assert list(weak_links(record)) == []


def test_the_gravest_dispute_comes_first(tmp_path: Path) -> None:
    record = record_of(
        tmp_path,
        row("a", class_="SRBM", distance_km=200),
        said("r1", class_="SRBM", distance_km=400),
        row("b", day=DAY - timedelta(days=300), class_="SRBM", count=1),
        said("r2", day=DAY - timedelta(days=300), class_="SRBM", count=2),
    )
    assert [one.slot for one in matters(record, sorts=["dispute"])] == ["count", "distance_km"]


def test_an_orphaned_ruling_says_what_it_lost(tmp_path: Path) -> None:
    record = record_of(tmp_path, *SCENE)
    gone = RowAnchor("launches", "gone")
    ruled(
        record,
        Ruling(id="x", op="same", anchors=(SCENE[0].anchor, gone, PLACES[1]), who="A", why="b",
               decided=DAY),
    )  # fmt: skip
    (matter,) = matters(record, sorts=["orphan"])
    assert matter.why == "nothing is observed any more at launches:gone; the rest still holds"


def test_a_sentence_is_cut_between_words_where_it_is_long() -> None:
    text = "Before. " + "word " * 60 + "MISSILE " + "other " * 60 + "end. After."
    start = text.index("MISSILE")
    shown = sentence(text, start, start + 7)
    assert shown.startswith("… word word")
    assert shown.endswith("other other …")
    assert "MISSILE" in shown
    assert len(shown) < 340
