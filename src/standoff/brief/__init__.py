"""The brief: what a desk would sign, every sentence with its evidence."""

from standoff.brief.document import (
    Block,
    Brief,
    Bullets,
    Figure,
    Paragraph,
    Section,
    Sentence,
    Table,
)
from standoff.brief.evidence import Backtest, Count, Evidence, Prospect, Run, TableRow, Test, Words
from standoff.brief.material import Material
from standoff.brief.render import AnyFormat, Format, render, rendered
from standoff.brief.write import write

__all__ = [
    "AnyFormat",
    "Backtest",
    "Block",
    "Brief",
    "Bullets",
    "Count",
    "Evidence",
    "Figure",
    "Format",
    "Material",
    "Paragraph",
    "Prospect",
    "Run",
    "Section",
    "Sentence",
    "Table",
    "TableRow",
    "Test",
    "Words",
    "render",
    "rendered",
    "write",
]
