"""The queue of actions, how the accounts fare, versions of edited posts, inbox and outbox."""

from __future__ import annotations

from alembic import op

from moderation_common.postgres import MESSAGING_DDL, SUBJECT_KEYS_DDL

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

_ACTIONS = """
    CREATE TABLE actions (
        sequence bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
        action_id text NOT NULL UNIQUE,
        request_id uuid NOT NULL,
        organisation text NOT NULL,
        correlation_id text NOT NULL,
        subject text NOT NULL,
        platform text NOT NULL,
        account_id text NOT NULL,
        comment_id text NOT NULL,
        kind text NOT NULL,
        action text NOT NULL,
        sealed_text bytea,
        post_id text,
        author_id text,
        requested_by text NOT NULL,
        requested_at timestamptz NOT NULL,
        state text NOT NULL CHECK (state IN ('pending', 'sending', 'done', 'failed')),
        attempts integer NOT NULL DEFAULT 0,
        not_before timestamptz NOT NULL,
        sending_since timestamptz,
        settled_at timestamptz,
        already boolean,
        reason text,
        CHECK ((settled_at IS NOT NULL) = (state IN ('done', 'failed'))),
        CHECK (sealed_text IS NULL OR settled_at IS NULL)
    )
"""
_ACTIONS_SUBJECT = "CREATE INDEX actions_subject ON actions (subject, sequence)"
_ACTIONS_OPEN = """
    CREATE INDEX actions_open ON actions (platform, account_id, sequence)
    WHERE state IN ('pending', 'sending')
"""
_ACCOUNTS = """
    CREATE TABLE accounts (
        platform text NOT NULL,
        account_id text NOT NULL,
        last_event_at timestamptz,
        paused_until timestamptz,
        pause_reason text CHECK (pause_reason IN ('unauthorised', 'limited', 'unavailable')),
        failures integer NOT NULL DEFAULT 0,
        PRIMARY KEY (platform, account_id)
    )
"""
_VERSIONS = """
    CREATE TABLE versions (
        platform text NOT NULL,
        account_id text NOT NULL,
        comment_id text NOT NULL,
        target_id text NOT NULL,
        edits integer NOT NULL,
        PRIMARY KEY (platform, account_id, comment_id)
    )
"""


def upgrade() -> None:
    """Make everything that the first release keeps."""
    for statement in (
        *MESSAGING_DDL,
        SUBJECT_KEYS_DDL,
        _ACTIONS,
        _ACTIONS_SUBJECT,
        _ACTIONS_OPEN,
        _ACCOUNTS,
        _VERSIONS,
    ):
        op.execute(statement)
