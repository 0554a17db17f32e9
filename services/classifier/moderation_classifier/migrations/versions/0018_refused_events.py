"""Where events stand that the log will never take; finds the strikes that a comment stands in."""

from alembic import op

from moderation_common.postgres import REFUSED_DDL

revision = "0018"
down_revision = "0017"

_DDL = (
    REFUSED_DDL,
    "CREATE INDEX strike_comments_by_ref ON strike_comments (ref)",
)


def upgrade() -> None:
    """Make the table and the index."""
    for statement in _DDL:
        op.execute(statement)
