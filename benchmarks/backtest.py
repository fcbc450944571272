"""Repeat the reference backtests and print our figure, the reference and the difference.

Usage: python benchmarks/backtest.py [--theatre NAME] [--shared FOLDER]

First on the pack's own record through `Record.series`, one table at a time and only the rows that
the reference counts; then, where the shared folder is there, on the lists as downloaded; last on
the record as the forecasts use it, every launch of all tables merged: there the reference is only a
neighbour, since the pack counts some days that the reference leaves out.

The definitions are those of the trials made before the project began. Three things they leave open
were settled by trying the readings; these reproduce every figure:

* "overall mean", in the weighted rate and in leader Poisson alike, is the mean of the days before
  the origin, not of the whole series (which would also be a leak);
* climatology is 1 - exp(-H x that mean), not the share of past windows with an event;
* an origin counts once its whole window [t, t + H) is covered, even where an event came early.

All figures are "final vintage": the tables as they stand today, not as they stood at each origin;
the lag that each table declares is printed.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np

from standoff.forecast.backtest import Backtest, backtest, every_days, first_of_months
from standoff.forecast.combine import BASE, KERNELS, LAGGED, LEADER, WEIGHTED
from standoff.forecast.models import History
from standoff.forecast.past import past_of
from standoff.forecast.questions import load_questions
from standoff.ingest import add_facts
from standoff.packs import Pack, Row, load_pack
from standoff.record import Record
from trial_models import BY_LEADER, MEAN, ONE_KERNEL, ONE_LEVEL, fitted_scores

FIRST_DAY = date(1984, 4, 9)
FIRST_ORIGIN = date(2012, 1, 1)
LEADER_STARTS = (date(1994, 7, 8), date(2011, 12, 17))
NO_FLIGHT = {
    "Rocket Engine Test",
    "Artillery Fire",
    "Nuclear Detonation Device",
    "Joint Missile Test with China",
}
LOCAL_AHEAD_OF_UTC = timedelta(hours=9)


@dataclass(frozen=True, slots=True, kw_only=True)
class Reference:
    """One column of the reference table: resolved origins, share of yes, Brier score and AUC.

    `fitted` are the Brier scores of the models that are refitted each quarter; the last of them,
    the ensemble's, is a neighbour of ours only (see `trial_models`).
    """

    table: str
    horizon_days: int
    n: int | None
    share_yes: float
    brier: Mapping[str, float]
    auc: Mapping[str, float]
    fitted: Mapping[str, float]


REFERENCES = (
    Reference(
        table="provocations",
        horizon_days=7,
        n=763,
        share_yes=0.21,
        brier={BASE: 0.186, LEADER: 0.165, WEIGHTED: 0.156},
        auc={WEIGHTED: 0.68},
        fitted={
            ONE_LEVEL: 0.152,
            KERNELS: 0.154,
            LAGGED: 0.156,
            ONE_KERNEL: 0.158,
            BY_LEADER: 0.157,
            MEAN: 0.151,
        },
    ),
    Reference(
        table="provocations",
        horizon_days=30,
        n=175,
        share_yes=0.51,
        brier={BASE: 0.319, LEADER: 0.235, WEIGHTED: 0.213},
        auc={LEADER: 0.66, WEIGHTED: 0.75},
        fitted={
            ONE_LEVEL: 0.205,
            KERNELS: 0.215,
            LAGGED: 0.222,
            ONE_KERNEL: 0.236,
            BY_LEADER: 0.217,
            MEAN: 0.199,
        },
    ),
    Reference(
        table="provocations",
        horizon_days=90,
        n=173,
        share_yes=0.76,
        brier={BASE: 0.237, LEADER: 0.203, WEIGHTED: 0.197},
        auc={},
        fitted={
            ONE_LEVEL: 0.192,
            KERNELS: 0.199,
            LAGGED: 0.208,
            ONE_KERNEL: 0.244,
            BY_LEADER: 0.191,
            MEAN: 0.177,
        },
    ),
    Reference(
        table="flight_tests",
        horizon_days=30,
        n=None,
        share_yes=0.44,
        brier={BASE: 0.331, LEADER: 0.242, WEIGHTED: 0.226},
        auc={},
        fitted={
            ONE_LEVEL: 0.218,
            KERNELS: 0.230,
            LAGGED: 0.238,
            ONE_KERNEL: 0.238,
            BY_LEADER: 0.223,
            MEAN: 0.219,
        },
    ),
)


def main() -> None:
    """Print one block per column of the reference table, for each place the data come from."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    shared = Path(__file__).resolve().parents[2] / "shared" / "data"
    parser.add_argument("--shared", type=Path, default=shared)
    parser.add_argument("--theatre", default="korea")
    options = parser.parse_args()
    pack = load_pack(options.theatre)
    with TemporaryDirectory() as folder:
        tables = from_tables(pack, Path(folder))
        report("the pack's record by the reference definition", tables, fitted=True)
        if options.shared.is_dir():
            report("the lists as downloaded", from_lists(options.shared))
        else:
            print(f"\n{options.shared} is absent: the lists as downloaded are skipped")
        whole = from_record(pack, Path(folder) / "whole.sqlite")
        merged = {one.table: whole for one in REFERENCES if one.table == "provocations"}
        report("the pack's record, all tables merged (reference: one list)", merged)


