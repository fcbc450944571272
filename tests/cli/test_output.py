"""What is printed is one JSON document, a CSV that reads back, or a table of all rows."""

from __future__ import annotations

import csv
import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from standoff.cli.output import (
    cell,
    csv_lines,
    json_array,
    json_document,
    plain,
    write_file,
    write_rows,
)
from standoff.dates import When, one_day, parse_iso
from standoff.errors import InputError
from standoff.model import Issue, RowAnchor

values = st.recursive(
    st.none() | st.integers() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=6,
)


@given(st.lists(values, max_size=4))
def test_one_json_document_always(items: list[Any]) -> None:
    read = json.loads("".join(json_document(items)))
    assert read == (items[0] if len(items) == 1 else items)


@given(st.lists(values, max_size=4))
def test_a_json_array_is_one_whatever_its_length(items: list[Any]) -> None:
    assert json.loads("".join(json_array(items))) == items


def test_nouns_become_plain_values() -> None:
    issue = Issue(code="c", detail="d", locator="l", anchor=RowAnchor("t", "1"))
    assert plain({"issue": issue, "day": date(2024, 9, 18), "path": Path("a")}) == {
        "issue": {"code": "c", "detail": "d", "locator": "l", "anchor": {"table": "t", "row": "1"}},
        "day": "2024-09-18",
        "path": "a",
    }


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (None, ""),
        (("A", "B"), "A, B"),
        (0.123456, "0.1235"),
        (one_day(date(2024, 9, 18)), "2024-09-18"),
        (parse_iso("2024-09"), "2024-09"),
        (When(first=date(2024, 9, 1), last=date(2024, 9, 18)), "2024-09-01..2024-09-18"),
        (When(first=date(2024, 9, 1), last=None), "2024-09-01.."),
        (When(first=None, last=date(2024, 9, 1)), "..2024-09-01"),
    ],
)
def test_cells(value: Any, shown: str) -> None:
    assert cell(value) == shown


@given(st.lists(st.text(st.characters(exclude_categories=["Cc", "Cs"])), min_size=1, max_size=4))
def test_csv_reads_back(texts: list[str]) -> None:
    lines = "".join(csv_lines([{"a": text, "b": 1} for text in texts], ("a", "b")))
    read = list(csv.reader(lines.splitlines(keepends=True)))
    assert read == [["a", "b"], *([text, "1"] for text in texts)]


def test_a_table_shows_brackets_as_they_are(capsys: pytest.CaptureFixture[str]) -> None:
    write_rows([{"a": "[bold]x[/bold]"}], ("a",), form="table")
    assert "[bold]x[/bold]" in capsys.readouterr().out


def test_in_a_pipe_every_row_is_one_line(capsys: pytest.CaptureFixture[str]) -> None:
    rows = [{"id": "e" * 21, "why": "because " * 40, "status": "reported"} for _ in range(3)]
    write_rows(rows, ("id", "why", "status"), form="table")
    lines = capsys.readouterr().out.splitlines()
    assert len(lines) == 4
    assert all("e" * 21 in line and "reported" in line for line in lines[1:])


def test_in_a_narrow_terminal_short_cells_stay_whole(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FORCE_COLOR", "1")
    monkeypatch.setenv("COLUMNS", "60")
    write_rows([{"id": "e" * 21, "why": "because " * 40}], ("id", "why"), form="table")
    lines = capsys.readouterr().out.splitlines()
    assert "e" * 21 in lines[1]
    assert len(lines) > 4


def test_a_table_without_rows_has_its_header(capsys: pytest.CaptureFixture[str]) -> None:
    write_rows([], ("id", "why"), form="table")
    assert capsys.readouterr().out.split() == ["id", "why"]


def test_a_file_that_cannot_be_written_is_the_inputs_fault(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="cannot be written: No such file"):
        write_file(tmp_path / "no" / "brief.html", "x")
