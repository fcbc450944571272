"""Reports and tables into the record; only the driver writes."""

from standoff.ingest.base import add_facts, base_record, facts_of, overlay
from standoff.ingest.tables import observations_of

__all__ = ["add_facts", "base_record", "facts_of", "observations_of", "overlay"]
