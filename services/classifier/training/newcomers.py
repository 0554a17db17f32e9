"""What is made of new authors' lines before they are used: `python -m training.newcomers FILE...`.

Authors who write after a version was trained and calibrated show better than any test, which every
change is measured on, what next year's comments will meet. A file lies in `voices/` or `tuning/`,
with its annotators' word in `annotations/`; true of a line is what most of the three say. Of files
that this version was trained or calibrated on the figures flatter.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final

from moderation_classifier.domain.decision import Decision
from moderation_common.policy.house_rules import REMOVING_LABELS
from moderation_common.vocabulary import DANGER_LABELS, Label
from training.annotations import Labels, settle, votes_on
from training.bodies import open_packs
from training.figures import Counts, count
from training.gold import public_comment
from training.judged import (
    certain_labels,
    decide_all,
    is_removed,
    is_seen,
    open_whole,
    possible_labels,
)
from training.lines import read_lines
from training.tables import share

FEWEST: Final = 8
"""Lines that carry a label; of fewer a share says nothing."""

_THREE: Final = 3
"""Its author and two annotators; of a line that fewer have read, what most of these say is true."""

Judged = tuple[Labels, Decision]
"""What is true of a line, and what is decided about it."""


def main(arguments: Sequence[str]) -> int:
    """Print the figures of the files together; return the process's status."""
    if not arguments:
        sys.stderr.write("Name one file of voices/ or tuning/ at least.\n")
        return 2
    files = [Path(argument) for argument in arguments]
    for file in files:
        if not file.is_file():
            sys.stderr.write(f"There is no file {file}; name one of voices/ or tuning/.\n")
            return 2
    engine, model = open_whole()
    pack = open_packs()[0]
    read = [(line, file.resolve().parent.name) for file in files for line in read_lines(file)]
    texts = [public_comment(line.text, line.context) for line, _ in read]
    votes = [
        votes_on(line.text, line.context, author=line.labels, kind=kind) for line, kind in read
    ]
    by_three = sum(len(each) >= _THREE for each in votes)
    sys.stdout.write(
        f"{model}, policy {pack.reference}, {len(read)} lines, {by_three} of them read by three\n"
    )
    judged = list(zip(map(settle, votes), decide_all(engine, texts, pack), strict=True))
    sys.stdout.writelines(f"{line}\n" for line in report_on(judged))
    return 0


def report_on(judged: Sequence[Judged]) -> Iterator[str]:
    """Yield what became of danger and of what must be left, and then label by label."""
    told = [decision for truth, decision in judged if not truth.isdisjoint(DANGER_LABELS)]
    unseen = sum(not is_seen(decision) for decision in told)
    yield f"tell of danger: {len(told)}, of these seen by nobody: {unseen}"
    left = [decision for truth, decision in judged if truth.isdisjoint(REMOVING_LABELS)]
    yield f"must be left: {len(left)}, of these removed: {sum(map(is_removed, left))}"
    yield "| label | lines | at act: P / R / F1 | at review: P / R / F1 |"
    yield "| --- | ---: | --- | --- |"
    for label in Label:
        act, review = (
            count((label in of(decision), label in truth, 1.0) for truth, decision in judged)
            for of in (certain_labels, possible_labels)
        )
        if act.there >= FEWEST:
            yield f"| `{label}` | {act.there:.0f} | {_shares(act)} | {_shares(review)} |"


def _shares(counts: Counts) -> str:
    return " / ".join(map(share, (counts.precision, counts.recall, counts.f1)))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
