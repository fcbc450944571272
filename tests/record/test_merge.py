"""Merging: what is one happening, what is two, what is in dispute; in any order."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, time, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from standoff.dates import When, one_day, parse_iso
from standoff.model import (
    Anchor,
    Event,
    Grain,
    Observation,
    RowAnchor,
    Ruling,
    Status,
    TextAnchor,
    Value,
    make_id,
)
from standoff.packs import load_pack
from standoff.record import merge
from standoff.record.identity import earlier_ids

PACK = load_pack(Path(__file__).parents[1] / "theatres" / "lumen")
DAY = date(2022, 11, 18)


def observe(
    anchor: Anchor,
    *,
    kind: str = "launch",
    grain: Grain = "volley",
    origin: str = "strait-monitor",
    status: Status = "reported",
    known: date | None = date(2022, 11, 19),
    verified: bool = True,
    when: When | None = one_day(DAY),  # noqa: B008
    actors: tuple[str, ...] = ("VEL",),
    **slots: Any,
) -> Observation:
    content = {"date": when, "actors": actors, **slots}
    values = {
        slot.replace("class_", "class"): Value(
            value=value, origin=origin, evidence=(anchor,), known=known
        )
        for slot, value in content.items()
        if value is not None
    }
    return Observation(
        id=make_id("o", [repr(anchor), origin, repr(content), status, grain]),
        anchor=anchor,
        kind=kind,
        grain=grain,
        values=values,
        status=status,
        verified=verified,
        known=known,
        known_basis="published",
        coder="test",
        pack="lumen",
    )


def row(key: str, table: str = "launches", **slots: Any) -> Observation:
    return observe(RowAnchor(table, key), **slots)


def said(report: str, start: int = 0, **slots: Any) -> Observation:
    slots.setdefault("origin", "vsn")
    return observe(TextAnchor(report, start, start + 10), **slots)


def merged(*observations: Observation, rulings: tuple[Ruling, ...] = ()) -> tuple[Event, ...]:
    return merge(observations, rulings, pack=PACK)


def rule(op: Any, *anchors: Anchor, **more: Any) -> Ruling:
    more = {"who": "A. Person", "why": "read both", "decided": date(2023, 1, 1), **more}
    return Ruling(id=make_id("d", [op, repr(anchors), repr(more)]), op=op, anchors=anchors, **more)


def slots_disputed(event: Event) -> set[str]:
    return {dispute.slot for dispute in event.disputes}


def at(clock: str, day: date = DAY) -> When:
    return When(first=day, last=day, precision="minute", minute=time.fromisoformat(clock))


# --- volleys


def test_missiles_of_one_hour_site_and_weapon_are_one_volley() -> None:
    rows = [row(str(n), grain="item", weapon="tarn-1", place="cape-orrin", count=1,
                when=at(f"06:{n:02}")) for n in range(4)]  # fmt: skip
    (event,) = merged(*rows)
    assert event.get("count") == 4
    assert event.grain == "volley"
    assert len(event.observations) == 4


@pytest.mark.parametrize(
    "other",
    [{"when": at("19:24")}, {"place": "hollow-lake"}, {"weapon": "tarn-3"}],
    ids=["hours later", "another site", "another weapon"],
)
def test_two_launches_in_one_day_stay_two(other: dict[str, Any]) -> None:
    first: dict[str, Any] = {
        "weapon": "tarn-1",
        "place": "cape-orrin",
        "count": 1,
        "when": at("06:33"),
    }
    events = merged(row("a", grain="item", **first), row("b", grain="item", **{**first, **other}))
    assert len(events) == 2
    assert len({event.occasion for event in events}) == 1


def test_items_that_are_no_missiles_are_not_added_up() -> None:
    days: dict[str, Any] = {
        "kind": "talks",
        "grain": "item",
        "actors": ("VEL", "ORS"),
        "place": "anselport",
    }
    events = merged(row("a", "talks", name="Round 1", **days), row("b", "talks", name="x", **days))
    assert len(events) == 2
    assert [event.get("count") for event in events] == [None, None]


def test_another_origins_word_in_the_same_row_does_not_count_twice() -> None:
    own = row("a", grain="item", weapon="tarn-1", count=1, distance_km=300)
    theirs = row("a", grain="item", origin="vsn", when=None, actors=None, distance_km=420)
    (event,) = merged(own, theirs)
    assert event.get("count") == 1
    assert event.get("distance_km") == 300
    assert slots_disputed(event) == {"distance_km"}


def missiles(table: str, *clocks: str | None, **slots: Any) -> list[Observation]:
    """One row a missile, at these times; None for a time that is not given."""
    return [
        row(f"{table}-{n}", table, grain="item", count=1,
            when=at(clock) if clock else one_day(DAY), **slots)
        for n, clock in enumerate(clocks)
    ]  # fmt: skip


def rows_of(events: tuple[Event, ...]) -> list[list[str]]:
    """Each event's rows, by key."""
    found = ([one.row for one in event.anchors if isinstance(one, RowAnchor)] for event in events)
    return sorted(sorted(set(keys)) for keys in found)


