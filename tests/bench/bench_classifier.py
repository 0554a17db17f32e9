"""Prints how fast comments are labelled and decided: `python -m tests.bench.bench_classifier`.

Reads texts, one a line, from the file named as argument, or uses the texts of the label tests.
No assertion: figures depend on the machine.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from statistics import quantiles

from moderation_classifier.domain.decision import decide
from tests.support.labelling import labeller, local_knowledge, policy_pack, utterance
from tests.unit.classifier.test_labels import CARRY, DO_NOT_CARRY

_BODY = "mid-and-south-essex"
_ROUNDS = 10
_HARD = {
    "a megabyte": "my mum is on ward 6 and " * 43_000,
    "50,000 combining marks": "a" + "\u0301" * 50_000,
    "right-to-left override": "\u202e" * 10_000 + "hello",
    "unpaired surrogates": "\ud800" * 10_000,
    "spaced letters": "f " * 10_000,
    "names": "Dr " * 5_000,
    "numbers": "07700 900 123 " * 5_000,
    "emoji": "🙂" * 10_000,
}


def main(arguments: Sequence[str]) -> int:
    """Measure and print; return the process's status."""
    if arguments:
        texts = Path(arguments[0]).read_text("utf-8").splitlines()
    else:
        texts = [
            text for table in (CARRY, DO_NOT_CARRY) for group in table.values() for text in group
        ]
    for name, with_model in (("rules", False), ("rules and model", True)):
        judge = _judge(with_model=with_model)
        judge(texts[0])
        times = [_time(judge, text) for _ in range(_ROUNDS) for text in texts]
        cuts = quantiles(times, n=100)
        sys.stdout.write(
            f"{name}: p50 {1e3 * cuts[49]:.2f} ms, p95 {1e3 * cuts[94]:.2f} ms, "
            f"p99 {1e3 * cuts[98]:.2f} ms, {len(times) / sum(times):.0f} a second\n"
        )
    judge = _judge(with_model=True)
    for name, text in _HARD.items():
        sys.stdout.write(f"{name}: {1e3 * _time(judge, text):.1f} ms\n")
    return 0


def _judge(*, with_model: bool) -> Callable[[str], object]:
    known, local, pack = labeller(with_model=with_model), local_knowledge(_BODY), policy_pack(_BODY)

    def judge(text: str) -> object:
        written = utterance(text)
        return decide(known.label(written, local), pack, written)

    return judge


def _time(judge: Callable[[str], object], text: str) -> float:
    started = time.perf_counter()
    judge(text)
    return time.perf_counter() - started


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
