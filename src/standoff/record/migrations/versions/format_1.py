"""The first format: nothing leads to it."""

revision = "1"
down_revision = None


def upgrade() -> None:
    """Nothing: where all steps begin."""
