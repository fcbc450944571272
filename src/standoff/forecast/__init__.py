"""Forecasts: standing questions, models, backtests, and predictions followed up."""

from standoff.forecast.answers import Evidence, Forecast, Skill, Unanswered
from standoff.forecast.questions import StandingQuestion, load_questions, question_of
from standoff.forecast.resolve import Resolution, resolve
from standoff.forecast.standing import standing, unanswered
from standoff.forecast.track import Tracked, track
from standoff.forecast.windows import Window
from standoff.forecast.words import BANDS, Band, likelihood, percent, shown_percent

__all__ = [
    "BANDS",
    "Band",
    "Evidence",
    "Forecast",
    "Resolution",
    "Skill",
    "StandingQuestion",
    "Tracked",
    "Unanswered",
    "Window",
    "likelihood",
    "load_questions",
    "percent",
    "question_of",
    "resolve",
    "shown_percent",
    "standing",
    "track",
    "unanswered",
]
