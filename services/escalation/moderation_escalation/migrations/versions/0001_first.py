"""The first tables: messaging, comments, decisions, cases, alerts, reviews, stand-ins."""

from alembic import op

from moderation_common.postgres import MESSAGING_DDL, SUBJECT_KEYS_DDL

revision = "0001"
down_revision = None

_DDL = (
    """
    CREATE TABLE comments (
        organisation text NOT NULL,
        ref text NOT NULL,
        subject text,
        version text,
        version_at timestamptz,
        kind text,
        sealed bytea,
        post_id text,
        created_at timestamptz,
        edited_at timestamptz,
        received_at timestamptz,
        removed_at timestamptz,
        hidden boolean NOT NULL DEFAULT false,
        visibility_at timestamptz,
        PRIMARY KEY (organisation, ref)
    )
    """,
    # What people were told of is shown to them as it was, whatever its author made of it since.
    """
    CREATE TABLE comment_versions (
        organisation text NOT NULL,
        ref text NOT NULL,
        version text NOT NULL,
        subject text NOT NULL,
        sealed bytea,
        written_at timestamptz NOT NULL,
        PRIMARY KEY (organisation, ref, version)
    )
    """,
    """
    CREATE TABLE decisions (
        decision_id text PRIMARY KEY,
        organisation text NOT NULL,
        ref text NOT NULL,
        comment_event_id text NOT NULL,
        kind text NOT NULL,
        category text NOT NULL,
        labels text[] NOT NULL,
        actions text[] NOT NULL,
        urgency text NOT NULL,
        routes text[] NOT NULL,
        review boolean NOT NULL,
        reasons jsonb NOT NULL,
        doubts text[] NOT NULL,
        pack text NOT NULL,
        made_at timestamptz NOT NULL,
        doubtful_labels text[] NOT NULL,
        superseded boolean NOT NULL
    )
    """,
    "CREATE INDEX decisions_about ON decisions (organisation, ref)",
    """
    CREATE TABLE cases (
        case_id uuid PRIMARY KEY,
        organisation text NOT NULL,
        ref text NOT NULL,
        route text NOT NULL,
        team text NOT NULL,
        also text[] NOT NULL,
        labels text[] NOT NULL,
        doubtful text[] NOT NULL,
        urgency text NOT NULL,
        wakes boolean NOT NULL,
        decision_id text NOT NULL,
        raised_by text[] NOT NULL,
        opened_at timestamptz NOT NULL,
        due_at timestamptz,
        team_first boolean NOT NULL,
        step integer,
        unreached integer NOT NULL,
        stopped boolean NOT NULL,
        tellings integer NOT NULL,
        ladder_telling integer NOT NULL,
        follows uuid REFERENCES cases,
        acknowledged_by text,
        acknowledged_role text,
        acknowledged_at timestamptz,
        acknowledgements integer NOT NULL,
        closed_by text,
        closed_role text,
        closed_at timestamptz,
        outcome_subject text,
        outcome_sealed bytea
    )
    """,
    # One case a route while it is open: a later decision adds to it.
    """
    CREATE UNIQUE INDEX cases_one_open ON cases (organisation, ref, route)
    WHERE closed_at IS NULL
    """,
    "CREATE INDEX cases_listed ON cases (organisation, opened_at, case_id)",
    "CREATE INDEX cases_about ON cases (organisation, ref)",
    "CREATE INDEX cases_following ON cases (follows)",
    """
    CREATE TABLE case_notes (
        note_id integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
        case_id uuid NOT NULL REFERENCES cases,
        at timestamptz NOT NULL,
        note text NOT NULL
    )
    """,
    "CREATE INDEX case_notes_of ON case_notes (case_id)",
    """
    CREATE TABLE timers (
        case_id uuid NOT NULL REFERENCES cases,
        kind text NOT NULL,
        due_at timestamptz NOT NULL,
        PRIMARY KEY (case_id, kind)
    )
    """,
    "CREATE INDEX timers_due ON timers (due_at)",
    """
    CREATE TABLE alerts (
        alert_id uuid PRIMARY KEY,
        case_id uuid NOT NULL REFERENCES cases,
        organisation text NOT NULL,
        ref text NOT NULL,
        recipient_kind text NOT NULL,
        recipient text NOT NULL,
        channel text NOT NULL,
        step integer NOT NULL,
        telling integer NOT NULL,
        urgency text NOT NULL,
        state text NOT NULL,
        attempts integer NOT NULL,
        created_at timestamptz NOT NULL,
        next_attempt_at timestamptz NOT NULL,
        claimed_at timestamptz,
        settled_at timestamptz,
        reason text
    )
    """,
    "CREATE INDEX alerts_of ON alerts (case_id)",
    "CREATE INDEX alerts_waiting ON alerts (next_attempt_at) WHERE state IN ('pending', 'sending')",
    """
    CREATE TABLE reviews (
        review_id uuid PRIMARY KEY,
        organisation text NOT NULL,
        ref text NOT NULL,
        decision_id text,
        doubts text[] NOT NULL,
        opened_at timestamptz NOT NULL,
        category text,
        labels text[],
        actions text[],
        request_subject text,
        request_sealed bytea,
        words_subject text,
        words_sealed bytea,
        decided_by text,
        decided_role text,
        decided_at timestamptz
    )
    """,
    # One question about a comment at a time: further doubts join it.
    "CREATE UNIQUE INDEX reviews_one_open ON reviews (organisation, ref) WHERE decided_at IS NULL",
    "CREATE INDEX reviews_listed ON reviews (organisation, opened_at, review_id)",
    """
    CREATE TABLE stand_ins (
        organisation text NOT NULL,
        stand_in_id text NOT NULL,
        place text NOT NULL,
        person text,
        starts_at timestamptz NOT NULL,
        ends_at timestamptz NOT NULL,
        set_by text NOT NULL,
        PRIMARY KEY (organisation, stand_in_id)
    )
    """,
)


def upgrade() -> None:
    """Make the tables."""
    for statement in (*MESSAGING_DDL, SUBJECT_KEYS_DDL, *_DDL):
        op.execute(statement)
