"""How fast one core codes: sentences a second of relevant text, MB a second past the rest.

    python benchmarks/coding.py [FILE.jsonl ...]

Without files the theatre's sample reports are read over and over. JSON Lines files hold reports
with `text` and `published`. Irrelevant text is made up from the language's own words.
"""

from __future__ import annotations

import argparse
import random
import sys
import time
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

from standoff.coding import code
from standoff.coding.text import split_sentences
from standoff.model import Report
from standoff.packs import Pack, load_pack
from standoff.reports import read_path
from standoff.update import sample_reports

ROUNDS = 3
PROSE = (
    "the market opened higher as shares of makers rose after a quiet week and the company said it "
    "would launch a new range of cars in spring while rain kept fans away from the final match"
)


def reports_of(files: Iterable[Path], pack: Pack) -> list[Report]:
    """The reports in the files; what is no report is left out."""
    items = (item for path in files for item in read_path(path, language=pack.language))
    return [item for item in items if isinstance(item, Report)]


def irrelevant(report: Report, megabytes: int, rng: random.Random) -> Report:
    """A report of about so many MB in which nothing of any theatre is named."""
    words = rng.choices(PROSE.split(), k=megabytes * 1_000_000 // 5)
    lines = [" ".join(words[i : i + 20]).capitalize() + "." for i in range(0, len(words), 20)]
    return replace(report, text="\n".join(lines))


def best_seconds(reports: list[Report], pack: Pack) -> float:
    """Processor time of the best of a few rounds over all reports."""
    rounds = []
    for _ in range(ROUNDS):
        began = time.process_time()
        for report in reports:
            code(report, pack)
        rounds.append(time.process_time() - began)
    return min(rounds)


def main() -> int:
    """Print both speeds."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("files", nargs="*", type=Path)
    parser.add_argument("--theatre", default="korea")
    asked = parser.parse_args()
    pack = load_pack(asked.theatre)
    reports = reports_of(asked.files or sample_reports(pack), pack)
    code(reports[0], pack)
    sentences = sum(len(split_sentences(report.text)) for report in reports)
    seconds = best_seconds(reports, pack)
    print(f"relevant: {len(reports)} reports, {sentences} sentences, {sentences / seconds:,.0f}/s")
    other = irrelevant(reports[0], 4, random.Random(1))  # noqa: S311
    seconds = best_seconds([other], pack)
    print(
        f"irrelevant: {len(other.text) / 1e6:.1f} MB, {len(other.text) / 1e6 / seconds:,.1f} MB/s"
    )
    return 0


if __name__ == "__main__":
    sys.exit(main())
