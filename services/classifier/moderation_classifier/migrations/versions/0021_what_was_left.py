"""What a version of a comment said, as keyed hashes, and what people are asked and told of.

None of what was kept before. Of a comment that a person left before this release its labels alone
tell whether a later version says the same.
"""

from alembic import op

revision = "0021"
down_revision = "0020"

_DDL = (
    "ALTER TABLE judgements ADD COLUMN said bytea, ADD COLUMN said_until timestamptz",
    """
    CREATE INDEX judgements_with_said ON judgements (said_until) WHERE said_until IS NOT NULL
    """,
    # For the newest of a group, of which the removed are counted.
    """
    CREATE INDEX comments_seen_by_group_and_time ON comments_seen (group_id, seen_at)
        WHERE group_id IS NOT NULL
    """,
    # Since when people are asked about what the machine removes of a group.
    "ALTER TABLE decision_groups ADD COLUMN asked_at timestamptz",
    # Why a measure was withdrawn.
    "ALTER TABLE measures ADD COLUMN because text",
)


def upgrade() -> None:
    """Widen the tables."""
    for statement in _DDL:
        op.execute(statement)
