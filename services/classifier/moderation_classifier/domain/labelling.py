"""What a comment contains: every finding of rules, detectors and model, in a fixed order.

The one entry point of the labelling. It decides nothing and fails on no text: what it cannot read
whole, or not in English, it says so, and `decision` sends it to a person.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from moderation_classifier.domain.finding import Finding
from moderation_classifier.domain.language import recognise_language
from moderation_classifier.domain.linear import LinearModel
from moderation_classifier.domain.local import LocalKnowledge
from moderation_classifier.domain.personal_data import find_personal_data
from moderation_classifier.domain.rules import RuleSet
from moderation_classifier.domain.text import NormalisedText, normalise
from moderation_common.vocabulary import HOUSE_RULE_LABELS, Kind, Label, Platform

ENGLISH: Final = "English"

_MIN_MODEL_SCORE: Final = 0.05
"""Below this the model's word is not worth keeping in the record."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Utterance:
    """One thing somebody wrote, with what is known around it."""

    text: str
    kind: Kind
    platform: Platform
    post_text: str | None = None
    """The post that it answers, if known."""
    author: str | None = None
    """The author's display name, if known."""
    internal: bool = False
    """Written on an account for the body's own staff."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Labelling:
    """Everything found in one text."""

    findings: tuple[Finding, ...]
    """The surest first."""
    language: str
    """In English words, such as "Polish"."""
    too_long: bool
    """True when only the beginning was read."""
    scores: Mapping[Label, float] = field(default_factory=dict)
    """The highest score of each label that has a finding."""

    @property
    def present_danger(self) -> frozenset[Label]:
        """The labels for which words say that somebody is in danger now."""
        return frozenset(finding.label for finding in self.findings if finding.present_danger)

    def surest(self, label: Label) -> Finding | None:
        """Return the finding that gives a label its score, one with a place in the text first."""
        return next((finding for finding in self.findings if finding.label is label), None)


class Labeller:
    """Rules and an optional model, ready to label texts; deterministic, safe to call often."""

    def __init__(self, rules: RuleSet, model: LinearModel | None) -> None:
        self._rules = rules
        self._model = model

    def label(self, utterance: Utterance, local: LocalKnowledge | None = None) -> Labelling:
        """Return what the text contains, in time bounded for any string."""
        local = local or LocalKnowledge.none()
        text = normalise(utterance.text)
        findings = [
            *self._rules.find(text, utterance.kind),
            *local.blocked.find(text, utterance.kind),
            *find_personal_data(text, local.own_contacts),
        ]
        if utterance.kind is not Kind.DIRECT_MESSAGE:
            # A private message opens nobody to abuse.
            findings.extend(local.staff.find(text))
        findings = _without_allowed(findings, local, text)
        findings.extend(
            finding
            for finding in self._model_findings(text)
            if finding.label is not Label.STAFF_NAMED or utterance.kind is not Kind.DIRECT_MESSAGE
        )
        findings.sort(key=_surest_first)
        scores: dict[Label, float] = {}
        for finding in findings:
            scores.setdefault(finding.label, finding.score)
        return Labelling(
            findings=tuple(findings),
            language=recognise_language(utterance.text),
            too_long=text.too_long,
            scores=scores,
        )

    def _model_findings(self, text: NormalisedText) -> list[Finding]:
        if self._model is None:
            return []
        return [
            Finding(
                label=label, score=round(score, 4), span=None, source=self._model.id, by_model=True
            )
            for label, score in self._model.score(text).items()
            if score >= _MIN_MODEL_SCORE
        ]


def _without_allowed(
    findings: list[Finding], local: LocalKnowledge, text: NormalisedText
) -> list[Finding]:
    allowed = local.allowed_spans(text)
    if not allowed:
        return findings
    return [
        finding
        for finding in findings
        if finding.label not in HOUSE_RULE_LABELS
        or finding.span is None
        or not any(
            span.start <= finding.span.start and finding.span.end <= span.end for span in allowed
        )
    ]


def _surest_first(finding: Finding) -> tuple[float, bool, str, str, tuple[int, int]]:
    span = finding.span or (-1, -1)
    return (-finding.score, finding.span is None, finding.label, finding.source, (span[0], span[1]))
