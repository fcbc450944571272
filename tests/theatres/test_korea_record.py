"""The Korean record: totals that a moved or lost row would break, and agreement with its lists."""

from __future__ import annotations

import json
import sys
from collections import Counter
from datetime import date, datetime, timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from standoff.dates import from_utc, parse_iso
from standoff.packs.load import load_pack
from standoff.packs.theatre import TableSpec
from standoff.packs.yaml import read_yaml

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT))

from tests.theatres.launch_days import NOT_LAUNCHES, csis_days, flight_days, listing  # noqa: E402
from tests.theatres.totals import expected, rows_of, tables, totals  # noqa: E402

KOREA = ROOT / "src/standoff/theatres/korea"
SHARED = ROOT.parent / "shared/data"
ZONE = "Asia/Pyongyang"

# year: rows, and the sum of their days of the year
FLIGHTS_PER_YEAR = {
    1984: (6, 1035),
    1986: (1, 121),
    1990: (2, 273),
    1991: (1, 182),
    1992: (1, 153),
    1993: (4, 597),
    1998: (1, 243),
    2006: (7, 1302),
    2009: (8, 1390),
    2012: (2, 451),
    2013: (6, 833),
    2014: (19, 2757),
    2015: (15, 1596),
    2016: (24, 4085),
    2017: (21, 3133),
    2019: (27, 5991),
    2020: (9, 671),
    2021: (6, 1247),
    2022: (69, 14627),
    2023: (33, 5205),
    2024: (41, 6344),
    2025: (11, 1457),
    2026: (25, 1874),
}
# the withdrawal from a treaty, a test that was only announced, a renewal that was blocked
SLV = {"unha", "unha-3", "taepodong-1", "chollima-1"}
# American meetings with a day that is verified, and the episodes that they form
EPISODES = (142, 40)
NOT_SET_OFF_BY_A_TEST = {
    "1993-04-08-presidential-statement",
    "1993-05-11-s-res-825",
    "2006-10-06-presidential-statement",
    "2024-03-28-draft-vetoed-russia",
}
# all rows, and those of a month without a day
AMERICAN_MEETINGS_PER_YEAR = {
    1990: (3, 3),
    1992: (1, 0),
    1993: (7, 3),
    1994: (15, 5),
    1995: (8, 5),
    1996: (3, 0),
    1997: (14, 2),
    1998: (9, 2),
    1999: (15, 4),
    2000: (11, 0),
    2001: (1, 0),
    2002: (4, 1),
    2003: (3, 1),
    2004: (7, 0),
    2005: (8, 1),
    2006: (6, 0),
    2007: (14, 0),
    2008: (16, 4),
    2009: (3, 0),
    2010: (2, 1),
    2011: (4, 0),
    2012: (4, 0),
    2014: (1, 0),
    2017: (3, 0),
    2018: (8, 0),
    2019: (6, 0),
}
# each is what a source says, no more (tables.yml)
COMPLETE_FOR_THE_PAIR = [
    ("1993-10-01", "2017-09-30"),
    ("1998-08-21", "1999-11-14"),
    ("2000-03-16", "2000-05-30"),
    ("2001-01-20", "2001-06-12"),
    ("2002-10-06", "2003-04-22"),
    ("2005-01-01", "2005-06-05"),
    ("2009-01-20", "2013-06-15"),
    ("2013-06-16", "2018-03-07"),
    ("2019-03-01", "2019-10-04"),
    ("2019-10-06", "2024-12-06"),
]
# The list is dated in UTC; these rows were put on another day than its own says (docs/record.md).
UNTIMED_ON_UTC_DAY = {("2015-03-01", "scud-c"): "2015-03-02", ("2019-09-09", "kn-25"): "2019-09-10"}
# 12:40:00 AM in the table that the list was made from
TWELVE_HOURS_OFF_IN_THE_LIST = {("2017-07-04", "hwasong-14"): "00:40"}
A_DAY_LATE_IN_THE_LIST = {
    ("2009-07-05", "nodong"): "2009-07-04",
    ("2009-07-05", "scud-c"): "2009-07-04",
    ("2016-04-15", "musudan"): "2016-04-15",
    ("2017-05-14", "hwasong-12"): "2017-05-14",
}


