import numpy as np
import pytest
from numpy.typing import NDArray
from scipy.optimize import minimize

from standoff.errors import InputError
from standoff.stats.branching import MeanCurve, corrected, daily_rate, mean_curve, no_excitation_p
from standoff.stats.hawkes import fit_hawkes, history, simulate_hawkes

Floats = NDArray[np.float64]
DAYS = 20 * 365
YEAR = np.arange(DAYS) // 365


def yearly(rng: np.random.Generator) -> Floats:
    return (np.exp(rng.normal(0, 0.8, 20)) * 10 / 365)[YEAR]


def simulated(seed: int, branching: float, draws: int = 1) -> Floats:
    rng = np.random.default_rng(seed)
    series, exploded = simulate_hawkes(
        (1 - branching) * yearly(rng), branching=branching, half_life_days=7, draws=draws, rng=rng
    )
    assert exploded == 0
    return series


def test_the_fit_is_the_maximum_that_a_general_optimiser_finds() -> None:
    event, life = simulated(1, 0.4)[0], 7.0
    found = fit_hawkes(event, YEAR, half_lives_days=np.array([life]))
    past = history(event, half_life_days=life)

    def loss(values: Floats) -> float:
        rate = np.maximum(np.exp(values[:-1])[YEAR] + values[-1] * past, 1e-12)
        return float(rate[event == 0].sum() - np.log(-np.expm1(-rate[event == 1])).sum())

    start = np.append(np.log(np.maximum(found.baseline, 1e-6)), 0.1)
    bounds = [(-20.0, 2.0)] * 20 + [(0.0, 0.99)]
    oracle = minimize(loss, start, method="L-BFGS-B", bounds=bounds)
    assert found.log_likelihood == pytest.approx(-oracle.fun, abs=1e-3)
    assert found.branching == pytest.approx(oracle.x[-1], abs=2e-3)


def test_history_is_a_weighted_past_that_sums_to_one() -> None:
    event = np.zeros(400)
    event[3] = 1.0
    past = history(event, half_life_days=5)
    assert not past[:4].any()
    assert past[9] == pytest.approx(past[4] / 2)
    assert past.sum() == pytest.approx(1.0, abs=1e-6)


def test_unknown_days_neither_count_nor_excite() -> None:
    event = simulated(2, 0.3)[0]
    masked = np.where(np.arange(DAYS) >= DAYS - 365, np.nan, event)
    short = fit_hawkes(event[: DAYS - 365], YEAR[: DAYS - 365])
    found = fit_hawkes(masked, YEAR)
    assert found.branching == pytest.approx(short.branching, abs=1e-6)
    assert found.log_likelihood == pytest.approx(short.log_likelihood, abs=1e-6)


def test_a_constant_baseline_takes_years_for_excitation_and_year_baselines_do_not() -> None:
    rng = np.random.default_rng(3)
    rate = (np.exp(rng.normal(0, 1.5, 20)) * 6 / 365)[YEAR]
    event = simulate_hawkes(rate, branching=0, half_life_days=1, draws=1, rng=rng)[0][0]
    flat = fit_hawkes(event, np.zeros(DAYS, dtype=np.int64))
    free = fit_hawkes(event, YEAR)
    assert flat.branching > 0.6 and flat.likelihood_ratio > 50
    assert free.branching < 0.15


def test_the_correction_undoes_the_bias_and_covers() -> None:
    series = simulated(4, 0.32, draws=8)
    rng = np.random.default_rng(5)
    curves: dict[float, MeanCurve] = {}

    def at(life: float) -> MeanCurve:
        if life not in curves:
            curves[life] = mean_curve(series[0], YEAR, half_life_days=life, draws=10, rng=rng)
        return curves[life]

    fits = [fit_hawkes(one, YEAR, half_lives_days=np.array([4.0, 7.0])) for one in series]
    raw = np.mean([one.branching for one in fits])
    found = [corrected(one, at) for one in fits]
    assert raw < np.mean([value for value, _ in found])
    assert np.mean([value for value, _ in found]) == pytest.approx(0.32, abs=0.1)
    assert sum(low <= 0.32 <= high for _, (low, high) in found) >= 6


def test_bootstrap_p_finds_excitation_and_is_level_without() -> None:
    rng = np.random.default_rng(6)
    event = simulated(7, 0.4)[0]
    assert no_excitation_p(fit_hawkes(event, YEAR), event, YEAR, draws=49, rng=rng) == 0.02
    quiet = simulated(8, 0.0)[0]
    assert no_excitation_p(fit_hawkes(quiet, YEAR), quiet, YEAR, draws=49, rng=rng) > 0.05


def test_an_explosion_is_counted() -> None:
    rng = np.random.default_rng(9)
    many, share = simulate_hawkes(
        np.full(2000, 0.0005), branching=2.5, half_life_days=3, draws=40, rng=rng
    )
    assert 0 < share == np.mean(many.sum(axis=1) > 5 * 1.0 / 0.01)


def test_rates_and_refusals() -> None:
    event = np.array([1.0, 0.0, np.nan, 0.0, 0.0])
    rate = daily_rate(event, np.array([0, 0, 0, 1, 1]))
    assert rate[:3] == pytest.approx(np.log(2)) and not rate[3:].any()
    with pytest.raises(InputError, match="needs another day"):
        fit_hawkes(np.ones(5), np.zeros(5, dtype=np.int64))
