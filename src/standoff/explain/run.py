"""Run every implication of a theatre against its record, as known on a day."""

from __future__ import annotations

import hashlib
from collections.abc import Container, Sequence
from dataclasses import dataclass
from datetime import date
from math import isfinite

import numpy as np

from standoff.errors import InputError
from standoff.explain.anticipation import moved_before
from standoff.explain.assemble import (
    Assembled,
    HasCalendar,
    excitation_days,
    exposure_days,
    response_days,
    run_days,
)
from standoff.explain.days import Calendar
from standoff.explain.excitation_kind import decide_excitation, measure_excitation
from standoff.explain.exposure_kind import measure_exposure
from standoff.explain.exposures import Readable
from standoff.explain.hypotheses import (
    Hypothesis,
    implication_keys,
    load_hypotheses,
)
from standoff.explain.measure import Measured, year_rows
from standoff.explain.response_kind import measure_response
from standoff.explain.run_kind import measure_run
from standoff.explain.specification import Implication
from standoff.explain.verdict import Estimate, Result, Verdict, decide
from standoff.explain.wording import closed_gate
from standoff.model import Anchor
from standoff.packs import Pack
from standoff.stats.permute import holm

PERMUTATIONS = 9_999


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """What a run is made with, beside record, theatre and day."""

    seed: int
    permutations: int = PERMUTATIONS
    detail: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class _Tested:
    """One implication measured, with what its result must carry."""

    hypothesis: Hypothesis
    implication: Implication
    calendar: Calendar
    measured: Measured
    undated: int
    evidence: tuple[Anchor, ...]

    @property
    def groups(self) -> str:
        """What events are compared within."""
        return "types" if self.implication.kind == "run" else "years"


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
    return _family(tested, view.version, as_of=day, seed=seed)


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
    return _family([tested], view.version, as_of=day, seed=seed)[0]


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
) -> _Tested:
    hypothesis, implication = asked
    rng = np.random.default_rng([options.seed, _number(f"{hypothesis.id}/{implication.id}")])
    found, measured = _measure(view, pack, implication, as_of, options, rng)
    return _Tested(
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


def _family(
    tested: Sequence[_Tested], version: str, *, as_of: date, seed: int
) -> tuple[Result, ...]:
    """The results, p-values adjusted within each declared family."""
    by_id: dict[int, tuple[float, float, float]] = {}
    for family in dict.fromkeys(one.implication.family for one in tested):
        found = [one for one in tested if one.implication.family == family and one.measured.p]
        adjusted = zip(*(holm(values) for values in _p_values(found)), strict=True)
        by_id.update(zip(map(id, found), adjusted, strict=True))
    return tuple(
        _result(one, by_id.get(id(one)), version, as_of=as_of, seed=seed) for one in tested
    )


def _p_values(found: Sequence[_Tested]) -> tuple[list[float], list[float], list[float]]:
    """The p-values and the ends of their Monte Carlo intervals, in the order of the tests."""
    known = [one.measured.p for one in found if one.measured.p is not None]
    low, high = [p.interval[0] for p in known], [p.interval[1] for p in known]
    return [p.p for p in known], low, high


def _result(
    one: _Tested,
    adjusted: tuple[float, float, float] | None,
    version: str,
    *,
    as_of: date,
    seed: int,
) -> Result:
    hypothesis, implication, measured = one.hypothesis, one.implication, one.measured
    fitted, p, totals = measured.fitted, measured.p, measured.totals
    verdict, reason = _verdict(one, adjusted)
    return Result(
        hypothesis=hypothesis.id,
        implication=implication.id,
        aim=hypothesis.aim,
        kind=implication.kind,
        statement=implication.statement,
        sign=implication.sign,
        verdict=verdict,
        reason=reason,
        effect=fitted.effect if fitted else None,
        interval=fitted.interval if fitted else None,
        clustered_error=fitted.clustered_error if fitted else None,
        p_value=p.p if p else None,
        p_interval=p.interval if p else None,
        p_exact=measured.exact,
        p_holm=adjusted[0] if adjusted else None,
        family=implication.family,
        penalised=bool(fitted and fitted.penalised),
        observed=int(totals.observed.sum()),
        expected=float(totals.expected.sum()),
        events=int(totals.events.sum()),
        undated_events=one.undated,
        informative_years=measured.gate.informative_years,
        exposed_events_expected=measured.gate.expected,
        coverage_share=measured.gate.coverage,
        first=one.calendar.first,
        last=one.calendar.last,
        years=year_rows(measured.by_year or totals, one.calendar),
        bounds=measured.bounds,
        sensitivities=measured.sensitivities,
        influence=tuple(
            Estimate(name=name, effect=_number_or_none(effect), interval=None)
            for name, effect in measured.omitted
        ),
        bins=measured.bins,
        moved_before=moved_before(measured.bins),
        curve=measured.curve,
        clustering=measured.clustering,
        coverage_needed=implication.coverage_needed,
        rivals=implication.rivals,
        scope=implication.scope,
        known_before=implication.known_before,
        written=implication.written,
        core=implication.core,
        primary=implication.primary,
        half_life_days=implication.exposure.half_life_days if implication.exposure else None,
        permutations=p.drawn if p else 0,
        seed=seed,
        record_version=version,
        as_of=as_of,
        file=hypothesis.file,
        file_hash=hypothesis.file_hash,
        evidence=one.evidence,
    )


def _verdict(one: _Tested, adjusted: tuple[float, float, float] | None) -> tuple[Verdict, str]:
    measured = one.measured
    if measured.clustering is not None and adjusted is not None:
        return decide_excitation(measured.clustering, adjusted[0])
    if measured.fitted is None or adjusted is None:
        return "untestable", closed_gate(measured.gate, one.groups)
    return decide(
        effect=measured.fitted.effect,
        interval=measured.fitted.interval,
        sign=one.implication.sign,
        p_holm=adjusted[0],
        p_holm_interval=(adjusted[1], adjusted[2]),
        omitted=measured.omitted,
    )


def _number_or_none(value: float) -> float | None:
    return value if isfinite(value) else None


def _number(key: str) -> int:
    return int(hashlib.sha256(key.encode()).hexdigest()[:8], 16)
