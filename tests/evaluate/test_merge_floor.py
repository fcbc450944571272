"""Merge on hand-made links does not get worse; who changes the links sets the floors anew.

Each floor is the figure of the day it was set, cut to three digits. 2017 and 2023 are controls:
no rule was made on them.
"""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from standoff.evaluate.links import MergeScore, only, read_links, score_merge
from standoff.packs import Pack, load_pack

HASHES = {
    "links-2017.csv": "c2515fa390ce02971631c10a4d06dc09",
    "links-2022.csv": "5e81fc1b38b3a0397cf984b74456e752",
    "links-2023.csv": "daf8a890ca6a2daf61f542519fe32474",
    "record/nti_flight_tests.csv": "ee369ad2bc7e5bfec37723c86951480e",
}
# links, whether with the tables for measuring only, then precision and recall of pairs
FLOORS = [
    ("links-2022.csv", False, 1.0, 0.972),
    ("links-2022.csv", True, 1.0, 0.98),
    ("links-2017.csv", False, 1.0, 1.0),
    ("links-2017.csv", True, 1.0, 0.982),
    ("links-2023.csv", False, 1.0, 1.0),
    ("links-2023.csv", True, 1.0, 1.0),
]


@pytest.fixture(scope="module")
def pack() -> Pack:
    return load_pack("korea")


def scored(pack: Pack, name: str, *, measuring: bool) -> MergeScore:
    folder: Path = pack.folder / "gold"
    links = read_links(folder / name)
    if measuring:
        return score_merge(links, pack, extra=folder)
    return score_merge(only(links, pack.tables), pack)


@pytest.mark.parametrize("name", HASHES)
def test_the_links_are_those_that_the_floors_were_set_on(pack: Pack, name: str) -> None:
    raw = (pack.folder / "gold" / name).read_bytes()
    assert hashlib.sha256(raw).hexdigest()[:32] == HASHES[name]


@pytest.mark.parametrize(("name", "measuring", "precision", "recall"), FLOORS)
def test_merge_keeps_to_its_floors(
    pack: Pack, name: str, measuring: bool, precision: float, recall: float
) -> None:
    score = scored(pack, name, measuring=measuring)
    assert score.happenings.pair_precision >= precision
    assert score.happenings.pair_recall >= recall
    assert score.happenings.bcubed_precision >= 0.99
    assert score.happenings.bcubed_recall >= 0.975
    assert min(score.occasions.pair_precision, score.occasions.pair_recall) >= 0.99
