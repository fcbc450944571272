"""What fits and draws take, each on simulated data of the size of the longest record.

    python benchmarks/fits.py [--theatre NAME]

One model on 15,000 days, the primary test of an implication with 9,999 permutations; with a theatre
also its standing questions. Processor seconds, the best of three rounds.
"""

from __future__ import annotations

import argparse
import platform
import tempfile
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path

import numpy as np

from standoff.forecast import standing
from standoff.ingest import base_record
from standoff.packs import load_pack
from standoff.stats.cloglog import fit, prepare
from standoff.stats.permute import shift_scores

ROUNDS = 3
YEARS, DAYS_A_YEAR = 40, 375
PERMUTATIONS = 9_999


def best_s(work: Callable[[], object]) -> float:
    """The least processor seconds of some rounds of `work`."""
    taken = []
    for _ in range(ROUNDS):
        begun = time.process_time()
        work()
        taken.append(time.process_time() - begun)
    return min(taken)


def simulated(rng: np.random.Generator) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Event days, an exposure in blocks and the year of each day."""
    year = np.repeat(np.arange(YEARS), DAYS_A_YEAR)
    event = (rng.random(len(year)) < 0.02).astype(float)
    exposure = np.repeat((rng.random(len(year) // 25) < 0.2).astype(float), 25)
    return event, exposure, year


def main() -> None:
    """Print one line for each thing that is timed."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--theatre", help="also answer this theatre's standing questions")
    given = parser.parse_args()
    rng = np.random.default_rng(1)
    event, exposure, year = simulated(rng)
    design, _ = prepare(event, exposure[:, None], year)
    print(f"{platform.machine()}, {len(event)} days in {YEARS} years; seconds, best of {ROUNDS}")
    print(f"one fit                       {best_s(lambda: fit(design)):.3f}")
    shifts = best_s(
        lambda: shift_scores(event, exposure, year, years=YEARS, draws=PERMUTATIONS, rng=rng)
    )
    print(f"{PERMUTATIONS} permutations             {shifts:.2f}")
    if given.theatre:
        pack = load_pack(given.theatre)
        with tempfile.TemporaryDirectory() as cache:
            record = base_record(pack, cache=Path(cache))
            asked = best_s(lambda: standing(record, pack, as_of=date.today()))
        print(f"standing questions            {asked:.2f}")


if __name__ == "__main__":
    main()
