"""The hand-written lines of `voices`, `tuning` and `unseen`: labels in a header, comments below it.

    [self_harm complaint]
    a comment
    another comment <<< the post that it answers

Every label that a header does not name is false of the comments under it. A file of `voices/` has
one author and is trained on. The authors of `tuning/`, for calibration and thresholds, and of
`unseen/`, for testing, wrote nothing else.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from moderation_common.vocabulary import Label

VOICES: Final = Path(__file__).parent / "voices"
ANSWERED: Final = Path(__file__).parent / "answered"
"""Posts and comments, one a line, without labels: what others answer."""
TUNING: Final = Path(__file__).parent / "tuning"
UNSEEN: Final = Path(__file__).parent / "unseen"

_HEADER: Final = re.compile(r"\[([a-z_ ]*)\]")
_ANSWERS: Final = " <<< "


@dataclass(frozen=True, slots=True)
class Line:
    """One comment as written, with all of its labels."""

    file: str
    number: int
    text: str
    context: str | None
    """The post or comment that it answers."""
    labels: frozenset[Label]


def read_lines(path: Path) -> Iterator[Line]:
    """Yield the comments of a file. Raises `ValueError` naming a line that cannot be read."""
    labels: frozenset[Label] | None = None
    for number, written in enumerate(path.read_text("utf-8").splitlines(), 1):
        line = written.strip()
        if not line:
            continue
        header = _HEADER.fullmatch(line)
        if header:
            labels = frozenset(Label(name) for name in header[1].split())
            continue
        if labels is None:
            message = f"{path.name}, line {number}: write a header such as [complaint] above it"
            raise ValueError(message)
        text, _, context = line.partition(_ANSWERS)
        yield Line(path.name, number, text.replace("\\n", "\n"), context or None, labels)


def read_folder(folder: Path) -> Iterator[Line]:
    """Yield the comments of every file in a folder, in the files' alphabetical order."""
    for path in sorted(folder.glob("*.txt")):
        yield from read_lines(path)
