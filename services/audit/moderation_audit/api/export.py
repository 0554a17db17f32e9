"""Entries as files: CSV for a spreadsheet, JSON lines that can be verified."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import AsyncIterator
from enum import StrEnum
from typing import Final

from moderation_audit.ports import FoundEntry

_COLUMNS: Final = (
    "index",
    "recorded_at",
    "time",
    "kind",
    "type",
    "organisation",
    "subject",
    "correlation_id",
    "actor",
    "category",
    "actions",
    "labels",
    "id",
    "leaf_hash",
)
# A spreadsheet takes a cell that starts with one of these for a formula and runs it.
_FORMULA_STARTS: Final = ("=", "+", "-", "@", "\t", "\r")


class ExportFormat(StrEnum):
    """How exported entries are written."""

    CSV = "csv"
    JSONL = "jsonl"

    @property
    def media_type(self) -> str:
        """What the answer's Content-Type says."""
        match self:
            case ExportFormat.CSV:
                return "text/csv; charset=utf-8"
            case ExportFormat.JSONL:
                return "application/jsonl"


async def write_entries(
    entries: AsyncIterator[FoundEntry], format_: ExportFormat
) -> AsyncIterator[str]:
    """Yield the file piece by piece."""
    if format_ is ExportFormat.CSV:
        yield _csv_line(_COLUMNS)
    async for entry in entries:
        yield _csv_line(_cells(entry)) if format_ is ExportFormat.CSV else _json_line(entry)


def _json_line(entry: FoundEntry) -> str:
    """Return index, leaf hash, and as text the very bytes that were hashed."""
    line = {
        "index": entry.index,
        "leaf_hash": entry.leaf_hash.hex(),
        "canonical": entry.canonical.decode(),
    }
    return json.dumps(line, ensure_ascii=False) + "\n"


def _cells(entry: FoundEntry) -> tuple[str, ...]:
    facets = entry.facets
    return (
        str(entry.index),
        facets.recorded_at.isoformat(),
        facets.time.isoformat(),
        str(facets.kind),
        facets.type,
        facets.organisation,
        facets.subject,
        facets.correlation_id,
        facets.actor,
        facets.category or "",
        " ".join(facets.actions),
        " ".join(facets.labels),
        facets.id,
        entry.leaf_hash.hex(),
    )


def _csv_line(cells: tuple[str, ...]) -> str:
    line = io.StringIO()
    csv.writer(line).writerow(
        "'" + cell if cell.startswith(_FORMULA_STARTS) else cell for cell in cells
    )
    return line.getvalue()
