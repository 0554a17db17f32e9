"""Prints how fast comments are judged on one core: `python -m tests.bench.bench_classifier`.

The texts are the committed hand-written lines. `--json FILE` keeps the figures for the model card.
Times are of the processor, which is what the work takes when a core is its own; beside them, in
brackets, by the clock on the wall, which on a shared machine tells of the others' work as well.
No assertion: figures depend on the machine.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from statistics import quantiles
from typing import Final, NamedTuple

from moderation_classifier.adapters.collecting import settle
from moderation_classifier.adapters.engine import open_engine
from moderation_classifier.adapters.rule_files import load_packaged_rules
from moderation_classifier.domain.rules import RuleSet
from moderation_classifier.domain.text import normalise
from moderation_classifier.usecases.deciding import Engine
from moderation_common.policy import PolicyPack
from moderation_common.vocabulary import Kind
from tests.support.hostile_texts import HOSTILE
from tests.support.labelling import policy_pack, utterance
from training.filters import open_filters
from training.gold import read_hand_written

_BODY: Final = "mid-and-south-essex"
_ROUNDS: Final = 3
_RULES: Final = 50
_TEXTS_FOR_FILTERS: Final = 400
_TIMES_FOR_HOSTILE: Final = 5

_LONG_IN_COMPANY: Final = ("8,000 characters of words", "addresses", "postcodes", "capitals")
"""What costs most when it is read by itself, with what came before, and with what it answers."""

_READY: Final = """
import time
started = time.perf_counter()
import moderation_classifier.app
from moderation_classifier.adapters.engine import open_engine
engine = open_engine()
seconds = time.perf_counter() - started
from pathlib import Path
rollup = Path("/proc/self/smaps_rollup").read_text()
pss = next(line.split()[1] for line in rollup.splitlines() if line.startswith("Pss:"))
print(seconds, int(pss) / 1024)
"""
"""What a process of the service loads, with all that it imports."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure and print; return the process's status."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--json", type=Path, help="where to keep the figures")
    options = parser.parse_args(arguments)
    core = min(os.sched_getaffinity(0))
    os.sched_setaffinity(0, {core})
    texts = list(dict.fromkeys(gold.text for gold in read_hand_written()))
    _say(f"{len(texts)} texts, core {core}, load {os.getloadavg()[0]:.1f}")
    engine, pack = open_engine(), policy_pack(_BODY)
    # As the service does once it has loaded; the texts of the measurement are no part of it.
    settle()
    figures = {
        **_one_at_a_time(engine, pack, texts),
        **_in_batches(engine, pack, texts),
        **_rules_alone(pack, texts),
    }
    figures |= _hostile(engine, pack)
    figures |= _process()
    # Last, since the filters fill memory with objects that the collector then walks through.
    figures |= _filters(texts, whole=figures["batches_per_second"])
    if options.json:
        options.json.parent.mkdir(parents=True, exist_ok=True)
        rounded = {name: round(value, 3) for name, value in figures.items()}
        options.json.write_text(json.dumps(rounded, indent=1) + "\n", "utf-8")
    return 0


def _one_at_a_time(engine: Engine, pack: PolicyPack, texts: Sequence[str]) -> dict[str, float]:
    written = [utterance(text) for text in texts]
    engine.decide(written[0], pack)
    taken = [_taken(partial(engine.decide, one, pack)) for one in written * _ROUNDS]
    cuts = quantiles((1e3 * each.processor for each in taken), n=100)
    by_clock = quantiles((1e3 * each.wall for each in taken), n=100)
    _say("whole decision, one at a time:")
    for place in (50, 95, 99):
        _say(f"    p{place} {cuts[place - 1]:.2f} ms ({by_clock[place - 1]:.2f} ms)")
    return {f"p{place}_ms": cuts[place - 1] for place in (50, 95, 99)}


