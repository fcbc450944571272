"""Where commands run in tests: in an empty folder, on the made-up theatre, read once."""

from __future__ import annotations

import functools
from collections.abc import Callable
from pathlib import Path

import pytest

from standoff import packs

LUMEN = Path(__file__).parents[1] / "theatres" / "lumen"
# A command a second is spent on reading the theatre, which none of them changes.
LOADED = functools.cache(packs.load_pack)
Settle = Callable[[pytest.MonkeyPatch], None]


@pytest.fixture(scope="session")
def settle(cache: Path) -> Settle:
    """Sets what commands find: the made-up theatre, and the cache."""

    def settled(patch: pytest.MonkeyPatch) -> None:
        patch.setenv("STANDOFF_CACHE", str(cache))
        patch.setenv("STANDOFF_THEATRES", str(LUMEN.parent))
        patch.setenv("STANDOFF_THEATRE", "lumen")
        patch.setattr(packs, "load_pack", LOADED)

    return settled


@pytest.fixture
def elsewhere(tmp_path: Path, settle: Settle, monkeypatch: pytest.MonkeyPatch) -> None:
    """An empty folder to run in."""
    monkeypatch.chdir(tmp_path)
    settle(monkeypatch)
