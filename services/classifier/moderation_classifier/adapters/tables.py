"""The classifier's tables, as queries see them; the migrations make them."""

from __future__ import annotations

from typing import Final

from sqlalchemy import (
    ARRAY,
    Boolean,
    Column,
    DateTime,
    Index,
    MetaData,
    Table,
    Text,
    Uuid,
    false,
    func,
)

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
    # Whoever hid it; since when is known by the times of events.
    Column("hidden", Boolean, nullable=False, server_default=false()),
    Column("visibility_at", DateTime(timezone=True)),
    # This system's last hiding that nobody has undone, and of which version.
    Column("hiding_event_id", Uuid(as_uuid=False)),
    Column("hiding_at", DateTime(timezone=True)),
    # When anything of it was written last, by the database's clock.
    Column("touched_at", DateTime(timezone=True), nullable=False, server_default=func.now()),
    Index("comment_versions_by_age", "touched_at"),
)
