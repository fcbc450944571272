"""Readings of motives tested against the record: hypotheses in, results out."""

from standoff.explain.hypotheses import (
    Hypothesis,
    implication_keys,
    load_hypotheses,
    readings_for,
)
from standoff.explain.kept import from_json, kept_results, primary_results
from standoff.explain.run import results_for, run_all, run_one
from standoff.explain.specification import Implication
from standoff.explain.verdict import Bin, Estimate, Result, Standing, Verdict, YearRow, standing
from standoff.explain.wording import Wording, describe

__all__ = [
    "Bin",
    "Estimate",
    "Hypothesis",
    "Implication",
    "Result",
    "Standing",
    "Verdict",
    "Wording",
    "YearRow",
    "describe",
    "from_json",
    "implication_keys",
    "kept_results",
    "load_hypotheses",
    "primary_results",
    "readings_for",
    "results_for",
    "run_all",
    "run_one",
    "standing",
]
