"""Files and bytes in, reports out: read, cleaned of page furniture, frozen."""

from standoff.reports.read import read, read_path

__all__ = ["read", "read_path"]
