"""The store: batches in, nouns out, at any version; nothing is ever changed or lost."""

from __future__ import annotations

import weakref
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from standoff.errors import InputError, RecordError
from standoff.model import Batch, Claim, Issue, Observation, Receipt, Report, Ruling
from standoff.record import dialect, layout, rows, schema
from standoff.record.adding import add_batch
from standoff.record.bulk import among
from standoff.record.outline import Outline, outlined
from standoff.record.turn import Turn

Row = dict[str, Any]


@dataclass(frozen=True, slots=True, weakref_slot=True)
class Store:
    """One opened database; every method is one transaction."""

    engine: sa.Engine

    def version_at(self, seq: int | None = None) -> tuple[int, str]:
        """The newest batch (up to `seq`) as its number and version."""
        query = sa.select(schema.batches).order_by(schema.batches.c.seq.desc()).limit(1)
        if seq is not None:
            query = query.where(schema.batches.c.seq <= seq)
        with dialect.reading(self.engine) as connection:
            found = connection.execute(query).one()
        return found.seq, found.version

    def seq_of(self, version: str) -> int:
        """The number of the batch that made a version.

        Raises:
            InputError: the record never had this version.
        """
        query = sa.select(schema.batches.c.seq).where(schema.batches.c.version == version)
        with dialect.reading(self.engine) as connection:
            seq = connection.execute(query).scalar()
        if seq is None:
            raise InputError(f"the record never had version {version!r}")
        return int(seq)

    def add(
        self,
        batch: Batch | rows.Encoded,
        *,
        replacing: Sequence[str] = (),
        ledger: Sequence[Mapping[str, Any]] = (),
    ) -> Receipt:
        """Store what is new in one transaction; on return it is on the disk.

        Args:
            batch: what to store; what is already there is left as it is.
            replacing: scopes (report ids, `table:<id>`) whose earlier observations and claims
                are withdrawn unless the batch holds just the same; a report that the batch
                gives otherwise takes the earlier one's place.
            ledger: lines of the ledger of inputs that hold once this is stored.
        """
        encoded = rows.encode(batch) if isinstance(batch, Batch) else batch
        with dialect.writing(self.engine) as connection:
            return add_batch(connection, encoded, replacing=replacing, ledger=ledger)

    @contextmanager
    def turn(self) -> Iterator[Turn]:
        """A turn as the only writer, to look and then write; what was added is durable at its end.

        Nobody else writes between what is looked up and what is added.
        """
        with dialect.writing(self.engine) as connection:
            yield Turn(connection)

    def reports(self, seq: int, *, words: Sequence[str] = ()) -> Iterator[Report]:
        """The reports of a version, in the order they came in; only those with all `words`."""
        table = schema.reports
        query = sa.select(table.c.title, table.c.text, table.c.body)
        if words:
            query = query.where(dialect.full_text_match(self.engine.dialect.name, words))
        for row in self._rows(table, query, seq):
            yield rows.report_of(row.title, row.text, row.body)

    def report(self, report: str, seq: int) -> Report | None:
        """One report, or None where the version does not hold it."""
        table = schema.reports
        query = sa.select(table.c.title, table.c.text, table.c.body).where(table.c.id == report)
        found = self._rows(table, query, seq)
        return rows.report_of(found[0].title, found[0].text, found[0].body) if found else None

    def report_ids(self, seq: int, *, words: Sequence[str]) -> frozenset[str]:
        """The ids of the reports of a version with all `words`."""
        query = sa.select(schema.reports.c.id)
        query = query.where(dialect.full_text_match(self.engine.dialect.name, words))
        return frozenset(row.id for row in self._rows(schema.reports, query, seq))

    def report_heads(
        self, seq: int, *, words: Sequence[str], after: int, limit: int
    ) -> list[tuple[int, Report]]:
        """The next reports of a version behind a row, without texts, with their rows' numbers."""
        table = schema.reports
        query = sa.select(table.c.seq, table.c.title, table.c.body)
        query = query.where(table.c.seq > after).limit(limit)
        if words:
            query = query.where(dialect.full_text_match(self.engine.dialect.name, words))
        found = self._rows(table, query, seq)
        return [(row.seq, rows.report_of(row.title, "", row.body)) for row in found]

    def reports_with(self, ids: Sequence[str], seq: int) -> list[Report]:
        """The reports with these ids that the version holds, by id."""
        table = schema.reports
        query = sa.select(table.c.id, table.c.title, table.c.text, table.c.body)
        query = query.where(among(self.engine.dialect.name, table.c.id, ids))
        found = sorted(self._rows(table, query, seq), key=lambda row: str(row.id))
        return [rows.report_of(row.title, row.text, row.body) for row in found]

    def report_rows(self, ids: Sequence[str], seq: int) -> dict[str, int]:
        """The numbers of the rows of these reports in a version."""
        table = schema.reports
        query = sa.select(table.c.id, table.c.seq)
        query = query.where(among(self.engine.dialect.name, table.c.id, ids))
        return {row.id: row.seq for row in self._rows(table, query, seq)}

    def reports_changed(self, since: int, seq: int) -> set[str]:
        """The ids of reports that came or went between two versions."""
        table = schema.reports
        came = sa.and_(table.c.batch > since, table.c.batch <= seq)
        went = sa.and_(table.c.until > since, table.c.until <= seq)
        with dialect.reading(self.engine) as connection:
            return set(
                connection.execute(sa.select(table.c.id).where(sa.or_(came, went))).scalars()
            )

    def published(self, seq: int) -> Iterator[Report]:
        """The reports of a version without their titles and texts."""
        table = schema.reports
        for row in self._rows(table, sa.select(table.c.body), seq):
            yield rows.REPORT.load(row.body)

    def observations(self, seq: int) -> Iterator[Observation]:
        """The observations of a version, in the order they came in."""
        table = schema.observations
        for row in self._rows(table, sa.select(table.c.body), seq):
            yield rows.OBSERVATION.load(row.body)

    def claims(self, seq: int) -> Iterator[Claim]:
        """The claims of a version, in the order they came in."""
        for row in self._rows(schema.claims, sa.select(schema.claims.c.body), seq):
            yield rows.CLAIM.load(row.body)

    def claims_at(self, scopes: Sequence[str], seq: int) -> Iterator[Claim]:
        """The claims of a version in these reports, in the order they came in."""
        table = schema.claims
        query = sa.select(table.c.body)
        query = query.where(among(self.engine.dialect.name, table.c.scope, scopes))
        for row in self._rows(table, query, seq):
            yield rows.CLAIM.load(row.body)

    def rulings(self, seq: int) -> Iterator[Ruling]:
        """The rulings of a version, in the order they came in."""
        for row in self._rows(schema.rulings, sa.select(schema.rulings.c.body), seq):
            yield rows.RULING.load(row.body)

    def issues(self) -> Iterator[Issue]:
        """Everything that could not be understood or used, ever."""
        query = sa.select(schema.issues.c.body).order_by(schema.issues.c.id)
        with dialect.reading(self.engine) as connection:
            found = connection.execute(query).all()
        for row in found:
            yield rows.ISSUE.load(row.body)

    def issue_counts(self) -> dict[str, int]:
        """How many issues there ever were, by code, the most frequent first."""
        table = schema.issues
        number = sa.func.count()
        query = sa.select(table.c.code, number).group_by(table.c.code).order_by(number.desc())
        with dialect.reading(self.engine) as connection:
            return {row[0]: row[1] for row in connection.execute(query.order_by(table.c.code))}

    def ledger(self) -> dict[str, Row]:
        """The newest line of the ledger for every input."""
        query = sa.select(schema.ledger).order_by(schema.ledger.c.seq)
        with dialect.reading(self.engine) as connection:
            return {row.input: dict(row._mapping) for row in connection.execute(query)}

    def outlines(self, seq: int, *, since: int = -1) -> list[Outline]:
        """The observations in outline that a version has and an earlier one had not."""
        table = schema.observations
        query = sa.select(table.c.seq, table.c.body).where(table.c.batch > since)
        found = (outlined(row.seq, row.body) for row in self._rows(table, query, seq))
        return [one for one in found if one]

    def outlines_in(self, numbers: Collection[int], day: date | None = None) -> list[Outline]:
        """The observations in these rows in outline, as known on a day."""
        found = (outlined(row.seq, row.body, day) for row in self._numbered(numbers))
        return [one for one in found if one]

    def gone(self, since: int, seq: int) -> Sequence[int]:
        """The rows of observations that an earlier version has and this one has not."""
        table = schema.observations
        query = sa.select(table.c.seq).where(
            table.c.batch <= since, table.c.until > since, table.c.until <= seq
        )
        with dialect.reading(self.engine) as connection:
            return connection.execute(query).scalars().all()

    def by_row(self, numbers: Collection[int]) -> Iterator[tuple[int, Observation]]:
        """The observations in these rows."""
        return ((row.seq, rows.OBSERVATION.load(row.body)) for row in self._numbered(numbers))

    def _numbered(self, numbers: Collection[int]) -> Sequence[Any]:
        table = schema.observations
        query = sa.select(table.c.seq, table.c.body).order_by(table.c.seq)
        query = query.where(among(self.engine.dialect.name, table.c.seq, sorted(numbers)))
        with dialect.reading(self.engine) as connection:
            return connection.execute(query).all()

    def at_scopes(
        self, scopes: Sequence[str], seq: int, *, ids: Sequence[str] | None = None
    ) -> Iterator[tuple[int, Observation]]:
        """The observations of a version in these reports and tables (`table:<id>`).

        Args:
            scopes: the reports and tables.
            seq: the version's number.
            ids: only these of them, where given.
        """
        table = schema.observations
        query = sa.select(table.c.seq, table.c.body)
        query = query.where(among(self.engine.dialect.name, table.c.scope, scopes))
        if ids is not None:
            query = query.where(among(self.engine.dialect.name, table.c.id, ids))
        for row in self._rows(table, query, seq):
            yield row.seq, rows.OBSERVATION.load(row.body)

    def sizes(self, seq: int) -> dict[str, int]:
        """How many reports, observations, claims and rulings a version holds.

        What came in and what went are counted apart: both stand in indexes, so no text is read.
        """
        found = {}
        with dialect.reading(self.engine) as connection:
            for table in (schema.reports, schema.observations, schema.claims, schema.rulings):
                number = sa.select(sa.func.count()).select_from(table)
                came = number.where(table.c.batch <= seq)
                went = number.where(table.c.until.is_not(None), table.c.until <= seq)
                found[table.name] = (
                    connection.execute(came).scalar_one() - connection.execute(went).scalar_one()
                )
        return found

    def _rows(self, table: sa.Table, query: sa.Select[Any], seq: int) -> Sequence[Any]:
        current = sa.or_(table.c.until.is_(None), table.c.until > seq)
        query = query.where(table.c.batch <= seq, current).order_by(table.c.seq)
        with dialect.reading(self.engine) as connection:
            return connection.execute(query).all()


