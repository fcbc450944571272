"""The tables of docs/skill.md that show our own backtest."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date

from skill_rows import row
from standoff.forecast import ANSWER, QuestionSkill
from standoff.forecast.combine import BASE, CLOGLOG, KERNELS, LAGGED, LEADER, MEMBERS, WEIGHTED
from standoff.stats.compare import Difference

OURS = """## Ours, through `as_of`

Each week from 2012 to {last} the record was put back to what was publicly known the day before,
and the models were fitted on what was known before the quarter. Scores are over windows that do
not overlap (every 1, 5, 13 or 53 weeks). A window counts once all of it is covered, with nothing
of unknown class in it. "Ours less the 90-day rate" is the mean of the yearly mean differences in
Brier score, one value a year, with Student's 95 % interval: below 0 ours is better. Where fewer
than 20 episodes were known, our answer is the mean over windows; later the ensemble's.
"""


def our_lines(found: tuple[QuestionSkill, ...], last: date) -> Iterator[str]:
    """Our tables: all questions, models, eras, calibration, numbers."""
    yield OURS.format(last=last)
    yield row(
        [
            "question",
            "days",
            "n",
            "yes",
            "ours",
            "90-day rate",
            "leader",
            "base",
            "AUC",
            "ours less 90-day rate",
        ]
    )
    yield row(["---"] * 10)
    for one in found:
        yield row(question_cells(one))
    yield ""
    yield from verdict_lines(found)
    yield from model_lines(found)
    yield from era_lines(found)
    yield from comparison_lines(found)
    yield from calibration_lines(found)
    yield from number_lines(found)
    yield from vintage_lines(found)


def question_cells(one: QuestionSkill) -> list[str]:
    """The main row of a question."""
    scores = one.whole.scores
    named = [
        f"{scores[name].brier:.3f}" if name in scores else "-"
        for name in (ANSWER, WEIGHTED, LEADER, BASE)
    ]
    return [
        one.question,
        str(one.horizon_days),
        str(one.whole.n),
        f"{one.whole.share_yes:.2f}",
        *named,
        f"{scores[ANSWER].auc:.2f}",
        shown(one.yearly[WEIGHTED]),
    ]


def verdict_lines(found: tuple[QuestionSkill, ...]) -> Iterator[str]:
    """Where ours beats the plain rate by the yearly comparison, and where it does not."""
    better: list[str] = []
    worse: list[str] = []
    rest: list[str] = []
    for one in found:
        gap = one.yearly[WEIGHTED]
        group = better if gap.high < 0 else worse if gap.low > 0 else rest
        group.append(f"{one.question} {one.horizon_days} d")
    told = ", ".join(better) or "none"
    yield f"**Better than the plain 90-day rate** (interval below 0): {told}.\n"
    yield f"**Worse** (interval above 0): {', '.join(worse) or 'none'}.\n"
    yield f"**Not told apart from it**: {', '.join(rest) or 'none'}.\n"
    yield (
        f"{len(found)} comparisons were made and not corrected for their number: about "
        f"{0.05 * len(found):.0f} would lie outside by chance.\n"
    )


def model_lines(found: tuple[QuestionSkill, ...]) -> Iterator[str]:
    """Every model where all of them spoke."""
    names = (ANSWER, *MEMBERS, LEADER, BASE)
    yield "## Every model: Brier / log score / AUC\n"
    yield row(["question", "days", *names])
    yield row(["---"] * (len(names) + 2))
    for one in found:
        scores = one.whole.scores
        if all(name in scores for name in (CLOGLOG, KERNELS, LAGGED)):
            cells = [
                f"{scores[name].brier:.3f} / {scores[name].log:.3f} / {scores[name].auc:.2f}"
                if name in scores
                else "-"
                for name in names
            ]
            yield row([one.question, str(one.horizon_days), *cells])
    yield (
        "\nThe best single model of a row was not known beforehand; picking it now would be "
        "hindsight.\n"
    )


def era_lines(found: tuple[QuestionSkill, ...]) -> Iterator[str]:
    """Scores by era, the last one apart."""
    yield "## By era: Brier (AUC)\n"
    yield row(["question", "days", "era", "n", "yes", "ours", "90-day rate", "leader", "base"])
    yield row(["---"] * 9)
    for one in found:
        for era in one.eras:
            scores = era.scores
            cells = [
                f"{scores[name].brier:.3f} ({scores[name].auc:.2f})" if name in scores else "-"
                for name in (ANSWER, WEIGHTED, LEADER, BASE)
            ]
            yield row(
                [
                    one.question,
                    str(one.horizon_days),
                    era.name,
                    str(era.n),
                    f"{era.share_yes:.2f}",
                    *(cell.replace("(nan)", "(-)") for cell in cells),
                ]
            )
    yield ""


def comparison_lines(found: tuple[QuestionSkill, ...]) -> Iterator[str]:
    """Yearly differences against each rival, and the test on overlapping origins."""
    yield "## Ours less each rival\n"
    yield "Yearly: windows that do not overlap. Weekly: Harvey, Leybourne and Newbold.\n"
    yield row(
        [
            "question",
            "days",
            *(f"{name}: {how}" for name in (WEIGHTED, LEADER) for how in ("yearly", "weekly")),
        ]
    )
    yield row(["---"] * 6)
    for one in found:
        cells = [
            difference(table, name)
            for name in (WEIGHTED, LEADER)
            for table in (one.yearly, one.overlapping)
        ]
        yield row([one.question, str(one.horizon_days), *cells])
    yield ""


def difference(table: Mapping[str, Difference], name: str) -> str:
    """A difference with its interval and p, or a dash."""
    return f"{shown(table[name])}, p {table[name].p:.2f}" if name in table else "-"


def calibration_lines(found: tuple[QuestionSkill, ...]) -> Iterator[str]:
    """CORP: the split of the Brier score, and the curve with its band."""
    yield "## Calibration of ours (CORP, all weekly origins)\n"
    yield (
        "Brier = MCB - DSC + UNC. The curve: said -> happened, with a 90 % band from half-years "
        "drawn anew, at the 10th, 30th, 50th, 70th and 90th percentile of what was said.\n"
    )
    yield row(["question", "days", "MCB", "DSC", "UNC", "said -> happened (band)"])
    yield row(["---"] * 6)
    for one in found:
        fit = one.calibration
        curve = "; ".join(
            f"{at:.2f} -> {middle:.2f} ({low:.2f}-{high:.2f})"
            for at, middle, low, high in zip(fit.at, fit.curve, fit.low, fit.high, strict=True)
        )
        split = [fit.miscalibration, fit.discrimination, fit.uncertainty]
        yield row([one.question, str(one.horizon_days), *(f"{part:.3f}" for part in split), curve])
    yield ""


def number_lines(found: tuple[QuestionSkill, ...]) -> Iterator[str]:
    """CRPS of the number of event days."""
    yield "## How many event days: CRPS in days\n"
    yield row(["question", "days", "n", "ours", "90-day rate", "base rate"])
    yield row(["---"] * 6)
    for one in found:
        if one.numbers:
            crps = [one.numbers.ours, one.numbers.weighted, one.numbers.base]
            cells = [f"{each:.3f}" for each in crps]
            yield row([one.question, str(one.horizon_days), str(one.numbers.n), *cells])
    yield ""


def vintage_lines(found: tuple[QuestionSkill, ...]) -> Iterator[str]:
    """How far each backtest knew what was known."""
    yield "## Vintage\n"
    for name in dict.fromkeys(one.question for one in found):
        yield f"- {name}: {next(one.vintage for one in found if one.question == name)}"
    yield (
        "\nWhere publication days are assumed, corrections and late entries of the last edition "
        "are in the backtest; such scores are probably a little too good.\n"
    )


def shown(gap: Difference) -> str:
    """A difference with its interval."""
    return f"{gap.mean:+.3f} ({gap.low:+.3f} to {gap.high:+.3f})"
