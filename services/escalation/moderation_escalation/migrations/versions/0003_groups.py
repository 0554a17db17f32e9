"""Reviews that settle groups of nearly the same comments, and measures about authors."""

from alembic import op

revision = "0003"
down_revision = "0002"

_DDL = (
    "ALTER TABLE decisions ADD COLUMN group_id text",
    "ALTER TABLE reviews ADD COLUMN group_id text",
    "ALTER TABLE reviews ADD COLUMN group_size integer NOT NULL DEFAULT 1",
    # One question about a group at a time: further members join it.
    """
    CREATE UNIQUE INDEX reviews_one_open_of_group ON reviews (organisation, group_id)
    WHERE decided_at IS NULL AND group_id IS NOT NULL
    """,
    """
    CREATE TABLE review_members (
        review_id uuid NOT NULL REFERENCES reviews,
        organisation text NOT NULL,
        ref text NOT NULL,
        decision_id text NOT NULL,
        joined_at timestamptz NOT NULL,
        settled_at timestamptz,
        PRIMARY KEY (review_id, ref)
    )
    """,
    "CREATE INDEX review_members_about ON review_members (organisation, ref)",
    """
    CREATE TABLE measures (
        measure_id uuid PRIMARY KEY,
        organisation text NOT NULL,
        measure text NOT NULL,
        ref text NOT NULL,
        author_key text NOT NULL,
        points integer NOT NULL,
        "limit" integer NOT NULL,
        strikes jsonb NOT NULL,
        clause text,
        words text,
        pack text NOT NULL,
        proposed_at timestamptz NOT NULL,
        withdrawn_at timestamptz,
        approved boolean,
        decided_by text,
        decided_role text,
        decided_at timestamptz,
        note_subject text,
        note_sealed bytea
    )
    """,
    "CREATE INDEX measures_listed ON measures (organisation, proposed_at, measure_id)",
)


def upgrade() -> None:
    """Widen decisions and reviews, and make the two tables."""
    for statement in _DDL:
        op.execute(statement)
