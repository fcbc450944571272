"""What must be coded from sentences of ours, and what must not."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml import YAML

from standoff.coding import code
from standoff.dates import When, parse_iso
from standoff.model import Observation, Report
from standoff.packs import Pack, load_pack

CASES = YAML(typ="safe").load(Path(__file__).with_name("gold_events.yml").read_text())


@pytest.fixture(scope="module")
def pack() -> Pack:
    return load_pack("korea")


def make_report(text: str, published: str | None) -> Report:
    when = parse_iso(published, "published") if published else None
    return Report(
        id="r1",
        source="test",
        url=None,
        published=when,
        title="",
        text=text,
        text_sha="",
        raw_sha="",
        reader="test",
    )


def line(one: Observation) -> str:
    when = one.get("date")
    day = when.first.isoformat() if isinstance(when, When) and when.first else "-"
    slots = [one.get("weapon"), one.get("class"), one.get("count")]
    said = ["-" if slot is None else str(slot) for slot in slots]
    return " ".join([one.kind, ";".join(sorted(one.get("actors"))), day, *said, one.status])


@pytest.mark.parametrize("case", CASES, ids=[case["text"][:50] for case in CASES])
def test_codes_what_the_text_says_and_nothing_else(case: dict[str, Any], pack: Pack) -> None:
    text = " ".join(filter(None, [case.get("lead"), case["text"]]))
    coding = code(make_report(text, str(case["pub"])), pack)
    assert [line(one) for one in coding.observations] == case.get("events", [])


@pytest.mark.parametrize("case", CASES, ids=[case["text"][:50] for case in CASES])
def test_every_value_stands_in_the_text(case: dict[str, Any], pack: Pack) -> None:
    coding = code(make_report(case["text"], str(case["pub"])), pack)
    for one in coding.observations:
        for value in one.values.values():
            for anchor in value.evidence:
                assert 0 <= anchor.start < anchor.end <= len(case["text"])  # type: ignore[union-attr]
