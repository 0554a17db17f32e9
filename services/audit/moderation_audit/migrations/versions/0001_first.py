"""The record, its heads, the erasable personal texts and their keys, and the outbox."""

from __future__ import annotations

from typing import Final

from alembic import op

from moderation_common.postgres import MESSAGING_DDL, SUBJECT_KEYS_DDL

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

_ENTRIES: Final = """
    CREATE TABLE entries (
        index bigint PRIMARY KEY CHECK (index >= 0),
        id text NOT NULL UNIQUE,
        kind text NOT NULL,
        recorded_at timestamptz NOT NULL,
        leaf_hash bytea NOT NULL CHECK (octet_length(leaf_hash) = 32),
        canonical bytea NOT NULL,
        "time" timestamptz NOT NULL,
        organisation text NOT NULL,
        type text NOT NULL,
        subject text NOT NULL,
        correlation_id text NOT NULL,
        actor text NOT NULL,
        category text,
        actions text[] NOT NULL,
        labels text[] NOT NULL
    )
"""

# Each query is within one organisation and pages by index, so each index begins and ends so.
_INDEXES: Final = (
    "CREATE INDEX entries_by_organisation ON entries (organisation, index)",
    "CREATE INDEX entries_by_type ON entries (organisation, type, index)",
    "CREATE INDEX entries_by_subject ON entries (organisation, subject, index)",
    "CREATE INDEX entries_by_correlation ON entries (organisation, correlation_id, index)",
    "CREATE INDEX entries_by_actor ON entries (organisation, actor, index)",
    'CREATE INDEX entries_by_time ON entries (organisation, "time")',
    """
    CREATE INDEX entries_by_category ON entries (organisation, category, index)
        WHERE category IS NOT NULL
    """,
    "CREATE INDEX entries_by_action ON entries USING gin (actions) WHERE actions <> '{}'",
    "CREATE INDEX entries_by_label ON entries USING gin (labels) WHERE labels <> '{}'",
)

_HEADS: Final = """
    CREATE TABLE heads (
        tree_size bigint PRIMARY KEY CHECK (tree_size > 0),
        root_hash bytea NOT NULL CHECK (octet_length(root_hash) = 32),
        frontier bytea NOT NULL CHECK (octet_length(frontier) % 32 = 0),
        at timestamptz NOT NULL
    )
"""

# Without a trigger: what is personal must be erasable. The entries commit to what stands here.
_PERSONAL_TEXTS: Final = """
    CREATE TABLE personal_texts (
        entry_index bigint PRIMARY KEY REFERENCES entries (index),
        key_subject text NOT NULL,
        sealed bytea
    )
"""

_REFUSAL: Final = """
    CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        RAISE EXCEPTION 'The audit record is append-only: % on % is refused.',
            TG_OP, TG_TABLE_NAME USING ERRCODE = 'insufficient_privilege';
    END
    $$
"""


def upgrade() -> None:
    """Make the tables, and have the database itself refuse to change the record."""
    for statement in (*MESSAGING_DDL, SUBJECT_KEYS_DDL, _ENTRIES, *_INDEXES, _HEADS):
        op.execute(statement)
    op.execute(_PERSONAL_TEXTS)
    op.execute("CREATE INDEX personal_texts_by_key_subject ON personal_texts (key_subject)")
    op.execute(_REFUSAL)
    for table in ("entries", "heads"):
        # Once per statement, so that even a change of no rows is refused.
        op.execute(
            f"CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON {table}"
            " FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()"
        )
        # ALWAYS: an ordinary trigger sleeps under session_replication_role = replica.
        op.execute(f"ALTER TABLE {table} ENABLE ALWAYS TRIGGER append_only")
