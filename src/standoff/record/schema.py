"""The stored tables: what was read, coded and ruled; events are never among them.

Rows are never changed or deleted. `batch` says with which batch a row came in, `until` with
which one it was withdrawn (a report coded anew); between the two it is part of the record.

Every change here needs a new FORMAT and a step in `migrations/versions` that leads to it.
"""

from __future__ import annotations

import sqlalchemy as sa

FORMAT = 4
"""The newest format: the revision that Alembic's newest step has."""

metadata = sa.MetaData()

meta = sa.Table(
    "standoff_meta",
    metadata,
    sa.Column("key", sa.Text, primary_key=True),
    sa.Column("value", sa.Text, nullable=False),
)

revision = sa.Table(
    "standoff_revision",
    metadata,
    sa.Column("version_num", sa.String(32), nullable=False),
    sa.PrimaryKeyConstraint("version_num", name="standoff_revision_pkc"),  # as Alembic makes it
)

batches = sa.Table(
    "batches",
    metadata,
    sa.Column("seq", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("version", sa.Text, nullable=False, unique=True),
)

_BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def _content(name: str, *extra: sa.Column[str]) -> sa.Table:
    table = sa.Table(
        name,
        metadata,
        sa.Column("seq", _BIG, primary_key=True, autoincrement=True),
        sa.Column("id", sa.Text, nullable=False),
        sa.Column("batch", sa.Integer, sa.ForeignKey("batches.seq"), nullable=False),
        sa.Column("until", sa.Integer, sa.ForeignKey("batches.seq"), nullable=True),
        *extra,
        sa.Column("body", sa.Text, nullable=False),
    )
    still = sa.text("until IS NULL")
    sa.Index(f"{name}_current", table.c.id, unique=True, sqlite_where=still, postgresql_where=still)
    return table


def _scoped(name: str) -> sa.Table:
    table = _content(name, sa.Column("scope", sa.Text, nullable=False))
    sa.Index(f"{name}_scope", table.c.scope)
    return table


reports = _content(
    "reports",
    sa.Column("raw_sha", sa.Text, nullable=False),
    sa.Column("title", sa.Text, nullable=False),
    sa.Column("text", sa.Text, nullable=False),
)
observations = _scoped("observations")
claims = _scoped("claims")
rulings = _content("rulings")

issues = sa.Table(
    "issues",
    metadata,
    sa.Column("id", sa.Text, primary_key=True),
    sa.Column("code", sa.Text, nullable=False),
    sa.Column("body", sa.Text, nullable=False),
)

ledger = sa.Table(
    "ledger",
    metadata,
    sa.Column("seq", _BIG, primary_key=True, autoincrement=True),
    sa.Column("input", sa.Text, nullable=False),
    sa.Column("raw_sha", sa.Text, nullable=False),
    sa.Column("reader", sa.Text, nullable=False),
    sa.Column("published", sa.Text, nullable=False),
    sa.Column("coder", sa.Text, nullable=False),
    sa.Column("pack", sa.Text, nullable=False),
    sa.Column("outcome", sa.Text, nullable=False),
)

journal = sa.Table(
    "journal",
    metadata,
    sa.Column("seq", _BIG, primary_key=True, autoincrement=True),
    sa.Column("id", sa.Text, nullable=False, unique=True),
    sa.Column("kind", sa.Text, nullable=False, index=True),
    sa.Column("key", sa.Text, nullable=False),
    sa.Column("body", sa.Text, nullable=False),
)

# An ordinary index of PostgreSQL refuses what is longer than 2,700 bytes; these may be.
sa.Index("ix_ledger_input", ledger.c.input, postgresql_using="hash")
sa.Index("ix_journal_key", journal.c.key, postgresql_using="hash")

# What a later version brought and withdrew is looked for to see what it changed.
_GONE = sa.text("until IS NOT NULL")
for _table in (reports, observations):
    sa.Index(f"{_table.name}_batch", _table.c.batch)
    sa.Index(f"{_table.name}_withdrawn", _table.c.until, sqlite_where=_GONE, postgresql_where=_GONE)

# A report is found by its id in any version; the unique index knows the current ones only.
sa.Index("reports_id", reports.c.id)

# Derived events as they were merged before: never the truth, may be emptied at any time.
event_parts = sa.Table(
    "event_parts",
    metadata,
    sa.Column("id", _BIG, primary_key=True, autoincrement=True),
    sa.Column("key", sa.Text, nullable=False, unique=True),
    sa.Column("about", sa.Text, nullable=False),
    sa.Column("sha", sa.Text, nullable=False),
)

event_bodies = sa.Table(
    "event_bodies",
    metadata,
    sa.Column("part", _BIG, primary_key=True, autoincrement=False),
    sa.Column("place", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("body", sa.LargeBinary, nullable=False),
)

event_views = sa.Table(
    "event_views",
    metadata,
    sa.Column("id", _BIG, primary_key=True, autoincrement=True),
    sa.Column("seq", sa.Integer, nullable=False),
    sa.Column("day", sa.Text, nullable=False),
    sa.Column("made", sa.Text, nullable=False),
    sa.Column("parts", sa.Text, nullable=False),
    sa.Column("sha", sa.Text, nullable=False),
    sa.UniqueConstraint("seq", "day", "made", name="event_views_once"),
)
