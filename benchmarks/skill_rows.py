"""Lines of tables in Markdown."""

from __future__ import annotations


def row(cells: list[str]) -> str:
    """One line of a table."""
    return "| " + " | ".join(cells) + " |"
