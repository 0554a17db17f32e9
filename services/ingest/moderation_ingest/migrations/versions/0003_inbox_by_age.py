"""By which age the marks of handled events are found, so that they can be let go of."""

from __future__ import annotations

from alembic import op

from moderation_common.postgres import INBOX_BY_AGE_DDL

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the index."""
    op.execute(INBOX_BY_AGE_DDL)
