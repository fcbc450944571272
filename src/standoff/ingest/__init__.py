"""Reports and tables into the record; only the driver writes."""

from standoff.ingest.base import add_facts, base_record, facts_of, overlay
from standoff.ingest.tables import observations_of
from standoff.ingest.undated import infer_published

__all__ = ["add_facts", "base_record", "facts_of", "infer_published", "observations_of", "overlay"]