def _in_batches(engine: Engine, pack: PolicyPack, texts: Sequence[str]) -> dict[str, float]:
    asked = [(utterance(text), pack) for text in texts]
    speed = _speed("whole decision, in batches", lambda: engine.decide_many(asked), len(asked))
    return {"batches_per_second": speed}


def _rules_alone(pack: PolicyPack, texts: Sequence[str]) -> dict[str, float]:
    every = load_packaged_rules()
    few = RuleSet(every.rules[:_RULES], every.terms)
    speeds = {}
    for rules in (few, every):

        def judge(rules: RuleSet = rules) -> None:
            for text in texts:
                for finding in rules.find(normalise(text), Kind.COMMENT):
                    rule = pack.rule_for(finding.label)
                    _ = (finding.span, rule.clause if rule else None)

        name = f"{len(rules.rules)} rules alone, with spans and clauses"
        speeds[len(rules.rules)] = _speed(name, judge, len(texts))
    _speed("    normalising alone", lambda: [normalise(text) for text in texts], len(texts))
    return {"rules_per_second": speeds[_RULES], "all_rules_per_second": speeds[len(every.rules)]}


def _filters(texts: Sequence[str], *, whole: float) -> dict[str, float]:
    times = {}
    some = texts[:: max(1, len(texts) // _TEXTS_FOR_FILTERS)]
    for name, stops in open_filters().items():
        stops(some[:1])

        def one_by_one(stops: Callable[[Sequence[str]], object] = stops) -> None:
            for text in some:
                stops([text])

        speed = _speed(name, one_by_one, len(some))
        _say(f"    ours in batches is {whole / speed:.1f} times as fast")
        times[f"times {name}"] = whole / speed
    return times


def _process() -> dict[str, float]:
    seconds, memory = [], []
    for _ in range(_ROUNDS):
        done = subprocess.run(
            [sys.executable, "-c", _READY], check=True, capture_output=True, text=True
        )
        started, pss = done.stdout.split()[-2:]
        seconds.append(float(started))
        memory.append(float(pss))
    _say(f"a process of the service: starts in {min(seconds):.1f} s, {max(memory):.0f} MB")
    return {"start_seconds": min(seconds), "memory_mb": max(memory)}


def _hostile(engine: Engine, pack: PolicyPack) -> dict[str, float]:
    worst = 0.0
    settle()
    written = {name: utterance(text) for name, text in HOSTILE.items()}
    for name in _LONG_IN_COMPANY:
        text = HOSTILE[name]
        for length, how in ((250, "the beginning of"), (len(text), "all")):
            written[f"{how} {name}, after earlier ones and under a post"] = replace(
                utterance(text[:length]), post_text=text, parent_text=text, earlier=(text,) * 3
            )
    for name, said in written.items():
        judge = partial(engine.decide, said, pack)
        taken = [_taken(judge) for _ in range(_TIMES_FOR_HOSTILE)]
        longest = 1e3 * max(each.processor for each in taken)
        _say(f"{name}: {longest:.1f} ms ({1e3 * max(each.wall for each in taken):.1f} ms)")
        worst = max(worst, longest)
    _say(f"worst hostile text, the longest of {_TIMES_FOR_HOSTILE} times: {worst:.1f} ms")
    return {"worst_ms": worst}


class _Taken(NamedTuple):
    """How long something took, in seconds."""

    processor: float
    wall: float


def _taken(work: Callable[[], object]) -> _Taken:
    wall, processor = time.perf_counter(), time.process_time()
    work()
    return _Taken(time.process_time() - processor, time.perf_counter() - wall)


def _speed(name: str, work: Callable[[], object], texts: int) -> float:
    """Print and return texts a second in the best round: the others tell of the machine."""
    taken = [_taken(work) for _ in range(_ROUNDS)]
    speed = texts / min(each.processor for each in taken)
    _say(f"{name}: {speed:.0f} a second ({texts / min(each.wall for each in taken):.0f})")
    return speed


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