def table(name: str) -> list[dict[str, str]]:
    return rows_of(name)


def shared_json(name: str) -> Any:
    path = SHARED / name
    if not path.exists():
        pytest.skip(f"{path} is not here; the comparison with the list needs it")
    return json.loads(path.read_text(encoding="utf-8"))


def list_of_flights() -> list[dict[str, Any]]:
    return [row for year in shared_json("nk_tests_test.json")["timeBins"] for row in year["data"]]


def csis_launch_days() -> set[str]:
    return {
        row["date"]
        for row in table("provocations")
        if row["list_type"] == "missile" and row["mode"] not in NOT_LAUNCHES
    }


def test_the_pack_loads_with_every_table() -> None:
    pack = load_pack(KOREA)
    assert {key: len(one.rows) for key, one in pack.tables.items()} == {
        key: sum(rows for rows, _, _ in years.values()) for key, years in expected().items()
    }


@pytest.mark.parametrize("name", tables())
def test_no_row_is_lost_or_moved_by_a_day(name: str) -> None:
    assert totals(table(name)) == expected()[name]


@pytest.mark.parametrize("name", tables())
def test_a_day_more_or_less_is_seen(name: str) -> None:
    rows = table(name)
    for column in ("date", "last", "announced", "known"):
        for row in rows:
            if len(row.get(column, "")) == len("2006-07-05"):
                held = row[column]
                row[column] = (date.fromisoformat(held) + timedelta(days=1)).isoformat()
                assert totals(rows) != expected()[name], f"{row['id']} {column}"
                row[column] = held
                break


def test_flights_of_each_year_stand_on_their_days() -> None:
    found: dict[int, tuple[int, int]] = {}
    for row in table("flight_tests"):
        first = parse_iso(row["date"]).first
        assert first is not None
        count, days = found.get(first.year, (0, 0))
        found[first.year] = (count + 1, days + first.timetuple().tm_yday)
    assert found == FLIGHTS_PER_YEAR


@pytest.mark.parametrize("name", tables())
def test_every_row_has_source_known_day_and_flags(name: str) -> None:
    for row in table(name):
        where = f"{name} {row['id']}"
        assert row["source"] and row["origin"], where
        assert date.fromisoformat(row["known"]), where
        assert row["known_basis"] in {"published", "stated", "assumed"}, where
        assert row["verified"] in {"yes", "no"}, where
        assert row["status"] in {"reported", "planned", "cancelled", "failed"}, where


@pytest.mark.parametrize("name", tables())
def test_rows_that_nobody_checked_are_not_called_verified(name: str) -> None:
    for row in table(name):
        unchecked = any(
            mark in f"{row['source']} {row['note']}"
            for mark in ("unverified", "not checked", "partial:", "announced in advance")
        )
        assert not (unchecked and row["verified"] == "yes"), f"{name} {row['id']}"


def test_what_happened_was_not_known_before_its_day() -> None:
    ahead = {"elections"}
    for name in set(tables()) - ahead:
        for row in table(name):
            first = parse_iso(row["date"]).first
            assert first is not None
            early = date.fromisoformat(row["known"]) < first
            assert not early or row.get("announced") == row["known"], f"{name} {row['id']}"


def test_a_month_stays_a_month() -> None:
    assert Counter(row["date"] for row in table("flight_tests") if len(row["date"]) == 7) == {
        "1984-09": 3,
        "1986-05": 1,
        "1990-05": 1,
        "1990-06": 1,
        "1991-07": 1,
        "1992-06": 1,
    }


def test_local_days_make_181_groups_of_day_weapon_and_site() -> None:
    groups = {(row["date"], row["weapon"], row["place"]) for row in table("flight_tests")}
    assert len(groups) == 181


def test_the_launches_of_18_september_2024_keep_both_distances() -> None:
    rows = [row for row in table("flight_tests") if row["date"] == "2024-09-18"]
    assert [row["time"] for row in rows] == ["06:53", "07:23"]
    assert {row["weapon"] for row in rows} == {"hwasong-11-da-45"}
    assert {(row["distance_km@kcna"], row["distance_km@kor-jcs"]) for row in rows} == {
        ("320", "400")
    }