def test_nameless_missiles_that_fly_quite_unlike_are_two_volleys() -> None:
    high = missiles("launches", "06:00", place="cape-orrin", apogee_km=360)
    low = [row(f"low-{n}", grain="item", count=1, place="cape-orrin", when=at(clock), apogee_km=km)
           for n, (clock, km) in enumerate([("06:37", 20), ("06:42", 60)])]  # fmt: skip
    assert rows_of(merged(*high, *low)) == [["launches-0"], ["low-0", "low-1"]]
    named = [row(f"n-{n}", grain="item", count=1, weapon="tarn-1", when=at("06:00"), apogee_km=km)
             for n, km in enumerate([360, 20])]  # fmt: skip
    assert len(merged(*named)) == 1


def test_a_missile_without_a_class_goes_with_its_neighbours_unless_they_have_a_name() -> None:
    (silent,) = missiles("launches", "06:37", place="cape-orrin")
    spoken: dict[str, Any] = {"grain": "item", "count": 1, "place": "cape-orrin"}
    beside = row("b", class_="SRBM", when=at("06:42"), **spoken)
    named = row("b", weapon="tarn-1", when=at("06:42"), **spoken)
    later = row("b", class_="SRBM", when=at("09:42"), **spoken)
    assert [len(merged(silent, other)) for other in (beside, named, later)] == [1, 2, 2]


def test_a_second_list_without_sites_is_dealt_out_by_clock_and_room() -> None:
    first = [*missiles("launches", "09:06", "09:15", place="cape-orrin", class_="SRBM"),
             *[row(f"lake-{n}", grain="item", count=1, place="hollow-lake", class_="SRBM",
                   when=when) for n, when in enumerate([at("09:10"), one_day(DAY)])]]  # fmt: skip
    second = missiles("other", "09:06", "09:10", None, "09:16", class_="SRBM")
    assert rows_of(merged(*first, *second)) == [
        ["lake-0", "lake-1", "other-1", "other-2"],
        ["launches-0", "launches-1", "other-0", "other-3"],
    ]
    (_, first_event) = merged(*first, *second)
    assert {value.value for value in first_event.values["count"]} == {2}


def test_a_list_that_cannot_be_dealt_out_is_shared_by_the_volleys() -> None:
    first = [*missiles("launches", None, None, place="cape-orrin", class_="SRBM"),
             *[row(f"lake-{n}", grain="item", count=1, place="hollow-lake", class_="SRBM")
               for n in range(2)]]  # fmt: skip
    second = missiles("other", None, None, None, None, class_="SRBM")
    others = [f"other-{n}" for n in range(4)]
    assert rows_of(merged(*first, *second)) == [
        ["lake-0", "lake-1", *others],
        ["launches-0", "launches-1", *others],
    ]


def test_two_rows_of_a_day_in_one_list_are_two_unless_a_finer_list_has_one() -> None:
    days = [row(key, "provocations", grain="day", class_="SRBM") for key in "ab"]
    assert rows_of(merged(*days)) == [["a"], ["b"]]
    launch = row("x", grain="item", class_="SRBM", count=1)
    assert rows_of(merged(launch, *days)) == [["a", "b", "x"]]


