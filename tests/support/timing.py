"""How long a piece of work takes, to be compared with another in the same run: machines differ."""

from __future__ import annotations

import gc
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Final

LONGEST: Final = 8_000
"""Characters of a comment that are read at most; the longest text in `growth`."""

LINEAR: Final = 9
"""What `growth` stays under where work is linear: four times the text takes about four times as
long then, and sixteen times where each piece is compared with each other."""

_TURNS: Final = 5
_MOST_TURNS: Final = 40


def times_as_long(
    work: Callable[[], object], usual: Callable[[], object], *, enough: float
) -> float:
    """Return how many times longer the work takes than the usual, in seconds of the processor.

    The two take turns, so that whatever slows the machine slows both. Of each the least counts; and
    where the first turns do not stay under `enough`, more are taken before that is believed. Work
    that really takes longer says so in every turn.
    """
    taken = expected = float("inf")
    with _left_alone():
        for turn in range(1, _MOST_TURNS + 1):
            taken, expected = min(taken, _once(work)), min(expected, _once(usual))
            if turn >= _TURNS and taken < enough * expected:
                break
    return taken / expected


def growth(work: Callable[[str], object], piece: str) -> float:
    """Return how many times longer the longest text of these pieces takes than a quarter of it.

    Args:
        work: what is done with the text.
        piece: what the texts consist of, again and again.

    """
    text = (piece * LONGEST)[:LONGEST]
    quarter = text[: LONGEST // 4]
    return times_as_long(lambda: work(text), lambda: work(quarter), enough=LINEAR)


def _once(work: Callable[[], object]) -> float:
    started = time.thread_time()
    work()
    return time.thread_time() - started


@contextmanager
def _left_alone() -> Iterator[None]:
    """Keep the collection of garbage, which may be another test's, out of what is measured."""
    collects = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if collects:
            gc.enable()
