"""Reviews in which somebody may be in danger come first; what was hidden of a group is found."""

from alembic import op

revision = "0011"
down_revision = "0010"

_DDL = (
    "ALTER TABLE reviews ADD COLUMN danger boolean NOT NULL DEFAULT false",
    """
    UPDATE reviews SET danger = true
    FROM decisions
    WHERE reviews.decided_at IS NULL
      AND decisions.decision_id = reviews.decision_id
      AND (
        decisions.labels || decisions.doubtful_labels
          && ARRAY['self_harm', 'emergency', 'safeguarding', 'patient_safety', 'threat']
        OR EXISTS (
          SELECT 1 FROM jsonb_array_elements(decisions.reasons) AS reason
          WHERE reason ->> 'label'
            IN ('self_harm', 'emergency', 'safeguarding', 'patient_safety', 'threat')
        )
      )
    """,
    "DROP INDEX reviews_listed",
    "CREATE INDEX reviews_listed ON reviews (organisation, (NOT danger), opened_at, review_id)",
    """
    CREATE INDEX decisions_of_group ON decisions (organisation, group_id)
    WHERE group_id IS NOT NULL
    """,
)


def upgrade() -> None:
    """Widen the table, and index it as it is read."""
    for statement in _DDL:
        op.execute(statement)
