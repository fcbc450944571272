"""The commands on the made-up theatre: what they print is what the record holds."""

from __future__ import annotations

import csv
import json
from pathlib import Path
from typing import Any

import pytest

from standoff.cli.app import main
from standoff.packs import load_pack
from standoff.record import Record

LUMEN = Path(__file__).parents[1] / "theatres" / "lumen"
Capture = pytest.CaptureFixture[str]
pytestmark = pytest.mark.usefixtures("elsewhere")


def printed(capsys: Capture, *words: str) -> str:
    code = main(words)
    out, err = capsys.readouterr()
    assert (code, err) == (0, "")
    return out


def read_json(capsys: Capture, *words: str) -> Any:
    return json.loads(printed(capsys, *words, "--format", "json"))


def test_list_shows_outside_theatres_and_bundled_ones(capsys: Capture) -> None:
    lines = printed(capsys, "theatre", "list").splitlines()
    assert [
        line for line in lines if line.startswith("lumen ") and line.rstrip().endswith(str(LUMEN))
    ]
    assert len(lines) >= 3


def test_stats_counts_what_query_lists(capsys: Capture) -> None:
    counted = {row["kind"]: row["events"] for row in read_json(capsys, "record", "stats")}
    every = ["reported", "failed", "planned", "cancelled", "denied", "suspected"]
    words = [word for status in every for word in ("--status", status)]
    listed = read_json(capsys, "record", "query", "--kind", "launch", *words)
    assert counted["launch"] == len(listed) > 10


