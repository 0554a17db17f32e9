"""A model that agrees with the packaged rules, for tests of what follows from a judgement.

What the machine removes rests on two that agree. So that no such test rests on what the encoder
makes of half a sentence, this one says again what the rules are certain of, and shrugs at the rest.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from moderation_classifier.adapters.rule_files import load_packaged_rules
from moderation_classifier.domain.labelling import Labeller
from moderation_classifier.domain.model import Passage, Scored
from moderation_classifier.domain.rules import RuleSet
from moderation_common.vocabulary import CONVERSATION_LABELS, Kind, Label

_CERTAIN: Final = 0.8
_SHRUG: Final = 0.15
"""Neither support nor contradiction."""


class EchoingModel:
    """Gives each label what the rules give it where they are certain."""

    id = "model.echo"
    calibrated = True

    def __init__(self, rules: RuleSet) -> None:
        self._rules = rules

    def score_many(self, passages: Sequence[Passage]) -> list[Scored]:
        """Return what the rules say of each passage."""
        return [self._score(passage) for passage in passages]

    def _score(self, passage: Passage) -> Scored:
        scores = dict.fromkeys(Label, 0.0)
        for finding in self._rules.find(passage.text, Kind.COMMENT):
            said = finding.score
            if said < _CERTAIN and finding.label not in CONVERSATION_LABELS:
                said = _SHRUG
            scores[finding.label] = max(scores[finding.label], said)
        return Scored(scores)


def echoing_labeller() -> Labeller:
    """Return the packaged rules with a model that agrees with them."""
    rules = load_packaged_rules()
    return Labeller(rules, EchoingModel(rules))
