"""A removal of a group teaches what the wording that was read was, and nothing of the others.

Judgements and verdicts of a release before this one have no wording; they hold as they did.
"""

from alembic import op

revision = "0020"
down_revision = "0019"

_DDL = (
    "ALTER TABLE judgements ADD COLUMN wording_id uuid",
    "ALTER TABLE verdicts ADD COLUMN wording_id uuid",
    # As in 0008, where the condition on wordings was missing.
    """
    CREATE OR REPLACE VIEW verdicts_in_force AS
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
        AND coalesce(member.wording_id = shared.wording_id, true)
        AND member.judged_at < shared.decided_at + interval '72 hours'
    WHERE NOT EXISTS (
        SELECT FROM verdicts AS own
        WHERE own.decision_id = member.decision_id AND own.current
    ) AND NOT EXISTS (
        SELECT FROM verdicts AS other
        WHERE other.group_id = shared.group_id
          AND other.organisation = shared.organisation
          AND coalesce(member.wording_id = other.wording_id, true)
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
    """Tell wordings apart in what is learnt."""
    for statement in _DDL:
        op.execute(statement)
