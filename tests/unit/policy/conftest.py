"""The five packs of the repository, read once."""

from __future__ import annotations

from pathlib import Path

import pytest

from moderation_common.policy import PolicyPacks, load_packs

POLICIES = Path(__file__).parents[3] / "policies"


@pytest.fixture(scope="session")
def policies() -> Path:
    """The folder of the packs."""
    return POLICIES


@pytest.fixture(scope="session")
def packs() -> PolicyPacks:
    """The packs of the five bodies."""
    return load_packs(POLICIES)
