"""Sets of words, written as running text so that lists of hundreds stay readable."""

from __future__ import annotations


def set_of(written: str) -> frozenset[str]:
    """Return the words between the blanks."""
    return frozenset(written.split())
