"""Events that were merged before can be kept, and what a version changed is found at once."""

import sqlalchemy as sa
from alembic import op

revision = "4"
down_revision = "3"
GONE = sa.text("until IS NOT NULL")


def upgrade() -> None:
    """Make the tables of the kept events, empty, and the indexes of what changed."""
    for table in ("reports", "observations"):
        op.create_index(f"{table}_batch", table, ["batch"])
        op.create_index(
            f"{table}_withdrawn", table, ["until"], sqlite_where=GONE, postgresql_where=GONE
        )
    op.create_index("reports_id", "reports", ["id"])
    number = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
    op.create_table(
        "event_parts",
        sa.Column("id", number, primary_key=True, autoincrement=True),
        sa.Column("key", sa.Text(), nullable=False, unique=True),
        sa.Column("about", sa.Text(), nullable=False),
        sa.Column("sha", sa.Text(), nullable=False),
    )
    op.create_table(
        "event_bodies",
        sa.Column("part", number, primary_key=True, autoincrement=False),
        sa.Column("place", sa.Integer(), primary_key=True, autoincrement=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
    )
    op.create_table(
        "event_views",
        sa.Column("id", number, primary_key=True, autoincrement=True),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("day", sa.Text(), nullable=False),
        sa.Column("made", sa.Text(), nullable=False),
        sa.Column("parts", sa.Text(), nullable=False),
        sa.Column("sha", sa.Text(), nullable=False),
        sa.UniqueConstraint("seq", "day", "made", name="event_views_once"),
    )
