"""Theatres are read once a run; skips that a machine has promised not to need are failures.

To read a theatre takes a second, and hundreds of tests need the same few: as long as no file of
it changes, the first reading serves them all.

STANDOFF_REQUIRE is a comma-separated list of names; a test skipped for a reason that begins
with one of them fails instead. CI sets it to what it has installed itself.
"""

from __future__ import annotations

import functools
import os
from collections.abc import Callable, Generator, Iterator
from pathlib import Path

import pytest

from standoff import packs

PACKAGE = Path(packs.__file__).parents[1]
SHARED = (PACKAGE / "theatres", PACKAGE / "languages")
Stamp = tuple[str, int, int]


def _remembered(load: Callable[..., packs.Pack]) -> Callable[..., packs.Pack]:
    """The same, but what has not changed since it was read is not read again."""
    known: dict[object, packs.Pack] = {}

    @functools.wraps(load)
    def loaded(theatre: str | Path, *, search: tuple[Path, ...] = ()) -> packs.Pack:
        bundled: Path = load.__globals__["BUNDLED"]  # a test may put another folder in its place
        shared = (bundled, *SHARED)
        places = (Path(theatre), *(folder / theatre for folder in search), *shared)
        stamps = tuple(stamp for place in places for stamp in _stamps(place))
        key = (str(theatre), search, Path.cwd(), stamps)
        if key not in known:
            known[key] = load(theatre, search=search)
        return known[key]

    return loaded


def _stamps(folder: Path) -> Iterator[Stamp]:
    for path in sorted(folder.rglob("*")):
        found = path.stat()
        yield str(path), found.st_mtime_ns, found.st_size


# Before any test is imported, so that whoever imports it from there gets this one.
packs.load_pack = _remembered(packs.load_pack)


@pytest.fixture(scope="session")
def cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder where theatres' facts, and tests of them, are kept: made once for all tests.

    A test that counts what is in a cache, or adds other things to it, has one of its own.
    """
    return tmp_path_factory.mktemp("cache")


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