def report(title: str, histories: Mapping[str, History], *, fitted: bool = False) -> None:
    """Print every column for which there is a history; with the fitted models if asked."""
    print(f"\n== {title}; final vintage ==")
    for reference in REFERENCES:
        if reference.table in histories:
            past = histories[reference.table]
            tried = backtest(
                past, horizon_days=reference.horizon_days, origins=origins(past, reference)
            )
            if tried:
                print_column(past, reference, tried)
            if fitted:
                print_fitted(past, reference)


def origins(past: History, reference: Reference) -> tuple[date, ...]:
    """Every 7 days for the week, else the first of each month."""
    last = past.day(len(past.events))
    if reference.horizon_days == 7:
        return every_days(FIRST_ORIGIN, last, step_days=7)
    return first_of_months(FIRST_ORIGIN, last)


def print_column(past: History, reference: Reference, tried: Backtest) -> None:
    """Print our figures beside the reference."""
    days = int(np.nansum(past.events))
    print(
        f"\n{reference.table}, {reference.horizon_days} d: {days} event days to "
        f"{past.covered_through}; n = {len(tried.origins)} "
        f"(reference {reference.n or 'not given'}); "
        f"yes {tried.share_yes:.2f} (reference {reference.share_yes:.2f})"
    )
    for model, scored in tried.scores.items():
        print(
            f"  {model:46s} Brier {compared(scored.brier, reference.brier.get(model), 3)}"
            f" AUC {compared(scored.auc, reference.auc.get(model), 2)}"
        )


def print_fitted(past: History, reference: Reference) -> None:
    """Print the figures of the fitted models beside the reference."""
    found = fitted_scores(past, origins(past, reference), horizon_days=reference.horizon_days)
    for model, (score, area) in found.items():
        print(f"  {model:46s} Brier {compared(score, reference.fitted[model], 3)} AUC {area:.2f}")


def compared(ours: float, reference: float | None, places: int) -> str:
    """Ours with one more digit than the reference, the reference, and the difference."""
    shown = f"{ours:.{places + 1}f}"
    if reference is None:
        return f"{shown} (no reference)".ljust(30)
    return f"{shown} (ref {reference:.{places}f}, {ours - reference:+.{places + 1}f})".ljust(30)


def from_tables(pack: Pack, folder: Path) -> dict[str, History]:
    """The series of the pack's first question, from each reference table alone."""
    histories = {}
    for name in dict.fromkeys(one.table for one in REFERENCES):
        lag_days = pack.tables[name].spec.lag_days
        print(f"table {name}: final vintage, declared lag {lag_days} days")
        rows = tuple(as_listed(row) for row in pack.tables[name].rows if counts(row))
        alone = replace(pack, tables={name: replace(pack.tables[name], rows=rows)})
        histories[name] = from_record(alone, folder / f"{name}.sqlite")
    return histories


def counts(row: Row) -> bool:
    """Whether the reference counts a row: of the list of provocations, missiles that flew."""
    if "list_type" not in row.fields:
        return True
    return row.fields["list_type"] == "missile" and row.fields["mode"] not in NO_FLIGHT


def as_listed(row: Row) -> Row:
    """The row as the reference read it: the list of provocations writes day 1 for a bare month."""
    day = row.fields["date"]
    if "list_type" not in row.fields or len(day) == len("2024-09-18"):
        return row
    return replace(row, fields={**row.fields, "date": f"{day}-01"})


def from_record(pack: Pack, path: Path) -> History:
    """The series of the pack's first question, from a record of the pack's tables."""
    record = add_facts(Record.open(path, pack), pack)
    question = load_questions(pack)[0]
    stretches = [one for table in pack.tables.values() for one in table.spec.coverage]
    past = past_of(question, record, pack, through=max(one.last for one in stretches))
    last = past.covered_through or question.since
    return replace(past, events=past.events[: past.index(last) + 1])


def from_lists(folder: Path) -> dict[str, History]:
    """The two lists as downloaded, read by the reference definitions."""
    return {
        "provocations": daily(provocation_days(folder), through=date(2026, 8, 20)),
        "flight_tests": daily(flight_test_days(folder), through=date(2026, 4, 19)),
    }


def provocation_days(folder: Path) -> set[date]:
    """Local days with a missile provocation that flew."""
    rows = json.loads((folder / "csis_provocations.json").read_text(encoding="utf-8"))
    return {
        date.fromisoformat(row["date"])
        for row in rows
        if row["type"] == "Missile Provocation" and row["event"] not in NO_FLIGHT
    }


def flight_test_days(folder: Path) -> set[date]:
    """Local days of flight tests known to the day; days without an hour are taken as given."""
    bins = json.loads((folder / "nk_tests_test.json").read_text(encoding="utf-8"))["timeBins"]
    rows = [row for one in bins for row in one["data"] if len(row["date"]) == len("2024-09-18")]
    return {local_day(row["date"], row["time"]) for row in rows}


def local_day(day: str, hour: str) -> date:
    """The local day of a UTC date and hour."""
    if not hour.endswith("(UTC)"):
        return date.fromisoformat(day)
    moment = datetime.fromisoformat(f"{day} {hour.removesuffix(' (UTC)')}:00")
    return (moment + LOCAL_AHEAD_OF_UTC).date()


def daily(days: Iterable[date], *, through: date) -> History:
    """A fully covered daily series with these event days."""
    events = np.zeros((through - FIRST_DAY).days + 1)
    for day in days:
        if FIRST_DAY <= day <= through:
            events[(day - FIRST_DAY).days] = 1.0
    return History(start=FIRST_DAY, events=events, leader_starts=LEADER_STARTS)


if __name__ == "__main__":
    main()
