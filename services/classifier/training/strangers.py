"""Counts what is made of strangers' comments: `python -m training.strangers`.

Two testers who knew neither rules nor lines wrote them once a version was finished, to see what is
missed and who is silenced where nobody had looked before. `strangers/danger.txt` tells of danger,
each line of the one kind in its header, and of harmless things in alarming words; `mixed.txt` holds
what else comes; `month.txt`, by a later author and with every label that most of author and two
annotators see in a line, holds a bad month of everything. Nothing is trained or tuned on them, nor
are their errors shown: whoever reads them makes them strangers no more.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Final

from moderation_classifier.domain.decision import Decision
from moderation_common.policy.house_rules import REMOVING_LABELS
from moderation_common.vocabulary import DANGER_LABELS, Label
from training.bodies import open_packs
from training.figures import count
from training.gold import public_comment
from training.judged import (
    certain_labels,
    decide_all,
    is_removed,
    is_seen,
    open_whole,
    possible_labels,
)
from training.lines import Line, read_lines
from training.newcomers import report_on

STRANGERS: Final = Path(__file__).parent / "strangers"
_COUNTED: Final = (Label.PROMOTION, Label.COMPLAINT, Label.FOI, Label.HATE, Label.MISINFORMATION)
"""Those of which there are ten lines at least."""

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
    for report in (_on_danger(judge("danger.txt")), _on_the_rest(judge("mixed.txt"))):
        sys.stdout.writelines(f"{line}\n" for line in report)
    month = judge("month.txt")
    sys.stdout.write(f"a bad month, {len(month)} lines\n")
    sys.stdout.writelines(
        f"{line}\n" for line in report_on([(line.labels, decision) for line, decision in month])
    )
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


def _on_the_rest(judged: Sequence[_Judged]) -> Iterator[str]:
    left = [decision for line, decision in judged if line.labels.isdisjoint(REMOVING_LABELS)]
    yield f"must be left: {len(left)}, of these removed: {sum(map(is_removed, left))}"
    said: dict[str, Callable[[Decision], frozenset[Label]]] = {
        "act": certain_labels,
        "review": possible_labels,
    }
    for label in _COUNTED:
        for place, labels in said.items():
            counts = count(
                (label in labels(one), label in line.labels, 1.0) for line, one in judged
            )
            yield (
                f"    {label} at {place}: precision {counts.precision or 0:.2f}, "
                f"recall {counts.recall or 0:.2f}, F1 {counts.f1 or 0:.2f}"
            )


if __name__ == "__main__":
    sys.exit(main())
