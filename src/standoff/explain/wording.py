"""Every sentence about a result, from one table: verdict by kind of implication."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from math import exp

from standoff.explain.hypotheses import ImplicationKind
from standoff.explain.verdict import Estimate, Result, Verdict
from standoff.stats.gate import MIN_COVERAGE, MIN_EXPECTED, MIN_YEARS, Gate

Key = tuple[Verdict, ImplicationKind]

FINDINGS: Mapping[Key, str] = {
    (
        "present",
        "exposure",
    ): "The pattern is in the record: within the same year, it happens {more} "
    "on days when the other thing is under way.",
    ("absent", "exposure"): "The pattern is not in the record: within the same year, it does not "
    "happen {more} on days when the other thing is under way.",
    (
        "unclear",
        "exposure",
    ): "The record does not settle whether it happens {more}, within the same "
    "year, on days when the other thing is under way.",
    ("untestable", "exposure"): "The record cannot be asked this yet.",
    ("present", "response"): "The pattern is in the record: within the same year, it begins {more} "
    "in the wake of a campaign.",
    ("absent", "response"): "The pattern is not in the record: within the same year, it does not "
    "begin {more} in the wake of a campaign.",
    ("unclear", "response"): "The record does not settle whether it begins {more}, within the same "
    "year, in the wake of a campaign.",
    ("untestable", "response"): "The record cannot be asked this yet.",
}

NOT_SAID: Mapping[Key, str] = {
    (
        "present",
        "exposure",
    ): "It does not say which of the two follows from the other, nor why; the "
    "readings named beside it predict the same.",
    ("absent", "exposure"): "It does not say that nothing links the two in a single case, nor at "
    "times and places the tables do not cover.",
    (
        "unclear",
        "exposure",
    ): "It does not say that there is no pattern; too little happened to tell.",
    ("untestable", "exposure"): "It does not say that the reading is wrong, nor that it is right.",
    (
        "present",
        "response",
    ): "It does not say that the campaign brought it about; a crisis may bring "
    "both, and the readings named beside it predict the same.",
    ("absent", "response"): "It does not say that no single campaign was ever answered.",
    (
        "unclear",
        "response",
    ): "It does not say that there is no pattern; too little happened to tell.",
    ("untestable", "response"): "It does not say that the reading is wrong, nor that it is right.",
}

SCOPES = {
    "habit": "It speaks of a habit over years, not of any one event.",
    "campaign": "It speaks of campaigns, not of any one event.",
    "event": "It speaks of the one event named.",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Wording:
    """What may be said of a result, sentence by sentence, for an analyst.

    `effect` is None where the gate closed. `not_said` belongs beside `finding`, always.
    """

    finding: str
    reason: str
    effect: str | None
    counts: str
    bounds: tuple[str, ...]
    not_said: str
    scope: str
    known_before: str | None
    rivals: tuple[str, ...]

    def sentences(self) -> tuple[str, ...]:
        """Everything in the order it should be read."""
        parts = (self.finding, self.effect, self.reason, self.counts, self.not_said, self.scope)
        return (*(part for part in (*parts, self.known_before) if part), *self.rivals)


def describe(result: Result) -> Wording:
    """The wording of a result."""
    key: Key = (result.verdict, result.kind)
    more = "more often" if result.sign == "higher" else "less often"
    known = (
        f"The pattern was known before this test was written down ({result.written}); "
        "only later days can confirm it."
    )
    return Wording(
        finding=FINDINGS[key].format(more=more),
        reason=f"{result.reason[0].upper()}{result.reason[1:]}.",
        effect=_effect(result),
        counts=_counts(result),
        bounds=tuple(_bound(bound, result.kind) for bound in result.bounds),
        not_said=NOT_SAID[key],
        scope=SCOPES[result.scope],
        known_before=known if result.known_before else None,
        rivals=tuple(f"Would leave the same pattern: {one.statement}" for one in result.rivals),
    )


def closed_gate(gate: Gate) -> str:
    """Why a test may not be made, each condition with what was required and found."""
    reasons = {
        "coverage": f"{gate.coverage:.0%} of the days are covered ({MIN_COVERAGE:.0%} needed)",
        "expected": f"{gate.expected:.1f} exposed events would be expected by chance "
        f"({MIN_EXPECTED:g} needed)",
        "years": f"years with events and both kinds of days: {gate.informative_years} "
        f"({MIN_YEARS} needed)",
    }
    return "; ".join(text for name, text in reasons.items() if name in gate.failures)


def _effect(result: Result) -> str | None:
    if result.effect is None or result.interval is None:
        return None
    return _ratio(result.effect, result.interval, result.kind)


def _ratio(effect: float, interval: tuple[float, float], kind: ImplicationKind) -> str:
    low, high = (exp(end) for end in interval)
    where = (
        "on such days as on other days of the same year"
        if kind == "exposure"
        else "just after a campaign begins as long after one, in the same year"
    )
    return (
        f"It is {exp(effect):.2f} times as frequent {where} "
        f"(95% interval {low:.2f} to {high:.2f}; 1 is no difference)."
    )


def _counts(result: Result) -> str:
    where = "on such days" if result.kind == "exposure" else "within reach of a campaign"
    return (
        f"Of {result.events} in {result.first} to {result.last}, {result.observed} fall {where}; "
        f"{result.expected:.1f} would by chance within years (years that can tell: "
        f"{result.informative_years}; covered: {result.coverage_share:.0%} of the days)."
    )


def _bound(bound: Estimate, kind: ImplicationKind) -> str:
    name = f"{bound.name[0].upper()}{bound.name[1:]}"
    if bound.effect is None or bound.interval is None:
        return f"{name}: still not testable; {bound.gate}."
    return f"{name}: {_ratio(bound.effect, bound.interval, kind)}"
