"""Readings of motives tested against the record: hypotheses in, results out."""

from standoff.explain.hypotheses import (
    Hypothesis,
    Implication,
    implication_keys,
    load_hypotheses,
    readings_for,
)
from standoff.explain.verdict import Estimate, Result, Standing, Verdict, YearRow, standing

__all__ = [
    "Estimate",
    "Hypothesis",
    "Implication",
    "Result",
    "Standing",
    "Verdict",
    "YearRow",
    "implication_keys",
    "load_hypotheses",
    "readings_for",
    "standing",
]