def open_store(
    place: str | Path, *, theatre: str, create: bool = True, asking: bool = False
) -> Store:
    """The store at a path or URL.

    Args:
        place: a file's path, or a URL such as `postgresql://user@host/database`.
        theatre: id of the theatre whose record it is.
        create: make a new one if there is nothing yet.
        asking: only to ask: the database itself then refuses to change what is stored.

    Raises:
        RecordError: it is damaged, foreign, of another format or theatre, cannot be reached or
            written, or is not there and must not be made.
    """
    engine = dialect.connect(place, asking=asking)
    store = Store(engine)
    # The connections go with the last reader; until then they are kept open.
    weakref.finalize(store, engine.dispose)
    _check_file(engine, create)
    with dialect.reading(engine) as connection:
        dialect.check_server(connection)
        facts = layout.facts_of(connection)
    if facts is None:
        facts = _created(engine, theatre, create)
    layout.check_format(facts, dialect.name_of(engine))
    if facts.theatre != theatre:
        place = dialect.name_of(engine)
        raise RecordError(f"{place} is a record of {facts.theatre!r}, not of {theatre!r}")
    return store


def _check_file(engine: sa.Engine, create: bool) -> None:
    path = dialect.file_of(engine)
    if path is None:
        return
    if not path.absolute().parent.is_dir():
        raise RecordError(f"{path} cannot be opened: its folder does not exist; create it")
    if not create and not path.exists():
        raise RecordError(f"{path}: there is no such record")


def _created(engine: sa.Engine, theatre: str, create: bool) -> layout.Facts:
    if not create:
        raise RecordError(f"{dialect.name_of(engine)} is empty; ingest something first")
    with dialect.writing(engine) as connection:
        return layout.create(connection, theatre)
