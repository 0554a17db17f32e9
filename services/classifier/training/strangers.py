"""Counts what is made of strangers' comments: `python -m training.strangers`.

Two testers who knew neither rules nor lines wrote them once a version was finished, to see what is
missed and who is silenced where nobody had looked before. `strangers/danger.txt` tells of danger,
each line of the one kind in its header, and of harmless things in alarming words; `mixed.txt` holds
what else comes; `month.txt`, by a later author and with every label that most of author and two
annotators see in a line, holds a bad month of everything, and `autumn.txt` and `winter.txt`, by two
others in the same way, ordinary ones. Nothing is trained or tuned on them, nor are their errors
shown: whoever reads them makes them strangers no more.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final

from moderation_classifier.domain.decision import Decision
from moderation_common.vocabulary import DANGER_LABELS
from training.bodies import open_packs
from training.gold import public_comment
from training.judged import decide_all, is_seen, open_whole, possible_labels
from training.lines import Line, read_lines
from training.newcomers import report_on

STRANGERS: Final = Path(__file__).parent / "strangers"
_Judged = tuple[Line, Decision]


def main() -> int:
    """Print the figures; return the process's status."""
    engine, model = open_whole()
    pack = open_packs()[0]

    def judge(name: str) -> list[_Judged]:
        lines = list(read_lines(STRANGERS / name))
        texts = [public_comment(line.text, line.context) for line in lines]
        return list(zip(lines, decide_all(engine, texts, pack), strict=True))

    sys.stdout.write(f"{model}, policy {pack.reference}\n")
    sys.stdout.writelines(f"{line}\n" for line in _on_danger(judge("danger.txt")))
    for name in ("mixed.txt", "month.txt", "autumn.txt", "winter.txt"):
        judged = [(line.labels, decision) for line, decision in judge(name)]
        sys.stdout.write(f"{name}, {len(judged)} lines\n")
        sys.stdout.writelines(f"{line}\n" for line in report_on(judged))
    return 0


def _on_danger(judged: Sequence[_Judged]) -> Iterator[str]:
    told = [each for each in judged if each[0].labels]
    unseen = [line for line, decision in told if not is_seen(decision)]
    yield f"told of danger: {len(told)}, of these seen by nobody: {len(unseen)}"
    for label in sorted(DANGER_LABELS):
        its = [decision for line, decision in told if label in line.labels]
        found = sum(label in possible_labels(decision) for decision in its)
        yield f"    {label}: found as such {found} of {len(its)}"
    harmless = [decision for line, decision in judged if not line.labels]
    alarms = sum(not DANGER_LABELS.isdisjoint(possible_labels(each)) for each in harmless)
    yield f"harmless in alarming words: {len(harmless)}, of these taken for danger: {alarms}"


if __name__ == "__main__":
    sys.exit(main())
