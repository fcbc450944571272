"""Counts by text, and the rates they give with their uncertainty."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
DRAWS = 2000
LEVEL = 0.95


@dataclass(frozen=True, slots=True, kw_only=True)
class Tally:
    """What was labelled, what was told and how much of it was right, in one text."""

    right: int
    gold: int
    told: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Rate:
    """A share with its interval; None where there was nothing to divide by."""

    value: float | None
    low: float | None
    high: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Score:
    """Precision, recall and F1 over many texts, with intervals."""

    right: int
    gold: int
    told: int
    precision: Rate
    recall: Rate
    f1: Rate


def scored(tallies: Sequence[Tally], *, rng: np.random.Generator) -> Score:
    """The score over all texts, each count pooled; intervals by drawing the texts anew.

    A text stays whole in every draw, since what goes wrong in one goes wrong together.

    Args:
        tallies: one for each text.
        rng: source of chance of the intervals.

    Source:
        Efron and Tibshirani (1993), chapter 13: percentile intervals, 2,000 draws.
    """
    counts = np.array([(one.right, one.gold, one.told) for one in tallies], dtype=float)
    counts = counts.reshape(-1, 3)
    drawn = counts[rng.integers(len(counts), size=(DRAWS, len(counts)))].sum(axis=1)
    right, gold, told = counts.sum(axis=0)
    rights, golds, tolds = drawn.T
    return Score(
        right=int(right),
        gold=int(gold),
        told=int(told),
        precision=_rate(right, told, rights, tolds),
        recall=_rate(right, gold, rights, golds),
        f1=_rate(2 * right, gold + told, 2 * rights, golds + tolds),
    )


def macro_f1(groups: Sequence[Sequence[Tally]], *, rng: np.random.Generator) -> Rate:
    """The mean of the groups' F1, each group weighing the same, with its interval.

    Args:
        groups: the tallies of each group over the same texts, in the same order.
        rng: source of chance of the interval.
    """
    counts = np.array(
        [[(2 * one.right, one.gold + one.told) for one in group] for group in groups], dtype=float
    )
    if counts.size == 0:
        return Rate(value=None, low=None, high=None)
    texts = counts.shape[1]
    drawn = counts[:, rng.integers(texts, size=(DRAWS, texts))].sum(axis=2)
    means = np.nanmean(_shares(drawn[..., 0], drawn[..., 1]), axis=0)
    value = np.nanmean(_shares(*counts.sum(axis=1).T))
    return _between(float(value), means)


def _rate(part: float, whole: float, parts: Floats, wholes: Floats) -> Rate:
    if not whole:
        return Rate(value=None, low=None, high=None)
    return _between(part / whole, _shares(parts, wholes))


def _shares(parts: Floats, wholes: Floats) -> Floats:
    """Each part of its whole; NaN where there is no whole."""
    out = np.full(parts.shape, np.nan)
    np.divide(parts, wholes, out=out, where=wholes > 0)
    return out


def _between(value: float, drawn: Floats) -> Rate:
    tail = (1 - LEVEL) / 2
    low, high = np.nanquantile(drawn, [tail, 1 - tail])
    return Rate(value=value, low=float(low), high=float(high))
