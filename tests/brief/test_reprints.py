"""Near copies among a brief's reports are counted, named in the sources, and in `record stats`."""

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from standoff.brief import Brief, Material, write
from standoff.cli.app import main
from standoff.dates import one_day

LUMEN = Path(__file__).parents[1] / "theatres" / "lumen"
BESIDE = "Nothing of it has been confirmed by anybody outside, the harbour office said at noon."
OTHER = (
    "Fishermen who had stayed ashore because of the wind mended their nets, and a teacher took "
    "her class to the lighthouse, where the keeper told them how the lamp was lit before the war."
)
LAUNCH = (
    "Veldania fired two short-range ballistic missiles from Cape Orrin on 18 May 2026, the Federal "
    "Joint Staff said. The two governments have not met since the spring, and neither would say "
    "whether envoys are on their way to the island."
)


def section_of(brief: Brief, section: str) -> str:
    found = next(one for one in brief.sections if one.id == section)
    return " ".join(one.text for one in replace(brief, sections=(found,)).sentences())


def test_a_copy_is_counted_and_named_and_another_story_is_neither(
    make_material: Callable[..., Material], material: Material
) -> None:
    (first,) = material.reports
    later = one_day(date(2026, 5, 21))
    copy = replace(
        first, id="r2", source="Isle Post", published=later, text=f"{first.text}\n{BESIDE}"
    )
    other = replace(first, id="r3", source="Coast Mail", published=later, text=OTHER)
    alone = write(make_material(reports=(first, other)))
    assert "near cop" not in section_of(alone, "method") + section_of(alone, "sources").lower()
    both = write(make_material(reports=(first, other, copy)))
    assert "Among these, 1 reprint: near copies" in section_of(both, "method")
    assert section_of(both, "sources").count(f"A near copy of “{first.title}”") == 1


def test_a_credited_copy_says_whose_text_it_is(
    make_material: Callable[..., Material], material: Material
) -> None:
    (first,) = material.reports
    credited = f"PORT ORRIN, May 20 ({first.source}) -- {first.text}"
    copy = replace(first, id="r2", source="Isle Post", text=credited)
    said = section_of(write(make_material(reports=(first, copy))), "sources")
    assert f"A near copy of “{first.title}”; the text is that of {first.source}." in said


def test_stats_count_the_reprints_of_a_kind(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("STANDOFF_CACHE", str(tmp_path / "cache"))
    monkeypatch.setenv("STANDOFF_THEATRE", str(LUMEN))
    outlets = ("Strait Wire", "Isle Post", "Coast Mail")
    lines = [
        {"text": LAUNCH, "title": "Launch", "published": f"2026-05-{19 + day}", "outlet": outlet}
        for day, outlet in enumerate(outlets)
    ]
    Path("a.jsonl").write_text("".join(json.dumps(one) + "\n" for one in lines), encoding="utf-8")
    assert main(["ingest", "--quiet", "--record", "kept.sqlite", "a.jsonl"]) == 0
    capsys.readouterr()
    assert main(["record", "stats", "--record", "kept.sqlite", "--format", "json"]) == 0
    rows: list[dict[str, Any]] = json.loads(capsys.readouterr().out)
    (launches,) = [row for row in rows if row["kind"] == "launch"]
    assert (launches["reports"], launches["reprints"]) == (3, 2)
    assert rows[-1]["reprints"] == 2
