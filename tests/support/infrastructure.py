"""What a test may expect of the machine, and what it says where that is missing."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Final, NoReturn

import pytest

REPOSITORY: Final = Path(__file__).resolve().parents[2]
"""The root of the working tree."""


def infrastructure_required() -> bool:
    """Tell whether a skipped test counts as a failure, as it does in CI."""
    return os.environ.get("REQUIRE_INFRA") == "1"


def skip_for_want_of(reason: str) -> NoReturn:
    """Skip the test with a plain reason; `tests/conftest.py` turns that into a failure in CI."""
    pytest.skip(reason)
