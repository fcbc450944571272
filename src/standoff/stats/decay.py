"""Sums over the past in which what is older counts less."""

from __future__ import annotations

from itertools import accumulate

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]


def decayed(values: Floats, *, keep: float, weight: float = 1.0) -> Floats:
    """The sum of the values before each origin, each aged by `keep` a day; shape (n + 1,).

    The same to the last digit as a filter of scipy.signal, which is quicker, and which a brief
    would spend more time importing than it has filters to run.

    Args:
        values: one a day; shape (n,).
        keep: what is left of a value a day later.
        weight: what each value counts at first.

    >>> decayed(np.array([1.0, 0.0, 2.0]), keep=0.5).tolist()
    [0.0, 1.0, 0.5, 2.25]
    """

    def aged(total: float, value: float) -> float:
        return weight * value + keep * total

    return np.array(list(accumulate(values.tolist(), aged, initial=0.0)))
