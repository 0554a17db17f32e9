"""What a person had done to a group, so that a later comment counts as settled only where it is.

None with a verdict that a release before this one keeps: then nothing is known to be done.
"""

from alembic import op

revision = "0014"
down_revision = "0013"

_DDL = (
    "ALTER TABLE decision_groups ADD COLUMN actions text[]",
    # Until now every breach was taken to be hidden.
    "UPDATE decision_groups SET actions = '{hide}' WHERE verdict = 'breach'",
)


def upgrade() -> None:
    """Widen the table."""
    for statement in _DDL:
        op.execute(statement)
