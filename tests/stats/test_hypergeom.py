from itertools import combinations, product

import numpy as np
import pytest

from standoff.stats.gate import Totals
from standoff.stats.hypergeom import oracle

YEARS = [(7, 3, 2), (6, 5, 4), (5, 0, 2), (4, 2, 0), (8, 2, 5)]


def enumerated() -> dict[int, float]:
    """P(O) by counting every placement of every year's events."""
    laws = []
    for days, exposed, events in YEARS:
        hits = [
            sum(day < exposed for day in chosen) for chosen in combinations(range(days), events)
        ]
        laws.append({k: hits.count(k) / len(hits) for k in set(hits)})
    total: dict[int, float] = {}
    for one in product(*(law.items() for law in laws)):
        key = sum(k for k, _ in one)
        total[key] = total.get(key, 0.0) + float(np.prod([p for _, p in one]))
    return total


def test_against_enumeration() -> None:
    columns = np.array(YEARS, dtype=float).T
    law = oracle(
        Totals(days=columns[0], exposed=columns[1], events=columns[2], observed=columns[0])
    )
    expected = enumerated()
    for count, probability in enumerate(law.probability):
        assert probability == pytest.approx(expected.get(count, 0.0), abs=1e-10)
    counts = np.arange(len(law.probability))
    assert law.mean == pytest.approx(counts @ law.probability, abs=1e-10)
    spread = (counts - law.mean) ** 2 @ law.probability
    assert law.variance == pytest.approx(spread, abs=1e-10)
    assert law.at_most(4) + law.at_least(5) == pytest.approx(1, abs=1e-10)


def test_long_years_keep_ten_digits() -> None:
    one = [np.array([value]) for value in (366.0, 171.0, 60.0, 0.0)]
    law = oracle(Totals(days=one[0], exposed=one[1], events=one[2], observed=one[3]))
    assert law.probability.sum() == pytest.approx(1, abs=1e-10)
