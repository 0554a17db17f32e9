"""Whether each comment is hidden, whoever hid it, and what was learnt from who showed one again."""

from alembic import op

revision = "0010"
down_revision = "0009"

_DDL = (
    """
    ALTER TABLE comment_versions
        ADD COLUMN hidden boolean NOT NULL DEFAULT false,
        ADD COLUMN visibility_at timestamptz,
        ADD COLUMN hiding_event_id uuid,
        ADD COLUMN hiding_at timestamptz
    """,
    # So far only the machine's own word on the version in force was kept.
    """
    UPDATE comment_versions
    SET hidden = true, visibility_at = version_at,
        hiding_event_id = event_id, hiding_at = version_at
    WHERE actions && ARRAY['hide', 'delete']
    """,
    "ALTER TABLE verdicts ADD COLUMN on_platform boolean NOT NULL DEFAULT false",
)


def upgrade() -> None:
    """Keep what is hidden as a state of its own."""
    for statement in _DDL:
        op.execute(statement)
