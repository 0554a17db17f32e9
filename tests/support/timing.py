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


def processor_seconds(work: Callable[[], object]) -> float:
    """Return the seconds of the processor that it takes, the least of five runs."""
    times = []
    with _left_alone():
        for _ in range(5):
            started = time.thread_time()
            work()
            times.append(time.thread_time() - started)
    return min(times)


def growth(work: Callable[[str], object], piece: str) -> float:
    """Return how many times longer the longest text of these pieces takes than a quarter of it.

    Args:
        work: what is done with the text.
        piece: what the texts consist of, again and again.

    """
    text = (piece * LONGEST)[:LONGEST]
    quarter = text[: LONGEST // 4]
    return processor_seconds(lambda: work(text)) / processor_seconds(lambda: work(quarter))


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
