"""The texts that the model card is measured on, none of which anything was trained on.

True of a line is what most of its author and its two annotators say (see `annotations`).
Lines of authors who wrote nothing else, the test lines of the hand-written text, and the answers
of a trust kept out of training and tuning, of which true is what both of their readers say. They
are counted, never printed.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from itertools import groupby
from pathlib import Path

from moderation_classifier.domain.labelling import Utterance
from moderation_common.policy.house_rules import REMOVING_LABELS
from moderation_common.vocabulary import CONVERSATION_LABELS, Kind, Label, Platform
from training.annotations import Labels, said_of, settle, votes_on
from training.examples import Example, read_examples
from training.fresh_set import Half, read_fresh
from training.lines import TUNING, UNSEEN, Line, read_folder, read_lines
from training.public_sets import HELD_OUT_TRUST, read_feedback
from training.together import by_threes, run_together


class Source(StrEnum):
    """Where a text comes from; the value is its name in the tables."""

    STREAM = "unseen stream"
    """Comments of every kind, by an author of their own."""
    CONTRASTS = "unseen contrasts"
    """Hate beside what only looks like it, by an author of their own."""
    EXAMPLES = "first author's test lines"
    FRESH = "second author's test half"
    LATE = "second author's late lines"
    TUNING = "tuning lines"
    """Calibrated on: good for showing thresholds, not for judging."""
    FEEDBACK = f"NHS feedback, {HELD_OUT_TRUST}"
    FEEDBACK_TOGETHER = f"NHS feedback, {HELD_OUT_TRUST}, three answers at once"
    TOGETHER = "three harmless test lines at once"


_OF_FORMS = frozenset({Source.FEEDBACK, Source.FEEDBACK_TOGETHER})

LABELLED = (Source.STREAM, Source.EXAMPLES, Source.FRESH, Source.LATE)
"""Hand-written lines that carry every label that is true of them, in a mix of all kinds."""


@dataclass(frozen=True, slots=True)
class GoldText:
    """One text with what is true of it."""

    source: Source
    text: str
    context: str | None
    """The post that it answers, if it answers one."""
    labels: frozenset[Label]
    weight: float = 1.0
    """The copies of a line with slots count as one line."""
    id: str = ""
    """Where it stands: file and number of the line, or the id that the line bears."""
    votes: tuple[Labels, ...] = ()
    """What its author says is true of it, and then each of its annotators."""

    @property
    def must_be_left(self) -> bool:
        """Whether nothing in it is a reason to hide or delete; no answer on a form is."""
        return self.source in _OF_FORMS or REMOVING_LABELS.isdisjoint(self.labels)

    @property
    def utterance(self) -> Utterance:
        """The text as a public comment on Facebook, where everything can be removed."""
        return public_comment(self.text, self.context)


def public_comment(text: str, context: str | None = None) -> Utterance:
    """Return a text as a public comment on Facebook, under the post that it answers."""
    return Utterance(text=text, kind=Kind.COMMENT, platform=Platform.FACEBOOK, post_text=context)


def read_hand_written() -> Iterator[GoldText]:
    """Yield the hand-written texts, which are part of the repository."""
    for source, file in ((Source.STREAM, "stream.txt"), (Source.CONTRASTS, "contrasts.txt")):
        for line in read_lines(UNSEEN / file):
            yield _from_line(source, line, "tests")
    copies = groupby(read_examples(), key=lambda example: example.id)
    for example, *others in (list(same) for _, same in copies):
        if example.for_testing:
            first = _from_example(Source.EXAMPLES, example, "tests")
            # What a slot is filled with makes no difference to what is true.
            yield first
            for other in others:
                yield replace(first, text=other.text, weight=other.weight)
    for source, half in ((Source.FRESH, Half.TEST), (Source.LATE, Half.LATE)):
        for fresh in read_fresh(half):
            yield _from_example(source, fresh.example, "tests")


def read_tuning() -> Iterator[GoldText]:
    """Yield the lines that thresholds and calibration rest on."""
    for line in read_folder(TUNING):
        yield _from_line(Source.TUNING, line, "tuning")


def read_calibrated_on() -> Iterator[GoldText]:
    """Yield every hand-written line that calibration rests on: the tuning lines, and one half."""
    yield from read_tuning()
    for fresh in read_fresh(Half.DEV):
        yield _from_example(Source.TUNING, fresh.example, "tuning")


def read_together() -> Iterator[GoldText]:
    """Yield harmless test lines run together: who says three small things is in no danger."""
    harmless = {
        gold.text: gold
        for gold in read_hand_written()
        if gold.source in LABELLED and gold.labels <= CONVERSATION_LABELS and not gold.context
    }
    for golds in by_threes(list(harmless.values())):
        yield _run_together(Source.TOGETHER, golds)


def read_held_out_feedback(datasets: Path) -> Iterator[GoldText]:
    """Yield the distinct answers of the held-out trust, alone and by threes."""
    answers = [
        GoldText(
            Source.FEEDBACK,
            row.text,
            None,
            frozenset(label for label, true in row.known.items() if true),
            votes=said_of(row.text, kind="feedback"),
        )
        for row in read_feedback(datasets, held_out=True)
    ]
    yield from answers
    for golds in by_threes(answers):
        yield _run_together(Source.FEEDBACK_TOGETHER, golds)


def _run_together(source: Source, golds: Sequence[GoldText]) -> GoldText:
    text = run_together(gold.text for gold in golds)
    return GoldText(source, text, None, frozenset().union(*(gold.labels for gold in golds)))


def _from_line(source: Source, line: Line, kind: str) -> GoldText:
    votes = votes_on(line.text, line.context, author=line.labels, kind=kind)
    place = f"{line.file}:{line.number}"
    return GoldText(source, line.text, line.context, settle(votes), id=place, votes=votes)


def _from_example(source: Source, example: Example, kind: str) -> GoldText:
    votes = votes_on(example.text, author=example.labels, kind=kind)
    return GoldText(
        source, example.text, None, settle(votes), example.weight, example.id, votes=votes
    )
