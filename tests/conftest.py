"""Skips that a machine has promised not to need count as failures.

STANDOFF_REQUIRE is a comma-separated list of names; a test skipped for a reason that begins
with one of them fails instead. CI sets it to what it has installed itself.
"""

from __future__ import annotations

import os
from collections.abc import Generator

import pytest


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item, call: pytest.CallInfo[None]
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    report = yield
    reason = _skip_reason(report)
    promised = next((name for name in _required() if reason.startswith(name)), None)
    if promised and not hasattr(report, "wasxfail"):
        report.outcome = "failed"
        report.longrepr = f"{item.nodeid} ({call.when}): {promised!r} is required here: {reason}"
    return report


def _required() -> tuple[str, ...]:
    names = os.environ.get("STANDOFF_REQUIRE", "").split(",")
    return tuple(name.strip() for name in names if name.strip())


def _skip_reason(report: pytest.TestReport) -> str:
    if not report.skipped or not isinstance(report.longrepr, tuple):
        return ""
    return report.longrepr[2].removeprefix("Skipped: ")
