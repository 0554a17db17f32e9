"""A review says of itself that it asks about what the machine had hidden before a verdict."""

from alembic import op

revision = "0012"
down_revision = "0011"

_DDL = (
    "ALTER TABLE reviews ADD COLUMN hidden_before boolean NOT NULL DEFAULT false",
    # Until now the sentence put to the person was all that told.
    """
    UPDATE reviews SET hidden_before = true
    WHERE 'The machine hid this one by itself, before a person left or showed others in nearly the '
      'same words: say whether it and its like are to be shown again.' = ANY (doubts)
    """,
)


def upgrade() -> None:
    """Widen the table, and mark what asks already."""
    for statement in _DDL:
        op.execute(statement)
