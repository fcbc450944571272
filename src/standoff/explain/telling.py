"""A result told to people: its sentences in order, its numbers, its figures, its provenance."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from math import exp

from standoff.explain.hypotheses import Hypothesis
from standoff.explain.verdict import Bin, Estimate, Result, standing
from standoff.explain.wording import describe
from standoff.figures import Effect, YearPair, effect_intervals, observed_expected

MOST_SPECIFICATIONS = 12


def where_it_stands(
    hypothesis: Hypothesis, results: Sequence[Result], aims: Mapping[str, Sequence[str]]
) -> Iterator[str]:
    """What is to be said of a hypothesis before its tests, a line each.

    Args:
        hypothesis: the hypothesis.
        results: those of its tests.
        aims: for a report, each aim it gives with who holds it.
    """
    if hypothesis.aim and hypothesis.aim in aims:
        yield f"Given by: {', '.join(aims[hypothesis.aim])}"
    if hypothesis.untestable_because:
        yield f"Untestable: {hypothesis.untestable_because}"
    else:
        yield f"Standing: {standing(results)}"


def told_sentences(result: Result) -> Iterator[tuple[str, str]]:
    """Each sentence of a result with what part it belongs to, in the order to be read."""
    words = describe(result)
    yield from (("", sentence) for sentence in words.sentences())
    yield from (("If unknown days were known", sentence) for sentence in words.bounds)
    yield from (("Beside it", sentence) for sentence in words.details)


def provenance(result: Result) -> str:
    """What makes the result repeatable, in one line."""
    return (
        f"{result.file} ({result.file_hash[:12]}, written {result.written}), record "
        f"{result.record_version[:12]} as of {result.as_of}, seed {result.seed}, "
        f"{result.permutations} draws, family {result.family}"
    )


def ratio_words(result: Result) -> str | None:
    """The rate ratio; of clustering, the branching ratio."""
    if result.clustering is not None:
        return f"n = {result.clustering.corrected:.2f}"
    return None if result.effect is None else f"{exp(result.effect):.2f}"


def interval_words(result: Result) -> str | None:
    """The 95% interval of the same."""
    if result.clustering is not None:
        return " to ".join(f"{end:.2f}" for end in result.clustering.interval)
    if result.interval is None:
        return None
    return " to ".join(f"{exp(end):.2f}" for end in result.interval)


def figures_of(result: Result) -> Iterator[str]:
    """The figures of a result: the effect, year by year, before and after, other choices."""
    if result.effect is not None and result.interval is not None:
        main = Estimate(name="primary", effect=result.effect, interval=result.interval)
        shown = _effects([main, *result.sensitivities, *result.bounds])
        yield effect_intervals(shown, title="How many times as frequent")
    pairs = [
        YearPair(year=year.year, observed=year.observed, expected=year.expected)
        for year in result.years
        if year.events and 0 < year.exposed < year.days
    ]
    if pairs:
        yield observed_expected(pairs, title="Year by year", unit="events")
    bins = _effects(result.bins)
    if bins:
        yield effect_intervals(bins, title="Before, during and after, against other days")
    if result.curve is not None:
        ordered = sorted(_effects(result.curve.estimates), key=lambda one: one.ratio)
        step = max(1, -(-len(ordered) // MOST_SPECIFICATIONS))
        title = f"Other ways to set it up (every {step}. of {len(ordered)})"
        yield effect_intervals(ordered[::step], title=title)


def _effects(estimates: Sequence[Estimate | Bin]) -> list[Effect]:
    return [
        Effect(
            label=one.name.replace("all unknown days taken as", "unknown days as"),
            ratio=exp(one.effect),
            low=exp(one.interval[0]),
            high=exp(one.interval[1]),
        )
        for one in estimates
        if one.effect is not None and one.interval is not None
    ]
