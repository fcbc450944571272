"""The coder on texts of ours does not get worse; who changes the texts sets the floors anew.

Each floor is the figure of the day it was set, cut to two digits. What counts is the score on
published texts (docs/evaluate.md); this guards what ships.
"""

from __future__ import annotations

import hashlib
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from standoff.coding import code
from standoff.evaluate.coding import CodingScore, compare, score
from standoff.evaluate.gold import load_gold, present
from standoff.model import Coding, Report
from standoff.packs import Pack, load_pack

HASH = "65f226b17984a3f714e27b2d8c081909"
EVENTS_PRECISION, EVENTS_RECALL = 0.6, 0.5
EVENTS_FOUND_F1 = 0.6
CLAIMS_PRECISION, CLAIMS_RECALL = 0.57, 0.58
CLAIM_KINDS = 0.79
AIMS_MACRO_F1 = 0.46
EVENTS_ELSEWHERE = 2


@pytest.fixture(scope="module")
def pack() -> Pack:
    return load_pack("korea")


@pytest.fixture(scope="module")
def own(pack: Pack) -> Path:
    return pack.folder / "gold" / "own.yml"


@pytest.fixture(scope="module")
def figures(pack: Pack, own: Path) -> CodingScore:
    results = compare(present(load_gold(own), {}), pack, code=code)
    return score(results, rng=np.random.default_rng(1))


def at_least(value: float | None, floor: float) -> bool:
    return value is not None and value >= floor


def test_the_texts_are_those_that_the_floors_were_set_on(own: Path) -> None:
    assert hashlib.sha256(own.read_bytes()).hexdigest()[:32] == HASH


def test_events_keep_to_their_floors(figures: CodingScore) -> None:
    assert at_least(figures.events.precision.value, EVENTS_PRECISION)
    assert at_least(figures.events.recall.value, EVENTS_RECALL)
    assert at_least(figures.events_found.f1.value, EVENTS_FOUND_F1)
    assert figures.other_events <= EVENTS_ELSEWHERE


def test_claims_keep_to_their_floors(figures: CodingScore) -> None:
    assert at_least(figures.claims.precision.value, CLAIMS_PRECISION)
    assert at_least(figures.claims.recall.value, CLAIMS_RECALL)
    assert at_least(figures.claim_slots["kind"].recall.value, CLAIM_KINDS)
    assert at_least(figures.aims_macro_f1.value, AIMS_MACRO_F1)


def test_a_coder_that_leaves_out_every_fifth_finding_falls_below(pack: Pack, own: Path) -> None:
    def lazy(report: Report, pack: Pack) -> Coding:
        found = code(report, pack)
        kept = [one for n, one in enumerate(found.observations) if n % 5]
        return replace(found, observations=tuple(kept))

    results = compare(present(load_gold(own), {}), pack, code=lazy)
    got = score(results, rng=np.random.default_rng(1))
    assert not at_least(got.events.recall.value, EVENTS_RECALL)