def test_there_are_237_launch_days_in_the_csis_list() -> None:
    assert len({day for day in csis_launch_days() if day >= "1984-04-09"}) == 237


def test_launch_days_since_2012_match_only_in_local_time() -> None:
    ours, theirs = flight_days(), csis_days()
    # 134 of 153 by conversion alone; the rest comes from the corrected days
    assert (len(ours & theirs), len(ours)) == (137, 152)


def test_the_docs_count_the_rows_of_every_table() -> None:
    text = (ROOT / "docs/record.md").read_text(encoding="utf-8")
    for name in tables():
        assert f"| `{name}` | {len(table(name))} |" in text, name
    compiled = set(tables()) - {"flight_tests", "provocations"}
    loose = sum(row["verified"] == "no" for name in compiled for row in table(name))
    assert f"Of the rows compiled by us {loose} are not verified" in text


def test_every_difference_between_the_lists_has_its_reason_in_the_docs() -> None:
    text = (ROOT / "docs/record.md").read_text(encoding="utf-8")
    assert listing() in text


def test_six_nuclear_tests_at_one_place() -> None:
    rows = table("nuclear_tests")
    assert [(row["date"], row["time"]) for row in rows] == [
        ("2006-10-09", "10:35"),
        ("2009-05-25", "09:54"),
        ("2013-02-12", "11:57"),
        ("2016-01-06", "10:00"),
        ("2016-09-09", "09:00"),
        ("2017-09-03", "12:00"),
    ]
    assert {row["place"] for row in rows} == {"punggye-ri"}
    csis = {row["date"] for row in table("provocations") if row["kind"] == "nuclear_test"}
    assert csis == {row["date"] for row in rows}


def test_meetings_with_patrons_are_not_talks() -> None:
    for row in table("talks"):
        direct = "PRK" in row["actors"] and set(row["actors"].split(";")) & {"USA", "KOR", "JPN"}
        assert (row["kind"] == "talks") == bool(direct), row["id"]


def test_american_elections_follow_the_statute() -> None:
    days = [date.fromisoformat(row["date"]) for row in table("elections") if row["actors"] == "USA"]
    assert [day.year for day in days] == list(range(1956, 2027, 2))
    assert all(day.month == 11 and day.weekday() == 1 and 2 <= day.day <= 8 for day in days)


def test_an_office_has_one_holder_a_day() -> None:
    by_state: dict[str, list[dict[str, str]]] = {}
    for row in table("tenures"):
        by_state.setdefault(row["actors"][:3], []).append(row)
    for rows in by_state.values():
        for earlier, later in pairwise(rows):
            assert earlier["last"] and earlier["last"] < later["date"], later["id"]


def test_what_ends_an_accord_comes_after_its_beginning() -> None:
    rows = table("agreements")
    begun = {row["accord"]: row["date"] for row in rows if row["mode"] == "begun"}
    for row in rows:
        assert row["date"] >= begun[row["accord"]], row["id"]
        gone = row["mode"].split()[0] in {"ended", "suspended", "oil"}
        assert (row["status"] == "cancelled") == gone, row["id"]


def test_an_act_of_the_council_names_what_set_it_off() -> None:
    days = {
        f"{name}:{row['id']}": date.fromisoformat(row["date"])
        for name in ("flight_tests", "nuclear_tests")
        for row in table(name)
        if len(row["date"]) == len("2006-07-05")
    }
    for row in table("sanctions"):
        act, named = date.fromisoformat(row["date"]), row["trigger"].split(";")
        if row["id"] in NOT_SET_OFF_BY_A_TEST or row["mode"] in {"renewal", "expiry"}:
            assert not row["trigger"], row["id"]
            continue
        # New York is behind: the test may carry the day after
        gaps = [(act - days[key]).days for key in named]
        assert -1 <= min(gaps) <= 90, row["id"]


def test_american_meetings_of_each_year() -> None:
    pair = {"USA", "PRK"}
    rows = [row for row in table("talks") if pair <= set(row["actors"].split(";"))]
    every = Counter(int(row["date"][:4]) for row in rows)
    months = Counter(int(row["date"][:4]) for row in rows if len(row["date"]) == len("1994-04"))
    assert {year: (every[year], months[year]) for year in every} == AMERICAN_MEETINGS_PER_YEAR


