"""Reports and tables into the record; only the driver writes."""

from standoff.ingest.base import add_facts, base_journal, base_record, facts_of, overlay
from standoff.ingest.local import Progress, ingest
from standoff.ingest.split import Split, process
from standoff.ingest.tables import observations_of
from standoff.ingest.undated import dated, infer_published

__all__ = [
    "Progress",
    "Split",
    "add_facts",
    "base_journal",
    "base_record",
    "dated",
    "facts_of",
    "infer_published",
    "ingest",
    "observations_of",
    "overlay",
    "process",
]
