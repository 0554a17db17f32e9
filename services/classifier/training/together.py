"""Several comments run together, as people write long ones: small grumbles must not add up."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final, TypeVar

_T = TypeVar("_T")

_MANY: Final = 3


def run_together(texts: Iterable[str]) -> str:
    """Return several texts as the sentences of one."""
    return ". ".join(text.rstrip(". ") for text in texts)


def by_threes(items: Sequence[_T]) -> list[Sequence[_T]]:
    """Return each item once among two that stand far from it; up to two are left over."""
    apart = len(items) // _MANY
    return [items[at : apart * _MANY : apart] for at in range(apart)]
