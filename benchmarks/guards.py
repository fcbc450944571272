"""Acceptance tests of the statistics on the theatre's own calendars, in full and resumable.

    python benchmarks/guards.py --replicates 1000

Each replicate depends on the seed and its own number only, so a run that was stopped goes on
where it was, and any replicate can be made again. Rates are printed beside the limits.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from platformdirs import user_cache_path

import guards_clustering
from standoff.explain.days import Calendar
from standoff.explain.exposures import matching, outcome_days, state_days
from standoff.explain.measure import fit_days
from standoff.explain.verdict import decide
from standoff.ingest.base import base_record
from standoff.model import Query
from standoff.packs import load_pack
from standoff.stats.branching import daily_rate
from standoff.stats.gate import Totals, yearly_totals
from standoff.stats.permute import p_value, shift_scores, swap_scores, z_score

Floats = NDArray[np.float64]
Row = dict[str, float]

DRAWS = 999
PLANTED_LOG_RATIO = float(np.log(0.4))
MIN_PLANTED_EXPECTED = 25.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Ground:
    """The real yearly launch rates and the real talks windows (not found counts as no)."""

    calendar: Calendar
    event: Floats
    exposure: Floats
    clustered: guards_clustering.Clustered

    @property
    def daily(self) -> Floats:
        """Each day's launch rate if launches fell evenly over their year."""
        totals = self.totals(self.event, self.exposure)
        return (totals.events / np.maximum(totals.days, 1))[self.calendar.year]

    def totals(self, event: Floats, exposure: Floats) -> Totals:
        """Yearly totals."""
        return yearly_totals(event, exposure, self.calendar.year, years=len(self.calendar.years))


def ground() -> Ground:
    """The grounds of the bundled theatre, 1990 to the last launch day covered."""
    pack = load_pack("korea")
    record = base_record(pack, cache=user_cache_path("standoff"))
    calendar = Calendar(
        first=date(1990, 1, 1), days=(date(2026, 8, 20) - date(1990, 1, 1)).days + 1
    )
    acting, dyad = pack.manifest.acting, (pack.manifest.acting, pack.manifest.opposing[0])
    event = np.nan_to_num(outcome_days(record, Query(kind="launch", actor=acting), calendar))
    talks = matching(record, Query(kind="talks", actor=acting), pack, between=dyad)
    covered = np.ones(calendar.days, dtype=bool)
    state = state_days(talks, covered, calendar, join_gap_days=60)
    rate = daily_rate(event, calendar.year)
    return Ground(
        calendar=calendar,
        event=event,
        exposure=np.nan_to_num(state),
        clustered=guards_clustering.Clustered(calendar=calendar, rate=rate, seed=1),
    )


def null(on: Ground, rng: np.random.Generator) -> Row:
    """One p-value with nothing there."""
    return {"p": _shifted(on, _draw(on.daily, rng), on.exposure, rng, sign="lower")}


def season(on: Ground, rng: np.random.Generator) -> Row:
    """P by day shift and by calendar swap where launches follow the season alone."""
    calendar = on.calendar
    day, rows = calendar.day_of_year, len(calendar.years)
    exposure = np.zeros(calendar.days)
    for row in range(rows):
        begins = np.flatnonzero(calendar.year == row)[0] + 65 + rng.integers(-5, 6)
        exposure[begins : begins + 14] = 1.0
    high = (day >= 58) & (day < 88)
    event = _draw(on.daily * np.where(high, 3.0, 0.82), rng)
    observed = float(z_score(on.totals(event, exposure)))
    scores = swap_scores(
        event, exposure, calendar.year, day, eras=(0,) * rows, draws=DRAWS, rng=rng
    )
    swap = p_value(observed, scores, sign="higher").p
    return {"p": swap, "p_shift": _shifted(on, event, exposure, rng, sign="higher")}


def planted(on: Ground, rng: np.random.Generator) -> Row:
    """Bias and coverage of a planted rate ratio of .4 with at least 25 exposed events expected."""
    exposure = np.zeros(on.calendar.days)
    event = on.event
    while float(on.totals(event, exposure).expected.sum()) < MIN_PLANTED_EXPECTED * 1.3:
        begins = rng.integers(0, on.calendar.days - 60)
        exposure[begins : begins + 60] = 1.0
    event = _draw(on.daily * np.exp(PLANTED_LOG_RATIO * exposure), rng)
    fitted = fit_days(event, exposure[:, None], on.calendar.year)
    inside = fitted.interval[0] <= PLANTED_LOG_RATIO <= fitted.interval[1]
    return {"inside": float(inside), "bias": fitted.effect - PLANTED_LOG_RATIO}


def permuted(on: Ground, rng: np.random.Generator) -> Row:
    """Whether real launch days, mixed within their year, are called present."""
    event = on.event.copy()
    for row in range(len(on.calendar.years)):
        inside = on.calendar.year == row
        event[inside] = rng.permutation(event[inside])
    totals, column = on.totals(event, on.exposure), on.exposure[:, None]
    fitted = fit_days(event, column, on.calendar.year)
    p = _shifted(on, event, on.exposure, rng, sign="lower")
    omitted = [
        (str(row), fit_days(event[kept], column[kept], on.calendar.year[kept]).effect)
        for row in np.flatnonzero(totals.informative)
        if p <= 0.05 and (kept := on.calendar.year != row).any()
    ]
    verdict, _ = decide(
        effect=fitted.effect,
        interval=fitted.interval,
        sign="lower",
        p_holm=p,
        p_holm_interval=(p, p),
        omitted=omitted,
    )
    return {"present": float(verdict == "present")}


