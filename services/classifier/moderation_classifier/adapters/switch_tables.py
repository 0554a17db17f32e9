"""Switches, and decisions of versions tried in the shadow, as queries see them."""

from __future__ import annotations

from sqlalchemy import Boolean, Column, DateTime, Index, Table, Text, Uuid
from sqlalchemy.dialects.postgresql import JSONB

from moderation_classifier.adapters.tables import metadata

switches = Table(
    "switches",
    metadata,
    Column("organisation", Text, primary_key=True),
    Column("kind", Text, primary_key=True),
    Column("target", Text, primary_key=True),
    Column("reason", Text, nullable=False),
    Column("switched_by", Text, nullable=False),
    Column("switched_at", DateTime(timezone=True), nullable=False),
)

shadow_decisions = Table(
    "shadow_decisions",
    metadata,
    Column("comment_event_id", Uuid(as_uuid=False), primary_key=True),
    Column("candidate", Text, primary_key=True),
    # The file may change without a new version while it is tried; results must not be mixed.
    Column("fingerprint", Text, primary_key=True),
    Column("organisation", Text, nullable=False),
    Column("pack", Text, nullable=False),
    Column("ref", Text, nullable=False),
    Column("judged_at", DateTime(timezone=True), nullable=False),
    Column("review", Boolean, nullable=False),
    Column("candidate_review", Boolean, nullable=False),
    # Both are there only where the two differ.
    Column("before", JSONB(none_as_null=True)),
    Column("after", JSONB(none_as_null=True)),
    Index("shadow_decisions_by_time", "organisation", "judged_at"),
    Index("shadow_decisions_by_age", "judged_at"),
)
