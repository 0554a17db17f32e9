"""Which comments of a group differ in hardly a word, so that a removal takes no other unread."""

from alembic import op

revision = "0010"
down_revision = "0009"

_DDL = "ALTER TABLE decisions ADD COLUMN wording_id text"


def upgrade() -> None:
    """Widen the table."""
    op.execute(_DDL)