def test_a_day_off_at_the_same_minute_site_and_class_is_a_slip_of_the_day() -> None:
    both: dict[str, Any] = {"class_": "SRBM", "place": "cape-orrin"}
    launch = missiles("launches", "08:10", **both)
    slipped = row("s", "other", grain="item", origin="fjs", count=1,
                  when=at("08:11", DAY + timedelta(days=1)), **both)  # fmt: skip
    later = row("s", "other", grain="item", count=1,
                when=at("08:40", DAY + timedelta(days=1)), **both)  # fmt: skip
    own = [*launch, row("next", grain="item", count=1,
                        when=at("08:10", DAY + timedelta(days=1)), **both)]  # fmt: skip
    (event,) = merged(*launch, slipped)
    assert slots_disputed(event) == {"date"}
    assert len(merged(*launch, later)) == 2
    assert len(merged(*own)) == 2
    assert rows_of(merged(*own, slipped)) == [["launches-0"], ["next", "s"]]


# --- reports join rows


def test_report_wire_copy_and_row_are_one_event_and_copies_no_confirmation() -> None:
    table = row("a", grain="item", weapon="tarn-1", class_="SRBM", count=1)
    more = row("b", grain="item", weapon="tarn-1", class_="SRBM", count=1)
    copies = [said(f"r{n}", class_="SRBM", count=2, distance_km=300) for n in range(5)]
    (event,) = merged(table, more, *copies)
    assert event.origins == ("strait-monitor", "vel-vsn")
    assert len(event.values["distance_km"]) == 1
    assert len(event.values["distance_km"][0].evidence) == 5
    assert event.disputes == ()


def test_one_body_under_several_names_is_one_origin_and_no_dispute_with_itself() -> None:
    names = ["vsn", "vel-vsn", "outlet:VSN", "outlet:Veldanian State News"]
    told = [said(f"r{n}", class_="SRBM", count=1, distance_km=300 + 200 * (n == 1), origin=name)
            for n, name in enumerate(names)]  # fmt: skip
    (event,) = merged(*told)
    assert event.origins == ("vel-vsn",)
    assert event.disputes == ()
    assert {value.value for value in event.values["distance_km"]} == {300, 500}
    assert [len(value.evidence) for value in event.values["count"]] == [4]
    (event,) = merged(*told, said("s", class_="SRBM", count=1, origin="outlet:Harbour Times"))
    assert event.origins == ("outlet:Harbour Times", "vel-vsn")


def test_a_report_without_a_class_joins_the_volley_with_its_number() -> None:
    events = merged(
        row("a", class_="SRBM", count=2, place="cape-orrin"),
        row("b", class_="ICBM", count=1, place="hollow-lake"),
        said("r", count=1),
    )
    joined = {event.get("class"): len(event.observations) for event in events}
    assert joined == {"SRBM": 1, "ICBM": 2}


def test_a_days_total_is_shared_among_its_volleys_without_dispute() -> None:
    events = merged(
        row("a", class_="SRBM", count=2, place="cape-orrin"),
        row("b", class_="ICBM", count=1, place="hollow-lake"),
        said("r", count=3),
    )
    assert [len(event.observations) for event in events] == [2, 2]
    assert [event.get("count") for event in events if slots_disputed(event)] == []
    assert sorted(event.get("count") for event in events) == [1, 2]


def test_a_conflicting_class_on_a_day_with_one_volley_is_a_dispute() -> None:
    (event,) = merged(row("a", class_="ICBM", count=1), said("r", class_="IRBM", count=1))
    (dispute,) = event.disputes
    assert dispute.slot == "class"
    assert [(value.value, value.origin) for value in dispute.values] == [
        ("ICBM", "strait-monitor"),
        ("IRBM", "vel-vsn"),
    ]
    assert event.get("class") == "ICBM"


def test_an_exactly_fitting_class_is_preferred_to_a_dispute() -> None:
    events = merged(
        row("a", class_="ICBM", count=1, place="cape-orrin"),
        row("b", class_="IRBM", count=1, place="hollow-lake"),
        said("r", class_="IRBM", count=1),
    )
    assert {event.get("class"): len(event.observations) for event in events} == {
        "ICBM": 1,
        "IRBM": 2,
    }
    assert not any(event.disputes for event in events)


