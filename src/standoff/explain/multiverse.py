"""The curve of all defensible specifications of one estimand: the total within-year effect."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from standoff.explain.days import Calendar
from standoff.explain.measure import estimate
from standoff.explain.specification import Sign
from standoff.explain.verdict import Curve, Estimate
from standoff.stats.alike import alike_days
from standoff.stats.gate import gate, yearly_totals
from standoff.stats.permute import (
    MIN_SHIFT_DAYS,
    p_value,
    shifted_totals,
    swap_scores,
    z_score,
)

Floats = NDArray[np.float64]

# Starts: the whole window, its later two thirds, its last third.
STARTS = (0.0, 1 / 3, 2 / 3)
MAX_SWAPS = 1_999


@dataclass(frozen=True, slots=True, kw_only=True)
class Choices:
    """What may be chosen otherwise: the sources of the outcome, and the exposure's window.

    Every array is 1, 0 or NaN; shape (days,). The first of each is the primary choice.
    """

    calendar: Calendar
    sources: Mapping[str, Floats]
    exposures: Mapping[str, Floats]
    season: Floats | None
    eras: tuple[int, ...] | None
    sign: Sign


@dataclass(frozen=True, slots=True, kw_only=True)
class _Specification:
    names: tuple[str, str, str]
    event: Floats
    exposure: Floats


@dataclass(frozen=True, slots=True, kw_only=True)
class _Measured:
    names: tuple[str, str, str]
    effect: float
    error: float
    z: float
    permuted: Floats


def specification_curve(choices: Choices, *, draws: int, rng: np.random.Generator) -> Curve | None:
    """The curve over source x start x window; None where only one specification is usable.

    Inference is by the median z over all usable specifications under the same permutations of
    the exposure; everything else describes. Dropping a year is influence, not a choice.

    Args:
        choices: the options of each choice.
        draws: how many permutations.
        rng: source of chance.

    Source:
        Simonsohn, Simmons and Nelson (2020), Nature Human Behaviour 4, 1208-1214.
    """
    offsets, seed = _offsets(choices.calendar.days, draws, rng), int(rng.integers(2**32))
    listed = list(_specifications(choices))
    found = [
        measured
        for one in listed
        if (measured := _measure(choices, one, offsets, seed, draws)) is not None
    ]
    if len(found) < 2:
        return None
    turn = 1.0 if choices.sign == "higher" else -1.0
    median_z = float(np.median([one.z for one in found]))
    permuted = np.median(np.stack([one.permuted for one in found]), axis=0)
    matters, spread = _what_matters(found)
    effects = turn * np.array([one.effect for one in found])
    low = effects - 1.959964 * np.array([one.error for one in found])
    return Curve(
        estimates=tuple(_estimate(one) for one in found),
        unusable=len(listed) - len(found),
        median=float(np.median(list(_medians(found, 0).values()))),
        p_value=p_value(median_z, permuted, sign=choices.sign).p,
        share_predicted=float((effects > 0).mean()),
        share_clear=float((low > 0).mean()),
        matters=matters,
        spread=spread,
    )


def _specifications(choices: Choices) -> Iterator[_Specification]:
    years = len(choices.calendar.years)
    for source, event in choices.sources.items():
        for share in STARTS:
            row = round(years * share)
            start = f"from {choices.calendar.years[row]}"
            begun = np.where(choices.calendar.year >= row, event, np.nan)
            for window, exposure in choices.exposures.items():
                names = (source, start, window)
                yield _Specification(names=names, event=begun, exposure=exposure)


def _measure(
    choices: Choices, one: _Specification, offsets: NDArray[np.int64], seed: int, draws: int
) -> _Measured | None:
    """One specification; None where too few exposed events could be expected in it."""
    calendar = choices.calendar
    years = len(calendar.years)
    totals = yearly_totals(one.event, one.exposure, calendar.year, years=years)
    failures = set(gate(totals, coverage=1.0).failures)
    if "expected" in failures or not totals.informative.any():
        return None
    effect, error = _effect(choices, one)
    if choices.eras is None:
        every = z_score(shifted_totals(one.event, one.exposure, calendar.year, years=years))
        permuted = every[offsets]
    else:
        permuted = swap_scores(
            one.event,
            one.exposure,
            calendar.year,
            calendar.day_of_year,
            eras=choices.eras,
            draws=min(draws, MAX_SWAPS),
            rng=np.random.default_rng(seed),
        )
    z = float(z_score(totals))
    return _Measured(names=one.names, effect=effect, error=error, z=z, permuted=permuted)


def _effect(choices: Choices, one: _Specification) -> tuple[float, float]:
    known = ~(np.isnan(one.event) | np.isnan(one.exposure))
    columns = [one.event[known], choices.calendar.year[known], one.exposure[known]]
    if choices.season is not None:
        columns += list(choices.season[known].T)
    rows, weight = alike_days(columns)
    return estimate(rows[:, 0], rows[:, 2:], rows[:, 1].astype(np.int64), weight=weight)


def _offsets(days: int, draws: int, rng: np.random.Generator) -> NDArray[np.int64]:
    allowed = np.arange(MIN_SHIFT_DAYS, days - MIN_SHIFT_DAYS + 1)
    return allowed if allowed.size <= draws else rng.choice(allowed, size=draws)


def _medians(found: list[_Measured], choice: int) -> dict[str, float]:
    """The median effect under each option of a choice."""
    options = dict.fromkeys(one.names[choice] for one in found)
    return {
        option: float(np.median([one.effect for one in found if one.names[choice] == option]))
        for option in options
    }


def _what_matters(found: list[_Measured]) -> tuple[str, float]:
    """The choice over whose options the medians spread most, and how far."""
    spreads = {
        name: float(np.ptp(list(_medians(found, place).values())))
        for place, name in enumerate(("sources", "first year", "window"))
    }
    most = max(spreads, key=lambda name: spreads[name])
    return most, spreads[most]


def _estimate(one: _Measured) -> Estimate:
    half = 1.959964 * one.error
    interval = (one.effect - half, one.effect + half)
    return Estimate(name=", ".join(one.names), effect=one.effect, interval=interval)
