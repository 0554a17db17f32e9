"""Indexes by which what was kept long enough is found; without what was kept and never read."""

from alembic import op

revision = "0006"
down_revision = "0005"

_DDL = (
    "ALTER TABLE judgements DROP COLUMN author_hash",
    "DROP INDEX judgements_by_event",
    "CREATE INDEX judgements_by_age ON judgements (judged_at)",
    # A judgement can go only when no verdict names it, so each is looked for by it.
    "CREATE INDEX verdicts_by_decision ON verdicts (decision_id)",
    "CREATE INDEX verdicts_of_nothing ON verdicts (decided_at) WHERE decision_id IS NULL",
    # Most rows have no text left: these hold the few that have.
    "DROP INDEX kept_texts_by_time",
    """
    CREATE INDEX kept_texts_with_text ON kept_texts (organisation, kept_at)
    WHERE sealed IS NOT NULL
    """,
    "CREATE INDEX comments_seen_with_text ON comments_seen (seen_at) WHERE sealed IS NOT NULL",
    "CREATE INDEX shadow_decisions_by_age ON shadow_decisions (judged_at)",
    "CREATE INDEX theme_remarks_by_age ON theme_remarks (said_at)",
    """
    CREATE INDEX theme_remarks_with_phrases ON theme_remarks (said_at)
    WHERE cardinality(phrases) > 0
    """,
    "CREATE INDEX theme_phrases_by_age ON theme_phrases (seen_at)",
)


def upgrade() -> None:
    """Change the tables."""
    for statement in _DDL:
        op.execute(statement)
