"""What people said of a case's labels when they closed it."""

from alembic import op

revision = "0012"
down_revision = "0011"

_DDL = (
    """
    CREATE TABLE case_verdicts (
        case_id text PRIMARY KEY,
        event_id uuid NOT NULL,
        decision_id uuid REFERENCES judgements (decision_id),
        ref text NOT NULL,
        organisation text NOT NULL,
        decided_at timestamptz NOT NULL,
        decided_by bytea NOT NULL,
        role text,
        confirmed text[] NOT NULL,
        refused text[] NOT NULL
    )
    """,
    "CREATE INDEX case_verdicts_by_time ON case_verdicts (organisation, decided_at, case_id)",
    "CREATE INDEX case_verdicts_by_decision ON case_verdicts (decision_id)",
    """
    CREATE INDEX case_verdicts_of_nothing ON case_verdicts (decided_at)
    WHERE decision_id IS NULL
    """,
)


def upgrade() -> None:
    """Make the table."""
    for statement in _DDL:
        op.execute(statement)
