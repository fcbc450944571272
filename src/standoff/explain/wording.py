"""Every sentence about a result, from one table: verdict by kind of implication."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from math import exp, floor

from standoff.explain.phrases import (
    FINDINGS,
    GROUPS,
    KNOWN,
    MOVED,
    NOT_SAID,
    PLACES,
    RATIOS,
    SCOPES,
    Key,
)
from standoff.explain.specification import ImplicationKind
from standoff.explain.verdict import Bin, Clustering, Curve, Estimate, Result
from standoff.stats.gate import MIN_COVERAGE, MIN_EXPECTED, MIN_YEARS, Gate

EXCITATION_NULL = "a model of hidden bursts without excitation"


@dataclass(frozen=True, slots=True, kw_only=True)
class Wording:
    """What may be said of a result, sentence by sentence, for an analyst.

    `effect` is None where the gate closed. `not_said` belongs beside `finding`, always.
    `details` describe and decide nothing: bins, influence, other specifications.
    """

    finding: str
    reason: str
    effect: str | None
    counts: str
    bounds: tuple[str, ...]
    details: tuple[str, ...]
    moved: str | None
    not_said: str
    scope: str
    known_before: str | None
    rivals: tuple[str, ...]

    def sentences(self) -> tuple[str, ...]:
        """Everything in the order it should be read, but for bounds and details."""
        parts = (self.finding, self.effect, self.reason, self.counts, self.moved, self.not_said)
        told = (*parts, self.scope, self.known_before)
        return (*(part for part in told if part), *self.rivals)


def describe(result: Result) -> Wording:
    """The wording of a result."""
    key: Key = (result.verdict, result.kind)
    higher = result.sign == "higher"
    words = {
        "more": "more often" if higher else "less often",
        "sooner": "sooner" if higher else "later",
    }
    return Wording(
        finding=FINDINGS[key].format(**words),
        reason=f"{result.reason[0].upper()}{result.reason[1:]}.",
        effect=_effect(result),
        counts=_counts(result),
        bounds=tuple(_bound(bound, result.kind) for bound in result.bounds),
        details=tuple(_details(result)),
        moved=MOVED.format(bins="; ".join(result.moved_before)) if result.moved_before else None,
        not_said=NOT_SAID[key],
        scope=SCOPES[result.scope],
        known_before=KNOWN.format(written=result.written) if result.known_before else None,
        rivals=tuple(f"Would leave the same pattern: {one.statement}" for one in result.rivals),
    )


def closed_gate(gate: Gate, groups: str = "years") -> str:
    """Why a test may not be made, each condition with what was required and found."""
    counted = "tests" if groups == "types" else "days"
    covered = floor(1000 * gate.coverage) / 10  # never rounded up to what is needed
    reasons = {
        "coverage": f"{covered:g}% of the {counted} are covered ({MIN_COVERAGE:.0%} needed)",
        "expected": f"{gate.expected:.1f} exposed events would be expected by chance "
        f"({MIN_EXPECTED:g} needed)",
        "years": f"{groups} with events and both kinds of days: {gate.informative_years} "
        f"({MIN_YEARS} needed)",
    }
    return "; ".join(text for name, text in reasons.items() if name in gate.failures)


def _effect(result: Result) -> str | None:
    if result.clustering is not None:
        return _branching(result.clustering)
    if result.effect is None or result.interval is None:
        return None
    return _ratio(result.effect, result.interval, result.kind)


def _branching(found: Clustering) -> str:
    low, high = found.interval
    return (
        f"{found.corrected:.0%} of the events would follow from another (95% interval {low:.0%} "
        f"to {high:.0%}), if nothing but the level of the year lay behind them."
    )


def _ratio(effect: float, interval: tuple[float, float], kind: ImplicationKind) -> str:
    low, high = (exp(end) for end in interval)
    return (
        f"It is {exp(effect):.2f} times as frequent {RATIOS[kind]} "
        f"(95% interval {low:.2f} to {high:.2f}; 1 is no difference)."
    )


def _counts(result: Result) -> str:
    groups = GROUPS[result.kind]
    covered = "tests" if result.kind == "run" else "days"
    return (
        f"Of {result.events} in {result.first} to {result.last}, {result.observed} fall "
        f"{PLACES[result.kind]}; {result.expected:.1f} would by chance within {groups} ({groups} "
        f"that can tell: {result.informative_years}; covered: {result.coverage_share:.0%} of the "
        f"{covered})."
    )


def _bound(bound: Estimate, kind: ImplicationKind) -> str:
    name = f"{bound.name[0].upper()}{bound.name[1:]}"
    if bound.effect is None or bound.interval is None:
        return f"{name}: still not testable; {bound.gate}."
    return f"{name}: {_ratio(bound.effect, bound.interval, kind)}"


def _details(result: Result) -> Iterator[str]:
    """What describes the result further: each part where there is one."""
    yield from (_bin(one, result.kind) for one in result.bins)
    if result.clustering is not None:
        yield from _clustering(result.clustering)
    if result.influence:
        yield _influence(result)
    for one in result.sensitivities:
        if one.effect is not None and one.interval is not None:
            name = f"{one.name[0].upper()}{one.name[1:]}"
            yield f"{name}: {_ratio(one.effect, one.interval, result.kind)}"
    if result.curve is not None:
        yield _curve(result.curve)
    if result.undated_events:
        yield f"Left out, having no day of their own: {result.undated_events}."
    if result.coverage_needed and result.verdict == "untestable":
        yield f"What it would take: {result.coverage_needed}"


def _bin(one: Bin, kind: ImplicationKind) -> str:
    if kind == "run":
        return (
            f"{one.name[0].upper()}{one.name[1:]}: {one.observed} of {one.days} worked; "
            f"{one.expected:.1f} would if each type worked as often at every try."
        )
    told = f"{one.observed} on {one.days} days, {one.expected:.1f} expected"
    name = f"{one.name[0].upper()}{one.name[1:]}"
    if one.effect is None or one.interval is None:
        return f"{name}: {told}."
    low, high = (exp(end) for end in one.interval)
    return f"{name}: {told}; {exp(one.effect):.2f} times ({low:.2f} to {high:.2f})."


def _clustering(found: Clustering) -> Iterator[str]:
    for one in found.baselines:
        yield (
            f"Baseline free for each {one.name}: branching ratio {one.branching:.2f}, half-life "
            f"{one.half_life_days:.1f} days, likelihood ratio {one.likelihood_ratio:.1f} "
            f"(bootstrap p {one.p_value:.3f})."
        )
    ahead = "better" if found.cox_gain > 0 else "worse"
    yield (
        f"Beside {EXCITATION_NULL} (half-life {found.cox_half_life_days:.1f} days, deviation "
        f"{found.cox_deviation:.2f}): log likelihood {abs(found.cox_gain):.1f} {ahead}; "
        f"{found.cox_p:.0%} of its series look as excited."
    )
    for source in found.sources:
        side = "better" if source.gain > 0 else "worse"
        yield (
            f"Without {source.name}: branching ratio {source.branching:.2f}, log likelihood "
            f"{abs(source.gain):.1f} {side} than hidden bursts."
        )
    yield (
        f"Rescaled gaps against an even spread: p {found.ks_p:.2f}; one after another: p "
        f"{found.lag_p:.2f}."
    )


def _influence(result: Result) -> str:
    """The year or source whose absence moves the effect most, either way."""
    known = [one for one in result.influence if one.effect is not None]
    if not known:
        return "Without any one of the years nothing is left to compare."
    low = min(known, key=lambda one: one.effect or 0.0)
    high = max(known, key=lambda one: one.effect or 0.0)
    return (
        f"Left out one at a time, years and sources move the ratio between "
        f"{exp(low.effect or 0.0):.2f} (without {low.name}) and {exp(high.effect or 0.0):.2f} "
        f"(without {high.name})."
    )


def _curve(curve: Curve) -> str:
    return (
        f"Over {len(curve.estimates)} other ways to set the test up ({curve.unusable} more had too "
        f"few events), the middle ratio is {exp(curve.median):.2f} (p {curve.p_value:.3f}); "
        f"{curve.share_predicted:.0%} lie on the predicted side, {curve.share_clear:.0%} clearly; "
        f"what matters most is the choice of {curve.matters}."
    )
