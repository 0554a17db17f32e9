"""The classifier's tables, as queries see them; the migrations make them."""

from __future__ import annotations

from typing import Final

from sqlalchemy import ARRAY, Column, DateTime, MetaData, Table, Text, Uuid

SCHEMA: Final = "classifier"

metadata = MetaData(schema=SCHEMA)

comment_versions = Table(
    "comment_versions",
    metadata,
    Column("ref", Text, primary_key=True),
    Column("version_at", DateTime(timezone=True)),
    Column("event_id", Uuid(as_uuid=False)),
    Column("actions", ARRAY(Text), nullable=False),
    Column("removed_at", DateTime(timezone=True)),
)
