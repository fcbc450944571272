"""`standoff review` end to end: a ruling binds the events, is undone, exchanged and listed."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from standoff.cli.app import main

LUMEN = Path(__file__).parents[1] / "theatres" / "lumen"
BY = ("--who", "A. Reviewer", "--why", "read both sources")
Capture = pytest.CaptureFixture[str]
Settle = Callable[[pytest.MonkeyPatch], None]
pytestmark = pytest.mark.usefixtures("elsewhere")


@pytest.fixture(scope="module")
def ingested(settle: Settle, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A record of the made-up theatre with its sample reports."""
    path = tmp_path_factory.mktemp("record") / "standoff.sqlite"
    with pytest.MonkeyPatch.context() as patch:
        settle(patch)
        assert main(["ingest", str(LUMEN / "reports"), "--quiet", "--record", str(path)]) == 0
    return path


@pytest.fixture(autouse=True)
def record(tmp_path: Path, ingested: Path) -> None:
    """A copy of that record in the current folder."""
    shutil.copy(ingested, tmp_path)


def printed(capsys: Capture, *words: str) -> str:
    code = main(words)
    out, err = capsys.readouterr()
    assert (code, err) == (0, "")
    return out


def refused(capsys: Capture, *words: str, code: int = 2) -> str:
    assert main(words) == code
    out, err = capsys.readouterr()
    assert out == ""
    return err


def launches(capsys: Capture, *words: str) -> list[dict[str, Any]]:
    out = printed(capsys, "record", "query", "--kind", "launch", "--format", "json", *words)
    found: list[dict[str, Any]] = json.loads(out)
    return found


def ruled(capsys: Capture, *words: str) -> str:
    """The id of a ruling just recorded."""
    return printed(capsys, "review", "rule", *words, *BY).partition(":")[0]


def log(capsys: Capture) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(printed(capsys, "review", "log", "--format", "json"))
    return found


def disputes(capsys: Capture, *words: str) -> list[dict[str, Any]]:
    out = printed(capsys, "record", "disputes", "--format", "json", *words)
    found: list[dict[str, Any]] = json.loads(out)
    return found


def test_two_launches_ruled_one_are_one_until_that_is_undone(capsys: Capture) -> None:
    before = launches(capsys)
    one, other = before[0]["id"], before[3]["id"]
    told = printed(capsys, "review", "rule", "same", one, other, *BY)
    assert "before: 2 events" in told
    assert "now: 1 event" in told
    after = launches(capsys)
    assert len(after) == len(before) - 1
    (joined,) = [
        event for event in after if {*before[0]["observations"]} <= {*event["observations"]}
    ]
    assert {*before[3]["observations"]} <= {*joined["observations"]}
    # The id of the event that went in is still understood.
    assert (
        json.loads(printed(capsys, "record", "show", other, "--format", "json"))["id"]
        == joined["id"]
    )
    ruling = log(capsys)[0]["ruling"]
    printed(capsys, "review", "undo", ruling, *BY)
    assert launches(capsys) == before
    states = {row["ruling"]: row["state"] for row in log(capsys)}
    assert states[ruling].startswith("undone by d")
    assert min(states.values()) == "in force"


def test_undoing_an_undoing_puts_the_ruling_in_force_again(capsys: Capture) -> None:
    before = launches(capsys)
    words = ("same", before[0]["id"], before[3]["id"])
    ruling = ruled(capsys, *words)
    undoing = printed(capsys, "review", "undo", ruling, *BY).partition(":")[0]
    assert f"undone by {undoing}" in refused(capsys, "review", "rule", *words, *BY)
    assert "undone already" in refused(capsys, "review", "undo", ruling, *BY)
    printed(capsys, "review", "undo", undoing, *BY)
    assert len(launches(capsys)) == len(before) - 1


def test_the_public_clock_holds_a_ruling_back_until_its_day(capsys: Capture) -> None:
    before = launches(capsys)
    words = ("same", before[0]["id"], before[3]["id"], "--decided", "2024-05-02")
    assert "from 2024-05-02 on" in printed(capsys, "review", "rule", *words, *BY)
    day_before = launches(capsys, "--as-of", "2024-05-01")
    assert len(launches(capsys, "--as-of", "2024-05-02")) == len(day_before) - 1


def test_a_ruling_that_cites_is_known_with_what_it_cites(capsys: Capture) -> None:
    events = launches(capsys)
    words = ("same", events[0]["id"], events[1]["id"], "--decided", "2024-05-02")
    printed(capsys, "review", "rule", *words, "--cites", events[1]["id"], *BY)
    day = events[1]["known"]
    assert len(launches(capsys, "--as-of", day)) == 1