def test_a_meeting_is_announced_before_it_begins() -> None:
    for row in table("talks"):
        assert not row["announced"] or row["announced"] <= row["date"], row["id"]


def test_coverage_of_american_talks_is_no_wider_than_its_sources() -> None:
    specs = read_yaml(KOREA / "tables.yml", list[TableSpec], [])
    assert specs is not None
    (talks,) = (spec for spec in specs if spec.id == "talks")
    whole = [one for one in talks.coverage if one.complete]
    assert {one.between for one in whole} == {("USA", "PRK")}
    assert [(one.first.isoformat(), one.last.isoformat()) for one in whole] == COMPLETE_FOR_THE_PAIR


def test_coverage_is_declared_complete_only_where_a_list_supports_it() -> None:
    specs = read_yaml(KOREA / "tables.yml", list[TableSpec], [])
    assert specs is not None
    whole = {spec.id for spec in specs if any(c.complete and not c.between for c in spec.coverage)}
    assert whole == {"flight_tests", "provocations", "nuclear_tests", "sanctions", "tenures"}


def test_declared_days_of_american_talks_reach_the_gate_of_the_tests() -> None:
    first, last = date(1990, 1, 1), date(2026, 8, 20)
    known = {
        date.fromisoformat(begin) + timedelta(days=n)
        for begin, end in COMPLETE_FOR_THE_PAIR
        for n in range((date.fromisoformat(end) - date.fromisoformat(begin)).days + 1)
    }
    share = sum(first <= day <= last for day in known) / ((last - first).days + 1)
    assert 0.80 < share < 0.90


def test_a_month_of_the_csis_list_is_never_taken_for_a_day() -> None:
    rows = [row for row in table("talks") if row["origin"] == "csis"]
    assert all(len(row["date"]) == len("1994-04") and not row["last"] for row in rows)


def test_a_reply_names_the_offer_that_it_answers() -> None:
    rows = {row["id"]: row for row in table("offers")}
    for row in rows.values():
        if row["answers"]:
            offer = rows[row["answers"]]
            assert (offer["kind"], row["kind"]) == ("offer", "reply"), row["id"]
            assert offer["date"] <= row["date"], row["id"]
            assert set(row["actors"].split(";")) <= set(offer["targets"].split(";")), row["id"]
        assert not (row["kind"] == "offer" and row["answers"]), row["id"]


def test_who_writes_holds_an_office_that_day() -> None:
    held = [row for row in table("tenures") if row["actors"][:3] in {"usa", "prk"}]
    for letter in table("letters"):
        for person in (letter["actors"], letter["targets"]):
            if person[:3] in {"usa", "prk"}:
                assert any(
                    row["actors"] == person
                    and row["date"] <= letter["date"] <= (row["last"] or "9999")
                    for row in held
                ), f"{letter['id']} {person}"


def test_a_new_south_korean_president_was_elected_before() -> None:
    votes = [date.fromisoformat(r["date"]) for r in table("elections") if r["actors"] == "KOR"]
    begun = [
        r["date"] for r in table("tenures") if r["actors"].startswith("kor") and r["date"] > "1987"
    ]
    gaps = [min((date.fromisoformat(day) - vote).days for vote in votes
                if vote.isoformat() < day) for day in begun]  # fmt: skip
    assert len(begun) == len(votes)
    # seventy days by rule, one where the office was vacant
    assert all(gap == 1 or 60 <= gap <= 72 for gap in gaps), gaps


def test_a_window_for_a_satellite_has_its_launch() -> None:
    rows = [*table("flight_tests"), *table("provocations")]
    days = [
        date.fromisoformat(row["date"])
        for row in rows
        if row["class"] == "SLV" or row.get("weapon") in SLV
    ]
    for row in table("notices"):
        first = date.fromisoformat(row["date"])
        last = date.fromisoformat(row["last"] or row["date"])
        # in 2023 the third was launched some hours before its window
        assert any(first - timedelta(days=1) <= day <= last for day in days), row["id"]


