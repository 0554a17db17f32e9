"""By which age what only grew so far is found: marks in the inbox, comments, settled measures."""

from alembic import op

from moderation_common.postgres import INBOX_BY_AGE_DDL

revision = "0017"
down_revision = "0016"

_DDL = (
    INBOX_BY_AGE_DDL,
    # Of what is there already the time begins now.
    "ALTER TABLE comment_versions ADD COLUMN touched_at timestamptz NOT NULL DEFAULT now()",
    "CREATE INDEX comment_versions_by_age ON comment_versions (touched_at)",
    "CREATE INDEX measures_settled ON measures (settled_at) WHERE settled_at IS NOT NULL",
)


def upgrade() -> None:
    """Make the indexes."""
    for statement in _DDL:
        op.execute(statement)
