"""What the plain past gave for a question when it was put: counted, never fitted."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import numpy as np
from scipy.stats import binom

from standoff.errors import InputError
from standoff.forecast.questions import Readable
from standoff.model import Question


def base_chance(question: Question, record: Readable) -> float | None:
    """The chance by the share of all covered days before the question opened that had an event.

    Args:
        question: of event days in a window.
        record: what to count in.

    Returns:
        The chance of at least as many event days as asked for, each day alike and for itself;
        None where nothing before the window is covered.
    """
    before = replace(question.query, first=None, last=question.opens - timedelta(days=1))
    try:
        past = record.series(before, count="days").values
    except InputError:  # no table covers it, or none begins before the window
        return None
    if not past.size or np.isnan(past).all():
        return None
    share = float(np.nanmean(past > 0, where=~np.isnan(past)))
    days = (question.closes - question.opens).days + 1
    return float(binom.sf(question.at_least - 1, days, share))
