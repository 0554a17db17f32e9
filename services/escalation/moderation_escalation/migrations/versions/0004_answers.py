"""What people said of a case's labels when they closed it."""

from alembic import op

revision = "0004"
down_revision = "0003"

# With a default, so that a release that does not know them can still open cases.
_DDL = (
    "ALTER TABLE cases ADD COLUMN labels_confirmed text[] NOT NULL DEFAULT '{}'",
    "ALTER TABLE cases ADD COLUMN labels_refused text[] NOT NULL DEFAULT '{}'",
)


def upgrade() -> None:
    """Widen the table of cases."""
    for statement in _DDL:
        op.execute(statement)