def clustering(
    one: Callable[[guards_clustering.Clustered, np.random.Generator], Row],
) -> Callable[[Ground, np.random.Generator], Row]:
    """A guard of self-excitation on the same ground."""
    return lambda on, rng: one(on.clustered, rng)


GUARDS: dict[str, Callable[[Ground, np.random.Generator], Row]] = {
    "null": null,
    "season": season,
    "planted": planted,
    "permuted": permuted,
    "none": clustering(guards_clustering.none),
    "excited": clustering(guards_clustering.excited),
    "bursts": clustering(guards_clustering.bursts),
    "rescaling": clustering(guards_clustering.rescaling),
}


FIGURES: dict[str, tuple[tuple[str, Callable[[dict[str, Floats]], float], str], ...]] = {
    "null": (("rejected", lambda c: _rejected(c["p"]), ".03 to .07"),),
    "season": (
        ("rejected by calendar swap", lambda c: _rejected(c["p"]), "at most .07"),
        ("rejected by day shift", lambda c: _rejected(c["p_shift"]), "must fail"),
    ),
    "planted": (
        ("coverage", lambda c: float(c["inside"].mean()), ".93 to .97"),
        ("median log bias", lambda c: float(np.median(c["bias"])), "at most .05"),
    ),
    "permuted": (("called present", lambda c: float(c["present"].mean()), "at most .05"),),
    "none": (("mean corrected ratio", lambda c: float(c["corrected"].mean()), "at most .03"),),
    "excited": (
        ("mean raw ratio", lambda c: float(c["raw"].mean()), "none; biased low"),
        ("mean corrected ratio", lambda c: float(c["corrected"].mean()), ".27 to .37"),
        ("coverage", lambda c: float(c["inside"].mean()), ".90 to .98"),
    ),
    "bursts": (("called present", lambda c: float(c["present"].mean()), "at most .05"),),
    "rescaling": (
        ("rejected", lambda c: _rejected(c["p"]), ".03 to .07"),
        ("rejected without randomising", lambda c: float(c["naive"].mean()), "must fail"),
    ),
}


def summary(name: str, rows: Sequence[Row]) -> dict[str, tuple[float, str]]:
    """The figures of a guard, each with its limit."""
    column = {key: np.array([row[key] for row in rows]) for key in rows[0]}
    return {figure: (value(column), limit) for figure, value, limit in FIGURES[name]}


def _rejected(p: Floats) -> float:
    return float((p <= 0.05).mean())


def run(name: str, on: Ground, *, replicates: int, seed: int, state: Path) -> list[Row]:
    """The rows of a guard, taken from the state file as far as they stand there."""
    done = {one["replicate"]: one["row"] for one in _read(state) if one["guard"] == [name, seed]}
    number = list(GUARDS).index(name)
    state.parent.mkdir(parents=True, exist_ok=True)
    with state.open("a", encoding="utf-8") as file:
        for replicate in range(replicates):
            if replicate not in done:
                rng = np.random.default_rng([seed, number, replicate])
                done[replicate] = GUARDS[name](on, rng)
                line: dict[str, Any] = {
                    "guard": [name, seed],
                    "replicate": replicate,
                    "row": done[replicate],
                }
                file.write("\n" + json.dumps(line))
                file.flush()
            if (replicate + 1) % 100 == 0:
                print(f"  {name}: {replicate + 1} of {replicates}", flush=True)
    return [done[replicate] for replicate in range(replicates)]


def main() -> None:
    """Run the guards that are asked for and print their rates."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--replicates", type=int, default=100)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--only", choices=list(GUARDS), action="append")
    parser.add_argument("--state", type=Path, default=Path("out/guards.jsonl"))
    asked = parser.parse_args()
    on = ground()
    for name in asked.only or GUARDS:
        rows = run(name, on, replicates=asked.replicates, seed=asked.seed, state=asked.state)
        for figure, (value, limit) in summary(name, rows).items():
            print(f"{name}: {figure} {value:.3f} (limit {limit}; n={len(rows)}, seed {asked.seed})")


def _draw(rate: Floats, rng: np.random.Generator) -> Floats:
    return (rng.random(len(rate)) < np.minimum(rate, 1.0)).astype(np.float64)


def _shifted(
    on: Ground, event: Floats, exposure: Floats, rng: np.random.Generator, *, sign: Any
) -> float:
    years = len(on.calendar.years)
    observed = float(z_score(on.totals(event, exposure)))
    scores = shift_scores(event, exposure, on.calendar.year, years=years, draws=DRAWS, rng=rng)
    return p_value(observed, scores, sign=sign).p


def _read(state: Path) -> Iterator[dict[str, Any]]:
    if state.exists():
        for line in state.read_text(encoding="utf-8").splitlines():
            if line.endswith("}}"):  # a line cut off by an interruption is made again
                yield json.loads(line)


if __name__ == "__main__":
    main()
