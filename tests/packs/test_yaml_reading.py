"""YAML is read strictly: what pydantic checks is exactly what the file says."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

from hypothesis import given
from hypothesis import strategies as st
from ruamel.yaml import YAML

from standoff.errors import Problem
from standoff.packs.yaml import read_yaml

# The control characters that YAML cannot hold are left out.
texts = st.text(
    st.characters(min_codepoint=32, max_codepoint=0x2FFF, exclude_characters="\x7f\x85")
)
trees = st.recursive(
    texts | st.integers() | st.booleans() | st.none(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(texts, inner, max_size=4),
    max_leaves=10,
)


def read(text: str, kind: Any, folder: Path) -> tuple[Any, list[Problem]]:
    path = folder / "file.yml"
    path.write_text(text, encoding="utf-8")
    problems: list[Problem] = []
    return read_yaml(path, kind, problems), problems


@given(st.dictionaries(texts, trees, max_size=4))
def test_what_is_written_is_read(tmp_path_factory: Any, tree: dict[str, Any]) -> None:
    written = io.StringIO()
    YAML().dump(tree, written)
    found, problems = read(written.getvalue(), dict[str, Any], tmp_path_factory.getbasetemp())
    assert problems == []
    assert found == tree


def test_the_line_of_a_deep_fault_is_told(tmp_path: Path) -> None:
    found, problems = read(
        "a:\n  b:\n    - 1\n    - x\n", dict[str, dict[str, list[int]]], tmp_path
    )
    assert found is None
    assert [problem.place for problem in problems] == [f"{tmp_path / 'file.yml'}:4"]
    assert problems[0].detail.startswith("a.b.1: ")


def test_every_fault_of_a_file_is_told(tmp_path: Path) -> None:
    _, problems = read("a: x\nb: 1\nc: y\n", dict[str, int], tmp_path)
    assert [problem.place.rsplit(":", 1)[1] for problem in problems] == ["1", "3"]


def test_a_missing_file_is_a_problem(tmp_path: Path) -> None:
    problems: list[Problem] = []
    assert read_yaml(tmp_path / "no.yml", dict[str, Any], problems) is None
    assert problems[0].detail == "file is missing; add it"
