"""Which model a judgement's scores allow for, since scores of two models are on two scales."""

from alembic import op

revision = "0009"
down_revision = "0008"

_DDL = (
    # None of what was judged until now: it was not recorded.
    "ALTER TABLE judgements ADD COLUMN model text",
)


def upgrade() -> None:
    """Widen the table."""
    for statement in _DDL:
        op.execute(statement)
