"""The record: observations stored, events derived, on two clocks."""

from standoff.record.coverage import covered
from standoff.record.journal import Journal
from standoff.record.merge import merge
from standoff.record.query import matches, weapon_class_of
from standoff.record.record import Record
from standoff.record.series import onset

__all__ = ["Journal", "Record", "covered", "matches", "merge", "onset", "weapon_class_of"]
