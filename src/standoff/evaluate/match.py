"""Labels and findings matched one to one."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, TypeVar

import numpy as np
from scipy.optimize import linear_sum_assignment

L = TypeVar("L")


def matched(
    gold: Sequence[L], told: Sequence[L], likeness: Callable[[L, L], float]
) -> tuple[tuple[int, int], ...]:
    """Pairs (gold, told) of positions, each used once, of the greatest likeness in all.

    Args:
        gold: what should be found.
        told: what was found.
        likeness: how well two fit; 0 or less means that they are never a pair.

    Source:
        Kuhn (1955), the assignment problem.

    >>> matched([1, 5], [5, 9], lambda a, b: float(a == b))
    ((1, 0),)
    """
    if not gold or not told:
        return ()
    fit = np.array([[max(0.0, likeness(one, other)) for other in told] for one in gold])
    rows, columns = linear_sum_assignment(fit, maximize=True)
    pairs = zip(rows.tolist(), columns.tolist(), strict=True)
    return tuple((row, column) for row, column in pairs if fit[row, column] > 0)


def same(name: str) -> Callable[[Any, Any], bool]:
    """Whether two labels say the same of one attribute."""
    return lambda gold, told: bool(getattr(gold, name) == getattr(told, name))
