"""Run every implication of a theatre against its record, as known on a day."""

from __future__ import annotations

import hashlib
from collections.abc import Container, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np

from standoff.errors import InputError
from standoff.explain.assemble import (
    Assembled,
    HasCalendar,
    excitation_days,
    exposure_days,
    response_days,
    run_days,
)
from standoff.explain.excitation_kind import measure_excitation
from standoff.explain.exposure_kind import measure_exposure
from standoff.explain.exposures import Readable
from standoff.explain.hypotheses import (
    Hypothesis,
    implication_keys,
    load_hypotheses,
)
from standoff.explain.measure import Measured
from standoff.explain.response_kind import measure_response
from standoff.explain.results import Tested, results_of
from standoff.explain.run_kind import measure_run
from standoff.explain.specification import Implication
from standoff.explain.verdict import Result
from standoff.packs import Pack

PERMUTATIONS = 9_999


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """What a run is made with, beside record, theatre and day."""

    seed: int
    permutations: int = PERMUTATIONS
    detail: bool = True


def run_all(
    record: Readable,
    pack: Pack,
    *,
    seed: int,
    as_of: date | None = None,
    permutations: int = PERMUTATIONS,
    only: Container[str] | None = None,
    detail: bool = True,
    hypotheses: Sequence[Hypothesis] | None = None,
) -> tuple[Result, ...]:
    """The result of every implication of the theatre, p-values adjusted over all tested ones.

    Each implication has its own chance, from the seed and its key, so that adding one
    changes no other's p-value. A theatre without hypotheses has no results.

    Args:
        record: the record, on any day; only what was public on `as_of` is read.
        pack: the theatre with its hypotheses.
        seed: from which all permutations follow.
        as_of: the day on whose knowledge to test; None for all that is known, dated by the
            last day that a table of the theatre's outcome covers.
        permutations: how many a test.
        only: the ids of the hypotheses wanted, None for all; implications they share and those
            of the same families are tested too, so that no number depends on what is asked.
        detail: False leaves out what describes and decides nothing.
        hypotheses: the theatre's, where they are loaded already.

    Raises:
        PackError: a hypothesis file is broken.
        InputError: no day is given and no table declares coverage.
    """
    view, day = _seen(record, pack, as_of)
    options = Options(seed=seed, permutations=permutations, detail=detail)
    written = load_hypotheses(pack) if hypotheses is None else hypotheses
    asked = wanted(written, only)
    tested = [_test(view, pack, one, day, options) for one in asked]
    return results_of(tested, view.version, as_of=day, seed=seed)


def run_one(
    record: Readable,
    pack: Pack,
    hypothesis: Hypothesis,
    implication: Implication,
    *,
    seed: int,
    as_of: date | None = None,
    permutations: int = PERMUTATIONS,
) -> Result:
    """The result of one implication by itself: a family of one.

    Args:
        record: the record, on any day; only what was public on `as_of` is read.
        pack: its theatre.
        hypothesis: the reading it belongs to.
        implication: what to test.
        seed: from which all permutations follow.
        as_of: the day on whose knowledge to test; None as in `run_all`.
        permutations: how many.
    """
    view, day = _seen(record, pack, as_of)
    options = Options(seed=seed, permutations=permutations)
    tested = _test(view, pack, (hypothesis, implication), day, options)
    return results_of([tested], view.version, as_of=day, seed=seed)[0]


def wanted(
    hypotheses: Sequence[Hypothesis], only: Container[str] | None
) -> tuple[tuple[Hypothesis, Implication], ...]:
    """The implications to test for the hypotheses asked for, whole families at a time."""
    every = [(one, implication) for one in hypotheses for implication in one.implications]
    if only is None:
        return tuple(every)
    keys = {key for one in hypotheses if one.id in only for key in implication_keys(one)}
    families = {i.family for hypothesis, i in every if f"{hypothesis.id}/{i.id}" in keys}
    return tuple(one for one in every if one[1].family in families)


def results_for(hypothesis: Hypothesis, results: Sequence[Result]) -> tuple[Result, ...]:
    """The results a reading rests on: of its own implications and of those it shares."""
    by_key = {result.key: result for result in results}
    return tuple(by_key[key] for key in implication_keys(hypothesis) if key in by_key)


def _seen(record: Readable, pack: Pack, as_of: date | None) -> tuple[Readable, date]:
    """The record as of a day, and that day."""
    day = public_day(pack, as_of)
    return (record if as_of is None else record.as_of(as_of)), day


def public_day(pack: Pack, as_of: date | None) -> date:
    """The day asked for, else the last that a table of the theatre's outcome covers.

    Raises:
        InputError: no day is given and no such table declares coverage.
    """
    if as_of is not None:
        return as_of
    specs = [table.spec for table in pack.tables.values()]
    outcome = (pack.manifest.outcome, None)
    ends = [span.last for spec in specs if spec.kind in outcome for span in spec.coverage]
    if not ends:
        raise InputError(f"no table of {pack.manifest.id} declares what it covers: give as_of")
    return max(ends)


def _test(
    view: Readable,
    pack: Pack,
    asked: tuple[Hypothesis, Implication],
    as_of: date,
    options: Options,
) -> Tested:
    hypothesis, implication = asked
    rng = np.random.default_rng([options.seed, _number(f"{hypothesis.id}/{implication.id}")])
    found, measured = _measure(view, pack, implication, as_of, options, rng)
    return Tested(
        hypothesis=hypothesis,
        implication=implication,
        calendar=found.days.calendar,
        measured=measured,
        undated=found.undated,
        evidence=found.evidence,
    )


def _measure(
    view: Readable,
    pack: Pack,
    implication: Implication,
    as_of: date,
    options: Options,
    rng: np.random.Generator,
) -> tuple[Assembled[HasCalendar], Measured]:
    """The days of an implication as its kind lays them out, and what is measured on them."""
    draws = options.permutations
    if implication.kind == "exposure":
        exposed = exposure_days(view, pack, implication, as_of=as_of)
        return exposed, measure_exposure(exposed.days, draws=draws, rng=rng, detail=options.detail)
    if implication.kind == "response":
        answered = response_days(view, pack, implication, as_of=as_of)
        return answered, measure_response(answered.days, draws=draws, rng=rng)
    if implication.kind == "run":
        tested = run_days(view, pack, implication, as_of=as_of)
        return tested, measure_run(tested.days, draws=draws, rng=rng)
    clustered = excitation_days(view, pack, implication, as_of=as_of)
    return clustered, measure_excitation(clustered.days, rng=rng)


def _number(key: str) -> int:
    return int(hashlib.sha256(key.encode()).hexdigest()[:8], 16)
