"""Dates in texts: found by a language's patterns, resolved to days."""

from standoff.coding.dating.dater import Dater, check
from standoff.coding.dating.mention import DateMention, Fields, Need, Tense
from standoff.coding.dating.resolve import complete

__all__ = ["DateMention", "Dater", "Fields", "Need", "Tense", "check", "complete"]