def test_classes_nobody_confuses_are_two_launches() -> None:
    assert len(merged(row("a", class_="SRBM", count=1), said("r", class_="LACM", count=1))) == 2


def test_two_classes_in_one_text_are_two_launches() -> None:
    events = merged(
        row("a", class_="ICBM", count=1),
        said("r", 0, class_="ICBM", count=1),
        said("r", 50, class_="IRBM", count=1),
    )
    assert len(events) == 2


def test_a_day_row_corroborates_every_volley_it_fits() -> None:
    events = merged(
        row("a", class_="SRBM", weapon="tarn-1", count=2, place="cape-orrin"),
        row("b", class_="SRBM", weapon="tarn-3", count=1, place="hollow-lake"),
        row("day", "provocations", grain="day", origin="fjs", class_="SRBM"),
    )
    assert [event.origins for event in events] == [("ors-joint-staff", "strait-monitor")] * 2
    assert not any(event.disputes for event in events)


def test_a_day_row_that_fits_nothing_is_an_event_of_its_day() -> None:
    events = merged(
        row("a", class_="SRBM", count=2),
        row("day", "provocations", grain="day", class_="LACM"),
    )
    assert sorted(event.grain for event in events) == ["day", "volley"]


def test_the_day_of_another_zone_joins_the_next_mornings_launch_as_a_dispute() -> None:
    launch = row("a", class_="SLV", count=1, when=at("06:28"))
    stray = row("day", "provocations", grain="day", origin="fjs", class_="SLV",
                when=one_day(DAY - timedelta(days=1)))  # fmt: skip
    (event,) = merged(launch, stray)
    assert slots_disputed(event) == {"date"}
    assert event.when == at("06:28")


def test_a_source_with_a_row_for_the_right_day_does_not_mean_the_neighbour() -> None:
    launch = row("a", class_="SLV", count=1, when=at("06:28"))
    days = [row(str(n), "provocations", grain="day", class_="SLV",
                when=one_day(DAY - timedelta(days=n))) for n in (0, 1)]  # fmt: skip
    assert len(merged(launch, *days)) == 2


def test_a_vague_date_joins_the_only_launch_it_can_mean() -> None:
    month = parse_iso("2022-11")
    launch = row("a", class_="SRBM", count=1)
    assert len(merged(launch, said("r", class_="SRBM", count=1, when=month))) == 1
    assert len(merged(launch, said("r", count=1, when=month))) == 2
    twice = row("b", class_="SRBM", count=1, when=one_day(DAY - timedelta(days=5)))
    assert len(merged(launch, twice, said("r", class_="SRBM", count=1, when=month))) == 3


def test_undated_and_unended_observations_stay_apart() -> None:
    campaign = When(first=DAY - timedelta(days=40), last=None)
    events = merged(row("a", class_="SRBM", count=1), said("r", when=None, class_="SRBM"),
                    said("s", when=campaign))  # fmt: skip
    assert len(events) == 3


# --- other kinds


def test_an_exercise_day_joins_the_exercise_and_another_name_does_not() -> None:
    weeks = When(first=date(2022, 8, 1), last=date(2022, 8, 14))
    both: dict[str, Any] = {"kind": "exercise", "actors": ("ORS", "MAR")}
    table = row("x", "exercises", grain="day", when=weeks, name="Iron Tide 2022", **both)
    day = said("r", when=one_day(date(2022, 8, 3)), name="Iron Tide", **both)
    other = said("s", when=one_day(date(2022, 8, 3)), name="Autumn Anvil", **both)
    events = merged(table, day, other)
    assert sorted(len(event.observations) for event in events) == [1, 2]


def test_reports_of_two_days_of_one_exercise_do_not_shorten_or_split_it() -> None:
    weeks = When(first=date(2022, 8, 1), last=date(2022, 8, 14))
    both: dict[str, Any] = {"kind": "exercise", "actors": ("ORS", "MAR")}
    days = [said("r", n, when=one_day(date(2022, 8, n)), **both) for n in (3, 9)]
    (event,) = merged(*days, said("s", when=weeks, **both))
    assert event.when == weeks


