"""Finds what people decided about one comment, lest a group's verdict take away what they left."""

from alembic import op

revision = "0009"
down_revision = "0008"

_DDL = "CREATE INDEX reviews_about ON reviews (organisation, ref)"


def upgrade() -> None:
    """Make the index."""
    op.execute(_DDL)
