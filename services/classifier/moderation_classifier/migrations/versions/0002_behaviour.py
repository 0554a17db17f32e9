"""Comments seen, messages sent again and again, strikes and the measures that rest on them."""

from alembic import op

revision = "0002"
down_revision = "0001"

_DDL = (
    # Who wrote what when, by keyed hashes; the text, sealed, only for a few days.
    """
    CREATE TABLE comments_seen (
        organisation text NOT NULL,
        ref text NOT NULL,
        author bytea,
        message_id uuid,
        group_id uuid,
        labels text[] NOT NULL,
        post_id text,
        written_at timestamptz NOT NULL,
        seen_at timestamptz NOT NULL,
        subject text,
        sealed bytea,
        PRIMARY KEY (organisation, ref)
    )
    """,
    "CREATE INDEX comments_seen_by_author ON comments_seen (organisation, author, seen_at)",
    "CREATE INDEX comments_seen_by_message ON comments_seen (message_id, author)",
    "CREATE INDEX comments_seen_by_group ON comments_seen (group_id, author)",
    "CREATE INDEX comments_seen_by_time ON comments_seen (seen_at)",
    """
    CREATE TABLE messages (
        message_id uuid PRIMARY KEY,
        organisation text NOT NULL,
        exact bytea NOT NULL,
        minima bytea NOT NULL,
        bands bigint[] NOT NULL,
        size integer NOT NULL,
        authors integer NOT NULL,
        first_at timestamptz NOT NULL,
        last_at timestamptz NOT NULL
    )
    """,
    "CREATE INDEX messages_by_bands ON messages USING gin (bands)",
    "CREATE INDEX messages_by_time ON messages (last_at)",
    """
    CREATE TABLE decision_groups (
        group_id uuid PRIMARY KEY,
        organisation text NOT NULL,
        message_id uuid NOT NULL,
        size integer NOT NULL,
        authors integer NOT NULL,
        last_at timestamptz NOT NULL,
        verdict text,
        verdict_at timestamptz,
        labels text[]
    )
    """,
    "CREATE INDEX decision_groups_by_time ON decision_groups (last_at)",
    """
    CREATE TABLE strikes (
        strike_id uuid PRIMARY KEY,
        organisation text NOT NULL,
        author bytea NOT NULL,
        message_id uuid,
        labels text[] NOT NULL,
        clauses text[] NOT NULL,
        points integer NOT NULL,
        struck_at timestamptz NOT NULL,
        expires_at timestamptz NOT NULL
    )
    """,
    "CREATE INDEX strikes_of_author ON strikes (organisation, author)",
    "CREATE INDEX strikes_by_expiry ON strikes (expires_at)",
    """
    CREATE TABLE strike_comments (
        strike_id uuid NOT NULL REFERENCES strikes ON DELETE CASCADE,
        ref text NOT NULL,
        basis text NOT NULL,
        PRIMARY KEY (strike_id, ref)
    )
    """,
    """
    CREATE TABLE measures (
        measure_id uuid PRIMARY KEY,
        organisation text NOT NULL,
        author bytea NOT NULL,
        ref text NOT NULL,
        measure text NOT NULL,
        strikes uuid[] NOT NULL,
        proposed_at timestamptz NOT NULL,
        outcome text,
        settled_at timestamptz
    )
    """,
    "CREATE INDEX measures_of_author ON measures (organisation, author)",
)


def upgrade() -> None:
    """Make the tables."""
    for statement in _DDL:
        op.execute(statement)
