"""Where events stand that the event log will never take, out of the way of the others."""

from alembic import op

from moderation_common.postgres import REFUSED_DDL

revision = "0008"
down_revision = "0007"


def upgrade() -> None:
    """Make the table."""
    op.execute(REFUSED_DDL)
