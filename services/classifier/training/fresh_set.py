"""The second author's lines, written blind: half to tune on, half only ever counted.

Written without having seen the rules or the training text; `fresh/fresh.jsonl` holds one object a
line. A line goes to a half by the hash of its text. Errors of the test half are never printed.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Final
from zlib import crc32

from moderation_classifier.domain.decision import decide
from moderation_classifier.domain.labelling import Labeller, Utterance
from moderation_classifier.domain.local import LocalKnowledge
from moderation_common.policy import PolicyPack
from moderation_common.vocabulary import Kind, Label, Platform
from training.examples import Example
from training.figures import (
    LabelFigures,
    LeaveFigures,
    count_label,
    count_left,
    is_removed,
    label_one,
)

LABELS: Final = (
    Label.SELF_HARM,
    Label.EMERGENCY,
    Label.SAFEGUARDING,
    Label.PATIENT_SAFETY,
    Label.THREAT,
    Label.HATE,
    Label.HARASSMENT,
    Label.MISINFORMATION,
    Label.SPAM,
    Label.FOI,
    Label.COMPLAINT,
    Label.MEDICAL_ADVICE,
)
"""What the lines were written to show."""

_FOLDER: Final = Path(__file__).parent / "fresh"
_BEFORE: Final = _FOLDER / "before.json"
_HALVES: Final = 2


class Half(StrEnum):
    """Which part of the lines."""

    DEV = "dev"
    TEST = "test"
    LATE = "late"
    """Written after the rules, measured once, and never tuned on."""


@dataclass(frozen=True, slots=True)
class FreshLine:
    """One line with all of its labels; `hard` where it merely looks like something to act on."""

    example: Example
    hard: bool
    half: Half


@dataclass(frozen=True, slots=True)
class FreshFigures:
    """How one label fares on one half of the lines."""

    lines: int
    found: int
    """Given at `act`."""
    wrong: int
    """Given at `act` to lines that do not carry it."""
    reached: int
    """Given at `review` or above."""
    not_missed: int
    """Under the pack removed, or sent to a person: for review or as a case, by whatever label."""

    @property
    def at_act(self) -> LabelFigures:
        """The same counts as of the other test lines."""
        return LabelFigures(self.found, self.wrong, self.lines - self.found)


def read_fresh(half: Half) -> Iterator[FreshLine]:
    """Yield the lines of one half, in the order of the file."""
    file = _FOLDER / ("late.jsonl" if half is Half.LATE else "fresh.jsonl")
    for line in file.read_text("utf-8").splitlines():
        written = json.loads(line)
        text = written["text"]
        where = Half.TEST if crc32(text.encode()) % _HALVES else Half.DEV
        if half is Half.LATE:
            where = half
        if where is half:
            labels = frozenset(Label(name) for name in written["labels"])
            example = Example(written["id"], text, labels, 1.0)
            yield FreshLine(example, hard=written.get("hard", False), half=where)


def count_fresh(
    labeller: Labeller, lines: Sequence[FreshLine], pack: PolicyPack
) -> dict[Label, FreshFigures]:
    """Return the figures of every label that the lines were written to show."""
    examples = [line.example for line in lines]
    labellings = [label_one(labeller, example.text) for example in examples]
    seen = [is_not_missed(labeller, example.text, pack) for example in examples]
    figures = {}
    for label in LABELS:
        if not any(label in example.labels for example in examples):
            continue
        limits = pack.thresholds.of(label)
        act = count_label(examples, labellings, label, threshold=limits.act)
        review = count_label(examples, labellings, label, threshold=limits.review)
        figures[label] = FreshFigures(
            lines=act.right + act.missed,
            found=act.right,
            wrong=act.wrong,
            reached=review.right,
            not_missed=sum(
                reached and label in example.labels
                for example, reached in zip(examples, seen, strict=True)
            ),
        )
    return figures


def count_hard(
    labeller: Labeller, lines: Sequence[FreshLine], packs: Sequence[PolicyPack]
) -> LeaveFigures:
    """Decide the lines that must be left under each pack."""
    return count_left(labeller, (line.example.text for line in lines if line.hard), packs)


def is_not_missed(labeller: Labeller, text: str, pack: PolicyPack) -> bool:
    """Return whether somebody would see the text, or the machine remove it."""
    utterance = Utterance(text=text, kind=Kind.COMMENT, platform=Platform.FACEBOOK)
    decision = decide(labeller.label(utterance, LocalKnowledge.of(pack)), pack, utterance)
    return decision.review or bool(decision.routes) or is_removed(decision)


def read_before(half: Half) -> tuple[dict[Label, FreshFigures], LeaveFigures]:
    """Return the figures of the test half or the late lines under the first version's rules."""
    kept = json.loads(_BEFORE.read_text("utf-8"))[half]
    labels = {Label(name): FreshFigures(**counts) for name, counts in kept["labels"].items()}
    return labels, LeaveFigures(**kept["hard"])
