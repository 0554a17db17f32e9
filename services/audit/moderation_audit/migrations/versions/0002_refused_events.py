"""Where events stand that the event log will never take, out of the way of the others."""

from __future__ import annotations

from alembic import op

from moderation_common.postgres import REFUSED_DDL

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the table."""
    op.execute(REFUSED_DDL)