def test_a_drill_that_a_text_dates_by_years_is_none_of_theirs_in_particular() -> None:
    both: dict[str, Any] = {"kind": "exercise", "actors": ("ORS", "MAR")}
    years = When(first=date(2018, 1, 1), last=date(2022, 12, 31))
    drills = [
        row(f"x{year}", "exercises", grain="day", when=one_day(date(year, 8, 3)), **both)
        for year in (2019, 2021)
    ]
    events = merged(*drills, said("r", when=years, **both))
    assert sorted(len(event.observations) for event in events) == [1, 1, 1]


def test_the_theatre_says_which_kinds_take_days() -> None:
    weeks = When(first=date(2022, 8, 1), last=date(2022, 8, 14))
    days = [said("r", when=one_day(date(2022, 8, 3)), kind="exercise", actors=("ORS",)),
            said("s", when=weeks, kind="exercise", actors=("ORS",))]  # fmt: skip
    short = {**PACK.kinds, "exercise": PACK.kinds["exercise"].model_copy(update={"lasting": False})}
    (lasting,) = merge(days, pack=PACK)
    assert (lasting.lasting, lasting.when) == (True, weeks)
    moments = merge(days, pack=replace(PACK, kinds=short))
    assert {(one.lasting, one.when) for one in moments} == {
        (False, weeks),
        (False, one_day(date(2022, 8, 3))),
    }


def test_a_site_alone_in_conflict_is_a_dispute_if_class_and_number_agree() -> None:
    launch = row("a", class_="SRBM", count=3, place="cape-orrin")
    (event,) = merged(launch, said("r", class_="SRBM", count=3, place="hollow-lake"))
    assert slots_disputed(event) == {"place"}
    assert len(merged(launch, said("r", class_="SRBM", place="hollow-lake"))) == 2


def test_planned_and_reported_are_one_and_it_happened() -> None:
    both: dict[str, Any] = {"kind": "talks", "actors": ("VEL", "ORS"), "place": "anselport"}
    (event,) = merged(said("r", status="planned", known=date(2022, 11, 1), **both),
                      row("t", "talks", grain="day", **both))  # fmt: skip
    assert event.status == "reported"
    assert event.known == date(2022, 11, 1)


def test_denied_and_reported_are_in_dispute() -> None:
    both: dict[str, Any] = {"class_": "SRBM", "count": 1}
    (event,) = merged(row("a", **both), said("r", status="denied", **both))
    assert slots_disputed(event) == {"status"}
    assert event.status == "reported"


def test_a_failure_is_not_hidden_by_a_list_that_only_reports_the_act() -> None:
    launch = row("a", class_="SRBM", count=1, status="failed")
    listed = row("d", "provocations", grain="day", origin="fjs", class_="SRBM")
    (event,) = merged(launch, listed)
    assert event.status == "failed"
    assert event.disputes == ()


def test_self_claimed_values_come_last_and_measured_ones_first() -> None:
    both: dict[str, Any] = {"class_": "SRBM", "count": 1}
    (event,) = merged(said("r", origin="vsn", distance_km=500, **both),
                      said("s", origin="mar-mod", distance_km=400, **both),
                      said("t", origin="daily", distance_km=450, **both))  # fmt: skip
    assert [value.origin for value in event.values["distance_km"]] == [
        "mar-mod",
        "daily",
        "vel-vsn",
    ]


@pytest.mark.parametrize(("other", "disputed"), [(109, False), (112, True)])
def test_numbers_within_a_tenth_agree(other: int, disputed: bool) -> None:
    (event,) = merged(row("a", class_="SRBM", count=1, distance_km=100),
                      said("r", class_="SRBM", count=1, distance_km=other))  # fmt: skip
    assert bool(event.disputes) is disputed


# --- rulings


def test_a_ruling_joins_and_its_undoing_parts_again() -> None:
    one, other = row("a", class_="SRBM", count=1), said("r", class_="LACM", count=1)
    same = rule("same", one.anchor, other.anchor)
    undo = rule("same", one.anchor, other.anchor, undoes=same.id)
    redo = rule("same", one.anchor, undoes=undo.id)
    assert len(merged(one, other)) == 2
    assert len(merged(one, other, rulings=(same,))) == 1
    assert len(merged(one, other, rulings=(same, undo))) == 2
    assert len(merged(one, other, rulings=(same, undo, redo))) == 1


