"""What comments are about, as queries see it: topics and hashes of phrases."""

from __future__ import annotations

from sqlalchemy import (
    ARRAY,
    BigInteger,
    Boolean,
    Column,
    DateTime,
    Double,
    Index,
    LargeBinary,
    Table,
    Text,
    Uuid,
    text,
)

from moderation_classifier.adapters.tables import metadata

theme_remarks = Table(
    "theme_remarks",
    metadata,
    Column("organisation", Text, primary_key=True),
    Column("ref", Text, primary_key=True),
    Column("decision_id", Uuid(as_uuid=False), nullable=False),
    Column("platform", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("said_at", DateTime(timezone=True), nullable=False),
    # A keyed hash: tells that two comments are one person's, not whose.
    Column("author", LargeBinary),
    Column("mood", Text, nullable=False),
    Column("topics", ARRAY(Text), nullable=False),
    Column("typical", ARRAY(Double), nullable=False),
    Column("phrases", ARRAY(BigInteger), nullable=False),
    Column("removal", Boolean, nullable=False),
    Column("permalink", Text),
    Column("version", Text, nullable=False),
    Index("theme_remarks_by_time", "organisation", "said_at"),
    Index("theme_remarks_by_age", "said_at"),
    Index(
        "theme_remarks_with_phrases", "said_at", postgresql_where=text("cardinality(phrases) > 0")
    ),
)

theme_phrases = Table(
    "theme_phrases",
    metadata,
    Column("organisation", Text, primary_key=True),
    Column("key", BigInteger, primary_key=True),
    # Who used it so far, while they are fewer than five.
    Column("authors", ARRAY(LargeBinary), nullable=False),
    # The words, once five authors have used them.
    Column("phrase", Text),
    Column("seen_at", DateTime(timezone=True), nullable=False),
    Index("theme_phrases_by_age", "seen_at"),
)
