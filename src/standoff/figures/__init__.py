"""Figures as SVG text from plain values, shared by the brief and the web pages."""

from standoff.figures.calibration import Reached, calibration_curve
from standoff.figures.chances import Chance, chance_bars, shown_percent
from standoff.figures.draw import FIGURE_CSS
from standoff.figures.effects import Effect, effect_intervals
from standoff.figures.history import Made, chance_history
from standoff.figures.timeline import DayMark, timeline
from standoff.figures.years import YearCount, YearPair, observed_expected, yearly_strip

__all__ = [
    "FIGURE_CSS",
    "Chance",
    "DayMark",
    "Effect",
    "Made",
    "Reached",
    "YearCount",
    "YearPair",
    "calibration_curve",
    "chance_bars",
    "chance_history",
    "effect_intervals",
    "observed_expected",
    "shown_percent",
    "timeline",
    "yearly_strip",
]
