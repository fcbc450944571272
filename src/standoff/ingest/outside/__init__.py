"""Outside tables into the record, by column maps."""

from standoff.ingest.outside.importing import Imported, import_table
from standoff.ingest.outside.reading import Outside, read_outside

__all__ = ["Imported", "Outside", "import_table", "read_outside"]
