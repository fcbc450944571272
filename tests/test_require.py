"""A skip whose reason begins with a required name fails; any other skip stays a skip."""

from __future__ import annotations

from pathlib import Path

import pytest

pytest_plugins = ["pytester"]

SKIPPING = """
import pytest

@pytest.mark.skip(reason="PostgreSQL is not here")
def test_marked():
    pass

def test_called():
    pytest.skip("Chromium is not here")
"""


@pytest.mark.parametrize(
    ("required", "outcomes"),
    [
        ("", {"skipped": 2}),
        ("PostgreSQL", {"errors": 1, "skipped": 1}),
        ("PostgreSQL, Chromium", {"errors": 1, "failed": 1}),
    ],
)
def test_required_names_turn_skips_into_failures(
    pytester: pytest.Pytester,
    monkeypatch: pytest.MonkeyPatch,
    required: str,
    outcomes: dict[str, int],
) -> None:
    monkeypatch.setenv("STANDOFF_REQUIRE", required)
    pytester.makeconftest((Path(__file__).parent / "conftest.py").read_text(encoding="utf-8"))
    pytester.makepyfile(SKIPPING)
    pytester.runpytest("-p", "no:cacheprovider").assert_outcomes(**outcomes)
