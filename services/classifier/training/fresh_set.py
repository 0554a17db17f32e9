"""The second author's lines, written blind: half to tune on, half only ever counted.

Written without having seen the rules or the training text; `fresh/fresh.jsonl` holds one object a
line. A line goes to a half by the hash of its text. Errors of the test half are never printed.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Final
from zlib import crc32

from moderation_common.vocabulary import Label
from training.examples import Example

_FOLDER: Final = Path(__file__).parent / "fresh"
_HALVES: Final = 2


class Half(StrEnum):
    """Which part of the lines."""

    DEV = "dev"
    TEST = "test"
    LATE = "late"
    """Written after the first rules and never tuned on."""


@dataclass(frozen=True, slots=True)
class FreshLine:
    """One line with all of its labels; `hard` where it merely looks like something to act on."""

    example: Example
    hard: bool
    half: Half


def read_fresh(half: Half) -> Iterator[FreshLine]:
    """Yield the lines of one half, in the order of the file."""
    file = _FOLDER / ("late.jsonl" if half is Half.LATE else "fresh.jsonl")
    for line in file.read_text("utf-8").splitlines():
        written = json.loads(line)
        text = written["text"]
        where = Half.TEST if crc32(text.encode()) % _HALVES else Half.DEV
        if half is Half.LATE:
            where = half
        if where is half:
            labels = frozenset(Label(name) for name in written["labels"])
            example = Example(written["id"], text, labels, 1.0)
            yield FreshLine(example, hard=written.get("hard", False), half=where)
