"""How far two coders tell the same of the same reports; neither is taken to be right."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np

from standoff.coding.coders import Coder
from standoff.evaluate import claims, events
from standoff.evaluate.coding import CodingScore, TextResult, compared, score
from standoff.evaluate.names import Names
from standoff.model import Coding, Report
from standoff.packs import Pack


def agreement(
    reports: Iterable[Report],
    pack: Pack,
    *,
    first: Coder,
    second: Coder,
    rng: np.random.Generator,
) -> CodingScore:
    """The figures of the second coder, scored as if the first had labelled the reports.

    F1 is the same whichever comes first. Where what is absent cannot be counted, as here, it is
    the limit of Cohen's kappa.

    Args:
        reports: what both read.
        pack: the theatre.
        first: one coder.
        second: another.
        rng: source of chance of the intervals.

    Source:
        Hripcsak and Rothschild (2005), Agreement, the F-measure, and reliability in information
        retrieval, JAMIA 12(3).
    """
    names = Names(pack)
    results = [_both(one, first(one, pack), second(one, pack), names) for one in reports]
    return score(results, rng=rng)


def _both(report: Report, one: Coding, other: Coding, names: Names) -> TextResult:
    return TextResult(
        name=report.id,
        about="theatre",
        report=report,
        events=compared(_events(one, names), _events(other, names), events.likeness),
        claims=compared(_claims(one, names), _claims(other, names), claims.likeness),
    )


def _events(coding: Coding, names: Names) -> Sequence[events.EventLabel]:
    found = (events.from_coding(one, names) for one in coding.observations)
    return [one for one in found if one]


def _claims(coding: Coding, names: Names) -> Sequence[claims.ClaimLabel]:
    found = (claims.from_coding(one, names) for one in coding.claims)
    return [one for one in found if one]
