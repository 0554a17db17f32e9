"""Decides on a text: labels it, hears what speaks against a removal, and asks the policy."""

from __future__ import annotations

import time
from collections import OrderedDict
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Final

import structlog

from moderation_classifier import metrics
from moderation_classifier.domain.answering import (
    answered_by,
    with_danger_asked_after,
    with_what_is_shared,
)
from moderation_classifier.domain.causes import with_cause_heard
from moderation_classifier.domain.context import read_together, shows_more_danger, with_danger_of
from moderation_classifier.domain.decision import Decision, decide, decide_unreadable
from moderation_classifier.domain.denials import with_denial_for_a_person
from moderation_classifier.domain.incidents import with_told_incident_for_a_person
from moderation_classifier.domain.labelling import Labeller, Labelling, Utterance
from moderation_classifier.domain.local import LocalKnowledge
from moderation_classifier.domain.names.unnamed import with_unnamed_for_a_person
from moderation_classifier.domain.rebuttals import with_rebuttal_for_a_person
from moderation_classifier.domain.switches import NOTHING_OFF, Switches
from moderation_common.policy import PolicyPack

# Two versions of each of a few dozen bodies; compiling one again costs milliseconds.
_MAX_PACKS: Final = 64

_BATCH: Final = 1_024
"""Enough texts that many are of like length."""

log = structlog.get_logger(__name__)


class Engine:
    """Everything needed to judge a text; holds no state between texts."""

    def __init__(
        self, labeller: Labeller, switches: Callable[[str], Switches] = lambda _: NOTHING_OFF
    ) -> None:
        """`switches` gives what a body has off at run time, by its key."""
        self._labeller = labeller
        self._switches = switches
        self._local: OrderedDict[tuple[str, int], tuple[PolicyPack, LocalKnowledge]] = OrderedDict()

    @property
    def model_id(self) -> str:
        """The id of the model that judges; empty when rules judge alone."""
        return self._labeller.model_id

    def knows_rule(self, source: str) -> bool:
        """Say whether a rule, detector or model has this id."""
        return self._labeller.knows_source(source)

    def unknown_rules(self, pack: PolicyPack) -> tuple[str, ...]:
        """Return what a body has off, in its pack or at run time, that no source here is called."""
        off = self._switches(pack.organisation.key).joined(pack).rules
        return tuple(sorted(source for source in off if not self.knows_rule(source)))

    def decide(self, utterance: Utterance, pack: PolicyPack) -> Decision:
        """Return what the pack says about the text.

        Fails closed: a text on which the labelling fails is judged by the rules alone, and goes to
        a person.
        """
        started = time.perf_counter()
        try:
            return self._decide(self._label(utterance, pack), pack, utterance)
        except Exception as error:  # noqa: BLE001 - no bug in a rule may let a comment pass unseen
            metrics.FAILED_CLOSED.inc()
            log.error("labelling_failed", error=type(error).__name__)
            return self._decide_by_rules(utterance, pack)
        finally:
            metrics.DECIDE_SECONDS.observe(time.perf_counter() - started)

    def decide_many(self, asked: Sequence[tuple[Utterance, PolicyPack]]) -> list[Decision]:
        """Return the decision on each text, as `decide` would, reading them in batches.

        A batch on which the labelling fails is judged again one text at a time.
        """
        decisions: list[Decision] = []
        for start in range(0, len(asked), _BATCH):
            batch = asked[start : start + _BATCH]
            try:
                decisions.extend(self._decide_batch(batch))
            except Exception as error:  # noqa: BLE001 - as in `decide`
                log.error("batch_failed", error=type(error).__name__)
                decisions = [*decisions[:start], *(self.decide(*one) for one in batch)]
        return decisions

    def _decide_batch(self, batch: Sequence[tuple[Utterance, PolicyPack]]) -> list[Decision]:
        # What is read in two ways is read by itself.
        by_itself = [_has_company(utterance) for utterance, _ in batch]
        labellings = iter(
            self._labeller.label_many(
                [
                    (utterance, self._knowledge(pack))
                    for (utterance, pack), alone in zip(batch, by_itself, strict=True)
                    if not alone
                ]
            )
        )
        return [
            self.decide(utterance, pack)
            if alone
            else self._decide(with_danger_asked_after(next(labellings), utterance), pack, utterance)
            for (utterance, pack), alone in zip(batch, by_itself, strict=True)
        ]

    def _decide(self, labelling: Labelling, pack: PolicyPack, utterance: Utterance) -> Decision:
        heard = with_cause_heard(labelling, utterance.text)
        heard = with_unnamed_for_a_person(heard, utterance.text)
        heard = with_told_incident_for_a_person(heard)
        heard = with_rebuttal_for_a_person(heard, utterance.text)
        heard = with_denial_for_a_person(heard, utterance.text)
        return decide(heard, pack, utterance, switches=self._switches(pack.organisation.key))

    def _decide_by_rules(self, utterance: Utterance, pack: PolicyPack) -> Decision:
        try:
            found = self._labeller.by_rules().label(utterance, self._knowledge(pack))
            return self._decide(replace(found, partly_read=True), pack, utterance)
        except Exception as error:  # noqa: BLE001 - as in `decide`
            log.error("rules_failed", error=type(error).__name__)
            return decide_unreadable(pack)

    def _label(self, utterance: Utterance, pack: PolicyPack) -> Labelling:
        labelling = with_danger_asked_after(self._label_said(utterance, pack), utterance)
        answered = answered_by(utterance)
        if answered is None:
            return labelling
        return with_what_is_shared(labelling, self._labeller.label(answered, self._knowledge(pack)))

    def _label_said(self, utterance: Utterance, pack: PolicyPack) -> Labelling:
        knowledge = self._knowledge(pack)
        together = read_together(utterance)
        if not together.others.text:
            return self._labeller.label(together.alone, knowledge)
        alone, joined = self._labeller.label_many(
            [(each, knowledge) for each in (together.alone, together.joined)]
        )
        if not shows_more_danger(alone, joined):
            return alone
        others = self._labeller.label(together.others, knowledge)
        return with_danger_of(alone, joined=joined, others=others, place=together.place)

    def _knowledge(self, pack: PolicyPack) -> LocalKnowledge:
        # A version that is tried may still bear the name of the one in force.
        key = (pack.reference, id(pack))
        kept = self._local.get(key)
        if kept is None or kept[0] is not pack:
            kept = (pack, LocalKnowledge.of(pack))
            self._local[key] = kept
            while len(self._local) > _MAX_PACKS:
                self._local.popitem(last=False)
        self._local.move_to_end(key)
        return kept[1]


def _has_company(utterance: Utterance) -> bool:
    """Say whether what stands around a comment has to be labelled, too."""
    return utterance.says_more or answered_by(utterance) is not None
