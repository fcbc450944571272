"""The made-up theatre, and a record of its facts."""

from __future__ import annotations

from pathlib import Path

import pytest

from standoff.ingest.base import facts_of
from standoff.packs import Pack, load_pack
from standoff.record import Record


@pytest.fixture(scope="session")
def lumen() -> Pack:
    return load_pack(Path(__file__).parents[1] / "theatres" / "lumen")


@pytest.fixture(scope="module")
def record(lumen: Pack, tmp_path_factory: pytest.TempPathFactory) -> Record:
    found = Record.open(tmp_path_factory.mktemp("facts") / "lumen.sqlite", lumen)
    found.add(facts_of(lumen))
    return found
