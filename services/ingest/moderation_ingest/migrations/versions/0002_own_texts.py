"""The own accounts' posts and answers, for three days, as context for what is said under them."""

from __future__ import annotations

from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

_DDL = (
    """
    CREATE TABLE own_texts (
        platform text NOT NULL,
        account_id text NOT NULL,
        text_id text NOT NULL,
        sealed bytea,
        version_at timestamptz NOT NULL,
        kept_at timestamptz NOT NULL,
        PRIMARY KEY (platform, account_id, text_id)
    )
    """,
    "CREATE INDEX own_texts_by_age ON own_texts (kept_at)",
)


def upgrade() -> None:
    """Make the table."""
    for statement in _DDL:
        op.execute(statement)