def test_a_ruling_parts_what_would_join_even_within_a_volley() -> None:
    rows = [row(key, grain="item", weapon="tarn-1", count=1) for key in "abc"]
    events = merged(*rows, rulings=(rule("different", rows[0].anchor, rows[2].anchor),))
    assert sorted(event.get("count") for event in events) == [1, 2]


def test_of_two_rulings_the_later_holds() -> None:
    one, other = row("a", class_="SRBM", count=1), said("r", class_="LACM", count=1)
    rulings = (rule("same", one.anchor, other.anchor),
               rule("different", one.anchor, other.anchor, decided=date(2024, 1, 1)))  # fmt: skip
    assert len(merged(one, other, rulings=rulings)) == 2


def test_a_ruled_value_comes_first_and_ends_the_dispute() -> None:
    one, other = row("a", class_="ICBM", count=1), said("r", class_="IRBM", count=1)
    ruling = rule("value", other.anchor, field="class", value="IRBM", cites=(other.anchor,))
    (event,) = merged(one, other, rulings=(ruling,))
    assert event.get("class") == "IRBM"
    assert {value.value for value in event.values["class"]} == {"ICBM", "IRBM"}
    assert event.disputes == ()
    assert event.origins == ("strait-monitor", "vel-vsn")


# --- ids


def test_an_events_id_is_its_earliest_known_anchor() -> None:
    early = said("r", class_="SRBM", count=1, known=date(2022, 11, 18))
    late = row("a", class_="SRBM", count=1, known=date(2023, 2, 1))
    (alone,) = merged(early)
    (joined,) = merged(late, early)
    assert joined.id == alone.id


def test_two_happenings_told_in_one_clause_have_two_ids() -> None:
    events = merged(said("r", class_="SRBM", count=1), said("r", class_="LACM", count=1))
    assert len({event.id for event in events}) == 2


# --- purity

CLASSES = st.sampled_from([None, "SRBM", "IRBM", "ICBM", "LACM"])
SLOTS = st.fixed_dictionaries(
    {
        "class_": CLASSES,
        "count": st.sampled_from([None, 1, 2, 3]),
        "place": st.sampled_from([None, "cape-orrin", "hollow-lake"]),
        "apogee_km": st.sampled_from([None, None, 20, 300]),
        "status": st.sampled_from(["reported", "reported", "failed", "planned", "denied"]),
        "origin": st.sampled_from(["strait-monitor", "vsn", "mar-mod"]),
        "grain": st.sampled_from(["item", "volley", "day"]),
        "when": st.sampled_from(
            [
                at("05:00"),
                at("06:10"),
                at("23:30"),
                *(one_day(DAY + timedelta(days=n)) for n in range(3)),
                parse_iso("2022-11"),
                None,
                When(first=DAY, last=None),
            ]
        ),
        "known": st.sampled_from([None, DAY, DAY + timedelta(days=9)]),
    }
)
ANCHORS = st.one_of(
    st.builds(
        RowAnchor, st.sampled_from(["launches", "other", "provocations"]), st.sampled_from("abcdef")
    ),
    st.builds(lambda r, n: TextAnchor(r, n, n + 5), st.sampled_from("rst"), st.integers(0, 3)),
)
OBSERVATIONS = st.lists(st.builds(lambda a, s: observe(a, **s), ANCHORS, SLOTS), max_size=12)


def rulings_on(observations: list[Observation], seed: int) -> tuple[Ruling, ...]:
    chance = random.Random(seed)  # noqa: S311
    if len(observations) < 2:
        return ()
    pairs = [chance.sample(observations, 2) for _ in range(2)]
    return tuple(rule(chance.choice(["same", "different"]), a.anchor, b.anchor) for a, b in pairs)


@settings(max_examples=150, deadline=None)
@given(OBSERVATIONS, st.integers(0, 9))
def test_order_and_repetition_change_nothing(listed: list[Observation], seed: int) -> None:
    rulings = rulings_on(listed, seed)
    shuffled = listed * 2
    random.Random(seed).shuffle(shuffled)  # noqa: S311
    assert merged(*listed, rulings=rulings) == merged(*shuffled, rulings=rulings[::-1] * 2)


