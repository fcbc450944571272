"""The ensemble: a plain mean of members that a rule fixes, written before it was ever scored.

The rule. Members are the four models whose rate moves with the recent record: the weighted rate,
the cloglog with a walking yearly level, the negative binomial on lagged counts and the two-kernel
self-excitation. The base rate and the leader Poisson are what they are compared with, and stay
outside. Each member weighs the same. A member that cannot be fitted leaves its share to the
others. A question with fewer than 20 event days, those of one episode counted once, is rare: it is
answered by the plain mean over the defensible windows, with their range. Nothing here is learned
from scores: no weights are below 200 origins that do not overlap.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

BASE: Final = "base rate"
LEADER: Final = "leader Poisson"
WEIGHTED: Final = "weighted rate, 90 days"
CLOGLOG: Final = "cloglog, yearly level"
LAGGED: Final = "negative binomial, lagged counts"
KERNELS: Final = "two-kernel self-excitation"
ENSEMBLE: Final = "ensemble"
RANGE: Final = "range over windows"

MEMBERS: Final = (WEIGHTED, CLOGLOG, LAGGED, KERNELS)
MIN_EPISODES: Final = 20


def ensemble(chances: Mapping[str, float]) -> float:
    """The plain mean of the members that have something to say.

    Args:
        chances: by model; models outside the ensemble are passed over, one member is there.

    >>> ensemble({"weighted rate, 90 days": 0.4, "cloglog, yearly level": 0.2, "base rate": 0.9})
    0.30000000000000004
    """
    said = [chances[name] for name in MEMBERS if name in chances]
    return sum(said) / len(said)
