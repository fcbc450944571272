"""Forecasts: standing questions, models, backtests, and predictions followed up."""

from standoff.forecast.answers import Evidence, Forecast, Skill, Unanswered
from standoff.forecast.combine import BASE, ENSEMBLE, WEIGHTED
from standoff.forecast.journal import Fared, Tally, entries_of, fared, tallies
from standoff.forecast.numbers import Number, Wait, numbers
from standoff.forecast.questions import StandingQuestion, load_questions, question_of
from standoff.forecast.resolve import Resolution, resolve
from standoff.forecast.standing import standing, unanswered
from standoff.forecast.track import Tracked, track
from standoff.forecast.windows import Window
from standoff.forecast.words import BANDS, Band, likelihood, percent, shown_percent

__all__ = [
    "BANDS",
    "BASE",
    "ENSEMBLE",
    "WEIGHTED",
    "Band",
    "Evidence",
    "Fared",
    "Forecast",
    "Number",
    "Resolution",
    "Skill",
    "StandingQuestion",
    "Tally",
    "Tracked",
    "Unanswered",
    "Wait",
    "Window",
    "entries_of",
    "fared",
    "likelihood",
    "load_questions",
    "numbers",
    "percent",
    "question_of",
    "resolve",
    "shown_percent",
    "standing",
    "tallies",
    "track",
    "unanswered",
]
