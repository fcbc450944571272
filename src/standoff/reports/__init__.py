"""Files and bytes in, reports out: read, cleaned of page furniture, frozen; copies told apart."""

from standoff.reports.read import read, read_path
from standoff.reports.repeats import Repeat, find_repeats

__all__ = ["Repeat", "find_repeats", "read", "read_path"]
