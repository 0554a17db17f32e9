"""Whether all of a comment was seen and read, for else a trial must ask a person about it, too."""

from alembic import op

revision = "0016"
down_revision = "0015"

# None of what was judged until now, or by a release that does not know them: it was not recorded.
_DDL = (
    "ALTER TABLE judgements ADD COLUMN attached boolean",
    "ALTER TABLE judgements ADD COLUMN read_whole boolean",
)


def upgrade() -> None:
    """Widen the table."""
    for statement in _DDL:
        op.execute(statement)
