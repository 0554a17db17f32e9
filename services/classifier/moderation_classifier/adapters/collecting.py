"""How Python collects garbage in a process that has loaded its rules and its model."""

from __future__ import annotations

import gc
from typing import Final

_THRESHOLDS: Final = (50_000, 20, 50)
"""Judging a comment makes some thousand small objects, none of which refers to itself: the usual
700 has the collector walk through those of a batch again and again for nothing."""


def settle() -> None:
    """Leave what is loaded out of every later collection, and collect more seldom.

    It lives as long as the process, so that walking through it again frees nothing.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(*_THRESHOLDS)