def settled(capsys: Capture) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    """A dispute that was made: the state's paper says another number than the list."""
    event = launches(capsys)[0]
    day, count = event["values"]["date"][0]["value"]["first"], event["values"]["count"][0]["value"]
    Path("wire.txt").write_text(
        f"Published: {day}\nStrait Wire\n\nVeldania fired {count + 4} short-range ballistic "
        f"missiles from Cape Orrin on {day}, the Federal Joint Staff said.\n"
    )
    printed(capsys, "ingest", "wire.txt", "--quiet")
    return launches(capsys)[0], disputes(capsys)


def test_a_value_settles_a_dispute_and_the_dispute_shows_how(capsys: Capture) -> None:
    event, found = settled(capsys)
    (dispute,) = [one for one in found if (one["event"], one["slot"]) == (event["id"], "count")]
    assert dispute["settled"] is None
    value = str(dispute["values"][-1]["value"])
    told = ruled(capsys, "value", event["id"], "--field", "count", "--value", value)
    (after,) = [
        one for one in disputes(capsys) if (one["event"], one["slot"]) == (event["id"], "count")
    ]
    assert [one["value"] for one in after["values"]] == [one["value"] for one in dispute["values"]]
    assert (after["settled"]["id"], after["settled"]["who"]) == (told, "A. Reviewer")
    assert disputes(capsys, "--unsettled") == [one for one in found if one != dispute]
    text = printed(capsys, "record", "disputes")
    assert f"settled: count is {value}, ruled by A. Reviewer" in text
    assert "1 settled" in text.splitlines()[-1]
    shown = printed(capsys, "record", "show", event["id"])
    assert f"count is {value}, ruled by A. Reviewer" in shown
    assert str(launches(capsys)[0]["values"]["count"][0]["value"]) == value
    listed = printed(capsys, "review", "--sort", "dispute")
    assert event["id"] not in listed


def test_a_contradicting_ruling_is_refused_until_the_first_is_undone(capsys: Capture) -> None:
    event, _ = settled(capsys)
    first = ruled(capsys, "value", event["id"], "--field", "count", "--value", "1",
                  "--cites", event["id"])  # fmt: skip
    words = ("review", "rule", "value", event["id"], "--field", "count", "--value", "9")
    assert f"undo it first: standoff review undo {first}" in refused(
        capsys, *words, "--cites", event["id"], *BY
    )
    one, other = (found["id"] for found in launches(capsys)[:2])
    bound = ruled(capsys, "different", one, other)
    assert bound in refused(capsys, "review", "rule", "same", one, other, *BY)


def test_an_unchecked_event_can_be_checked_and_be_said_not_to_have_happened(
    capsys: Capture,
) -> None:
    Path("wire.txt").write_text(
        "Published: 2026-05-12\nStrait Wire\n\nVeldania fired two short-range ballistic missiles "
        "from Cape Orrin on 2026-05-11, the Federal Joint Staff said.\n"
    )
    printed(capsys, "ingest", "wire.txt", "--quiet")
    (event,) = [one for one in launches(capsys, "--first", "2026-05-11") if not one["verified"]][:1]
    ruled(capsys, "value", event["id"], "--field", "verified", "--value", "yes")
    checked = launches(capsys, "--verified", "--first", "2026-05-11")
    assert event["id"] in {one["id"] for one in checked}
    ruled(capsys, "value", event["id"], "--field", "status", "--value", "denied",
          "--cites", event["id"])  # fmt: skip
    assert event["id"] not in {one["id"] for one in launches(capsys)}


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("same", "ONE"), "needs two happenings"),
        (("same", "ONE", "ONE"), "needs two happenings"),
        (("same", "ONE", "launches:l19950414"), "no such row (did you mean l19950413"),
        (("same", "ONE", "nothing"), "is no event, observation"),
        (("same", "ONE", "r1:5-9"), "no such report"),
        (("value", "ONE", "--field", "cuont", "--value", "3"), "did you mean count"),
        (("value", "ONE", "--field", "count", "--value", "many"), "is not a number"),
        (("value", "ONE", "--field", "count", "--value", "2.5"), "is not a possible count"),
        (("value", "ONE", "--field", "date", "--value", "soon"), "is not a date"),
        (("value", "ONE", "--field", "class", "--value", "SRMB"), "did you mean SRBM"),
        (("value", "ONE", "--field", "actors", "--value", "VEK"), "did you mean VEL"),
        (("value", "ONE", "--field", "verified", "--value", "maybe"), "is not one of"),
        (("value", "ONE", "--field", "count", "--value", "77"), "no origin gives this value"),
        (("value", "ONE"), "needs one event, a field and a value"),
        (("same", "ONE", "TWO", "--decided", "2999-01-01"), "in the future"),
    ],
)
def test_a_wrong_ruling_is_refused_with_a_remedy_and_not_stored(
    capsys: Capture, words: tuple[str, ...], told: str
) -> None:
    ids = [event["id"] for event in launches(capsys)]
    named = {"ONE": ids[0], "TWO": ids[1]}
    line = refused(capsys, "review", "rule", *(named.get(one, one) for one in words), *BY)
    assert told in line
    assert log(capsys) == []


