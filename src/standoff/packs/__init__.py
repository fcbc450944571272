"""Theatres and languages: data, loaded and checked, all problems at once."""

from standoff.packs.find import find_theatre, theatre_names
from standoff.packs.language import Language
from standoff.packs.load import add_tables, load_pack
from standoff.packs.theatre import Actor, Coverage, Kind, Pack, Place, Row, Table, TableSpec, Weapon

__all__ = [
    "Actor",
    "Coverage",
    "Kind",
    "Language",
    "Pack",
    "Place",
    "Row",
    "Table",
    "TableSpec",
    "Weapon",
    "add_tables",
    "find_theatre",
    "load_pack",
    "theatre_names",
]