@settings(max_examples=150, deadline=None)
@given(OBSERVATIONS, st.integers(0, 9))
def test_nothing_is_lost_and_nothing_invented(listed: list[Observation], seed: int) -> None:
    events = merged(*listed, rulings=rulings_on(listed, seed))
    given_ids = {one.id for one in listed}
    assert {one for event in events for one in event.observations} == given_ids
    assert len({event.id for event in events}) == len(events)
    contents = {(slot, repr(v.value)) for one in listed for slot, v in one.values.items()}
    for event in events:
        for slot, values in event.values.items():
            assert slot == "count" or {(slot, repr(v.value)) for v in values} <= contents


@settings(max_examples=100, deadline=None)
@given(OBSERVATIONS)
def test_a_ruling_of_difference_is_obeyed(listed: list[Observation]) -> None:
    distinct = list({one.anchor: one for one in listed}.values())
    if len(distinct) < 2:
        return
    one, other = distinct[:2]
    events = merged(*distinct, rulings=(rule("different", one.anchor, other.anchor),))
    alone = [event for event in events if {one.id, other.id} <= set(event.observations)]
    assert alone == []


def named(events: tuple[Event, ...], listed: list[Observation]) -> dict[str, Event]:
    """The events by their ids and by those they can have had before."""

    def told_in(reports: Sequence[str]) -> list[Observation]:
        texts = [(one, one.anchor) for one in listed if isinstance(one.anchor, TextAnchor)]
        return [one for one, anchor in texts if anchor.report in reports]

    now = {event.id: event for event in events}
    return {name: now[one] for name, one in earlier_ids(events, told_in).items()} | now


@settings(max_examples=150, deadline=None)
@given(OBSERVATIONS, st.sets(st.sampled_from([*"rst", "launches", "other", "provocations"])))
def test_an_id_always_leads_to_what_it_once_named(
    listed: list[Observation], late: set[str]
) -> None:
    def source(one: Observation) -> str:
        return one.anchor.report if isinstance(one.anchor, TextAnchor) else one.anchor.table

    before = merged(*(one for one in listed if source(one) not in late))
    found = named(merged(*listed), listed)
    for event in before:
        now = found[event.id]
        assert set(now.observations) & set(event.observations)
        assert now.kind == event.kind


def test_what_is_told_twice_in_the_same_words_keeps_both_ids() -> None:
    twice = [said("r", class_=class_, count=1) for class_ in ("SRBM", "LACM")]
    early = [said("q", n, class_=class_, count=1, known=date(2022, 11, 18))
             for n, class_ in ((0, "SRBM"), (50, "LACM"))]  # fmt: skip
    for joining in ([early[0]], [early[1]], early):
        found = named(merged(*twice, *joining), [*twice, *joining])
        for event in merged(*twice):
            assert found[event.id].get("class") == event.get("class")


CLOCKS = st.sampled_from([None, "09:00", "09:05", "09:20", "11:00"])
LISTED = st.lists(st.tuples(st.sampled_from(["cape-orrin", "hollow-lake"]), CLOCKS), max_size=5)


@settings(max_examples=100, deadline=None)
@given(LISTED, st.lists(CLOCKS, max_size=5), st.integers(0, 9))
def test_two_lists_of_missiles_lose_none_and_count_none_twice(
    listed: list[tuple[str, str | None]], bare: list[str | None], seed: int
) -> None:
    first = [row(f"a{n}", grain="item", count=1, class_="SRBM", place=place,
                 when=at(clock) if clock else one_day(DAY))
             for n, (place, clock) in enumerate(listed)]  # fmt: skip
    both = [*first, *missiles("other", *bare, class_="SRBM")]
    shuffled = random.Random(seed).sample(both, len(both))  # noqa: S311
    events = merged(*both)
    assert events == merged(*shuffled)
    assert {key for keys in rows_of(events) for key in keys} == {
        one.anchor.row for one in both if isinstance(one.anchor, RowAnchor)
    }
    homes = [key for keys in rows_of(events) for key in keys if key.startswith("a")]
    assert len(homes) == len(set(homes))
