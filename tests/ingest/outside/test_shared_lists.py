"""The real lists through their maps: everything is used or counted, on the days it should be."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from standoff.ingest.outside import Outside, read_outside
from standoff.packs import Pack, load_pack
from standoff.packs.maps import find_map, load_maps

SHARED = Path(__file__).parents[4] / "shared" / "data"
# Days on which docs/record.md does not follow the lists: written late, or without a time in UTC.
CORRECTED = {"2009-07-05", "2015-03-01", "2016-04-16", "2017-05-15", "2019-09-09"}
# The copy of the CNS list is older: it has the local day with the time in UTC, put right since.
IN_THE_COPY = {"2022-01-06"}


@pytest.fixture(scope="module")
def korea() -> Pack:
    return load_pack("korea")


def outside(name: str, file: str, pack: Pack) -> Outside:
    path = SHARED / file
    if not path.exists():
        pytest.skip(f"shared: {path} is not here")
    found = find_map(name, pack)
    return read_outside([(file, path.read_bytes())], found, pack, table=name)


def days_of(found: Outside) -> set[str]:
    firsts = [one.get("date").to_json()["first"] for one in found.observations]
    return {day for day in firsts if len(day) == 10}


def own_days(table: str, pack: Pack) -> set[str]:
    rows = pack.tables[table].rows
    return {day for row in rows if len(day := row.fields["date"]) == 10}


def test_every_map_is_sound(korea: Pack) -> None:
    assert {"nti", "nagix", "csis"} <= {one.spec.id for one in load_maps(korea)}


def test_nagix_is_used_whole_and_stands_on_our_days(korea: Pack) -> None:
    found = outside("nagix", "nk_tests_test.json", korea)
    assert (found.rows, found.used, found.skipped, found.emptied) == (339, 339, {}, {})
    assert days_of(found) - own_days("flight_tests", korea) == CORRECTED
    classes = Counter(one.get("class") for one in found.observations)
    assert classes["ICBM"] >= 10 and classes["SRBM"] > 150


def test_nti_is_used_whole_and_stands_on_our_days(korea: Pack) -> None:
    found = outside("nti", "nti_missile_tests_to_2023-04.csv", korea)
    assert (found.rows, found.used, found.skipped) == (245, 245, {})
    assert sum(found.emptied.values()) == 7
    assert days_of(found) - own_days("flight_tests", korea) == CORRECTED | IN_THE_COPY
    assert sum(not one.verified for one in found.observations) == 9


def test_csis_is_used_whole_as_the_kinds_we_gave_it(korea: Pack) -> None:
    found = outside("csis", "csis_provocations.json", korea)
    assert (found.rows, found.used, found.skipped, found.emptied) == (493, 493, {}, {})
    kinds = Counter(one.kind for one in found.observations)
    assert (kinds["nuclear_test"], kinds["notice"], kinds["provocation"]) == (6, 2, 218)
    assert kinds["launch"] == 248


def test_icews_counts_what_it_leaves_out(korea: Pack) -> None:
    found = outside("icews", "icews_2018_sample.tab", korea)
    assert found.rows == 3705 == found.used + sum(found.skipped.values())
    assert found.used > 300
    assert not any(one.verified for one in found.observations)
    kinds = Counter(one.kind for one in found.observations)
    assert {"talks", "consultation", "statement", "visit"} <= set(kinds)
    assert not {"launch", "nuclear_test", "exercise"} & set(kinds)


def test_plover_gold_is_no_record_of_this_theatre(korea: Pack) -> None:
    found = outside("plover", "plover_gold.jsonl.txt", korea)
    assert (found.rows, found.used) == (323, 0)
    assert sum(found.skipped.values()) == 323


def test_the_map_in_the_documentation_is_sound(korea: Pack, tmp_path: Path) -> None:
    page = (Path(__file__).parents[3] / "docs" / "exchange.md").read_text(encoding="utf-8")
    shown = page.partition("```yaml\n")[2].partition("```")[0]
    path = tmp_path / "harbour.yml"
    path.write_text(shown)
    assert find_map(str(path), korea).spec.key == ("No",)
