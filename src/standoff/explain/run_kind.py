"""Run tests: is a type tried again sooner after a failure than after a success?"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from standoff.explain.days import Calendar
from standoff.explain.measure import (
    Fitted,
    Measured,
    as_estimate,
    clustered,
    effect_of,
    exact_p,
    fit_days,
)
from standoff.explain.specification import Sign
from standoff.explain.verdict import Bin, Estimate
from standoff.explain.wording import closed_gate
from standoff.stats.cloglog import fit, prepare
from standoff.stats.gate import Gate, Totals, gate, yearly_totals
from standoff.stats.permute import PValue, p_value

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]

ORDINALS = ("first test", "second test", "third test", "fourth test and later")


@dataclass(frozen=True, slots=True, kw_only=True)
class Trials:
    """Test days of all types, each in the order of its days; shape (tests,).

    `failed` is 1, 0 or NaN where it is not known how the test turned out.
    """

    kind: Integers
    day: Integers
    failed: Floats


@dataclass(frozen=True, slots=True, kw_only=True)
class RunDays:
    """Tests by type within a calendar; `types` names them, `unseen` counts tests without a type."""

    calendar: Calendar
    tests: Trials
    types: tuple[str, ...]
    unseen: int
    horizon_days: int
    sign: Sign


@dataclass(frozen=True, slots=True, kw_only=True)
class _Spells:
    """The days after each test until the next of its type, the horizon or the end, by day."""

    test: Integers
    kind: Integers
    day: Integers
    since: Floats
    event: Floats
    failed: Floats


def measure_run(days: RunDays, *, draws: int, rng: np.random.Generator) -> Measured:
    """Gate, and where it opens: estimate, p from outcomes exchanged within types, omissions.

    A type takes the place of a year: tests are compared with tests of the same type only.

    Args:
        days: the tests.
        draws: how many exchanges of outcomes.
        rng: source of chance.
    """
    spells = _spells(days)
    totals = _totals(spells, spells.kind, len(days.types))
    opened = gate(totals, coverage=_known_share(days))
    by_year = _totals(spells, days.calendar.year[spells.day], len(days.calendar.years))
    bins = _success_by_ordinal(days)
    bound = _typed_alone(spells, totals)
    if not opened.passed:
        return Measured(gate=opened, totals=totals, by_year=by_year, bounds=(bound,), bins=bins)
    fitted = _fit(spells)
    return Measured(
        gate=opened,
        totals=totals,
        by_year=by_year,
        fitted=fitted,
        p=_exchanged(days, spells, draws=draws, rng=rng),
        omitted=_without_types(days, spells, totals),
        bounds=(bound,),
        sensitivities=(clustered(fitted),),
        bins=bins,
        exact=exact_p(totals, days.sign),
    )


def _spells(days: RunDays) -> _Spells:
    tests, last = days.tests, days.calendar.days - 1
    rows: list[tuple[Integers, Integers, Integers, Floats, Floats]] = []
    for number, (kind, day) in enumerate(zip(tests.kind, tests.day, strict=True)):
        again = number + 1 < len(tests.day) and tests.kind[number + 1] == kind
        following = int(tests.day[number + 1]) if again else last + 1
        end = min(following, int(day) + days.horizon_days, last)
        since: Integers = np.arange(1, end - int(day) + 1, dtype=np.int64)
        event = (again & (int(day) + since == following)).astype(np.float64)
        ones = np.ones_like(since)
        rows.append(
            (number * ones, int(kind) * ones, int(day) + since, since.astype(np.float64), event)
        )
    test, kinds, at, since_all, events = (np.concatenate(part) for part in zip(*rows, strict=True))
    failed = tests.failed[test]
    known = ~np.isnan(failed)
    return _Spells(
        test=test[known],
        kind=kinds[known],
        day=at[known],
        since=since_all[known],
        event=events[known],
        failed=failed[known],
    )


def _totals(spells: _Spells, group: Integers, groups: int) -> Totals:
    return yearly_totals(spells.event, spells.failed, group, years=groups)


def _known_share(days: RunDays) -> float:
    known = int((~np.isnan(days.tests.failed)).sum())
    return known / max(len(days.tests.failed) + days.unseen, 1)


def _columns(spells: _Spells) -> Floats:
    return np.column_stack([spells.failed, np.log(spells.since)])


def _fit(spells: _Spells) -> Fitted:
    return fit_days(spells.event, _columns(spells), spells.kind)


def _exchanged(days: RunDays, spells: _Spells, *, draws: int, rng: np.random.Generator) -> PValue:
    """The score of failures, with outcomes exchanged among the tests of each type."""
    design, kept = prepare(spells.event, _columns(spells)[:, 1:], spells.kind)
    residual = np.bincount(spells.test[kept], fit(design).score, minlength=len(days.tests.day))
    failed, known = np.nan_to_num(days.tests.failed), ~np.isnan(days.tests.failed)
    observed, scores = float(residual @ failed), np.zeros(draws)
    for kind in range(len(days.types)):
        members = np.flatnonzero((days.tests.kind == kind) & known)
        labels = rng.permuted(np.tile(failed[members], (draws, 1)), axis=1)
        scores += labels @ residual[members]
    return p_value(observed, scores, sign=days.sign)


def _without_types(days: RunDays, spells: _Spells, totals: Totals) -> tuple[tuple[str, float], ...]:
    columns = _columns(spells)
    found = []
    for kind in np.flatnonzero(totals.informative):
        kept = spells.kind != kind
        effect = effect_of(spells.event[kept], columns[kept], spells.kind[kept])
        found.append((days.types[kind], effect))
    return tuple(found)


def _typed_alone(spells: _Spells, totals: Totals) -> Estimate:
    """The effect as if the tests whose type and outcome are known were all."""
    name = "if the tests with a known type and outcome were all"
    opened: Gate = gate(totals, coverage=1.0)
    if not opened.passed:
        return Estimate(name=name, effect=None, interval=None, gate=closed_gate(opened, "types"))
    return as_estimate(name, _fit(spells))


def _success_by_ordinal(days: RunDays) -> tuple[Bin, ...]:
    """How many first, second ... tests of a type worked, beside the share of their type."""
    tests = days.tests
    known = ~np.isnan(tests.failed)
    worked = np.where(known, 1.0 - np.nan_to_num(tests.failed), 0.0)
    share = np.bincount(tests.kind, worked) / np.maximum(np.bincount(tests.kind, known), 1)
    place = _places(tests.kind)
    found: list[Bin] = []
    for ordinal, name in enumerate(ORDINALS):
        here = known & (np.minimum(place, len(ORDINALS) - 1) == ordinal)
        found.append(
            Bin(
                name=name,
                days=int(here.sum()),
                observed=int(worked[here].sum()),
                expected=float(share[tests.kind[here]].sum()),
            )
        )
    return tuple(found)


def _places(kinds: Sequence[int] | Integers) -> Integers:
    """How many tests of its type came before each."""
    seen: dict[int, int] = {}
    places = []
    for kind in kinds:
        places.append(seen.get(int(kind), 0))
        seen[int(kind)] = places[-1] + 1
    return np.array(places, dtype=np.int64)
