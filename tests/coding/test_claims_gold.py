"""Claims found in texts marked by hand: holders, kinds and aims, with floors."""

from __future__ import annotations

import re
import sys
from collections import Counter
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from standoff.coding.claims import find_claims
from standoff.coding.cues import cues
from standoff.coding.document import read_document
from standoff.coding.patterns import grammar
from standoff.coding.text import fold
from standoff.dates import one_day
from standoff.model import Claim, Report, TextAnchor
from standoff.packs import Pack, load_pack
from standoff.packs.yaml import read_yaml

HERE = Path(__file__).parent
PACKS: dict[str, str | Path] = {"korea": "korea", "lumen": HERE.parent / "theatres" / "lumen"}
PUBLISHED = date(2025, 5, 15)
# F1 of claims with the right holder, share of right kinds, macro F1 of aims.
FLOORS = {"tune": (0.90, 0.95, 0.90), "held": (0.72, 0.85, 0.55)}
COMPARED = ("role", "organisation", "via", "quoted", "stated", "believer", "conditions", "change")


def make_report(text: str) -> Report:
    return Report(
        id="r1", source="test", url=None, published=one_day(PUBLISHED), title="", text=text,
        text_sha="", raw_sha="", reader="test",
    )  # fmt: skip


def claims_of(text: str, pack: Pack) -> list[Claim]:
    document = read_document(make_report(text), pack)
    return [one for one in find_claims(document, grammar(pack.language)) if isinstance(one, Claim)]


@dataclass
class Tally:
    found: int = 0
    right: int = 0
    wanted: int = 0
    kinds: Counter[bool] = field(default_factory=Counter)
    details: dict[str, Counter[bool]] = field(default_factory=dict)
    aims: dict[str, Counter[str]] = field(default_factory=dict)
    complaints: list[str] = field(default_factory=list)

    @property
    def precision(self) -> float:
        return self.right / self.found

    @property
    def recall(self) -> float:
        return self.right / self.wanted

    @property
    def f1(self) -> float:
        return 2 * self.right / (self.found + self.wanted)

    @property
    def kind_share(self) -> float:
        return self.kinds[True] / self.kinds.total()

    @property
    def aims_f1(self) -> float:
        scores = [
            2 * c["both"] / (2 * c["both"] + c["missed"] + c["false"]) for c in self.aims.values()
        ]
        return sum(scores) / len(scores)

    def note(self, text: str) -> None:
        self.complaints.append(text)


def spans(claim: Claim) -> list[TextAnchor]:
    return [anchor for anchor in claim.anchors if isinstance(anchor, TextAnchor)]


def same_holder(gold: dict[str, Any], claim: Claim, text: str) -> bool:
    if gold.get("attributed", True) != claim.attributed or gold["holder"] != claim.holder:
        return False
    if gold["holder"] is None and gold.get("role") != claim.role:
        return False
    start = text.index(gold["words"])
    end = start + len(gold["words"])
    return any(a.start < end and start < a.end for a in spans(claim))


def compare(item: dict[str, Any], claims: list[Claim], tally: Tally) -> None:
    left = list(claims)
    tally.found += len(claims)
    tally.wanted += len(item["claims"])
    text = item["text"]
    for gold in item["claims"]:
        fits = [c for c in left if same_holder(gold, c, text)]
        fits.sort(key=lambda c: (c.kind != gold["kind"], c.stance != gold.get("stance", "asserts")))
        if not fits:
            tally.note(f"MISSED {gold} in {text[:70]!r}")
            continue
        claim = fits[0]
        left.remove(claim)
        tally.right += 1
        compare_details(gold, claim, tally)
    for claim in left:
        words = [text[a.start : a.end] for a in spans(claim)]
        tally.note(f"FALSE {claim.kind} {claim.holder or claim.role}: {words} in {text[:50]!r}")


def compare_details(gold: dict[str, Any], claim: Claim, tally: Tally) -> None:
    if not gold.get("loose"):
        tally.kinds[claim.kind == gold["kind"]] += 1
        if claim.kind != gold["kind"]:
            tally.note(f"KIND {claim.kind} for {gold}")
    if gold["kind"] == "explanation" and not gold.get("loose"):
        wanted, given = set(gold["aims"]), set(claim.aims)
        for aim in wanted | given:
            verdict = "both" if aim in wanted & given else "missed" if aim in wanted else "false"
            tally.aims.setdefault(aim, Counter())[verdict] += 1
        if wanted != given:
            tally.note(f"AIMS {given} for {wanted}: {gold['words']}")
    for name in COMPARED:
        if name in gold:
            value = list(given) if isinstance(given := getattr(claim, name), tuple) else given
            tally.details.setdefault(name, Counter())[value == gold[name]] += 1
            if value != gold[name]:
                tally.note(f"DETAIL {name} {value!r} for {gold[name]!r}: {gold['words']}")


def load_gold() -> list[dict[str, Any]]:
    problems: list[Any] = []
    items = read_yaml(HERE / "gold_claims.yml", list[dict[str, Any]], problems)
    assert not problems, problems
    for item in items or []:
        item["text"] = re.sub(r"(?<!\n)\n(?!\n)", " ", item["text"])
    return list(items or [])


@pytest.fixture(scope="module")
def packs() -> dict[str, Pack]:
    return {name: load_pack(where) for name, where in PACKS.items()}


def measure(part: str, packs: dict[str, Pack]) -> Tally:
    tally = Tally()
    for item in load_gold():
        if item["part"] == part:
            compare(item, claims_of(item["text"], packs[item["theatre"]]), tally)
    return tally


@pytest.mark.parametrize("part", ["tune", "held"])
def test_claims_are_found_with_their_holder(part: str, packs: dict[str, Pack]) -> None:
    tally = measure(part, packs)
    shares = {name: f"{c[True]}/{c.total()}" for name, c in tally.details.items()}
    figures = (tally.precision, tally.recall, tally.f1, tally.kind_share, tally.aims_f1)
    names = ("precision", "recall", "F1", "kind", "aims macro F1")
    shown = ", ".join(f"{n} {v:.2f}" for n, v in zip(names, figures, strict=True))
    sys.stdout.write(f"\n{part}: {tally.wanted} claims, {shown}, {shares}\n")
    sys.stdout.write("\n".join(tally.complaints))
    found, kinds, aims = FLOORS[part]
    assert tally.f1 >= found
    assert tally.kind_share >= kinds
    assert tally.aims_f1 >= aims


def test_every_pattern_is_tried_on_its_own_sentences(packs: dict[str, Pack]) -> None:
    language = packs["korea"].language
    rules = grammar(language)
    missed = [
        (pattern.id, sentence)
        for section in ("attribution", "claims", "aims", "modality")
        for pattern in rules.sections[section]
        if not pattern.kind.startswith(("beside", "office_of"))
        for sentence in pattern.source.yes
        if pattern.id
        not in {p.id for p, _ in cues(language).matches(rules, section, folded_masked(sentence))}
    ]
    assert missed == []


def folded_masked(sentence: str) -> str:
    """A sentence of the language file as `check_patterns` reads it: symbols keep their capitals."""
    parts = re.split(r"(<[A-Z]\d+>)", sentence)
    return "".join(part if part.startswith("<") else fold(part) for part in parts)
