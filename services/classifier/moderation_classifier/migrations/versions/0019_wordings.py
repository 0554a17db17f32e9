"""Which comments of a group differ in hardly a word, and when what is struck was written.

None with what a release before this one keeps. A verdict from before settles no later comment
until a person has decided again, and a copy from before counts as written when it was struck.
"""

from alembic import op

revision = "0019"
down_revision = "0018"

_DDL = (
    """
    CREATE TABLE wordings (
        wording_id uuid PRIMARY KEY,
        group_id uuid NOT NULL,
        words bytea NOT NULL,
        last_at timestamptz NOT NULL,
        breach_at timestamptz,
        labels text[],
        actions text[]
    )
    """,
    "CREATE INDEX wordings_of_group ON wordings (group_id)",
    "CREATE INDEX wordings_by_time ON wordings (last_at)",
    "ALTER TABLE comments_seen ADD COLUMN wording_id uuid",
    "ALTER TABLE decision_groups ADD COLUMN left_at timestamptz",
    # What was left last is known; a removal has no wording to hold for.
    "UPDATE decision_groups SET left_at = verdict_at WHERE verdict = 'left'",
    "ALTER TABLE strike_comments ADD COLUMN written_at timestamptz",
)


def upgrade() -> None:
    """Make the table and widen the others."""
    for statement in _DDL:
        op.execute(statement)
