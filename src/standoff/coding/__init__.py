"""From one report to what it says happened and what it says of it."""

from standoff.coding.code import CODER, code
from standoff.coding.json import to_json
from standoff.coding.patterns import check_patterns

__all__ = ["CODER", "check_patterns", "code", "to_json"]
