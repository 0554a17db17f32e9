"""Kill switches: labels and rules that a body has off, taken out of what was found in a text.

A switch never hides danger: where a label that is about danger would have counted, a person is
asked although it is off.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final, Self

from moderation_classifier.domain.agreement import by_itself, unheard
from moderation_classifier.domain.finding import Finding
from moderation_classifier.domain.labelling import Labelling
from moderation_classifier.domain.local import OWN_SOURCE
from moderation_common.policy import PolicyPack
from moderation_common.vocabulary import DANGER_LABELS, Label, SwitchKind


@dataclass(frozen=True, slots=True, kw_only=True)
class Switch:
    """One label or rule that one body has off."""

    organisation: str
    kind: SwitchKind
    target: str
    reason: str
    switched_by: str
    """The name of whoever did it."""
    switched_at: datetime


@dataclass(frozen=True, slots=True)
class Switches:
    """Everything that one body has off."""

    labels: frozenset[Label] = frozenset()
    rules: frozenset[str] = frozenset()

    @classmethod
    def of(cls, switches: Iterable[Switch]) -> Self:
        """Return what these switches have off together."""
        listed = list(switches)
        return cls(
            frozenset(Label(one.target) for one in listed if one.kind is SwitchKind.LABEL),
            frozenset(one.target for one in listed if one.kind is SwitchKind.RULE),
        )

    def joined(self, pack: PolicyPack) -> Switches:
        """Return these with what the pack itself has off."""
        return Switches(
            self.labels.union(pack.switched_off.labels), self.rules.union(pack.switched_off.rules)
        )

    def has_off(self, finding: Finding) -> bool:
        """Say whether a finding counts for nothing."""
        return finding.label in self.labels or finding.source in self.rules


NOTHING_OFF: Final = Switches()


@dataclass(frozen=True, slots=True)
class Switched:
    """What is left of a labelling, and what the switches took out of it."""

    labelling: Labelling
    unheeded: tuple[Label, ...] = ()
    """Labels that would have been possible but are off, in the vocabulary's order."""

    @property
    def danger(self) -> tuple[Label, ...]:
        """Those about danger: a person must look."""
        return tuple(label for label in self.unheeded if label in DANGER_LABELS)


def switch_off(labelling: Labelling, pack: PolicyPack, switches: Switches) -> Switched:
    """Return the labelling without what the pack or the switches have off.

    Where all rules that found a label are off, the model's own word on it stands.
    """
    off = switches.joined(pack)
    if not off.labels and not off.rules:
        return Switched(labelling)
    findings = [
        _without_model(one) if labelling.model in off.rules else one
        for one in labelling.findings
        if not off.has_off(one)
    ]
    kept = {one.label for one in findings}
    findings += [
        Finding(
            label=label,
            score=by_itself(label, score),
            span=None,
            source=labelling.model,
            by_model=True,
        )
        for label, score in labelling.by_model.items()
        if label in labelling.scores
        and label not in kept | off.labels
        and labelling.model not in off.rules
    ]
    findings.sort(key=lambda one: -one.score)
    scores: dict[Label, float] = {}
    for one in findings:
        scores.setdefault(one.label, one.score)
    unheeded = tuple(
        label
        for label in Label
        if labelling.scores.get(label, 0.0) >= pack.thresholds.of(label).review
        and scores.get(label, 0.0) < pack.thresholds.of(label).review
    )
    return Switched(replace(labelling, findings=tuple(findings), scores=scores), unheeded)


def _without_model(finding: Finding) -> Finding:
    """Return a rule's finding as if no model had been heard."""
    if finding.by_rules is None:
        return finding
    own = finding.source.startswith(OWN_SOURCE)
    score = finding.by_rules if own else unheard(finding.label, finding.by_rules)
    return replace(finding, score=score, by_rules=None)
