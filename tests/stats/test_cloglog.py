import numpy as np
import pytest
import statsmodels.api as sm  # type: ignore[import-untyped]
from numpy.typing import NDArray

from standoff.errors import InputError
from standoff.stats.cloglog import Design, fit, prepare, profile_interval
from standoff.stats.newton import _evaluate, log_f

Floats = NDArray[np.float64]


def days(rng: np.random.Generator, n: int = 3000, years: int = 6) -> tuple[Floats, Floats, Floats]:
    year = np.repeat(np.arange(years), n // years)
    x = np.column_stack([rng.random(n) < 0.3, rng.normal(size=n)]).astype(float)
    rate = 0.03 * (1 + year) ** 0.5 * np.exp(x @ [-0.6, 0.2])
    return (rng.random(n) < 1 - np.exp(-rate)).astype(float), x, year.astype(float)


def likelihood(design: Design, slope: Floats, intercepts: Floats) -> float:
    rate = np.exp(intercepts[design.group] + design.covariates @ slope + design.offset)
    each = np.where(design.event > 0, np.log(-np.expm1(-rate)), -rate)
    return float(design.weight @ each)


def test_agrees_with_statsmodels_glm_with_year_dummies() -> None:
    event, x, year = days(np.random.default_rng(1))
    offset = np.random.default_rng(2).normal(size=len(event)) / 5
    design, kept = prepare(event, x, year.astype(int), offset=offset)
    found = fit(design)
    dummies = (year[:, None] == np.unique(year)).astype(float)
    family = sm.families.Binomial(link=sm.families.links.CLogLog())
    model = sm.GLM(event, np.column_stack([x, dummies]), family=family, offset=offset)
    oracle = model.fit(tol=1e-12, maxiter=200)
    assert kept.all()
    assert found.coefficients == pytest.approx(oracle.params[:2], abs=1e-6)
    assert found.intercepts == pytest.approx(oracle.params[2:], abs=1e-6)
    assert found.log_likelihood == pytest.approx(oracle.llf, abs=1e-6)
    # statsmodels uses expected information, we the observed one: alike, not equal
    assert found.errors == pytest.approx(oracle.bse[:2], rel=0.02)


def test_score_is_the_gradient_wherever_it_is_asked() -> None:
    event, x, year = days(np.random.default_rng(3))
    design, _ = prepare(event, x, year.astype(int))
    slope, intercepts = np.array([0.4, -0.7]), np.linspace(-4, -2, 6)
    state = _evaluate(design, slope, intercepts, np.array([False, False]))
    for column, step in enumerate(1e-5 * np.eye(2)):
        rise = likelihood(design, slope + step, intercepts)
        fall = likelihood(design, slope - step, intercepts)
        assert design.covariates[:, column] @ state.score == pytest.approx(
            (rise - fall) / 2e-5, abs=1e-5
        )
    found = fit(design)
    assert np.abs(design.covariates.T @ found.score).max() < 1e-5
    assert np.abs(np.bincount(design.group, weights=found.score)).max() < 1e-5


def test_covariance_inverts_the_numeric_curvature_of_the_profile() -> None:
    event, x, year = days(np.random.default_rng(4))
    design, _ = prepare(event, x[:, :1], year.astype(int))
    found = fit(design)
    low, high = profile_interval(design, found, level=0.05)
    drop = (high - low) / 2  # a very narrow interval is quadratic: half-width = z * error
    assert drop / 0.062707 == pytest.approx(found.errors[0], rel=1e-3)


def test_profile_interval_ends_where_the_deviance_reaches_the_quantile() -> None:
    event, x, year = days(np.random.default_rng(5))
    design, _ = prepare(event, x, year.astype(int))
    found = fit(design)
    for end in profile_interval(design, found, column=0):
        held, _ = prepare(event, x[:, 1:], year.astype(int), offset=end * x[:, 0])
        assert 2 * (found.log_likelihood - fit(held).log_likelihood) == pytest.approx(
            3.8415, abs=1e-3
        )


def test_weighted_rows_equal_repeated_days() -> None:
    event, x, year = days(np.random.default_rng(6))
    x = x[:, :1]
    rows, weight = np.unique(np.column_stack([event, x, year]), axis=0, return_counts=True)
    short, _ = prepare(
        rows[:, 0], rows[:, 1:2], rows[:, 2].astype(int), weight=weight.astype(float)
    )
    full, _ = prepare(event, x, year.astype(int))
    assert fit(short).coefficients == pytest.approx(fit(full).coefficients, abs=1e-9)
    assert fit(short).clustered_errors == pytest.approx(fit(full).clustered_errors, abs=1e-9)


def test_clustered_errors_agree_with_statsmodels() -> None:
    event, x, year = days(np.random.default_rng(7), n=6000, years=12)
    design, _ = prepare(event, x, year.astype(int))
    found = fit(design)
    dummies = (year[:, None] == np.unique(year)).astype(float)
    family = sm.families.Binomial(link=sm.families.links.CLogLog())
    model = sm.GLM(event, np.column_stack([x, dummies]), family=family)
    groups = {"groups": year.astype(int), "use_correction": False}
    oracle = model.fit(tol=1e-12, cov_type="cluster", cov_kwds=groups)
    assert found.clustered_errors / np.sqrt(12 / 11) == pytest.approx(oracle.bse[:2], rel=0.03)


def test_years_without_events_leave_the_likelihood() -> None:
    event, x, year = days(np.random.default_rng(8))
    without, _ = prepare(event, x, year.astype(int))
    empty = np.zeros(365)
    more, kept = prepare(
        np.concatenate([event, empty]),
        np.vstack([x, np.ones((365, 2))]),
        np.concatenate([year, empty + 99]).astype(int),
    )
    assert not kept[-365:].any()
    assert fit(more).coefficients == pytest.approx(fit(without).coefficients, abs=1e-12)


def test_separation_is_penalised_not_dropped() -> None:
    year = np.repeat([0, 1], 100)
    x = np.tile((np.arange(100) < 40).astype(float), 2)
    event = np.where((x == 0) & (np.arange(200) % 7 == 0), 1.0, 0.0)  # never while exposed
    design, _ = prepare(event, x[:, None], year)
    found = fit(design)
    low, high = profile_interval(design, found)
    assert found.penalised.tolist() == [True]
    assert low < found.coefficients[0] < high < 0
    grid = np.linspace(-8, 2, 2001)
    best = max(grid, key=lambda b: profile_at(event, x, year, b) + log_f(b, penalised=True))
    assert found.coefficients[0] == pytest.approx(best, abs=0.01)


def profile_at(event: Floats, x: Floats, year: NDArray[np.int64], slope: float) -> float:
    held, _ = prepare(event, np.zeros((len(event), 0)), year, offset=slope * x)
    return fit(held).log_likelihood


def test_no_information_and_bad_days_are_refused() -> None:
    year = np.zeros(10, dtype=np.int64)
    design, _ = prepare(np.zeros(10), np.ones((10, 1)), year)
    with pytest.raises(InputError, match="nothing can be fitted"):
        fit(design)
    with pytest.raises(InputError, match="0 or 1"):
        prepare(np.full(10, 0.5), np.ones((10, 1)), year)
    with pytest.raises(InputError, match="finite"):
        prepare(np.zeros(10), np.full((10, 1), np.nan), year)
    with pytest.raises(InputError, match="one row a day"):
        prepare(np.zeros(9), np.ones((10, 1)), year)


def test_a_constant_covariate_is_refused() -> None:
    event, _, year = days(np.random.default_rng(9))
    design, _ = prepare(event, np.ones((len(event), 1)), year.astype(int))
    with pytest.raises(InputError, match="does not vary within"):
        fit(design)
