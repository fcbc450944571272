"""The ledger also knows the day of publication that an input was coded with."""

import sqlalchemy as sa
from alembic import op

revision = "2"
down_revision = "1"


def upgrade() -> None:
    """Add the day; it is empty where it was not noted, so that such inputs are coded anew."""
    day = sa.Column("published", sa.Text(), nullable=False, server_default="")
    with op.batch_alter_table("ledger") as table:
        table.add_column(day)
    with op.batch_alter_table("ledger") as table:
        table.alter_column("published", server_default=None)
