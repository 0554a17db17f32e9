"""Finds what people decided lately, to tell whether they have since left one of a group."""

from alembic import op

revision = "0006"
down_revision = "0005"

_DDL = """
    CREATE INDEX reviews_decided ON reviews (organisation, decided_at)
    WHERE decided_at IS NOT NULL
"""


def upgrade() -> None:
    """Make the index."""
    op.execute(_DDL)
