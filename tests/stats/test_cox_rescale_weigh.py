import numpy as np
import pytest

from standoff.errors import InputError
from standoff.stats.cox import Cox, fit_cox, log_likelihood_cox, simulate_cox
from standoff.stats.hawkes import simulate_hawkes
from standoff.stats.rescale import judge_rescaling, ks_distance, rescaled_gaps
from standoff.stats.weigh import directional_factor, log10_factor

DAYS = 8000
RATE = np.full(DAYS, 0.03)


def test_the_level_is_found_again_and_multiplies_by_one_on_average() -> None:
    rng = np.random.default_rng(1)
    series = simulate_cox(RATE, Cox(deviation=1.2, half_life_days=8), draws=8, rng=rng)
    assert series.mean() == pytest.approx(0.029, abs=0.004)
    found = [fit_cox(one, RATE) for one in series]
    assert np.median([one.deviation for one in found]) == pytest.approx(1.2, abs=0.25)
    assert 4 <= np.median([one.half_life_days for one in found]) <= 16
    flat = (rng.random(DAYS) < 0.03).astype(float)
    assert fit_cox(flat, RATE).deviation < 0.8


def test_without_a_level_the_filter_gives_the_plain_likelihood() -> None:
    rng = np.random.default_rng(2)
    event = (rng.random(DAYS) < 0.03).astype(float)
    event[:10] = np.nan
    found = log_likelihood_cox(
        event, RATE, Cox(deviation=0.0, half_life_days=5), particles=10, rng=rng
    )
    known = event[10:]
    plain = known.sum() * np.log(-np.expm1(-0.03)) - 0.03 * (known == 0).sum()
    assert found == pytest.approx(plain, abs=1e-6)


def test_rescaled_gaps_are_even_and_the_naive_ones_are_not() -> None:
    rate = np.full(1500, -np.log1p(-0.22))
    rejected = naive = 0
    for replicate in range(60):
        rng = np.random.default_rng([4, replicate])
        event = (rng.random(1500) < 0.22).astype(float)
        rejected += judge_rescaling(event, rate, draws=39, rng=rng).ks_p <= 0.05
        steps = np.diff(np.concatenate([[0.0], np.cumsum(rate)[event == 1]]))
        naive += ks_distance(-np.expm1(-steps)) > 1.358 / event.sum() ** 0.5
    assert rejected <= 8
    assert naive == 60


def test_wrong_rates_are_seen() -> None:
    rng = np.random.default_rng(5)
    event = simulate_hawkes(np.full(4000, 0.02), branching=0.6, half_life_days=3, draws=1, rng=rng)[
        0
    ][0]
    flat = np.full(4000, -np.log1p(-event.mean()))
    assert judge_rescaling(event, flat, draws=99, rng=rng).ks_p <= 0.05
    assert len(rescaled_gaps(event, flat, rng=rng)) == event.sum()


def test_directional_factor_of_the_rule() -> None:
    assert directional_factor(0.5, 0.25, prior_deviation=0.7) == pytest.approx(32.54, abs=0.01)
    assert directional_factor(0.0, 0.25) == pytest.approx(1.0)
    assert directional_factor(-0.5, 0.25) == pytest.approx(1 / 32.54, abs=1e-4)


def test_one_row_agrees_with_the_factor_and_a_duplicate_adds_nothing() -> None:
    def factor(rows: int) -> float:
        return log10_factor(
            np.full(rows, 0.5),
            np.full((rows, rows), 0.0625) + 1e-9 * np.eye(rows),
            ["higher"],
            ["lower"],
            estimand=[0] * rows,
            draws=400_000,
            rng=np.random.default_rng(6),
        )

    assert factor(1) == pytest.approx(np.log10(32.54), abs=0.02)
    assert abs(factor(2) - factor(1)) < 0.01


def test_factors_are_capped_and_silence_speaks_for_nobody() -> None:
    rng = np.random.default_rng(7)
    one = np.array([[0.04]])
    sure = log10_factor(
        np.array([2.0]), one, ["higher"], ["lower"], estimand=[0], draws=9999, rng=rng
    )
    assert sure == 2.0
    same = log10_factor(
        np.array([0.3]), one, ["silent"], ["silent"], estimand=[0], draws=999, rng=rng
    )
    assert same == 0.0
    with pytest.raises(InputError, match="same rows"):
        log10_factor(np.zeros(2), np.eye(1), ["none"], ["none"], estimand=[0], draws=9, rng=rng)
