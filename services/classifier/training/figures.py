"""Counts what the labelling gets right, and what the machine alone would remove."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from moderation_classifier.domain.decision import Decision, decide
from moderation_classifier.domain.labelling import Labeller, Labelling, Utterance
from moderation_classifier.domain.local import LocalKnowledge
from moderation_common.policy import PolicyPack
from moderation_common.policy.house_rules import REMOVALS
from moderation_common.vocabulary import Kind, Label, Platform
from training.examples import Example


@dataclass(frozen=True, slots=True)
class LabelFigures:
    """How one label fares on the test lines, from one threshold on."""

    right: int
    wrong: int
    missed: int

    @property
    def precision(self) -> float | None:
        """Share of those given that are right; `None` when none was given."""
        given = self.right + self.wrong
        return self.right / given if given else None

    @property
    def recall(self) -> float | None:
        """Share of those there that were found; `None` when there are none."""
        there = self.right + self.missed
        return self.right / there if there else None


@dataclass(frozen=True, slots=True)
class LeaveFigures:
    """What would become of texts that must be left, over several packs and platforms."""

    decisions: int
    removed: int
    reviewed: int


def label_one(labeller: Labeller, text: str) -> Labelling:
    """Return the labelling of a public comment."""
    return labeller.label(_utterance(text, Platform.FACEBOOK))


def count_label(
    examples: Sequence[Example], labellings: Sequence[Labelling], label: Label, *, threshold: float
) -> LabelFigures:
    """Compare given with true labels; the copies of a line with slots count as one line."""
    right = wrong = missed = 0.0
    for example, labelling in zip(examples, labellings, strict=True):
        given = labelling.scores.get(label, 0.0) >= threshold
        there = label in example.labels
        right += example.weight * (given and there)
        wrong += example.weight * (given and not there)
        missed += example.weight * (there and not given)
    return LabelFigures(round(right), round(wrong), round(missed))


def count_left(
    labeller: Labeller, texts: Iterable[str], packs: Sequence[PolicyPack]
) -> LeaveFigures:
    """Decide each text under each pack, on Facebook, where everything can be removed."""
    knowledge = [(pack, LocalKnowledge.of(pack)) for pack in packs]
    decisions = removed = reviewed = 0
    for text in texts:
        utterance = _utterance(text, Platform.FACEBOOK)
        for pack, local in knowledge:
            decision = decide(labeller.label(utterance, local), pack, utterance)
            decisions += 1
            removed += is_removed(decision)
            reviewed += decision.review
    return LeaveFigures(decisions, removed, reviewed)


def is_removed(decision: Decision) -> bool:
    """Return whether the machine alone would hide or delete."""
    return not REMOVALS.isdisjoint(decision.actions)


def _utterance(text: str, platform: Platform) -> Utterance:
    return Utterance(text=text, kind=Kind.COMMENT, platform=platform)
