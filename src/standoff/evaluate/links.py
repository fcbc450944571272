"""Merge against hand-made links: which rows of the tables tell of one happening."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from standoff.errors import InputError
from standoff.evaluate.grouping import Agreement, agreement
from standoff.ingest.tables import observations_of
from standoff.model import Event, Observation, RowAnchor
from standoff.packs import Pack, add_tables
from standoff.record.merge import merge

COLUMNS = ("happening", "occasion", "table", "row", "note")
RowGroups = Mapping[RowAnchor, frozenset[str]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Links:
    """Each row's happenings and occasions, as a person linked them."""

    happenings: RowGroups
    occasions: RowGroups


@dataclass(frozen=True, slots=True, kw_only=True)
class MergeScore:
    """How well merge found the happenings, and the occasions, of the linked rows."""

    happenings: Agreement[RowAnchor]
    occasions: Agreement[RowAnchor]


def read_links(path: Path) -> Links:
    """The hand-made links of a CSV file with the columns of `COLUMNS`.

    Raises:
        InputError: the file cannot be read, or a line is not of this form.
    """
    happenings: dict[RowAnchor, set[str]] = {}
    occasions: dict[RowAnchor, set[str]] = {}
    for line, cells in _lines(path):
        if set(cells) != set(COLUMNS):
            raise InputError(f"{path}:{line}: the columns must be {', '.join(COLUMNS)}")
        if not all(cells[name] for name in COLUMNS if name != "note"):
            raise InputError(f"{path}:{line}: only the note may be empty")
        anchor = RowAnchor(cells["table"], cells["row"])
        happenings.setdefault(anchor, set()).add(cells["happening"])
        occasions.setdefault(anchor, set()).add(cells["occasion"])
    return Links(happenings=_frozen(happenings), occasions=_frozen(occasions))


def only(links: Links, tables: Iterable[str]) -> Links:
    """The links of the rows of some tables."""
    kept = set(tables)

    def of(groups: RowGroups) -> RowGroups:
        return {anchor: names for anchor, names in groups.items() if anchor.table in kept}

    return Links(happenings=of(links.happenings), occasions=of(links.occasions))


def score_merge(links: Links, pack: Pack, *, extra: Path | None = None) -> MergeScore:
    """How well merge does on the linked rows, merged among all the rows of the tables.

    Args:
        links: the hand-made links.
        pack: the theatre, with its tables.
        extra: a folder with more tables, for measuring only (tables.yml and record/).

    Raises:
        InputError: a link names a row that no table gives an observation of.
        PackError: the extra tables are unsound.
    """
    full = add_tables(pack, extra) if extra else pack
    observed = [one for one in observations_of(full) if isinstance(one, Observation)]
    known = {one.anchor for one in observed}
    lost = [anchor for anchor in links.happenings if anchor not in known]
    if lost:
        first = lost[0]
        raise InputError(
            f"{len(lost)} linked rows are in no table, first {first.table} {first.row}: "
            "mend the links, or name the folder with their table"
        )
    events = merge(observed, pack=pack)
    return MergeScore(
        happenings=agreement(groups_of(events, "id"), links.happenings),
        occasions=agreement(groups_of(events, "occasion"), links.occasions),
    )


def groups_of(events: Iterable[Event], by: str) -> RowGroups:
    """Each row's events: by `id` themselves, by `occasion` what they belong to."""
    found: dict[RowAnchor, set[str]] = {}
    for event in events:
        name = event.occasion or event.id if by == "occasion" else event.id
        for anchor in event.anchors:
            if isinstance(anchor, RowAnchor):
                found.setdefault(anchor, set()).add(name)
    return _frozen(found)


def _lines(path: Path) -> Iterable[tuple[int, dict[str, str]]]:
    try:
        text = path.read_text(encoding="utf-8")
    except OSError as error:
        raise InputError(f"{path}: cannot be read: {error.strerror}") from error
    reader = csv.DictReader(text.splitlines())
    return [
        (reader.line_num, {str(key): cell or "" for key, cell in row.items()}) for row in reader
    ]


def _frozen(groups: Mapping[RowAnchor, set[str]]) -> dict[RowAnchor, frozenset[str]]:
    return {anchor: frozenset(names) for anchor, names in groups.items()}
