"""PostgreSQL finds words as SQLite does and takes keys of any length."""

from alembic import op

from standoff.record.dialect import full_text_ddl

revision = "3"
down_revision = "2"


def upgrade() -> None:
    """Build PostgreSQL's indexes anew; a file stays as it is."""
    if op.get_context().dialect.name != "postgresql":
        return
    op.execute("DROP INDEX report_text")
    for statement in full_text_ddl("postgresql"):
        op.get_bind().exec_driver_sql(statement)
    for table, column in (("ledger", "input"), ("journal", "key")):
        op.drop_index(f"ix_{table}_{column}")
        op.create_index(f"ix_{table}_{column}", table, [column], postgresql_using="hash")
