"""Declared modes: states of affairs, such as a major incident, that a body says hold now."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from moderation_common.policy import ModeName

_KNOWN: Final = frozenset(ModeName)


@dataclass(frozen=True, slots=True, kw_only=True)
class DeclaredMode:
    """One mode that one body has declared."""

    organisation: str
    mode: str
    """Its name, as the pack had it when the mode was declared."""
    reason: str
    declared_by: str
    """The name of whoever did it."""
    declared_at: datetime


def modes_of(declared: Iterable[DeclaredMode]) -> frozenset[ModeName]:
    """Return the names; what the vocabulary no longer has counts for nothing."""
    return frozenset(ModeName(one.mode) for one in declared if one.mode in _KNOWN)
