"""What bodies have switched off, and what versions tried in the shadow would have decided."""

from alembic import op

revision = "0004"
down_revision = "0003"

_DDL = (
    """
    CREATE TABLE switches (
        organisation text NOT NULL,
        kind text NOT NULL,
        target text NOT NULL,
        reason text NOT NULL,
        switched_by text NOT NULL,
        switched_at timestamptz NOT NULL,
        PRIMARY KEY (organisation, kind, target)
    )
    """,
    """
    CREATE TABLE shadow_decisions (
        comment_event_id uuid NOT NULL,
        candidate text NOT NULL,
        fingerprint text NOT NULL,
        organisation text NOT NULL,
        pack text NOT NULL,
        ref text NOT NULL,
        judged_at timestamptz NOT NULL,
        review boolean NOT NULL,
        candidate_review boolean NOT NULL,
        before jsonb,
        after jsonb,
        PRIMARY KEY (comment_event_id, candidate, fingerprint)
    )
    """,
    "CREATE INDEX shadow_decisions_by_time ON shadow_decisions (organisation, judged_at)",
)


def upgrade() -> None:
    """Make the tables."""
    for statement in _DDL:
        op.execute(statement)
