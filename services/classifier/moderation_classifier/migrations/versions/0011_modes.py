"""Which modes of their policies bodies have declared."""

from alembic import op

revision = "0011"
down_revision = "0010"

_DDL = """
    CREATE TABLE declared_modes (
        organisation text NOT NULL,
        mode text NOT NULL,
        reason text NOT NULL,
        declared_by text NOT NULL,
        declared_at timestamptz NOT NULL,
        PRIMARY KEY (organisation, mode)
    )
"""


def upgrade() -> None:
    """Make the table."""
    op.execute(_DDL)
