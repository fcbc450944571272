"""Forecasts: standing questions, models, backtests, and predictions followed up."""

from standoff.forecast.questions import (
    Resolution,
    StandingQuestion,
    load_questions,
    question_of,
    resolve,
)
from standoff.forecast.standing import Evidence, Forecast, Skill, standing
from standoff.forecast.track import Tracked, track
from standoff.forecast.words import BANDS, Band, likelihood, percent

__all__ = [
    "BANDS",
    "Band",
    "Evidence",
    "Forecast",
    "Resolution",
    "Skill",
    "StandingQuestion",
    "Tracked",
    "likelihood",
    "load_questions",
    "percent",
    "question_of",
    "resolve",
    "standing",
    "track",
]
