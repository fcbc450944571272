"""The command line: one module per command; parse, call the library, print."""

from standoff.cli.app import main

__all__ = ["main"]
