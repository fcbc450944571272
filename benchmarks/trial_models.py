"""The fitted models of the reference trials, by their definitions, at their origins.

cloglog: logs of .002 + the decayed rates of 7, 30 and 180 days, ridge 1/4, one level for all years.
Two kernels, negative binomial: ours; the trials do not say more than their names. One kernel over
a constant rate, and over a rate of each leader. Refits at the beginning of each quarter.

Not repeated: the logistic model, whose rough list of talks was not kept; the reference ensemble
held it, and ours of the other three members is its neighbour only.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta

import numpy as np
from numpy.typing import NDArray

from standoff.forecast.combine import CLOGLOG, KERNELS, LAGGED, WEIGHTED
from standoff.forecast.forecaster import refit_day
from standoff.forecast.members import Ahead, Fitted, fit_members
from standoff.forecast.models import History, chances
from standoff.stats.hawkes import Excited, fit_hawkes
from standoff.stats.hawkes import history as decayed
from standoff.stats.rates import any_within
from standoff.stats.scores import auc, brier

ONE_LEVEL = "cloglog"
ONE_KERNEL = "one kernel, constant rate"
BY_LEADER = "one kernel, a rate of each leader"
MEAN = "mean of weighted rate, cloglog and two kernels"

Floats = NDArray[np.float64]


def fitted_scores(
    past: History, origins: Sequence[date], *, horizon_days: int
) -> dict[str, tuple[float, float]]:
    """Brier score and AUC of each fitted model over the origins with a known outcome."""
    past = replace(past, exposures=np.zeros((0, 0)))
    happened = any_within(past.events, horizon_days=horizon_days)
    kept = [one for one in origins if not np.isnan(happened[past.index(one)])]
    outcome = np.array([happened[past.index(one)] for one in kept])
    said: dict[str, list[float]] = {}
    refit: date | None = None
    for origin in kept:
        if refit_day(origin) != refit:
            refit = refit_day(origin)
            fits = _fit(past, refit, horizon_days)
        for name, chance in _said(past, origin, horizon_days, *fits).items():
            said.setdefault(name, []).append(chance)
    said[WEIGHTED] = _weighted(past, kept, horizon_days)
    mean = np.mean([said[one] for one in (WEIGHTED, ONE_LEVEL, KERNELS)], axis=0)
    scored = {name: np.array(one) for name, one in said.items() if name != WEIGHTED} | {MEAN: mean}
    return {
        name: (float(brier(one, outcome).mean()), auc(one, outcome)) for name, one in scored.items()
    }


def _fit(
    past: History, refit: date, horizon_days: int
) -> tuple[Fitted, Mapping[str, tuple[Excited, int]]]:
    known = past.through(refit - timedelta(days=1))
    group = np.zeros(len(known.events), dtype=np.int64)
    starts = np.array([past.index(one) for one in past.leader_starts], dtype=np.int64)
    leader = (np.arange(len(group))[:, None] >= starts).sum(axis=1).astype(np.int64)
    one_kernel = {
        ONE_KERNEL: (fit_hawkes(known.events, group), 0),
        BY_LEADER: (fit_hawkes(known.events, leader), int(leader[-1])),
    }
    fitted = fit_members(known, horizons_days=(horizon_days,), spreads=(0.0,))
    return fitted, one_kernel


def _said(
    past: History,
    origin: date,
    horizon_days: int,
    fitted: Fitted,
    one_kernel: Mapping[str, tuple[Excited, int]],
) -> dict[str, float]:
    known = past.through(origin - timedelta(days=1))
    ahead = Ahead(opens=origin, exposures=np.zeros((horizon_days, 0)))
    found = fitted.chances(fitted.begin(known), ahead)
    events = np.append(known.events, 0.0)
    for name, (model, group) in one_kernel.items():
        level = float(decayed(events, half_life_days=model.half_life_days)[-1])
        kept = 0.5 ** (np.arange(horizon_days) / model.half_life_days)
        rate = model.baseline[group] * horizon_days + model.branching * level * kept.sum()
        found[name] = float(-np.expm1(-rate))
    said = {name: found[name] for name in (KERNELS, LAGGED, *one_kernel)}
    return {ONE_LEVEL: found[CLOGLOG], **said}


def _weighted(past: History, origins: Sequence[date], horizon_days: int) -> list[float]:
    every = chances(past, WEIGHTED, horizon_days=horizon_days)
    return [float(every[past.index(one)]) for one in origins]
