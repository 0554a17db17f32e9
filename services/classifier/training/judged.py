"""The ways of labelling that are compared, and what each of them decides about texts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

from moderation_classifier.adapters.encoder import load_packaged_encoder
from moderation_classifier.adapters.engine import open_model
from moderation_classifier.adapters.known_words import load_packaged_words
from moderation_classifier.adapters.model import load_packaged_model
from moderation_classifier.adapters.rule_files import load_packaged_rules
from moderation_classifier.domain.decision import Decision
from moderation_classifier.domain.labelling import Labeller, Utterance
from moderation_classifier.domain.model import Passage, Scored, TextModel
from moderation_classifier.domain.rules import RuleSet
from moderation_classifier.usecases.deciding import Engine
from moderation_common.errors import ConfigurationError
from moderation_common.policy import PolicyPack
from moderation_common.policy.house_rules import REMOVALS
from moderation_common.vocabulary import CONVERSATION_LABELS, Label

WHOLE: Final = "all together"
"""The way that the service goes: rules, and the best model that loads."""
FALLBACK: Final = "rules and linear"
"""The way that it goes when the encoder cannot load."""


def open_ways() -> dict[str, Engine]:
    """Return an engine for each way; without an encoder its own way is left out."""
    rules, linear = load_packaged_rules(), Remembering(load_packaged_model())
    words = load_packaged_words()
    ways = {
        "rules": Engine(Labeller(rules, None)),
        "linear": Engine(Labeller(RuleSet(()), linear)),
        FALLBACK: Engine(Labeller(rules, linear, known_words=words)),
    }
    try:
        encoder = Remembering(load_packaged_encoder())
    except ConfigurationError:
        ways[WHOLE] = ways[FALLBACK]
    else:
        ways["encoder"] = Engine(Labeller(RuleSet(()), encoder))
        ways[WHOLE] = Engine(Labeller(rules, encoder, known_words=words))
    return ways


def open_fallback() -> Engine:
    """Return the engine that the service would open without its encoder."""
    labeller = Labeller(
        load_packaged_rules(), load_packaged_model(), known_words=load_packaged_words()
    )
    return Engine(labeller)


def open_whole() -> tuple[Engine, str]:
    """Return the engine that the service would open, and the id of its model."""
    model = open_model()
    remembering = Remembering(model) if model else None
    labeller = Labeller(load_packaged_rules(), remembering, known_words=load_packaged_words())
    return Engine(labeller), model.id if model else "none"


@dataclass(slots=True)
class Remembering:
    """A model that scores the same passage once, however many policies it is judged under."""

    model: TextModel
    _kept: dict[tuple[str, str], Scored] = field(default_factory=dict)

    @property
    def id(self) -> str:
        """Return the model's own."""
        return self.model.id

    @property
    def calibrated(self) -> bool:
        """Return the model's own."""
        return self.model.calibrated

    def score_many(self, passages: Sequence[Passage]) -> list[Scored]:
        """Return what the model makes of each passage."""
        keys = [
            (passage.text.original, passage.context.original if passage.context else "")
            for passage in passages
        ]
        new = {
            key: passage
            for key, passage in zip(keys, passages, strict=True)
            if key not in self._kept
        }
        self._kept.update(zip(new, self.model.score_many(list(new.values())), strict=True))
        return [self._kept[key] for key in keys]


def decide_all(engine: Engine, utterances: Sequence[Utterance], pack: PolicyPack) -> list[Decision]:
    """Return the decision on each text under one policy."""
    return engine.decide_many([(utterance, pack) for utterance in utterances])


def is_removed(decision: Decision) -> bool:
    """Return whether the machine alone would hide or delete."""
    return not REMOVALS.isdisjoint(decision.actions)


def is_seen(decision: Decision) -> bool:
    """Return whether somebody would see the comment, for review or as a case."""
    return decision.review or bool(decision.routes)


def is_flagged(decision: Decision) -> bool:
    """Return whether anything but conversation is found possible, or a person is asked."""
    found = {reason.label for reason in decision.reasons}
    return decision.review or not found <= CONVERSATION_LABELS


def certain_labels(decision: Decision) -> frozenset[Label]:
    """Return the labels at or above `act`."""
    return frozenset(decision.labels)


def possible_labels(decision: Decision) -> frozenset[Label]:
    """Return the labels at or above `review`: certain, or put to a person."""
    return frozenset(reason.label for reason in decision.reasons)
