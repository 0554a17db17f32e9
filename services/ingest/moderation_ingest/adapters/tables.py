"""The tables of the schema `ingest`, as its queries know them; made by the migrations."""

from __future__ import annotations

from typing import Final

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    DateTime,
    Identity,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    PrimaryKeyConstraint,
    Table,
    Text,
    UniqueConstraint,
    Uuid,
    text,
)

SCHEMA: Final = "ingest"

metadata: Final = MetaData(schema=SCHEMA)

actions: Final = Table(
    "actions",
    metadata,
    Column("sequence", BigInteger, Identity(always=True), primary_key=True),
    Column("action_id", Text, nullable=False),
    Column("request_id", Uuid(as_uuid=False), nullable=False),
    Column("organisation", Text, nullable=False),
    Column("correlation_id", Text, nullable=False),
    Column("subject", Text, nullable=False),
    Column("platform", Text, nullable=False),
    Column("account_id", Text, nullable=False),
    Column("comment_id", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("action", Text, nullable=False),
    Column("sealed_text", LargeBinary),
    Column("post_id", Text),
    Column("author_id", Text),
    Column("requested_by", Text, nullable=False),
    Column("requested_at", DateTime(timezone=True), nullable=False),
    Column("state", Text, nullable=False),
    Column("attempts", Integer, nullable=False, server_default=text("0")),
    Column("not_before", DateTime(timezone=True), nullable=False),
    Column("sending_since", DateTime(timezone=True)),
    Column("settled_at", DateTime(timezone=True)),
    Column("already", Boolean),
    Column("reason", Text),
    UniqueConstraint("action_id"),
    Index("actions_subject", "subject", "sequence"),
    Index(
        "actions_open",
        "platform",
        "account_id",
        "sequence",
        postgresql_where=text("state IN ('pending', 'sending')"),
    ),
)

accounts: Final = Table(
    "accounts",
    metadata,
    Column("platform", Text),
    Column("account_id", Text),
    Column("last_event_at", DateTime(timezone=True)),
    Column("paused_until", DateTime(timezone=True)),
    Column("pause_reason", Text),
    Column("failures", Integer, nullable=False, server_default=text("0")),
    PrimaryKeyConstraint("platform", "account_id"),
)

versions: Final = Table(
    "versions",
    metadata,
    Column("platform", Text),
    Column("account_id", Text),
    Column("comment_id", Text),
    Column("target_id", Text, nullable=False),
    Column("edits", Integer, nullable=False),
    PrimaryKeyConstraint("platform", "account_id", "comment_id"),
)

own_texts: Final = Table(
    "own_texts",
    metadata,
    Column("platform", Text),
    Column("account_id", Text),
    Column("text_id", Text),
    Column("sealed", LargeBinary),
    Column("version_at", DateTime(timezone=True), nullable=False),
    Column("kept_at", DateTime(timezone=True), nullable=False),
    PrimaryKeyConstraint("platform", "account_id", "text_id"),
    Index("own_texts_by_age", "kept_at"),
)
