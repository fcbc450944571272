"""How much a version holds, also after reports were coded anew, and of what code its issues are."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from standoff.dates import one_day
from standoff.model import Batch, Claim, Issue, Report, TextAnchor
from standoff.packs import load_pack
from standoff.record import Record

LUMEN = Path(__file__).parents[1] / "theatres/lumen"


def report(name: str) -> Report:
    return Report(
        id=name,
        source="Strait Wire",
        url=None,
        published=one_day(date(2026, 5, 20)),
        title=name,
        text=f"{name} says so and says more.",
        text_sha="0" * 64,
        raw_sha=name,
        reader="text 1",
    )


def claim(name: str, of: str) -> Claim:
    anchor = TextAnchor(of, 0, 5)
    return Claim(id=name, holder=None, kind="position", anchors=(anchor,), known=date(2026, 5, 20))


def test_what_was_withdrawn_is_not_counted_and_older_versions_stay(tmp_path: Path) -> None:
    record = Record.open(tmp_path / "r.sqlite", load_pack(LUMEN))
    record.add(
        Batch(reports=(report("r1"), report("r2")), claims=(claim("c1", "r1"), claim("c2", "r2")))
    )
    before = record.version
    record.add(Batch(claims=(claim("c3", "r1"), claim("c4", "r1"))), replacing=("r1",))
    assert record.sizes() == {"reports": 2, "observations": 0, "claims": 3, "rulings": 0}
    assert record.sizes()["claims"] == sum(1 for _ in record.claims())
    assert record.at(before).sizes()["claims"] == 2


def test_issues_are_counted_by_code_the_most_frequent_first(tmp_path: Path) -> None:
    record = Record.open(tmp_path / "r.sqlite", load_pack(LUMEN))
    codes = ("b", "a", "b")
    issues = (Issue(code=code, detail=str(at), locator="x") for at, code in enumerate(codes))
    record.add(Batch(issues=tuple(issues)))
    assert list(record.store.issue_counts().items()) == [("b", 2), ("a", 1)]
