"""The example lines that the README of the command line gives."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Final

README: Final = Path(__file__).parents[2] / "deploy" / "local" / "README.md"


def section(name: str) -> str:
    """Return what the README says under a heading."""
    return README.read_text("utf-8").partition(f"\n## {name}\n")[2].partition("\n## ")[0]


def example(name: str) -> dict[str, object]:
    """Return the example line of a section."""
    (line,) = re.findall(r"^```\n(\{.*\})\n```$", section(name), re.MULTILINE)
    read: dict[str, object] = json.loads(line)
    return read
