"""What further annotators made of hand-written lines, and what is taken to be true of a line then.

An author who files comments under a header forgets what else is true of one. So each line is read
again, by an annotator who is shown the taxonomy's definitions and the comment, and neither the
author's labels nor what the machine made of it; `annotations/README.md` says who they were. A file
there holds one annotator's word on one kind of lines: the key of a line, a tab, and the labels that
were found true. Who changes a line loses its annotations, as it should be.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Final

from moderation_common.vocabulary import Label

FOLDER: Final = Path(__file__).with_name("annotations")

Labels = frozenset[Label]
Annotation = Mapping[str, Labels]
"""What one annotator found true, by the keys of lines."""

_DIGITS_OF_KEY: Final = 12
_HALF: Final = 0.5


def key_of(text: str, context: str | None = None) -> str:
    """Return the name by which annotations know a line: what was read, as a hash."""
    read = f"{text}\n{context or ''}".encode()
    return hashlib.sha256(read).hexdigest()[:_DIGITS_OF_KEY]


@cache
def read_annotations(kind: str) -> tuple[Annotation, ...]:
    """Return each annotator's word on texts of a kind: `tests`, `tuning`, `voices`, `feedback`."""
    return tuple(_read(file) for file in sorted(FOLDER.glob(f"{kind}-*.txt")))


def votes_on(
    text: str, context: str | None = None, *, author: Labels, kind: str
) -> tuple[Labels, ...]:
    """Return what the author of a line says is true of it, and then its annotators."""
    return (author, *said_of(text, context, kind=kind))


def said_of(text: str, context: str | None = None, *, kind: str) -> tuple[Labels, ...]:
    """Return what each annotator who has read a text says is true of it."""
    key = key_of(text, context)
    return tuple(said[key] for said in read_annotations(kind) if key in said)


def settle(votes: Sequence[Labels]) -> Labels:
    """Return the labels that more than half of the votes give."""
    return frozenset(label for label, share in share_of_votes(votes).items() if share > _HALF)


def share_of_votes(votes: Sequence[Labels]) -> dict[Label, float]:
    """Return for each label that any vote gives which share of them does."""
    given = Counter(label for vote in votes for label in vote)
    return {label: times / len(votes) for label, times in given.items()}


def _read(file: Path) -> dict[str, Labels]:
    lines = (line.split("\t") for line in file.read_text("utf-8").splitlines())
    return {key: frozenset(map(Label, labels.split())) for key, labels in lines}
