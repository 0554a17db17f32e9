"""Of which version people spoke, also where the machine had not read it yet."""

from alembic import op

revision = "0015"
down_revision = "0014"

_DDL = (
    # None of what was decided until now: it was not recorded.
    "ALTER TABLE verdicts ADD COLUMN comment_event_id uuid",
    # The newest of a person's decisions to let a comment stand, and of which version.
    """
    ALTER TABLE comments_seen
        ADD COLUMN left_at timestamptz,
        ADD COLUMN left_event_id uuid
    """,
)


def upgrade() -> None:
    """Widen the tables."""
    for statement in _DDL:
        op.execute(statement)
