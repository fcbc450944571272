"""Make docs/skill.md: the reference trials repeated, then our own backtest through `as_of`.

Usage: python benchmarks/skill.py [--theatre NAME] [--cache FOLDER] [--workers N] [--seed N]
                                  [--write FILE]

Finished years of the backtest are kept in the cache folder; an interrupted run goes on there.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

import backtest as trials
from published import published_lines
from skill_page import our_lines
from skill_rows import row
from standoff.cli.backtest import last_covered
from standoff.forecast import Said, load_questions, roll, skill_of
from standoff.forecast.backtest import backtest
from standoff.forecast.models import History
from standoff.ingest import base_record
from standoff.packs import Pack, load_pack
from standoff.record import Record
from trial_models import fitted_scores

TOP = """# Skill of the forecasts

Every figure on this page is made by one command:
`python benchmarks/skill.py --write docs/skill.md`. The ensemble's rule was committed before any of
it was scored (see [forecast](forecast.md)). Lower scores are better, but for AUC. These are
backtests: only forecasts in the journal confirm.
"""

TRIALS = """## The reference trials, by their definitions

Brier scores; the reference in brackets. One table at a time, first of each month from 2012 (every 7
days for 7 d), windows overlap at 90 d, all of the table known at each origin. Climatology, leader
Poisson, weighted rate and cloglog are defined there in full; of the others only the names are.
The logistic model needs a rough list of talks that was not kept; the last row is the mean of the
other three members of the reference ensemble, so it is only a neighbour.
"""


def main() -> None:
    """Run or resume everything, and write the page."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--theatre", default="korea")
    parser.add_argument("--cache", type=Path, default=Path("build/backtest"))
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--write", type=Path)
    options = parser.parse_args()
    pack, record = opened(options.theatre, options.cache)[::-1]
    lines = [TOP, *trial_lines(pack)]
    last = last_covered(record, pack)
    said, seconds = rolled(options, pack, last)
    print(f"backtest: {seconds:.0f} s with {options.workers} processes", file=sys.stderr)
    found = skill_of(said, load_questions(pack), record, pack, last=last, seed=options.seed)
    lines += [*our_lines(found, last), *published_lines(record, pack)]
    page = "\n".join(lines).rstrip() + "\n"
    if options.write:
        options.write.write_text(page, encoding="utf-8")
    else:
        print(page)


def opened(theatre: str, cache: Path) -> tuple[Record, Pack]:
    """The record of the theatre's own tables."""
    pack = load_pack(theatre)
    return base_record(pack, cache=cache), pack


def rolled(options: argparse.Namespace, pack: Pack, last: date) -> tuple[list[Said], float]:
    """All that the backtest says, and how long it took."""
    begun = time.monotonic()
    said: list[Said] = []
    for step in roll(
        opened,
        options.theatre,
        options.cache,
        first=min(one.scored_from for one in load_questions(pack)).year,
        last=last,
        cache=options.cache,
        workers=options.workers,
        seed=options.seed,
    ):
        said += step.said
        print(f"{step.done} of {step.total} years: {step.year}", file=sys.stderr)
    return said, time.monotonic() - begun


def trial_lines(pack: Pack) -> Iterator[str]:
    """The table of the reference trials beside theirs."""
    with TemporaryDirectory() as folder:
        histories = trials.from_tables(pack, Path(folder))
    columns = [trial_column(histories[one.table], one) for one in trials.REFERENCES]
    heads = [f"{one.table}, {one.horizon_days} d" for one in trials.REFERENCES]
    yield TRIALS
    yield row(["", *heads])
    yield row(["---"] * (len(heads) + 1))
    for name in columns[0]:
        yield row([name, *(column[name] for column in columns)])
    yield ""


def trial_column(past: History, reference: trials.Reference) -> dict[str, str]:
    """Our score of every model with the reference behind it."""
    origins = trials.origins(past, reference)
    plain = backtest(past, horizon_days=reference.horizon_days, origins=origins)
    if plain is None:
        return {}
    fitted = fitted_scores(past, origins, horizon_days=reference.horizon_days)
    found = {name: score.brier for name, score in plain.scores.items()}
    found |= {name: score for name, (score, _) in fitted.items()}
    theirs = {**reference.brier, **reference.fitted}
    cells = {name: f"{score:.3f} ({theirs[name]:.3f})" for name, score in found.items()}
    return {"n": f"{len(plain.origins)} ({reference.n or '-'})"} | cells


if __name__ == "__main__":
    main()
