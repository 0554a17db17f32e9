"""The tables of the schema `audit` as queries name them; the migrations make them."""

from __future__ import annotations

from typing import Final

from sqlalchemy import (
    BigInteger,
    Column,
    DateTime,
    ForeignKey,
    Index,
    LargeBinary,
    MetaData,
    Table,
    Text,
    UniqueConstraint,
    text,
)
from sqlalchemy.dialects.postgresql import ARRAY

SCHEMA: Final = "audit"

metadata = MetaData(schema=SCHEMA)

entries = Table(
    "entries",
    metadata,
    Column("index", BigInteger, primary_key=True, autoincrement=False),
    Column("id", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("recorded_at", DateTime(timezone=True), nullable=False),
    Column("leaf_hash", LargeBinary, nullable=False),
    Column("canonical", LargeBinary, nullable=False),
    Column("time", DateTime(timezone=True), nullable=False),
    Column("organisation", Text, nullable=False),
    Column("type", Text, nullable=False),
    Column("subject", Text, nullable=False),
    Column("correlation_id", Text, nullable=False),
    Column("actor", Text, nullable=False),
    Column("category", Text),
    Column("actions", ARRAY(Text), nullable=False),
    Column("labels", ARRAY(Text), nullable=False),
    UniqueConstraint("id", name="entries_id_key"),
    Index("entries_by_organisation", "organisation", "index"),
    Index("entries_by_type", "organisation", "type", "index"),
    Index("entries_by_subject", "organisation", "subject", "index"),
    Index("entries_by_correlation", "organisation", "correlation_id", "index"),
    Index("entries_by_actor", "organisation", "actor", "index"),
    Index("entries_by_time", "organisation", "time"),
    Index(
        "entries_by_category",
        "organisation",
        "category",
        "index",
        postgresql_where=text("category IS NOT NULL"),
    ),
    Index(
        "entries_by_action",
        "actions",
        postgresql_using="gin",
        postgresql_where=text("actions <> '{}'"),
    ),
    Index(
        "entries_by_label",
        "labels",
        postgresql_using="gin",
        postgresql_where=text("labels <> '{}'"),
    ),
)

heads = Table(
    "heads",
    metadata,
    Column("tree_size", BigInteger, primary_key=True, autoincrement=False),
    Column("root_hash", LargeBinary, nullable=False),
    Column("frontier", LargeBinary, nullable=False),
    Column("at", DateTime(timezone=True), nullable=False),
)

personal_texts = Table(
    "personal_texts",
    metadata,
    Column(
        "entry_index",
        BigInteger,
        ForeignKey(entries.c.index),
        primary_key=True,
        autoincrement=False,
    ),
    Column("key_subject", Text, nullable=False),
    Column("sealed", LargeBinary),
    Index("personal_texts_by_key_subject", "key_subject"),
)

subject_keys = Table(
    "subject_keys",
    metadata,
    Column("subject", Text, primary_key=True),
    Column("wrapped_key", LargeBinary),
    Column("created_at", DateTime(timezone=True), nullable=False),
    Column("destroyed_at", DateTime(timezone=True)),
)
