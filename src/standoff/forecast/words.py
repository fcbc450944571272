"""Words of likelihood beside numbers: the bands of the analytic standard ICD 203."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from standoff.errors import InputError
from standoff.figures import shown_percent

__all__ = ["BANDS", "Band", "likelihood", "percent", "shown_percent"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Band:
    """A likelihood word with the whole percents it stands for, ends inclusive in the directive."""

    word: str
    low: int
    high: int


# Intelligence Community Directive 203, Analytic Standards (2 January 2015), section D.6.e(2)(a).
BANDS: Final = (
    Band(word="almost no chance", low=1, high=5),
    Band(word="very unlikely", low=5, high=20),
    Band(word="unlikely", low=20, high=45),
    Band(word="roughly even chance", low=45, high=55),
    Band(word="likely", low=55, high=80),
    Band(word="very likely", low=80, high=95),
    Band(word="almost certain", low=95, high=99),
)


def percent(probability: float) -> int:
    """The probability in whole percents, as `shown_percent` prints it.

    Raises:
        InputError: the probability lies outside [0, 1].
    """
    if not 0 <= probability <= 1:
        raise InputError(f"a probability lies in [0, 1], got {probability}")
    return int(f"{100 * probability:.0f}")


def likelihood(probability: float) -> str:
    """The word for a probability, read off the whole percent that is printed beside it.

    The directive's bands share their ends; a shared end takes the band nearer to even chance, so
    that the words for p and 1 - p mirror each other. Below 1 and above 99 percent, where the
    directive has no word, the outermost one is used.

    Raises:
        InputError: the probability lies outside [0, 1].

    >>> likelihood(0.8), likelihood(0.81)
    ('likely', 'very likely')
    """
    shown = percent(probability)
    if shown < 50:
        return next(band.word for band in BANDS if shown < band.high)
    return next(band.word for band in reversed(BANDS) if shown > band.low)
