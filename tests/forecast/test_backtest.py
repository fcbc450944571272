"""Backtests see only the past, wait for whole windows, and repeat the reference figures."""

import importlib.util
import math
import sys
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from standoff.errors import InputError
from standoff.forecast import backtest as tested
from standoff.forecast.backtest import every_days, first_of_months
from standoff.forecast.models import BASE, LEADER, WEIGHTED, History, history, model_names
from standoff.model import Series
from standoff.packs import load_pack

REPO = Path(__file__).parents[2]
SHARED = REPO.parent / "shared" / "data"
START = date(2010, 1, 1)
DAYS = st.lists(st.sampled_from([0.0, 1.0, math.nan]), min_size=60, max_size=120).map(np.array)


def backtest(*args: Any, **options: Any) -> Any:
    return tested.backtest(*args, **options)


def past_of(
    events: Any, leaders: tuple[date, ...] = (date(2009, 1, 1), date(2010, 2, 1))
) -> History:
    return History(start=START, events=np.asarray(events, dtype=float), leader_starts=leaders)


@settings(max_examples=50)
@given(before=DAYS, after=DAYS, other=DAYS, gap=st.integers(0, 20))
def test_forecasts_do_not_change_with_what_comes_after(
    before: Any, after: Any, other: Any, gap: Any
) -> None:
    origin = START + timedelta(days=len(before) + gap)
    tried = [
        backtest(past_of([*before, *rest]), horizon_days=7, origins=[origin], gap_days=gap)
        for rest in (after, other)
    ]
    if all(tried):
        one, two = tried
        for name in (BASE, LEADER, WEIGHTED):
            assert one.probability[name].tobytes() == two.probability[name].tobytes()


def test_a_planted_leak_would_be_caught() -> None:
    """The check above fails on a rate that looks at the whole series."""
    before, quiet, busy = np.zeros(60), np.zeros(30), np.ones(30)
    leaky = [np.concatenate([before, rest]).mean() for rest in (quiet, busy)]
    assert leaky[0] != leaky[1]


def test_only_origins_with_a_whole_covered_window_count() -> None:
    events = np.zeros(40)
    events[[3, 20, 38]] = 1
    events[30] = np.nan
    tried = backtest(
        past_of(events), horizon_days=5, origins=every_days(START, date(2010, 3, 1), step_days=1)
    )
    kept = [(day - START).days for day in tried.origins]
    # Day 0 has no past; windows that touch day 30 or pass day 39 are not known.
    assert kept == [*range(1, 26), *range(31, 36)]
    assert tried.outcome.sum() == sum(events[place : place + 5].max() for place in kept)


def test_no_known_outcome_no_backtest() -> None:
    assert backtest(past_of(np.zeros(5)), horizon_days=30, origins=[START]) is None
    with pytest.raises(InputError):
        backtest(past_of(np.zeros(5)), horizon_days=30, origins=[START], gap_days=-1)


def test_a_gap_withholds_the_last_days() -> None:
    events = np.zeros(60)
    events[40:50] = 1
    origin = [START + timedelta(days=50)]
    with_all = backtest(past_of(events), horizon_days=5, origins=origin)
    withheld = backtest(past_of(events), horizon_days=5, origins=origin, gap_days=10)
    assert with_all.probability[WEIGHTED][0] > 0.3
    assert withheld.probability[WEIGHTED][0] == 0
    assert withheld.scores[WEIGHTED].brier == 0


def test_leader_poisson_only_where_leaders_are_given() -> None:
    assert LEADER not in model_names(past_of(np.zeros(5), leaders=()))
    assert model_names(past_of(np.zeros(5))) == (BASE, LEADER, WEIGHTED)


def test_origins() -> None:
    assert every_days(date(2020, 1, 1), date(2020, 1, 15), step_days=7) == (
        date(2020, 1, 1),
        date(2020, 1, 8),
        date(2020, 1, 15),
    )
    months = first_of_months(date(2019, 11, 2), date(2020, 2, 1))
    assert months == (date(2019, 12, 1), date(2020, 1, 1), date(2020, 2, 1))


def test_history_cuts_and_pads_with_unknown() -> None:
    values = np.array([2.0, 0.0, 1.0, np.nan])
    series = Series(
        start=date(2010, 1, 3),
        values=values,
        coverage=np.array([True, True, False, False]),
        unit="days",
        zone="UTC",
    )
    whole = history(series, since=START, through=date(2010, 1, 8))
    nan = math.nan
    assert whole.events == pytest.approx([nan, nan, 1, 0, nan, nan, nan, nan], nan_ok=True)
    assert whole.covered_through == date(2010, 1, 4)
    part = history(series, since=date(2010, 1, 4), through=date(2010, 1, 4))
    assert part.events == pytest.approx([0])
    assert history(series, since=date(2011, 1, 1), through=date(2011, 1, 2)).covered_through is None


@pytest.fixture(scope="module")
def benchmark() -> Any:
    sys.path.insert(0, str(REPO / "benchmarks"))
    spec = importlib.util.spec_from_file_location("repeat", REPO / "benchmarks" / "backtest.py")
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    sys.modules["repeat"] = module
    spec.loader.exec_module(module)
    sys.path.remove(str(REPO / "benchmarks"))
    return module


def assert_reproduced(benchmark: Any, histories: Any) -> None:
    for reference in benchmark.REFERENCES:
        past = histories[reference.table]
        origins = benchmark.origins(past, reference)
        tried = backtest(past, horizon_days=reference.horizon_days, origins=origins)
        assert len(tried.origins) == reference.n or reference.n is None
        assert tried.share_yes == pytest.approx(reference.share_yes, abs=0.006)
        for model, score in reference.brier.items():
            # References have three places; one of them differs by a little more than rounding.
            assert tried.scores[model].brier == pytest.approx(score, abs=0.00065)
        for model, area in reference.auc.items():
            assert tried.scores[model].auc == pytest.approx(area, abs=0.0055)


def test_reference_figures_are_reproduced_on_the_record(benchmark: Any, tmp_path: Path) -> None:
    assert_reproduced(benchmark, benchmark.from_tables(load_pack("korea"), tmp_path))


def test_reference_figures_are_reproduced_on_the_lists(benchmark: Any) -> None:
    if not SHARED.is_dir():
        pytest.skip("shared data: the folder beside the repository is absent")
    assert_reproduced(benchmark, benchmark.from_lists(SHARED))
