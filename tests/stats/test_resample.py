import numpy as np
import pytest
from numpy.typing import NDArray

from standoff.errors import InputError
from standoff.stats.intervals import decayed
from standoff.stats.resample import NullModel, history_scores

Floats = NDArray[np.float64]


def null_model(rng: np.random.Generator, n: int = 900, years: int = 3) -> NullModel:
    at_risk = (rng.random(n) < 0.8).astype(float)
    dummies = np.eye(years)[np.repeat(np.arange(years), n // years)]
    rate = 0.02 * np.exp(dummies @ rng.normal(size=years))
    score = at_risk * ((rng.random(n) < rate) - rate)
    nuisance = np.column_stack([dummies, rng.normal(size=n)])
    return NullModel(score=score, curvature=at_risk * rate, nuisance=nuisance)


def direct(null: NullModel, starts: list[int], half_life_days: float, lag_days: int) -> float:
    """The same z by whole-calendar algebra."""
    days = np.zeros(len(null.score), dtype=bool)
    days[starts] = True
    x = decayed(days, half_life_days=half_life_days, lag_days=lag_days)
    weighted = null.curvature[:, None] * null.nuisance
    slope = np.linalg.solve(null.nuisance.T @ weighted, weighted.T @ x)
    residual = x - null.nuisance @ slope
    return float(null.score @ x / np.sqrt(null.curvature @ residual**2))


@pytest.mark.parametrize("lag_days", [0, 1, 7])
def test_recursion_equals_the_whole_calendar(lag_days: int) -> None:
    rng = np.random.default_rng(1)
    null = null_model(rng)
    starts = [3, 40, 41, 300, 555, 880]
    strata = np.zeros(900, dtype=np.int64)
    z, _ = history_scores(
        null,
        np.array(starts),
        strata,
        half_life_days=30,
        lag_days=lag_days,
        draws=1,
        rng=rng,
    )
    assert z == pytest.approx(direct(null, starts, 30, lag_days), abs=1e-9)


def test_starts_stay_in_their_strata() -> None:
    rng = np.random.default_rng(2)
    null = null_model(rng)
    strata = np.full(900, -1)
    strata[100], strata[700:702] = 0, 1

    def scored(*starts: int) -> tuple[float, Floats]:
        begun = np.array(starts)
        return history_scores(
            null, begun, strata, half_life_days=20, lag_days=1, draws=500, rng=rng
        )

    z, scores = scored(100, 700)
    possible = {round(direct(null, [100, day], 20, 1), 9) for day in (700, 701)}
    assert set(scores.round(9)) == possible
    assert round(z, 9) in possible
    with pytest.raises(InputError, match="none may begin"):
        scored(5)


def test_a_full_resampling_gives_every_draw() -> None:
    rng = np.random.default_rng(3)
    null = null_model(rng, n=12_600, years=35)
    strata = np.repeat(np.arange(35), 360)
    starts = rng.choice(12_600, size=150, replace=False)
    _, scores = history_scores(
        null, starts, strata, half_life_days=60, lag_days=1, draws=9999, rng=rng
    )
    assert scores.shape == (9999,)
