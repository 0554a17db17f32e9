"""Judgements, the texts kept of them, and people's verdicts, as queries see them."""

from __future__ import annotations

from sqlalchemy import (
    ARRAY,
    Boolean,
    Column,
    DateTime,
    Double,
    ForeignKey,
    Index,
    LargeBinary,
    Table,
    Text,
    Uuid,
    text,
)
from sqlalchemy.dialects.postgresql import JSONB

from moderation_classifier.adapters.tables import metadata

judgements = Table(
    "judgements",
    metadata,
    Column("decision_id", Uuid(as_uuid=False), primary_key=True),
    Column("comment_event_id", Uuid(as_uuid=False), nullable=False),
    Column("ref", Text, nullable=False),
    Column("organisation", Text, nullable=False),
    Column("platform", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("language", Text, nullable=False),
    Column("judged_at", DateTime(timezone=True), nullable=False),
    Column("pack", Text, nullable=False),
    Column("row", Text, nullable=False),
    Column("category", Text, nullable=False),
    Column("labels", ARRAY(Text), nullable=False),
    Column("doubtful", ARRAY(Text), nullable=False),
    Column("actions", ARRAY(Text), nullable=False),
    Column("proposed", ARRAY(Text), nullable=False),
    Column("review", Boolean, nullable=False),
    Column("superseded", Boolean, nullable=False),
    Column("scores", JSONB, nullable=False),
    Column("sources", JSONB, nullable=False),
    # A keyed hash of the author: tells that two comments are one person's, not whose.
    Column("author_hash", LargeBinary),
    Column("stratum", Text, nullable=False),
    Column("share", Double, nullable=False),
    Column("asked", Boolean, nullable=False),
    Index("judgements_by_time", "organisation", "judged_at"),
    Index("judgements_by_ref", "ref"),
    Index("judgements_by_event", "comment_event_id"),
)

kept_texts = Table(
    "kept_texts",
    metadata,
    Column("decision_id", ForeignKey(judgements.c.decision_id), primary_key=True),
    Column("organisation", Text, nullable=False),
    Column("subject", Text, nullable=False),
    # None when the subject had been erased already, or the time for keeping is over.
    Column("sealed", LargeBinary),
    Column("kept_at", DateTime(timezone=True), nullable=False),
    Index("kept_texts_by_time", "organisation", "kept_at"),
)

verdicts = Table(
    "verdicts",
    metadata,
    Column("event_id", Uuid(as_uuid=False), primary_key=True),
    Column("review_id", Text, nullable=False),
    # None when nothing is known of what the machine had decided.
    Column("decision_id", ForeignKey(judgements.c.decision_id)),
    Column("ref", Text, nullable=False),
    Column("organisation", Text, nullable=False),
    Column("decided_at", DateTime(timezone=True), nullable=False),
    Column("decided_by", LargeBinary, nullable=False),
    Column("role", Text),
    Column("category", Text, nullable=False),
    Column("labels", ARRAY(Text), nullable=False),
    Column("actions", ARRAY(Text), nullable=False),
    Column("current", Boolean, nullable=False),
    Index("verdicts_by_ref", "organisation", "ref"),
    Index("verdicts_current", "decision_id", unique=True, postgresql_where=text("current")),
    Index("verdicts_by_time", "organisation", "decided_at"),
)
