"""Declared modes, as queries see them."""

from __future__ import annotations

from sqlalchemy import Column, DateTime, Table, Text

from moderation_classifier.adapters.tables import metadata

declared_modes = Table(
    "declared_modes",
    metadata,
    Column("organisation", Text, primary_key=True),
    Column("mode", Text, primary_key=True),
    Column("reason", Text, nullable=False),
    Column("declared_by", Text, nullable=False),
    Column("declared_at", DateTime(timezone=True), nullable=False),
)
