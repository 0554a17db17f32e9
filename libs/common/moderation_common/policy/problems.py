"""What is wrong with a policy pack: where it stands, in one sentence, and how to mend it."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from typing_extensions import override

from moderation_common.errors import ConfigurationError

Location = tuple[str | int, ...]
"""Where in a pack: field names, and positions in lists counted from nought."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PolicyProblem:
    """One thing that is wrong with one file."""

    file: Path
    line: int
    """Counted from one; nought where the problem has no place in the text."""
    column: int
    """Counted from one; nought where the problem has no place in the text."""
    location: Location
    message: str
    """What is wrong, without a full stop."""
    mend: str
    """How to mend it, as an order."""
    organisation: str | None = None
    """The body whose policy the file says it is, as far as it can be read."""

    def concerns(self, organisation: str) -> bool:
        """Say whether it is the body's: the file is called after it, or says that it is its.

        What another body's file says of it, or the folder is called, makes it none of its.
        """
        return organisation in (self.file.name.split(".")[0], self.organisation)

    def without_folder(self) -> PolicyProblem:
        """Return it for readers of an API, who need not know where on a server its file lies."""
        return replace(self, file=Path(self.file.name))

    @override
    def __str__(self) -> str:
        place = f"{self.file}:{self.line}:{self.column}" if self.line else str(self.file)
        path = f"{spell_location(self.location)}: " if self.location else ""
        return f"{place}: {path}{self.message}; {self.mend}."


@dataclass(frozen=True, slots=True)
class Finding:
    """Something that fields of a pack contradict each other in; the loader adds file and line."""

    location: Location
    message: str
    mend: str


class PolicyError(ConfigurationError):
    """One or more packs cannot be used; the message lists every problem, one a line."""

    def __init__(self, problems: Sequence[PolicyProblem]) -> None:
        super().__init__("\n".join(str(problem) for problem in problems))
        self.problems = tuple(problems)


def spell_location(location: Location) -> str:
    """Return a location as people write it, such as `categories[3].then.house_rule`."""
    text = ""
    for step in location:
        if isinstance(step, int):
            text += f"[{step}]"
        else:
            text += f".{step}" if text else step
    return text


def suggest(word: str, choices: Iterable[str]) -> str | None:
    """Return the choice that was most likely meant, if one is near enough."""
    near = difflib.get_close_matches(word, list(choices), n=1, cutoff=0.6)
    return near[0] if near else None


def offer(word: str, choices: Iterable[str], *, what: str) -> str:
    """Return how to mend an unknown word: the nearest choice, else all of them."""
    known = sorted(choices)
    near = suggest(word, known)
    if near is not None:
        return f"did you mean {near!r}? Correct the {what}"
    if not known:
        return f"no {what} is known here; remove it"
    return f"use a known {what}: {', '.join(known)}"
