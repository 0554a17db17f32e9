"""Reads the tables of a Markdown document."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Table:
    """One table and the heading above it."""

    heading: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]

    def column(self, name: str) -> list[str]:
        """Return the cells of a column, without the marks of code."""
        place = self.columns.index(name)
        return [row[place].strip("`") for row in self.rows]


def read_tables(document: Path) -> list[Table]:
    """Return every table of a document, in order."""
    tables: list[Table] = []
    heading = ""
    block: list[tuple[str, ...]] = []
    for line in [*document.read_text("utf-8").splitlines(), ""]:
        if line.startswith("|"):
            block.append(tuple(cell.strip() for cell in line.strip("|").split("|")))
            continue
        if block:
            columns, _rule, *rows = block
            tables.append(Table(heading, columns, tuple(rows)))
            block = []
        if line.startswith("#"):
            heading = line.lstrip("# ")
    return tables
