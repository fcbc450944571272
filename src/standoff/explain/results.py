"""Results from what was measured: p-values adjusted within families, verdicts, all that is told."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from math import isfinite
from typing import Any

from standoff.explain.anticipation import moved_before
from standoff.explain.days import Calendar
from standoff.explain.excitation_kind import decide_excitation
from standoff.explain.hypotheses import Hypothesis
from standoff.explain.measure import Measured, year_rows
from standoff.explain.specification import Implication
from standoff.explain.verdict import Estimate, Result, Verdict, decide
from standoff.explain.wording import closed_gate
from standoff.model import Anchor
from standoff.stats.permute import holm


@dataclass(frozen=True, slots=True, kw_only=True)
class Tested:
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


def results_of(
    tested: Sequence[Tested], version: str, *, as_of: date, seed: int
) -> tuple[Result, ...]:
    """The results of tests made together, p-values adjusted within each declared family.

    Args:
        tested: what was measured, whole families of it.
        version: of the record it was measured on.
        as_of: the day on whose knowledge.
        seed: from which all permutations followed.
    """
    by_id: dict[int, tuple[float, float, float]] = {}
    for family in dict.fromkeys(one.implication.family for one in tested):
        found = [one for one in tested if one.implication.family == family and one.measured.p]
        adjusted = zip(*(holm(values) for values in _p_values(found)), strict=True)
        by_id.update(zip(map(id, found), adjusted, strict=True))
    return tuple(
        _result(one, by_id.get(id(one)), version, as_of=as_of, seed=seed) for one in tested
    )


def _p_values(found: Sequence[Tested]) -> tuple[list[float], list[float], list[float]]:
    """The p-values and the ends of their Monte Carlo intervals, in the order of the tests."""
    known = [one.measured.p for one in found if one.measured.p is not None]
    low, high = [p.interval[0] for p in known], [p.interval[1] for p in known]
    return [p.p for p in known], low, high


def _result(
    one: Tested,
    adjusted: tuple[float, float, float] | None,
    version: str,
    *,
    as_of: date,
    seed: int,
) -> Result:
    hypothesis = one.hypothesis
    verdict, reason = _verdict(one, adjusted)
    return Result(
        hypothesis=hypothesis.id,
        aim=hypothesis.aim,
        file=hypothesis.file,
        file_hash=hypothesis.file_hash,
        verdict=verdict,
        reason=reason,
        p_holm=adjusted[0] if adjusted else None,
        seed=seed,
        record_version=version,
        as_of=as_of,
        evidence=one.evidence,
        **_written(one.implication),
        **_days(one),
        **_fitted(one.measured),
        **_described(one.measured),
    )


def _written(implication: Implication) -> dict[str, Any]:
    """What a result repeats of its file."""
    exposure = implication.exposure
    return {
        "implication": implication.id,
        "kind": implication.kind,
        "statement": implication.statement,
        "sign": implication.sign,
        "family": implication.family,
        "coverage_needed": implication.coverage_needed,
        "rivals": implication.rivals,
        "scope": implication.scope,
        "known_before": implication.known_before,
        "written": implication.written,
        "core": implication.core,
        "primary": implication.primary,
        "half_life_days": exposure.half_life_days if exposure else None,
    }


def _days(one: Tested) -> dict[str, Any]:
    """What a test rests on: its days and events."""
    measured, totals = one.measured, one.measured.totals
    return {
        "observed": int(totals.observed.sum()),
        "expected": float(totals.expected.sum()),
        "events": int(totals.events.sum()),
        "undated_events": one.undated,
        "informative_years": measured.gate.informative_years,
        "exposed_events_expected": measured.gate.expected,
        "coverage_share": measured.gate.coverage,
        "first": one.calendar.first,
        "last": one.calendar.last,
        "years": year_rows(measured.by_year or totals, one.calendar),
    }


def _fitted(measured: Measured) -> dict[str, Any]:
    """The estimate and its p-value; nothing where the gate closed."""
    fitted, p = measured.fitted, measured.p
    return {
        "effect": fitted.effect if fitted else None,
        "interval": fitted.interval if fitted else None,
        "clustered_error": fitted.clustered_error if fitted else None,
        "penalised": bool(fitted and fitted.penalised),
        "p_value": p.p if p else None,
        "p_interval": p.interval if p else None,
        "p_exact": measured.exact,
        "permutations": p.drawn if p else 0,
    }


def _described(measured: Measured) -> dict[str, Any]:
    """What else was measured beside the estimate."""
    return {
        "bounds": measured.bounds,
        "sensitivities": measured.sensitivities,
        "influence": tuple(
            Estimate(name=name, effect=_number_or_none(effect), interval=None)
            for name, effect in measured.omitted
        ),
        "bins": measured.bins,
        "moved_before": moved_before(measured.bins),
        "curve": measured.curve,
        "clustering": measured.clustering,
    }


def _verdict(one: Tested, adjusted: tuple[float, float, float] | None) -> tuple[Verdict, str]:
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