def test_who_and_why_must_say_something(capsys: Capture) -> None:
    ids = [event["id"] for event in launches(capsys)]
    words = ("review", "rule", "same", *ids[:2])
    assert "needs who" in refused(capsys, *words, "--who", " ", "--why", "x")
    assert "--why" in refused(capsys, *words, "--who", "x")


def test_rulings_go_to_a_file_and_back_and_twice_is_once(
    capsys: Capture, ingested: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    events = launches(capsys)
    ruling = ruled(capsys, "same", events[0]["id"], events[3]["id"])
    ruled(capsys, "value", events[5]["id"], "--field", "distance_km", "--value", "77.5",
          "--cites", events[5]["id"])  # fmt: skip
    printed(capsys, "review", "undo", ruling, *BY)
    assert "3 rulings written" in printed(capsys, "review", "export", "rulings.jsonl")
    lines = Path("rulings.jsonl").read_text()
    other = tmp_path / "other"
    other.mkdir()
    monkeypatch.chdir(other)
    shutil.copy(ingested, other)
    path = str(tmp_path / "rulings.jsonl")
    assert "3 rulings: 3 new, 0 here already" in printed(capsys, "review", "import", path)
    assert "3 rulings: 0 new, 3 here already" in printed(capsys, "review", "import", path)
    assert printed(capsys, "review", "export", "-") == lines
    theirs = launches(capsys)
    monkeypatch.chdir(tmp_path)
    assert launches(capsys) == theirs


def test_a_file_with_bad_lines_is_refused_whole_and_every_line_named(capsys: Capture) -> None:
    events = launches(capsys)
    ruling = ruled(capsys, "same", events[0]["id"], events[3]["id"])
    printed(capsys, "review", "export", "rulings.jsonl")
    good = Path("rulings.jsonl").read_text()
    altered = good.replace("read both sources", "read neither")
    Path("bad.jsonl").write_text(good + "{oops\n" + altered + "\n[1]\n" + '{"op": "same"}\n')
    printed(capsys, "review", "undo", ruling, *BY)
    before = log(capsys)
    lines = refused(capsys, "review", "import", "bad.jsonl").splitlines()
    assert [line.split(": ")[1] for line in lines] == [
        "bad.jsonl:2", "bad.jsonl:3", "bad.jsonl:5", "bad.jsonl:6",
    ]  # fmt: skip
    assert "was changed after it was exported" in lines[1]
    assert log(capsys) == before


def test_rulings_on_what_is_not_here_are_kept_and_listed_as_orphaned(capsys: Capture) -> None:
    foreign = {
        "op": "same", "anchors": [{"table": "elsewhere", "row": row} for row in "12"],
        "who": "B. Other", "why": "of another record", "decided": "2024-01-01",
    }  # fmt: skip
    Path("foreign.jsonl").write_text(json.dumps(foreign) + "\n")
    before = launches(capsys)
    assert "1 orphaned" in printed(capsys, "review", "import", "foreign.jsonl")
    assert launches(capsys) == before
    assert "elsewhere:1, elsewhere:2; it binds nothing" in printed(
        capsys, "review", "--sort", "orphan"
    )
    assert log(capsys)[0]["state"] == "orphaned"


def test_the_list_is_paged_and_the_same_in_every_form(capsys: Capture) -> None:
    whole = json.loads(printed(capsys, "review", "--format", "json", "--size", "1000"))
    assert whole["total"] == len(whole["matters"]) == sum(whole["counts"].values()) > 2
    second = json.loads(
        printed(capsys, "review", "list", "--format", "json", "--size", "2", "--page", "2")
    )
    assert second["matters"] == whole["matters"][2:4]
    text = printed(capsys, "review", "--size", "1000")
    for matter in whole["matters"]:
        assert f"{matter['number']}. {matter['sort']}" in text
        assert matter["why"] in text
    assert "pages of 1000" in refused(capsys, "review", "--size", "1000", "--page", "2")
    assert "did you mean dispute" in refused(capsys, "review", "--sort", "disputes")


def test_without_a_record_nothing_can_be_ruled(
    capsys: Capture, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    empty = tmp_path / "empty"
    empty.mkdir()
    monkeypatch.chdir(empty)
    ids = [event["id"] for event in launches(capsys)]
    told = refused(capsys, "review", "rule", "same", *ids[:2], *BY, code=3)
    assert "standoff ingest PATH makes one" in told
    assert list(empty.iterdir()) == []
