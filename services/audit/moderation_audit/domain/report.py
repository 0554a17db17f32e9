"""What a verification found, in one sentence and as JSON."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any

from typing_extensions import override


@dataclass(frozen=True)
class Problem:
    """One thing that is wrong."""

    index: int | None
    """The entry it concerns; none when it concerns the record as a whole."""
    what: str

    @override
    def __str__(self) -> str:
        return self.what if self.index is None else f"entry {self.index}: {self.what}"


@dataclass(frozen=True)
class VerificationReport:
    """The result of checking the whole record."""

    entries: int
    heads: int
    root_hash: str
    """Of the tree as recomputed, in hexadecimal."""
    noted_heads: int
    """Heads noted elsewhere that the record was held against."""
    unguarded: tuple[str, ...]
    """Tables that the database would let somebody change; each is a problem."""
    texts_checked: int
    """Entries whose personal text was opened and is the text that they commit to."""
    texts_erased: int
    texts_unopened: int
    """Entries whose personal text was not tried, for want of the vault key."""
    conflicts: int
    """Events that came under the id of another; each is an alarm, though the record is whole."""
    dead_letters: int
    problem_count: int
    problems: tuple[Problem, ...]
    """The first of them."""

    @property
    def intact(self) -> bool:
        """Whether nothing is wrong."""
        return self.problem_count == 0

    def verdict(self) -> str:
        """Return the result as one sentence."""
        if self.intact:
            noted = f" and {self.noted_heads} noted elsewhere" if self.noted_heads else ""
            return (
                f"The record is intact: {self.entries} entries under {self.heads} heads{noted},"
                f" root {self.root_hash}."
            )
        found = "was altered" if self.problem_count > len(self.unguarded) else "is not protected"
        more = self.problem_count - 1
        rest = f", and {more} more problem{'s' if more > 1 else ''}" if more else ""
        return f"The record {found}: {self.problems[0]}{rest}."

    def to_json(self) -> dict[str, Any]:
        """Return the result as plain JSON, verdict included."""
        return {"intact": self.intact, "verdict": self.verdict()} | asdict(self)
