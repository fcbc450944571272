"""Events as other tools read them: CSV, JSON Lines, GeoJSON, PLOVER, iCalendar, Parquet."""

from standoff.record.exports.exported import Exported
from standoff.record.exports.formats import FORMATS, export

__all__ = ["FORMATS", "Exported", "export"]
