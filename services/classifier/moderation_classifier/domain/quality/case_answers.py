"""What people who closed cases said of the labels that had opened them.

A case is opened for every comment that carries certain labels for sure, so what is said of cases
tells how often such a label was right; it says nothing of comments that opened none, and so nothing
of what was missed. Nobody has to answer, and who does may not be like who does not. The answers
therefore form a stratum of their own, beside the figures that rest on questions asked by design,
and never enter those.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from moderation_classifier.domain.quality.estimate import Estimate, Said, estimate
from moderation_classifier.domain.quality.judgement import Judgement
from moderation_classifier.domain.quality.sampling import Stratum
from moderation_common.identity import CaseId, CommentRef, DecisionId, EventId
from moderation_common.vocabulary import Label, Role


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseVerdict:
    """What one person said of a case's labels when closing it."""

    event_id: EventId
    case_id: CaseId
    ref: CommentRef
    organisation: str
    decided_at: datetime
    decided_by: str
    """The subject of the person's token; only its keyed hash is kept."""
    role: Role | None
    decision_id: DecisionId | None
    """The machine's decision that last asked for the case, as the event names it."""
    confirmed: tuple[Label, ...]
    refused: tuple[Label, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseAnswer:
    """A judgement of the machine and what was said of labels for which it had opened a case."""

    judgement: Judgement
    case_id: CaseId
    decided_at: datetime
    role: Role | None
    confirmed: frozenset[Label]
    refused: frozenset[Label]


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseFigures:
    """How often one label was right where people closed its cases and said so."""

    label: Label
    given: int
    """Comments to which the machine gave the label for certain, answered for or not."""
    precision: Estimate
    """Of those that somebody answered for, the share that was right."""


def measure_cases(
    answers: Iterable[CaseAnswer], given: Mapping[Label, int]
) -> tuple[CaseFigures, ...]:
    """Return the figures of each label that was answered for, in the vocabulary's order.

    A label counts where the machine was certain of it. Of two cases about the same label of the
    same version, such as two teams', what was said last holds.
    """
    said: defaultdict[Label, dict[DecisionId, bool]] = defaultdict(dict)
    for answer in sorted(answers, key=lambda one: (one.decided_at, one.case_id)):
        judgement = answer.judgement
        if judgement.draw.stratum is Stratum.OUTSIDE:
            continue
        for label in (answer.confirmed | answer.refused) & frozenset(judgement.labels):
            said[label][judgement.decision_id] = label in answer.confirmed
    figures: list[CaseFigures] = []
    for label in Label:
        precision = estimate(Said(right, 1.0) for right in said[label].values())
        if precision is not None:
            # An answer may be known before the count that it belongs to.
            count = max(given.get(label, 0), precision.examples)
            figures.append(CaseFigures(label=label, given=count, precision=precision))
    return tuple(figures)
