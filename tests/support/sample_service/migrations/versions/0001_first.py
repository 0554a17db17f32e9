"""Inbox, outbox, subjects' keys and a counter."""

from alembic import op

from moderation_common.postgres import MESSAGING_DDL, REFUSED_DDL, SUBJECT_KEYS_DDL

revision = "0001"
down_revision = None


def upgrade() -> None:
    """Make the tables."""
    for statement in (*MESSAGING_DDL, REFUSED_DDL, SUBJECT_KEYS_DDL):
        op.execute(statement)
    op.execute("CREATE TABLE handled (event_id uuid NOT NULL)")
