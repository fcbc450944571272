"""The exact law of exposed events within years, the oracle for every fitted exposure effect."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.special import betaln

from standoff.stats.gate import Totals

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True)
class Oracle:
    """Law of O, the number of exposed events, if events fell anywhere within their year.

    `probability[k]` is P(O = k).
    """

    mean: float
    variance: float
    probability: Floats

    def at_most(self, observed: int) -> float:
        """P(O <= observed)."""
        return float(self.probability[: observed + 1].sum())

    def at_least(self, observed: int) -> float:
        """P(O >= observed)."""
        return float(self.probability[observed:].sum())


def oracle(totals: Totals) -> Oracle:
    """The exact law of O = sum over years of a hypergeometric(D_y, E_y, N_y) count.

    Args:
        totals: one calendar, arrays of shape (years,).

    Source:
        Stratified exact conditional test: Gart (1970), Biometrika 57(3), 471-475.

    >>> one = np.array([4.0]), np.array([2.0]), np.array([1.0]), np.array([0.0])
    >>> law = oracle(Totals(days=one[0], exposed=one[1], events=one[2], observed=one[3]))
    >>> law.probability.round(3).tolist()
    [0.5, 0.5]
    """
    law = np.ones(1)
    rows = np.stack([totals.days, totals.exposed, totals.events], axis=-1).astype(int)
    for days, exposed, events in rows:
        if days and events:
            law = np.convolve(law, _one_year(days, exposed, events))
    mean, variance = float(totals.expected.sum()), float(totals.variance.sum())
    return Oracle(mean=mean, variance=variance, probability=law)


def _one_year(days: int, exposed: int, events: int) -> Floats:
    """P(k of `events` fall on `exposed` of `days`), k = 0 .. min(events, exposed)."""
    count = np.arange(min(events, exposed) + 1)
    possible = events - count <= days - exposed
    rest = np.where(possible, events - count, 0)
    log_law = (
        _log_choose(exposed, count)
        + _log_choose(days - exposed, rest)
        - _log_choose(days, np.asarray(events))
    )
    return np.asarray(np.where(possible, np.exp(log_law), 0.0), dtype=np.float64)


def _log_choose(total: int, chosen: NDArray[np.int64]) -> Floats:
    return np.asarray(-np.log1p(total) - betaln(total - chosen + 1, chosen + 1), dtype=np.float64)
