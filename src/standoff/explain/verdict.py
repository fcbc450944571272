"""The result of one tested implication, and the rule that gives its verdict."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from math import log
from typing import Any, Literal

from standoff.explain.specification import ImplicationKind, Rival, Scope, Sign
from standoff.model import Anchor

Verdict = Literal["present", "absent", "unclear", "untestable"]
Standing = Literal["borne out so far", "at odds with the record", "open", "untestable"]

MARGIN = log(1.25)
LEVEL = 0.05


@dataclass(frozen=True, slots=True, kw_only=True)
class YearRow:
    """One calendar year: days, exposed days, events, those on exposed days, expected there."""

    year: int
    days: int
    exposed: int
    events: int
    observed: int
    expected: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Estimate:
    """A log rate ratio (not turned to the predicted direction) with its 95% interval.

    `effect` is None where the gate closed under this assumption; `gate` then says why.
    """

    name: str
    effect: float | None
    interval: tuple[float, float] | None
    gate: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Bin:
    """Days at one distance from what exposes: how many, events seen and expected, log rate ratio.

    In a run a bin holds the tests of one ordinal: how many, how many worked, expected if each
    worked as often as its type does.
    """

    name: str
    days: int
    observed: int
    expected: float
    effect: float | None = None
    interval: tuple[float, float] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Curve:
    """All defensible specifications of one estimand, run alike; description but for `p_value`.

    `median` is the median of the sources' medians of the log rate ratio; `p_value` that of the
    median z under the same permutations; `share_below` and `share_present` count
    specifications on the predicted side and those with an interval wholly there; `matters`
    names the choice over whose options the medians spread most.
    """

    estimates: tuple[Estimate, ...]
    unusable: int
    median: float
    p_value: float
    share_predicted: float
    share_clear: float
    matters: str
    spread: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Baseline:
    """The excitation model over one baseline: branching ratio, half-life, likelihood ratio."""

    name: str
    branching: float
    half_life_days: float
    likelihood_ratio: float
    p_value: float


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceGain:
    """Without one source: the branching ratio, and the gain over the model of hidden bursts."""

    name: str
    branching: float
    gain: float
    error: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Clustering:
    """Self-excitation over three baselines, corrected, beside a Cox model without excitation.

    `corrected` and `interval` are the branching ratio over year baselines after inverting its
    simulated mean curve; `cox_p` is the share of series drawn from the fitted Cox model whose
    likelihood ratio is as large, with its 99% Monte Carlo interval; `cox_gain` the log
    likelihood of the excitation model less that of the Cox model, with its error; `ks_p` and
    `lag_p` judge the rescaled gaps.
    """

    baselines: tuple[Baseline, ...]
    corrected: float
    interval: tuple[float, float]
    cox_deviation: float
    cox_half_life_days: float
    cox_p: float
    cox_p_interval: tuple[float, float]
    cox_gain: float
    cox_gain_error: float
    ks_p: float
    lag_p: float
    exploded_share: float
    sources: tuple[SourceGain, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """What the record says about one implication; it says nothing about a motive.

    `effect` and `interval` are log rate ratios, exposed over unexposed (in a response:
    just after a campaign begins over long after), as measured; `sign` is the direction
    predicted. `p_value` is one-sided in that direction; `p_interval` its 99% Monte Carlo
    interval; `p_exact` the exact one of the hypergeometric law; `p_holm` adjusts for all
    implications of the family tested together. All are None where the gate closed. `influence`
    holds the effect without each year and each source; `moved_before` the bins before the
    start that differ from other days, so that no order may be read from the result. `years`,
    `observed` and `expected` are plain counts and always there.
    """

    hypothesis: str
    implication: str
    aim: str | None
    kind: ImplicationKind
    statement: str
    sign: Sign
    verdict: Verdict
    reason: str
    effect: float | None
    interval: tuple[float, float] | None
    clustered_error: float | None
    p_value: float | None
    p_interval: tuple[float, float] | None
    p_exact: float | None
    p_holm: float | None
    family: str
    penalised: bool
    observed: int
    expected: float
    events: int
    undated_events: int
    informative_years: int
    exposed_events_expected: float
    coverage_share: float
    first: date
    last: date
    years: tuple[YearRow, ...]
    bounds: tuple[Estimate, ...]
    sensitivities: tuple[Estimate, ...]
    influence: tuple[Estimate, ...]
    bins: tuple[Bin, ...]
    moved_before: tuple[str, ...]
    curve: Curve | None
    clustering: Clustering | None
    coverage_needed: str | None
    rivals: tuple[Rival, ...]
    scope: Scope
    known_before: bool
    written: date
    core: bool
    primary: str
    half_life_days: float | None
    permutations: int
    seed: int
    record_version: str
    as_of: date
    file: str
    file_hash: str
    evidence: tuple[Anchor, ...]

    @property
    def key(self) -> str:
        """`hypothesis/implication`, unique in a theatre."""
        return f"{self.hypothesis}/{self.implication}"

    def to_json(self) -> dict[str, Any]:
        """The result as plain values: dates ISO, rivals and anchors as objects."""
        plain: dict[str, Any] = {
            name: _plain(getattr(self, name)) for name in self.__dataclass_fields__
        }
        return plain


def decide(
    *,
    effect: float,
    interval: tuple[float, float],
    sign: Sign,
    p_holm: float,
    p_holm_interval: tuple[float, float],
    omitted: Iterable[tuple[str, float]],
) -> tuple[Verdict, str]:
    """The verdict by the rule fixed before any test, with the condition that settled it.

    Args:
        effect: log rate ratio as measured.
        interval: its 95% profile-likelihood interval.
        sign: the predicted direction; effects are turned to it before judging.
        p_holm: permutation p, one-sided in the predicted direction, adjusted by Holm.
        p_holm_interval: the same for the ends of p's 99% Monte Carlo interval.
        omitted: the effect re-estimated without one year or one source, with its name.
    """
    turn = 1.0 if sign == "higher" else -1.0
    low, high = sorted((turn * interval[0], turn * interval[1]))
    turned = [name for name, other in omitted if not turn * other > 0]
    ordered: tuple[tuple[bool, Verdict, str], ...] = (
        (high < 0, "absent", "the 95% interval lies wholly against the predicted direction"),
        (
            low > -MARGIN and high < MARGIN,
            "absent",
            "the 95% interval lies within a quarter of none",
        ),
        (low <= 0, "unclear", "the 95% interval includes no difference"),
        (turn * effect < MARGIN, "unclear", "the estimate is smaller than a quarter"),
        (
            p_holm_interval[0] <= LEVEL < p_holm_interval[1],
            "unclear",
            "another draw of the permutations could fall on the other side of .05",
        ),
        (p_holm > LEVEL, "unclear", "chance calendars do as well too often (adjusted p above .05)"),
        (bool(turned), "unclear", f"the direction is lost without {', '.join(turned)}"),
    )
    for holds, verdict, reason in ordered:
        if holds:
            return verdict, reason
    return "present", "interval, size, permutations and every omitted year and source agree"


def standing(results: Sequence[Result]) -> Standing:
    """Where a reading stands, given the results of all its core implications.

    Borne out so far if all are present, at odds with the record if one is absent,
    untestable if none could be tested, else open.
    """
    verdicts = [result.verdict for result in results if result.core]
    if "absent" in verdicts:
        return "at odds with the record"
    if verdicts and set(verdicts) == {"present"}:
        return "borne out so far"
    return "untestable" if set(verdicts) <= {"untestable"} else "open"


def _plain(value: Any) -> Any:
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, tuple):
        return [_plain(one) for one in value]
    if isinstance(value, Rival):
        return value.model_dump()
    return asdict(value) if hasattr(value, "__dataclass_fields__") else value
