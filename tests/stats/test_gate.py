import numpy as np
import pytest

from standoff.errors import InputError
from standoff.stats.gate import Totals, gate, yearly_totals


def totals(days: float, exposed: float, events: float, years: int) -> Totals:
    rows = [np.full(years, value) for value in (days, exposed, events, 0.0)]
    return Totals(days=rows[0], exposed=rows[1], events=rows[2], observed=rows[3])


@pytest.mark.parametrize(
    ("days", "exposed", "events", "years", "window", "failures"),
    [
        (365, 73, 5, 5, 365 * 5, ()),
        (365, 73, 5, 4, 365 * 4, ("expected", "years")),
        (365, 73, 10, 4, 365 * 4, ("years",)),
        (365, 60, 5, 5, 365 * 5, ("expected",)),
        (365, 73, 5, 5, 365 * 7, ("coverage",)),
        (365, 365, 5, 9, 365 * 9, ("years",)),
        (365, 0, 5, 9, 365 * 9, ("expected", "years")),
        (0, 0, 0, 9, 365 * 9, ("expected", "years", "coverage")),
    ],
)
def test_gate(
    days: float, exposed: float, events: float, years: int, window: int, failures: tuple[str, ...]
) -> None:
    coverage = days * years / window
    result = gate(totals(days, exposed, events, years), coverage=coverage)
    assert result.failures == failures
    assert result.passed == (not failures)


def test_unknown_days_leave_every_total() -> None:
    event = np.array([1, 1, 0, np.nan, 1, 0])
    exposure = np.array([1, np.nan, 0, 1, 0, 1])
    found = yearly_totals(event, exposure, np.array([0, 0, 0, 0, 1, 1]), years=2)
    assert found.days.tolist() == [2, 2]
    assert found.exposed.tolist() == [1, 1]
    assert found.events.tolist() == [1, 1]
    assert found.observed.tolist() == [1, 0]


def test_values_other_than_yes_no_unknown_are_refused() -> None:
    with pytest.raises(InputError, match="exposure days must be 0, 1 or NaN"):
        yearly_totals(np.zeros(2), np.array([0, 2.0]), np.zeros(2, dtype=np.int64), years=1)
    with pytest.raises(InputError, match="days differ"):
        yearly_totals(np.zeros(3), np.zeros(2), np.zeros(2, dtype=np.int64), years=1)
