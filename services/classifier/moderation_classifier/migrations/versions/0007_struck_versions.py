"""Which version of each comment an author's strike rests on, and what it weighs by itself."""

from alembic import op

revision = "0007"
down_revision = "0006"

_DDL = (
    # The version's event; empty where it is not known which version it was.
    "ALTER TABLE strike_comments ADD COLUMN event_id text NOT NULL DEFAULT ''",
    "ALTER TABLE strike_comments ALTER COLUMN event_id DROP DEFAULT",
    "ALTER TABLE strike_comments DROP CONSTRAINT strike_comments_pkey",
    "ALTER TABLE strike_comments ADD PRIMARY KEY (strike_id, ref, event_id)",
    "ALTER TABLE strike_comments ADD COLUMN labels text[]",
    "ALTER TABLE strike_comments ADD COLUMN clauses text[]",
    "ALTER TABLE strike_comments ADD COLUMN points integer",
    # Until now only the whole strike was weighed.
    """
    UPDATE strike_comments
    SET labels = strikes.labels, clauses = strikes.clauses, points = strikes.points
    FROM strikes
    WHERE strikes.strike_id = strike_comments.strike_id
    """,
    "ALTER TABLE strike_comments ALTER COLUMN labels SET NOT NULL",
    "ALTER TABLE strike_comments ALTER COLUMN clauses SET NOT NULL",
    "ALTER TABLE strike_comments ALTER COLUMN points SET NOT NULL",
    "CREATE INDEX measures_waiting ON measures (organisation) WHERE outcome IS NULL",
)


def upgrade() -> None:
    """Widen the table."""
    for statement in _DDL:
        op.execute(statement)
