"""standoff: reports on a confrontation in, a checked and sourced brief out."""

from importlib.metadata import version

__version__ = version("standoff")
