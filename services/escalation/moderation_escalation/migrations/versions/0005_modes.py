"""Which modes each body has declared: while one holds, more teams are told of new cases."""

from alembic import op

revision = "0005"
down_revision = "0004"

_DDL = """
    CREATE TABLE modes (
        organisation text NOT NULL,
        mode text NOT NULL,
        declared boolean NOT NULL,
        changed_at timestamptz NOT NULL,
        PRIMARY KEY (organisation, mode)
    )
"""


def upgrade() -> None:
    """Make the table of modes."""
    op.execute(_DDL)
