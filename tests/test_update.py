"""The whole job on the made-up theatre: a brief, repeatable, and blind to tomorrow."""

from __future__ import annotations

import json
import shutil
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from standoff.brief import render
from standoff.dates import parse_iso
from standoff.errors import InputError
from standoff.packs import Pack, load_pack
from standoff.record import Record
from standoff.update import sample_reports, update

LUMEN = Path(__file__).parent / "theatres" / "lumen"
REPORT = (
    "Veldania fired two Skarn-5 missiles from Sunder Flats on Monday, the Federal Joint Staff said."
)


@pytest.fixture(scope="module")
def pack() -> Pack:
    return load_pack(LUMEN)


def brief_of(files: list[Path], cache: Path, **asked: Any) -> dict[str, Any]:
    asked = {"theatre": LUMEN, "seed": 1, **asked}
    told: dict[str, Any] = json.loads(render(update(files, cache=cache, **asked), "json"))
    return {key: value for key, value in told.items() if key != "made_at"}


def write(folder: Path, text: str, name: str = "story.txt") -> Path:
    path = folder / name
    path.write_text(text)
    return path


def words(brief: dict[str, Any]) -> str:
    return json.dumps(brief, ensure_ascii=False)


def test_the_samples_become_a_brief_that_names_what_they_tell(cache: Path, pack: Pack) -> None:
    told = words(brief_of([], cache))
    assert len(sample_reports(pack)) == 3
    for expected in ("Tarn-3-Kelo-2.5", "Anselport Institute", "Federal Joint Staff"):
        assert expected in told


def test_the_same_asked_twice_is_the_same(cache: Path, tmp_path: Path) -> None:
    path = write(tmp_path, REPORT)
    once, again = (
        brief_of([path], cache, published=parse_iso("2026-05-20", "published")) for _ in range(2)
    )
    assert once == again


def test_what_was_tested_for_one_brief_is_not_tested_for_the_next(
    cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise AssertionError("tested again")

    before = brief_of([], cache)
    monkeypatch.setattr("standoff.explain.kept.run_all", refuse)
    assert brief_of([], cache) == before
    with pytest.raises(AssertionError, match="tested again"):
        brief_of([], cache, seed=20_260_501)


def test_a_cache_without_a_journal_gives_the_same_brief(
    cache: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    before = brief_of([], cache)
    nowhere = tmp_path / "no" / "such" / "folder" / "journal.sqlite"
    monkeypatch.setattr("standoff.update.base_journal", lambda *_, **__: nowhere)
    assert brief_of([], cache) == before


def test_a_theatre_row_known_tomorrow_changes_nothing_today(cache: Path, tmp_path: Path) -> None:
    path = write(tmp_path, REPORT)
    theatre = tmp_path / "lumen"
    shutil.copytree(LUMEN, theatre)
    table = theatre / "record" / "launches.csv"
    header, *rows = table.read_text().splitlines()
    cells = dict(zip(header.split(","), rows[-1].split(","), strict=False))
    later = rows[-1].replace(cells["id"], "planted", 1).replace(cells["date"], "2025-02-03")
    later = later.replace(cells["known"], "2026-06-30")
    table.write_text("\n".join([header, *rows, later]) + "\n")
    asked = {"published": parse_iso("2026-05-20", "published"), "as_of": date(2026, 5, 21)}
    before, after = (brief_of([path], cache, theatre=place, **asked) for place in (LUMEN, theatre))
    assert _numbers(before) == _numbers(after) != []
    seen = brief_of([path], cache, theatre=theatre, published=asked["published"])
    assert _numbers(seen) != _numbers(brief_of([path], cache, published=asked["published"]))


def _numbers(brief: dict[str, Any]) -> list[str]:
    """The sentences of the brief that count or forecast: tempo and outlook."""
    return [
        sentence["text"]
        for section in brief["sections"]
        if section["id"] in ("tempo", "outlook")
        for block in section["blocks"]
        for sentence in block.get("sentences", [])
    ]


def test_what_is_kept_stays_and_is_not_doubled(cache: Path, tmp_path: Path, pack: Pack) -> None:
    path = write(tmp_path, REPORT)
    kept = tmp_path / "kept.sqlite"
    asked = {"record": kept, "published": parse_iso("2026-05-20", "published")}
    brief_of([path], cache, **asked)
    brief_of([path], cache, **asked)
    record = Record.open(kept, pack)
    assert [report.text for report in record.reports()] == [REPORT]
    assert sum(one.coder.startswith("grammar") for one in record.observations()) == 1


def test_a_report_read_again_with_another_day_is_coded_again(
    cache: Path, tmp_path: Path, pack: Pack
) -> None:
    path = write(tmp_path, REPORT)
    kept = tmp_path / "kept.sqlite"
    for day in ("2026-05-20", "2026-05-27"):
        brief_of([path], cache, record=kept, published=parse_iso(day, "published"))
    coded = [o for o in Record.open(kept, pack).observations() if o.coder.startswith("grammar")]
    assert [one.get("date").day for one in coded] == [date(2026, 5, 25)]


def test_nothing_is_kept_where_no_record_is_named(cache: Path, tmp_path: Path) -> None:
    first = words(brief_of([write(tmp_path, REPORT)], cache))
    other = write(tmp_path, "Maristan waited.", "other.txt")
    assert "Skarn-5" in first
    assert "Skarn-5" not in words(brief_of([other], cache))


def test_one_unreadable_file_among_several_is_counted(cache: Path, tmp_path: Path) -> None:
    path, empty = write(tmp_path, REPORT), write(tmp_path, "", "empty.txt")
    assert "empty.txt: is empty" in words(brief_of([path, empty], cache))
    with pytest.raises(InputError, match="is empty"):
        brief_of([empty], cache)


def test_a_theatre_without_samples_says_so(tmp_path: Path, cache: Path) -> None:
    theatre = tmp_path / "bare"
    shutil.copytree(LUMEN, theatre, ignore=shutil.ignore_patterns("reports"))
    with pytest.raises(InputError, match="no sample reports"):
        brief_of([], cache, theatre=theatre)


def test_a_report_given_twice_is_read_once(cache: Path, tmp_path: Path) -> None:
    path = write(tmp_path, REPORT)
    assert brief_of([path, path], cache) == brief_of([path], cache)


def test_an_undated_report_is_dated_by_facts_and_not_by_what_another_told(
    cache: Path, tmp_path: Path, pack: Pack
) -> None:
    """Else its day would hang on what was read before it."""
    told = REPORT.replace("Monday", "{}")
    dated = write(tmp_path, told.format("17 August 2019"))
    undated = write(tmp_path, told.format("17 August") + " No more was told.", "undated.txt")
    kept = tmp_path / "kept.sqlite"
    brief_of([dated], cache, record=kept, published=parse_iso("2019-08-18", "published"))
    brief_of([undated], cache, record=kept)
    published = {len(one.text): one.published for one in Record.open(kept, pack).reports()}
    assert [when is None for _, when in sorted(published.items())] == [False, True]
