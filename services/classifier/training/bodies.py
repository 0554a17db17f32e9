"""The packs of the five bodies, under whose policies figures are measured."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from moderation_common.policy import PolicyPack
from moderation_common.policy.loader import load_packs

POLICIES: Final = Path(__file__).parents[3] / "policies"
GUARDED: Final = "mid-and-south-essex"
"""The body under whose policy the guarded figures, and those of one policy, are measured."""


def open_packs() -> tuple[PolicyPack, ...]:
    """Return the five packs, the guarded body's first."""
    packs = load_packs(POLICIES)
    first = packs[GUARDED]
    return (first, *(pack for pack in packs if pack is not first))
