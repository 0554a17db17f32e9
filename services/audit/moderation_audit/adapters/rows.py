"""From a row of the record to what the domain calls it."""

from __future__ import annotations

from sqlalchemy import RowMapping

from moderation_audit.domain.facets import Facets
from moderation_audit.domain.head import Head
from moderation_audit.domain.merkle import Frontier


def read_facets(row: RowMapping) -> Facets:
    """Return the columns beside an entry, as they stand."""
    return Facets(
        id=row["id"],
        kind=row["kind"],
        recorded_at=row["recorded_at"],
        time=row["time"],
        organisation=row["organisation"],
        type=row["type"],
        subject=row["subject"],
        correlation_id=row["correlation_id"],
        actor=row["actor"],
        category=row["category"],
        actions=tuple(row["actions"] or ()),
        labels=tuple(row["labels"] or ()),
    )


def read_head(row: RowMapping) -> Head:
    """Return a head; raises `ValueError` when its frontier does not fit its size."""
    return Head(
        frontier=Frontier.from_bytes(row["tree_size"], bytes(row["frontier"])),
        root_hash=bytes(row["root_hash"]),
        at=row["at"],
    )
