"""Forecasts: standing questions, models, backtests, and predictions followed up."""

from standoff.forecast.answers import Evidence, Forecast, Skill, Unanswered
from standoff.forecast.combine import BASE, ENSEMBLE, LEADER, WEIGHTED
from standoff.forecast.fared import Fared, Tally, fared, tallies
from standoff.forecast.journal import entries_of
from standoff.forecast.numbers import Number, Wait, numbers
from standoff.forecast.past import past_of
from standoff.forecast.questions import StandingQuestion, load_questions, question_of
from standoff.forecast.resolve import Resolution, resolve
from standoff.forecast.rolling import Rolled, Said, roll
from standoff.forecast.scenarios import Supposed, scenarios_of, suppose
from standoff.forecast.settled import ANSWER
from standoff.forecast.skill import QuestionSkill, skill_of
from standoff.forecast.standing import standing, unanswered
from standoff.forecast.track import Tracked, track
from standoff.forecast.windows import Window
from standoff.forecast.words import BANDS, Band, likelihood, percent, shown_percent

__all__ = [
    "ANSWER",
    "BANDS",
    "BASE",
    "ENSEMBLE",
    "LEADER",
    "WEIGHTED",
    "Band",
    "Evidence",
    "Fared",
    "Forecast",
    "Number",
    "QuestionSkill",
    "Resolution",
    "Rolled",
    "Said",
    "Skill",
    "StandingQuestion",
    "Supposed",
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
    "past_of",
    "percent",
    "question_of",
    "resolve",
    "roll",
    "scenarios_of",
    "shown_percent",
    "skill_of",
    "standing",
    "suppose",
    "tallies",
    "track",
    "unanswered",
]