def test_anniversaries_are_those_of_the_rule() -> None:
    rows = [row for row in table("occasions") if row["mode"] == "anniversary"]
    assert Counter(row["date"][5:] for row in rows) == dict.fromkeys(
        ("02-16", "04-15", "07-27", "09-09", "10-10"), 43
    )
    for row in rows:
        assert (row["note"] == "round") == (int(row["name"].split()[-1]) % 5 == 0), row["id"]


def test_exercises_called_off_are_marked_so() -> None:
    for row in table("exercises"):
        assert (row["mode"] == "cancelled") == (row["status"] == "cancelled"), row["id"]


def test_each_declared_year_has_its_large_exercises_or_says_they_were_called_off() -> None:
    command = ("RSOI", "Key Resolve", "Ulchi", "Freedom Shield", "Dong Maeng", "Combined Command")
    air = ("Max Thunder", "Vigilant", "Flying", "flying", "Freedom Flag")
    rows = [row for row in table("exercises") if {"USA", "KOR"} <= set(row["actors"].split(";"))]
    for year in range(2002, 2026):
        names = [row["name"] for row in rows if row["date"][:4] == str(year)]
        assert sum(any(one in name for one in command) for name in names) >= 2, year
        assert year < 2008 or any(one in name for name in names for one in air), year


def test_every_meeting_with_a_day_opens_or_prolongs_an_episode() -> None:
    rows = [r for r in table("talks") if {"USA", "PRK"} <= set(r["actors"].split(";"))]
    days = sorted(
        (row["announced"] or row["date"], row["last"] or row["date"])
        for row in rows
        if row["verified"] == "yes" and len(row["date"]) == len("1994-02-25")
    )
    onsets: list[str] = []
    end = date.min
    for first, last in days:
        if not onsets or (date.fromisoformat(first) - end).days >= 60:
            onsets.append(first)
        end = max(end, date.fromisoformat(last))
    assert (len(days), len(onsets)) == EPISODES


def test_flights_agree_with_the_list_after_conversion() -> None:
    for ours, theirs in zip(table("flight_tests"), list_of_flights(), strict=True):
        day = theirs["date"]
        local, minute = day, ""
        if theirs["time"] != "unknown":
            clock = TWELVE_HOURS_OFF_IN_THE_LIST.get((day, theirs["missile"]), theirs["time"])
            when = from_utc(datetime.fromisoformat(f"{day}T{clock[:5]}"), ZONE)
            assert when.first and when.minute
            local, minute = when.first.isoformat(), when.minute.strftime("%H:%M")
        local = UNTIMED_ON_UTC_DAY.get((day, theirs["missile"]), local) if not minute else local
        local = A_DAY_LATE_IN_THE_LIST.get((day, theirs["missile"]), local)
        assert (ours["date"], ours["time"]) == (local, minute), ours["id"]
        assert ours["weapon"] == theirs["missile"].replace("unknown", ""), ours["id"]
        assert ours["distance_km"] == (
            "" if theirs["distance"] in ("unknown", "na") else str(theirs["distance"])
        )


def test_the_list_counts_182_groups_by_its_utc_days() -> None:
    groups = {(row["date"], row["missile"], row["facility"]) for row in list_of_flights()}
    assert len(groups) == 182


def test_utc_days_would_invent_launch_days() -> None:
    theirs = {day for day in csis_launch_days() if "2012-01-01" <= day <= "2026-04-30"}
    utc = {row["date"] for row in list_of_flights() if row["date"] >= "2012"}
    assert (len(utc & theirs), len(utc)) == (83, 154)


def test_classes_of_weapons_agree_with_the_list() -> None:
    listed = shared_json("nk_tests_missile.json")
    pack = load_pack(KOREA)
    for key, entry in listed.items():
        if key != "unknown":
            assert pack.weapons[key].weapon_class == entry["type"], key


def test_provocations_agree_with_the_list() -> None:
    listed = Counter((row["date"], row["event"]) for row in shared_json("csis_provocations.json"))
    ours = Counter((as_listed(row["date"]), row["mode"]) for row in table("provocations"))
    assert ours == listed


def as_listed(day: str) -> str:
    """The list writes day 1 where it says itself that only the month is known."""
    return day if len(day) > len("1984-04") else f"{day}-01"
