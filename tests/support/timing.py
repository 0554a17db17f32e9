"""How long a piece of work takes, to be compared with another in the same run: machines differ."""

from __future__ import annotations

import time
from collections.abc import Callable


def processor_seconds(work: Callable[[], object]) -> float:
    """Return the seconds of the processor that it takes, the least of five runs."""
    times = []
    for _ in range(5):
        started = time.process_time()
        work()
        times.append(time.process_time() - started)
    return min(times)
