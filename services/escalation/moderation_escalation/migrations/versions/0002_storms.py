"""Group alerts: which alerts announce a group, and which cases they carry."""

from alembic import op

revision = "0002"
down_revision = "0001"

_DDL = (
    "ALTER TABLE alerts ADD COLUMN group_id uuid",
    "ALTER TABLE alerts ADD COLUMN carried_by uuid REFERENCES alerts",
    "ALTER TABLE alerts ADD COLUMN answered_at timestamptz",
    "CREATE INDEX alerts_to ON alerts (organisation, recipient, created_at)",
    "CREATE INDEX alerts_in_group ON alerts (group_id) WHERE group_id IS NOT NULL",
    "CREATE INDEX alerts_carried ON alerts (carried_by) WHERE carried_by IS NOT NULL",
)


def upgrade() -> None:
    """Widen the table of alerts."""
    for statement in _DDL:
        op.execute(statement)
