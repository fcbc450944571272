"""Yearly totals, and the gate that decides from them alone whether a test may be made."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from standoff.errors import InputError

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]
Integers = NDArray[np.int64]
Failure = Literal["expected", "years", "coverage"]

MIN_EXPECTED = 5.0
MIN_YEARS = 5
MIN_COVERAGE = 0.8


@dataclass(frozen=True, slots=True, kw_only=True)
class Totals:
    """Per year: days in the likelihood, exposed days, event days, exposed event days.

    Every array has the same shape (..., years); leading axes hold permuted calendars.
    """

    days: Floats
    exposed: Floats
    events: Floats
    observed: Floats

    @property
    def expected(self) -> Floats:
        """Event days expected on exposed days if exposure did nothing; shape (..., years)."""
        return self.events * self.exposed / np.maximum(self.days, 1)

    @property
    def variance(self) -> Floats:
        """Hypergeometric variance of the exposed event days; shape (..., years)."""
        days: Floats = np.maximum(self.days, 1)
        share: Floats = self.exposed / days
        return self.events * share * (1 - share) * (days - self.events) / np.maximum(days - 1, 1)

    @property
    def informative(self) -> Flags:
        """Whether a year has events and both kinds of days; shape (..., years)."""
        return (self.events > 0) & (self.exposed > 0) & (self.exposed < self.days)


@dataclass(frozen=True, slots=True, kw_only=True)
class Gate:
    """Whether the test may be made, with what was required of it."""

    expected: float
    informative_years: int
    coverage: float
    failures: tuple[Failure, ...]

    @property
    def passed(self) -> bool:
        """Whether nothing was missing."""
        return not self.failures


def yearly_totals(event: Floats, exposure: Floats, year: Integers, *, years: int) -> Totals:
    """Yearly totals over the days on which both outcome and exposure are known.

    Args:
        event: 1 on an event day, 0 otherwise, NaN where unknown; shape (n,).
        exposure: 1 exposed, 0 not, NaN unknown; shape (n,).
        year: index of each day's year, 0..years-1; shape (n,).
        years: how many years there are.

    Raises:
        InputError: shapes differ, or a value is none of 0, 1, NaN.
    """
    check_days(event, exposure, year)
    known = ~(np.isnan(event) | np.isnan(exposure))
    days, index = event[known], year[known]
    exposed = exposure[known]

    def total(weights: Floats) -> Floats:
        return np.bincount(index, weights=weights, minlength=years).astype(np.float64)

    return Totals(
        days=total(np.ones_like(days)),
        exposed=total(exposed),
        events=total(days),
        observed=total(days * exposed),
    )


def gate(totals: Totals, *, coverage: float) -> Gate:
    """Whether the totals allow a test: events expected, informative years, coverage.

    Args:
        totals: one calendar, arrays of shape (years,).
        coverage: share of the days to be tested that are known.

    Source:
        Rule of the project: sum of N E / D >= 5, at least 5 informative years, at least
        80% of days known. It reads totals and calendars, never which days coincide.
    """
    expected = float(totals.expected.sum())
    informative = int(totals.informative.sum())
    checks: tuple[tuple[Failure, bool], ...] = (
        ("expected", expected >= MIN_EXPECTED),
        ("years", informative >= MIN_YEARS),
        ("coverage", coverage >= MIN_COVERAGE),
    )
    return Gate(
        expected=expected,
        informative_years=informative,
        coverage=coverage,
        failures=tuple(name for name, met in checks if not met),
    )


def check_days(event: Floats, exposure: Floats, year: Integers) -> None:
    """Refuse arrays of different length, and values other than 0, 1 and NaN.

    Raises:
        InputError: as said.
    """
    if not event.shape == exposure.shape == year.shape:
        raise InputError(f"days differ: {event.shape}, {exposure.shape}, {year.shape}")
    for name, values in (("event", event), ("exposure", exposure)):
        if not (np.isnan(values) | (values == 0) | (values == 1)).all():
            raise InputError(f"{name} days must be 0, 1 or NaN")
