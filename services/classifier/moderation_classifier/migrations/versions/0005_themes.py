"""What comments are about, for reports: topics, hashes of phrases, never the text."""

from alembic import op

revision = "0005"
down_revision = "0004"

_DDL = (
    """
    CREATE TABLE theme_remarks (
        organisation text NOT NULL,
        ref text NOT NULL,
        decision_id uuid NOT NULL,
        platform text NOT NULL,
        kind text NOT NULL,
        said_at timestamptz NOT NULL,
        author bytea,
        mood text NOT NULL,
        topics text[] NOT NULL,
        typical double precision[] NOT NULL,
        phrases bigint[] NOT NULL,
        removal boolean NOT NULL,
        permalink text,
        version text NOT NULL,
        PRIMARY KEY (organisation, ref)
    )
    """,
    "CREATE INDEX theme_remarks_by_time ON theme_remarks (organisation, said_at)",
    # A phrase has its words only once five authors have used it; until then it is a hash.
    """
    CREATE TABLE theme_phrases (
        organisation text NOT NULL,
        key bigint NOT NULL,
        authors bytea[] NOT NULL,
        phrase text,
        seen_at timestamptz NOT NULL,
        PRIMARY KEY (organisation, key),
        CHECK (phrase IS NULL OR cardinality(authors) = 0)
    )
    """,
)


def upgrade() -> None:
    """Make the tables."""
    for statement in _DDL:
        op.execute(statement)
