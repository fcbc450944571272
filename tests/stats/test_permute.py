import numpy as np
import pytest
from numpy.typing import NDArray

from standoff.errors import InputError
from standoff.stats.gate import yearly_totals
from standoff.stats.permute import (
    holm,
    p_value,
    shift_scores,
    shifted_totals,
    swap_scores,
    z_score,
)

Floats = NDArray[np.float64]


def calendar(n: int, years: int, seed: int) -> tuple[Floats, Floats, NDArray[np.int64]]:
    rng = np.random.default_rng(seed)
    event = (rng.random(n) < 0.1).astype(float)
    event[rng.random(n) < 0.05] = np.nan
    exposure = np.repeat((rng.random(n // 10) < 0.4).astype(float), 10)
    exposure[: n // 8] = np.nan
    return event, exposure, np.repeat(np.arange(years), n // years)


def test_every_shift_equals_rolling_the_calendar() -> None:
    event, exposure, year = calendar(240, 4, 1)
    table = shifted_totals(event, exposure, year, years=4)
    for shift in (0, 1, 37, 120, 239):
        rolled = yearly_totals(event, np.roll(exposure, shift), year, years=4)
        for name in ("days", "exposed", "events", "observed"):
            assert getattr(table, name)[shift] == pytest.approx(getattr(rolled, name))


def test_z_is_standard_under_random_placement() -> None:
    rng = np.random.default_rng(2)
    year = np.repeat(np.arange(10), 100)
    exposure = (np.arange(1000) % 100 < 30).astype(float)
    scores = []
    for _ in range(2000):
        event = (rng.random(1000) < 0.1).astype(float)
        scores.append(float(z_score(yearly_totals(event, exposure, year, years=10))))
    assert np.mean(scores) == pytest.approx(0, abs=0.07)
    assert np.std(scores) == pytest.approx(1, abs=0.05)


def test_near_shifts_are_left_out_and_few_shifts_are_all_taken() -> None:
    event, exposure, year = calendar(240, 4, 3)
    every = z_score(shifted_totals(event, exposure, year, years=4))
    rng = np.random.default_rng(0)
    taken = shift_scores(event, exposure, year, years=4, draws=999, rng=rng)
    assert taken.tolist() == every[30:211].tolist()
    with pytest.raises(InputError, match="too few"):
        shift_scores(event[:50], exposure[:50], year[:50], years=1, draws=9, rng=rng)


def test_swaps_move_whole_calendars_within_their_era() -> None:
    year, day = np.repeat(np.arange(4), 100), np.tile(np.arange(100), 4)
    event = ((day >= 10) & (day < 20)).astype(float)
    exposure = ((year < 2) & (day < 20)).astype(float) + ((year >= 2) & (day >= 80)).astype(float)
    rng = np.random.default_rng(4)
    apart = swap_scores(event, exposure, year, day, eras=(0, 0, 1, 1), draws=200, rng=rng)
    assert np.unique(apart.round(9)).size == 1  # within an era the calendars are the same
    mixed = swap_scores(event, exposure, year, day, eras=(0, 0, 0, 0), draws=200, rng=rng)
    assert np.allclose(mixed, apart[0])  # any exchange leaves the sum over years as it is
    event[year == 0] = 0
    mixed = swap_scores(event, exposure, year, day, eras=(0, 0, 0, 0), draws=200, rng=rng)
    assert np.unique(mixed.round(9)).size > 1


def test_p_value_counts_the_predicted_side() -> None:
    scores = np.linspace(-2, 2, 99)
    assert p_value(3.0, scores, sign="higher").p == pytest.approx(0.01)
    assert p_value(3.0, scores, sign="lower").p == pytest.approx(1.0)
    assert p_value(-3.0, scores, sign="lower").p == pytest.approx(0.01)


def test_monte_carlo_interval_holds_the_truth_about_99_times_in_100() -> None:
    rng = np.random.default_rng(5)
    hits = 0
    for _ in range(400):
        low, high = p_value(1.6449, rng.normal(size=999), sign="higher").interval
        hits += low <= 0.05 <= high
    assert hits >= 388
    every = p_value(1.6449, rng.normal(size=999), sign="higher", exhaustive=True)
    assert every.interval == (every.p, every.p)


@pytest.mark.parametrize(
    ("raw", "adjusted"),
    [
        ([0.01, 0.04, 0.03], (0.03, 0.06, 0.06)),
        ([0.04], (0.04,)),
        ([0.6, 0.7], (1.0, 1.0)),
        ([], ()),
    ],
)
def test_holm(raw: list[float], adjusted: tuple[float, ...]) -> None:
    assert holm(raw) == pytest.approx(adjusted)


def test_a_full_permutation_test_gives_every_draw() -> None:
    rng = np.random.default_rng(6)
    n = 40 * 365
    event = (rng.random(n) < 0.02).astype(float)
    exposure = np.repeat((rng.random(n // 20) < 0.2).astype(float), 20)
    year = np.repeat(np.arange(40), 365)
    scores = shift_scores(event, exposure, year, years=40, draws=9999, rng=rng)
    assert len(scores) == 9999
