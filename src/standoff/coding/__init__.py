"""From one report to what it says happened and what it says of it."""

from standoff.coding.code import CODER, Reason, UndatedEvent, code, reasons, undated_events
from standoff.coding.json import issue_json, to_json
from standoff.coding.patterns import check_patterns

__all__ = [
    "CODER",
    "Reason",
    "UndatedEvent",
    "check_patterns",
    "code",
    "issue_json",
    "reasons",
    "to_json",
    "undated_events",
]
