"""Outside files as observations of one table, with everything left out counted by reason."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from standoff.errors import InputError
from standoff.ingest.outside.cells import Cells, Mapper, SkippedError
from standoff.ingest.outside.events import event_observations
from standoff.ingest.outside.files import RawRow, raw_rows
from standoff.ingest.outside.names import TheatreNames
from standoff.ingest.tables import observations_of
from standoff.model import Issue, Observation, make_id
from standoff.packs import Pack, Row, Table, TableSpec
from standoff.packs.maps import Map

UNITS = {"distance_km": "km", "apogee_km": "km"}
UNFIT, TWICE, UNREADABLE = "does not fit the header", "there twice", "a cell cannot be read"
Counts = Counter[tuple[str, str]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Outside:
    """What outside files gave: `rows` were read, `used` of them became observations.

    `skipped` counts the other rows by reason and what it was; `emptied` the cells of used rows
    that could not be used, by slot and text.
    """

    table: str
    rows: int
    used: int
    observations: tuple[Observation, ...]
    issues: tuple[Issue, ...]
    skipped: Mapping[tuple[str, str], int]
    emptied: Mapping[tuple[str, str], int]


def read_outside(
    files: Iterable[tuple[str, bytes]], found: Map, pack: Pack, *, table: str
) -> Outside:
    """The files' rows as observations of one table.

    Args:
        files: each one's name, for messages, and content.
        found: the map that says what the columns mean.
        pack: the theatre whose ids the rows get.
        table: the name of the table that they become; none of the theatre's own.

    Raises:
        InputError: a file is not what the map is for, or the theatre has such a table.
    """
    if table in pack.tables:
        raise InputError(f"the theatre has a table {table!r} of its own; choose another --table")
    counting = _Counting()
    if found.spec.read.form == "events":
        observations = [one for file in files for one in event_observations(
            *file, pack=pack, table=table, skipped=counting.skipped)]  # fmt: skip
        used = len({one.anchor for one in observations})
        return counting.outside(table, used, observations, ())
    mapper = Mapper(found, TheatreNames(pack))
    rows = [row for name, content in files for row in _rows(name, content, mapper, counting)]
    items = [item for path, listed in _by_file(rows) for item in _observed(
        path, listed, found, pack, table)]  # fmt: skip
    observations = [item for item in items if isinstance(item, Observation)]
    issues = [item for item in items if isinstance(item, Issue)]
    used = len({one.anchor for one in observations})
    if len(rows) > used:
        counting.skipped[UNREADABLE, "see the issues"] += len(rows) - used
    return counting.outside(table, used, observations, issues)


@dataclass(slots=True)
class _Counting:
    skipped: Counts = field(default_factory=Counter)
    emptied: Counts = field(default_factory=Counter)
    keys: Counter[str] = field(default_factory=Counter)

    def outside(
        self, table: str, used: int, observations: Iterable[Observation], issues: Iterable[Issue]
    ) -> Outside:
        return Outside(
            table=table,
            rows=used + self.skipped.total(),
            used=used,
            observations=tuple(observations),
            issues=tuple(issues),
            skipped=dict(self.skipped.most_common()),
            emptied=dict(self.emptied.most_common()),
        )


def _rows(
    name: str, content: bytes, mapper: Mapper, counting: _Counting
) -> Iterable[tuple[str, Row]]:
    for raw in raw_rows(content, mapper.found, locator=name):
        try:
            if isinstance(raw, InputError):
                raise SkippedError(UNFIT, str(raw))
            mapped = mapper.cells(raw)
            yield name, _row(raw, mapped, mapper, counting)
            counting.emptied.update(mapped.emptied)
        except SkippedError as reason:
            counting.skipped[reason.reason, reason.detail] += 1


def _row(raw: RawRow, mapped: Cells, mapper: Mapper, counting: _Counting) -> Row:
    """The row under its own key, else one made of its content; like rows of a list are numbered.

    Raises:
        SkippedError: a feed brought it before.
    """
    key = mapper.key(raw) or make_id("k", dict(mapped.cells))
    counting.keys[key] += 1
    number = counting.keys[key]
    if number > 1 and mapper.found.spec.feed:
        raise SkippedError(TWICE, "")
    return Row(key=key if number == 1 else f"{key}#{number}", fields=mapped.cells, line=raw.line)


def _by_file(rows: Iterable[tuple[str, Row]]) -> Iterable[tuple[str, list[Row]]]:
    found: dict[str, list[Row]] = {}
    for name, row in rows:
        found.setdefault(name, []).append(row)
    return found.items()


def _observed(
    path: str, rows: Iterable[Row], found: Map, pack: Pack, table: str
) -> Iterable[Observation | Issue]:
    """The rows read as the theatre's own are; what nobody vouches for has the table as origin."""
    spec = TableSpec(
        id=table,
        file=path,
        kind=found.spec.kind,
        grain=found.spec.grain,
        origin=found.spec.origin or table,
        title=found.spec.title,
        units=UNITS,
        lag_days=found.spec.lag_days,
    )
    outside = Table(spec=spec, rows=tuple(rows), path=Path(path))
    return observations_of(replace(pack, tables={table: outside}))
