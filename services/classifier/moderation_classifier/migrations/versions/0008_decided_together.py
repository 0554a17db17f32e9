"""Which comments wait for one decision together, and the verdict that holds for each comment."""

from alembic import op

revision = "0008"
down_revision = "0007"

_DDL = (
    "ALTER TABLE judgements ADD COLUMN group_id uuid",
    "CREATE INDEX judgements_by_group ON judgements (group_id) WHERE group_id IS NOT NULL",
    "ALTER TABLE verdicts ADD COLUMN group_id uuid",
    "CREATE INDEX verdicts_by_group ON verdicts (group_id) WHERE group_id IS NOT NULL",
    # What a person said of the very comment goes before what was said of its like. Of a group's
    # verdicts the one holds that settled the comment: the newest before it came, within the 72
    # hours for which a verdict settles those to come, else the first after it.
    """
    CREATE VIEW verdicts_in_force AS
    SELECT decision_id, event_id, organisation, decided_at, role, category, labels, actions
    FROM verdicts
    WHERE current AND decision_id IS NOT NULL
    UNION ALL
    SELECT member.decision_id, shared.event_id, shared.organisation, shared.decided_at,
           shared.role, shared.category, shared.labels, shared.actions
    FROM verdicts AS shared
    JOIN judgements AS member
        ON member.group_id = shared.group_id
        AND member.organisation = shared.organisation
        AND member.judged_at < shared.decided_at + interval '72 hours'
    WHERE NOT EXISTS (
        SELECT FROM verdicts AS own
        WHERE own.decision_id = member.decision_id AND own.current
    ) AND NOT EXISTS (
        SELECT FROM verdicts AS other
        WHERE other.group_id = shared.group_id
          AND other.organisation = shared.organisation
          AND member.judged_at < other.decided_at + interval '72 hours'
          AND (
              other.decided_at > member.judged_at,
              abs(extract(epoch FROM other.decided_at - member.judged_at)),
              other.event_id
          ) < (
              shared.decided_at > member.judged_at,
              abs(extract(epoch FROM shared.decided_at - member.judged_at)),
              shared.event_id
          )
    )
    """,
)


def upgrade() -> None:
    """Tell groups apart in what is learnt."""
    for statement in _DDL:
        op.execute(statement)
