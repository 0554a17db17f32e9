"""What was decided, the texts that people are asked about, and what people decided."""

from alembic import op

from moderation_common.postgres import SUBJECT_KEYS_DDL

revision = "0003"
down_revision = "0002"

_DDL = (
    """
    CREATE TABLE judgements (
        decision_id uuid PRIMARY KEY,
        comment_event_id uuid NOT NULL,
        ref text NOT NULL,
        organisation text NOT NULL,
        platform text NOT NULL,
        kind text NOT NULL,
        language text NOT NULL,
        judged_at timestamptz NOT NULL,
        pack text NOT NULL,
        "row" text NOT NULL,
        category text NOT NULL,
        labels text[] NOT NULL,
        doubtful text[] NOT NULL,
        actions text[] NOT NULL,
        proposed text[] NOT NULL,
        review boolean NOT NULL,
        superseded boolean NOT NULL,
        scores jsonb NOT NULL,
        sources jsonb NOT NULL,
        author_hash bytea,
        stratum text NOT NULL,
        share double precision NOT NULL,
        asked boolean NOT NULL
    )
    """,
    "CREATE INDEX judgements_by_time ON judgements (organisation, judged_at)",
    "CREATE INDEX judgements_by_ref ON judgements (ref)",
    "CREATE INDEX judgements_by_event ON judgements (comment_event_id)",
    """
    CREATE TABLE kept_texts (
        decision_id uuid PRIMARY KEY REFERENCES judgements (decision_id),
        organisation text NOT NULL,
        subject text NOT NULL,
        sealed bytea,
        kept_at timestamptz NOT NULL
    )
    """,
    "CREATE INDEX kept_texts_by_time ON kept_texts (organisation, kept_at)",
    """
    CREATE TABLE verdicts (
        event_id uuid PRIMARY KEY,
        review_id text NOT NULL,
        decision_id uuid REFERENCES judgements (decision_id),
        ref text NOT NULL,
        organisation text NOT NULL,
        decided_at timestamptz NOT NULL,
        decided_by bytea NOT NULL,
        role text,
        category text NOT NULL,
        labels text[] NOT NULL,
        actions text[] NOT NULL,
        current boolean NOT NULL
    )
    """,
    "CREATE INDEX verdicts_by_ref ON verdicts (organisation, ref)",
    "CREATE UNIQUE INDEX verdicts_current ON verdicts (decision_id) WHERE current",
    "CREATE INDEX verdicts_by_time ON verdicts (organisation, decided_at)",
)


def upgrade() -> None:
    """Make the tables."""
    for statement in (SUBJECT_KEYS_DDL, *_DDL):
        op.execute(statement)
