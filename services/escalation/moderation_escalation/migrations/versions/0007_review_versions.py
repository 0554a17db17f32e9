"""Which versions of its comment a review is about, so that an edit hides none of their words."""

from alembic import op

revision = "0007"
down_revision = "0006"

_DDL = (
    # With a default, so that a release that does not know it can still open reviews.
    "ALTER TABLE reviews ADD COLUMN raised_by text[] NOT NULL DEFAULT '{}'",
    """
    UPDATE reviews SET raised_by = ARRAY[decisions.comment_event_id]
    FROM decisions
    WHERE decisions.decision_id = reviews.decision_id AND reviews.decided_at IS NULL
    """,
)


def upgrade() -> None:
    """Widen the table of reviews, and tell of those that wait."""
    for statement in _DDL:
        op.execute(statement)
