"""`record export`, `record import` and `record maps` on the made-up theatre."""

from __future__ import annotations

import csv
import json
from pathlib import Path
from typing import Any

import pytest

from standoff.cli.app import main

LUMEN = Path(__file__).parents[1] / "theatres" / "lumen"
Capture = pytest.CaptureFixture[str]
pytestmark = pytest.mark.usefixtures("elsewhere")
ROWS = "id,date,kind,actors,targets,distance_km\na,1995-04-13,launch,VEL,,260\n"


def run(capsys: Capture, *words: str) -> tuple[str, str]:
    assert main(["record", *words]) == 0
    out, err = capsys.readouterr()
    return out, err


def test_export_takes_what_query_lists(capsys: Capture) -> None:
    words = ("--kind", "launch", "--first", "2005-01-01", "--as-of", "2015-06-30")
    listed = json.loads(run(capsys, "query", *words, "--format", "json")[0])
    assert len(listed) > 3
    rows = list(csv.DictReader(run(capsys, "export", *words)[0].splitlines()))
    assert [row["id"] for row in rows] == [one["id"] for one in listed]
    lines = run(capsys, "export", *words, "--format", "jsonl")[0].splitlines()
    assert [json.loads(line)["id"] for line in lines] == [one["id"] for one in listed]


def test_export_says_what_it_left_out(capsys: Capture) -> None:
    out, err = run(capsys, "export", "--format", "plover", "--output", "a.json")
    written = json.loads(Path("a.json").read_text())
    assert out == ""
    assert f"a.json: {len(written)} events" in err
    assert "kind election has no PLOVER code" in err


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("export", "--format", "parquet"), "name a file with --output"),
        (("export", "--output", "no/such/folder.csv"), "cannot be written"),
        (("export", "--kind", "lanch"), "did you mean launch"),
        (("import", "--map", "plain"), "name the table's files"),
        (("import", "--map", "plian", "a.csv"), "or one of: gdelt, icews, plain"),
        (("import", "--map", "plain", "no.csv"), "no.csv: cannot be read"),
        (("import", "--map", "plain", "a.csv", "--table", "talks"), "of its own"),
    ],
)
def test_what_cannot_be_done_is_said(capsys: Capture, words: tuple[str, ...], told: str) -> None:
    Path("a.csv").write_text(ROWS)
    assert main(["record", *words]) == 2
    assert told in capsys.readouterr().err


def read(capsys: Capture, *words: str) -> Any:
    return json.loads(run(capsys, *words, "--format", "json")[0])


def test_import_brings_rows_in_once(capsys: Capture) -> None:
    Path("my list.csv").write_text(ROWS + "b,,launch,VEL,,\n")
    words = ("import", "--map", "plain", "my list.csv")
    first = read(capsys, *words)
    assert (first["table"], first["rows"], first["used"]) == ("my_list", 2, 1)
    assert first["skipped"] == [{"reason": "no date", "what": "", "number": 1}]
    assert first["stored"]["new"] == 1
    again = read(capsys, *words)
    assert again["stored"] == {**first["stored"], "new": 0, "unchanged": 1}
    (launch,) = read(capsys, "query", "--kind", "launch", "--last", "1995-12-31")
    assert {"table": "my_list", "row": "a"} in launch["anchors"]
    assert "my_list" in launch["origins"]


def test_import_in_words(capsys: Capture) -> None:
    Path("a.csv").write_text(ROWS + "b,,launch,VEL,,\nc,1996-01-01,launch,XXX,,\n")
    out, _ = run(capsys, "import", "--map", "plain", "a.csv", "--dry-run")
    assert "actors: not in the theatre" in out and "XXX 1" in out
    assert "nothing is stored" in out and not Path("standoff.sqlite").exists()
    out, _ = run(capsys, "import", "--map", "plain", "a.csv")
    assert "observations: 1 new" in out and Path("standoff.sqlite").exists()


def test_nothing_to_import_is_an_error_and_makes_no_record(capsys: Capture) -> None:
    Path("a.csv").write_text("id,date,kind,actors\na,,launch,VEL\n")
    assert main(["record", "import", "--map", "plain", "a.csv"]) == 2
    assert "none of 1 rows can be used: no date 1" in capsys.readouterr().err
    assert not Path("standoff.sqlite").exists()


def test_maps_lists_those_that_import_takes(capsys: Capture) -> None:
    names = [row["map"] for row in read(capsys, "maps")]
    assert {"gdelt", "icews", "plain", "plover", "standoff"} <= set(names)


def test_the_file_of_one_record_goes_into_another(capsys: Capture) -> None:
    run(
        capsys, "export", "--format", "jsonl", "--kind", "launch", "--output", "launches_of_a.jsonl"
    )
    told = read(
        capsys, "import", "--map", "standoff", "launches_of_a.jsonl", "--record", "b.sqlite"
    )
    assert told["table"] == "launches_of_a" and told["rows"] == told["used"] > 10
    own = read(capsys, "query", "--kind", "launch")
    both = read(capsys, "query", "--kind", "launch", "--record", "b.sqlite")
    assert len(own) == len(both)  # the same origins say the same of the same events
