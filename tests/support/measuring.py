"""Small worlds for tests of what the model card says: texts, and what was decided about them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from moderation_classifier.domain.decision import Decision, decide
from moderation_classifier.domain.finding import Finding
from moderation_classifier.domain.labelling import Labeller, Labelling
from moderation_classifier.domain.model import Passage, Scored, TextModel
from moderation_classifier.domain.rules import RuleSet
from moderation_classifier.usecases.deciding import Engine
from moderation_common.policy import PolicyPack
from moderation_common.vocabulary import Label
from tests.support.labelling import policy_pack, utterance
from training.gold import GoldText, Source
from training.judged import WHOLE
from training.measured import Measured


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """One text: what is true of it, and what is found in it."""

    source: Source = Source.STREAM
    text: str = "words"
    true: Sequence[Label] = ()
    found: Sequence[tuple[Label, float, str]] = ()
    """Each label with its score and what found it."""
    weight: float = 1.0
    id: str = "stream.txt:1"
    votes: Sequence[Sequence[Label]] = ()
    """What author and annotators say."""

    @property
    def gold(self) -> GoldText:
        """The text with what is true of it."""
        true = frozenset(self.true)
        votes = tuple(map(frozenset, self.votes))
        return GoldText(self.source, self.text, None, true, self.weight, self.id, votes)

    def decide(self, pack: PolicyPack) -> Decision:
        """Return what a body's policy makes of what is found."""
        findings = tuple(
            Finding(label=label, score=score, span=None, source=source)
            for label, score, source in self.found
        )
        scores = {label: score for label, score, _ in self.found}
        labelling = Labelling(findings=findings, language="English", too_long=False, scores=scores)
        return decide(labelling, pack, utterance(self.text))


@dataclass(frozen=True, slots=True)
class Alarmed:
    """A model that is certain of the same labels whatever it reads."""

    labels: frozenset[Label]
    id: str = "model.alarmed"
    calibrated: bool = True
    scores: dict[Label, float] = field(init=False, default_factory=dict)

    def __post_init__(self) -> None:
        self.scores.update(dict.fromkeys(Label, 0.0) | dict.fromkeys(self.labels, 0.99))

    def score_many(self, passages: Sequence[Passage]) -> list[Scored]:
        """Return the same for each passage."""
        return [Scored(self.scores) for _ in passages]


def engine_of(model: TextModel | None = None) -> Engine:
    """Return an engine without rules: detectors, and a model if there is one."""
    return Engine(Labeller(RuleSet(()), model))


def measured_of(
    told: Iterable[Told],
    *,
    bodies: Sequence[str] = ("mid-and-south-essex",),
    model: TextModel | None = None,
) -> Measured:
    """Return what would have been measured on these texts under these bodies' packs."""
    texts = tuple(told)
    packs = tuple(policy_pack(body) for body in bodies)
    by_pack = [[one.decide(pack) for one in texts] for pack in packs]
    return Measured(
        engine=engine_of(model),
        packs=packs,
        golds=tuple(one.gold for one in texts),
        by_way={WHOLE: by_pack[0]},
        by_pack=by_pack,
        filters={},
    )
