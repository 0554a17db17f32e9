"""Inbox, outbox, and which version of each comment is in force."""

from alembic import op

from moderation_common.postgres import MESSAGING_DDL

revision = "0001"
down_revision = None


def upgrade() -> None:
    """Make the tables."""
    for statement in MESSAGING_DDL:
        op.execute(statement)
    op.execute(
        """
        CREATE TABLE comment_versions (
            ref text PRIMARY KEY,
            version_at timestamptz,
            event_id uuid,
            actions text[] NOT NULL,
            removed_at timestamptz
        )
        """
    )
