"""Under what a comment was judged, so that a trial of another policy can take it into account."""

from alembic import op

revision = "0013"
down_revision = "0012"

# With defaults, for what was judged until now and for a release that does not know them.
_DDL = (
    "ALTER TABLE judgements ADD COLUMN modes text[] NOT NULL DEFAULT '{}'",
    "ALTER TABLE judgements ADD COLUMN points integer NOT NULL DEFAULT 0",
    "ALTER TABLE judgements ADD COLUMN to_another boolean NOT NULL DEFAULT false",
)


def upgrade() -> None:
    """Widen the table."""
    for statement in _DDL:
        op.execute(statement)