def test_query_narrows_by_day_in_every_form(capsys: Capture) -> None:
    everything = read_json(capsys, "record", "query", "--kind", "launch")
    days = sorted(event["values"]["date"][0]["value"]["first"] for event in everything)
    middle = days[len(days) // 2]
    words = ("record", "query", "--kind", "launch", "--first", middle)
    after = read_json(capsys, *words)
    assert len(after) == sum(day >= middle for day in days) < len(everything)
    rows = list(csv.DictReader(printed(capsys, *words, "--format", "csv").splitlines()))
    assert [row["id"] for row in rows] == [event["id"] for event in after]
    table = printed(capsys, *words).splitlines()
    assert [line.split()[0] for line in table[1:]] == [event["id"] for event in after]


def test_as_of_hides_what_came_later(capsys: Capture) -> None:
    now = read_json(capsys, "record", "query", "--kind", "launch")
    days = sorted(event["known"] for event in now)
    then = read_json(capsys, "record", "query", "--kind", "launch", "--as-of", days[3])
    assert 0 < len(then) < len(now)


def test_show_gives_one_event_with_its_evidence(capsys: Capture) -> None:
    event = read_json(capsys, "record", "query", "--kind", "launch")[0]
    shown = read_json(capsys, "record", "show", event["id"])
    words = shown.pop("words")
    assert shown == event
    cited = [place for value in event["values"]["date"] for place in value["evidence"]]
    assert {f"{one['table']}:{one['row']}" for one in cited} <= set(words)


def test_show_gives_people_every_value_with_who_says_so_and_where(capsys: Capture) -> None:
    event = next(
        one
        for one in read_json(capsys, "record", "query", "--kind", "launch")
        if len(one["values"].get("distance_km", ())) > 1
    )
    lines = printed(capsys, "record", "show", event["id"]).splitlines()
    for value in event["values"]["distance_km"]:
        assert [line for line in lines if f" {value['value']} km - {value['origin']} " in line]
    assert [line for line in lines if line.startswith("  [1] launches:")]
    assert [line for line in lines if event["observations"][0] in line]


def test_a_wrong_id_is_told_with_what_is_near(capsys: Capture) -> None:
    event = read_json(capsys, "record", "query", "--kind", "launch")[0]["id"]
    assert main(["record", "show", event[:-1] + "x"]) == 2
    assert f"did you mean {event}" in capsys.readouterr().err


@pytest.mark.parametrize(
    "words", [("--kind", "lanch"), ("--actor", "VAL"), ("--class", "SRMB"), ("--status", "report")]
)
def test_a_wrong_filter_is_refused_not_matched_with_nothing(
    capsys: Capture, words: tuple[str, str]
) -> None:
    for command in ("query", "disputes", "series"):
        assert main(["record", command, *words]) == 2
        assert f"{words[0]}: there is no {words[1]!r} (did you mean" in capsys.readouterr().err


@pytest.mark.parametrize(
    "words",
    [
        ("record", "stats"),
        ("record", "query"),
        ("record", "issues"),
        ("record", "disputes"),
        ("record", "series", "--kind", "launch"),
        ("record", "export"),
        ("review",),
        ("review", "log"),
        ("review", "export", "-"),
    ],
    ids=" ".join,
)
def test_a_command_that_asks_opens_the_record_to_ask(
    capsys: Capture, monkeypatch: pytest.MonkeyPatch, words: tuple[str, ...]
) -> None:
    Record.open("standoff.sqlite", load_pack("lumen", search=(LUMEN.parent,)))
    open_record, asking = Record.open, []

    def watched(*given: Any, **named: Any) -> Record:
        asking.append(named.get("asking"))
        return open_record(*given, **named)

    monkeypatch.setattr(Record, "open", watched)
    assert main(words) == 0
    capsys.readouterr()
    assert asking == [True]


def test_stats_add_up(capsys: Capture) -> None:
    *kinds, everything = read_json(capsys, "record", "stats")
    assert everything["kind"] == "all"
    for column in ("events", "happened", "disputed", "unchecked"):
        assert everything[column] == sum(row[column] for row in kinds)
    assert any(row["happened"] < row["events"] for row in kinds) or everything["happened"]


@pytest.fixture
def disputed(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """The bundled theatre, in whose tables origins differ."""
    request.getfixturevalue("elsewhere")
    monkeypatch.setenv("STANDOFF_THEATRE", "korea")


@pytest.mark.usefixtures("disputed")
def test_disputes_are_the_same_in_every_form(capsys: Capture) -> None:
    found = read_json(capsys, "record", "disputes")
    assert found
    values = [(one["event"], one["slot"], v) for one in found for v in one["values"]]
    rows = list(
        csv.DictReader(printed(capsys, "record", "disputes", "--format", "csv").split("\n"))
    )
    assert len(rows) == sum(len(value["evidence"]) for _, _, value in values)
    assert {row["standing"] for row in rows} <= {"self-claimed", "measured", "independent"}
    text = printed(capsys, "record", "disputes")
    assert text.splitlines()[-1] == f"{len(found)} disputes, 0 settled"
    for event, slot, value in values:
        assert f"{event} " in text
        assert slot in text
        assert f" - {value['origin']} " in text


@pytest.mark.usefixtures("disputed")
def test_disputes_narrow_to_one_slot(capsys: Capture) -> None:
    slots = {one["slot"] for one in read_json(capsys, "record", "disputes")}
    one = min(slots)
    assert {d["slot"] for d in read_json(capsys, "record", "disputes", "--slot", one)} == {one}


def test_series_counts_what_query_lists_and_leaves_uncovered_days_open(capsys: Capture) -> None:
    words = ("record", "series", "--kind", "launch", "--count", "events")
    months = read_json(capsys, *words)["series"]
    days = read_json(capsys, *words, "--by", "day")["series"]
    listed = read_json(capsys, "record", "query", "--kind", "launch")
    assert sum(one["count"] for one in months) == sum(one["count"] for one in days) > 0
    assert sum(one["count"] for one in days) <= len(listed)
    after = str(int(days[-1]["day"][:4]) + 2)
    span = ("--first", f"{after}-01-01", "--last", f"{after}-02-28")
    table = printed(capsys, *words, *span).splitlines()
    assert [line.split()[1:3] for line in table[1:3]] == [["not", "covered"]] * 2
    rows = list(csv.DictReader(printed(capsys, *words, *span, "--format", "csv").splitlines()))
    assert [(row["count"], row["covered_days"]) for row in rows] == [("", "0")] * 2


def test_series_tells_exposed_from_unexposed_and_unknown_days(capsys: Capture) -> None:
    words = ("record", "series", "--kind", "launch", "--exposure", "exercise", "--by", "year")
    for year in read_json(capsys, *words)["series"]:
        told = (year["exposed_days"], year["unexposed_days"], year["unknown_days"])
        assert sum(told) == year["days"]
    assert main(["record", "series", "--kind", "launch", "--exposure-actor", "VEL"]) == 2


def test_forecast_prints_the_same_chances_in_both_forms(capsys: Capture) -> None:
    words = ("forecast", "--as-of", "2019-06-30")
    told = read_json(capsys, *words)
    answers = told["forecasts"]
    assert answers
    assert not told["issued"]
    assert all(0 <= answer["base_rate"] <= 1 for answer in answers)
    lines = printed(capsys, *words).splitlines()
    for answer, line in zip(answers, lines[1:], strict=False):
        assert answer["question"]["closes"] in line
        assert answer["words"] in line
    notes = [line for line in lines if line.startswith("note: ")]
    assert "not issued" in notes[-1]
    assert "100%" not in "".join(lines)


def test_explain_gives_every_result_its_verdict(capsys: Capture) -> None:
    results = read_json(capsys, "explain")
    assert results
    verdicts = {result["verdict"] for result in results}
    assert verdicts <= {"present", "absent", "unclear", "untestable"}


def test_events_are_counted_by_groups(capsys: Capture) -> None:
    rows = read_json(capsys, "record", "query", "--by", "year,kind", "--kind", "launch")
    assert {row["kind"] for row in rows} == {"launch"}
    listed = read_json(capsys, "record", "query", "--kind", "launch")
    assert sum(row["events"] for row in rows) == len(listed)
    assert [row["year"] for row in rows] == sorted(row["year"] for row in rows)
    assert main(("record", "query", "--by", "colour")) == 2
    assert "choose from: year, month" in capsys.readouterr().err
