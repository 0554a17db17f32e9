"""A labeller with the packaged rules and model, made once for all tests."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Final

from moderation_classifier.adapters.encoder import load_packaged_encoder
from moderation_classifier.adapters.known_words import load_packaged_words
from moderation_classifier.adapters.rule_files import load_packaged_rules
from moderation_classifier.domain.decision import Decision, decide
from moderation_classifier.domain.labelling import Labeller, Labelling, Utterance
from moderation_classifier.domain.local import LocalKnowledge
from moderation_common.policy import PolicyPack, load_packs
from moderation_common.vocabulary import AT_RISK_LABELS, Kind, Label, Platform

POLICIES: Final = Path(__file__).parents[2] / "policies"


@cache
def labeller(*, with_model: bool = True) -> Labeller:
    """Return what the service labels with, or the packaged rules alone."""
    rules, words = load_packaged_rules(), load_packaged_words()
    return Labeller(rules, load_packaged_encoder() if with_model else None, known_words=words)


@cache
def policy_pack(organisation: str) -> PolicyPack:
    """Return the pack of one of the five bodies."""
    return load_packs(POLICIES)[organisation]


@cache
def local_knowledge(organisation: str) -> LocalKnowledge:
    """Return what a body's pack tells the labelling."""
    return LocalKnowledge.of(policy_pack(organisation))


def utterance(
    text: str, *, kind: Kind = Kind.COMMENT, platform: Platform = Platform.FACEBOOK
) -> Utterance:
    """Return a public comment on Facebook unless told otherwise."""
    return Utterance(text=text, kind=kind, platform=platform)


def label(text: str, *, kind: Kind = Kind.COMMENT, with_model: bool = True) -> Labelling:
    """Label a text for a body that says nothing about itself."""
    return labeller(with_model=with_model).label(utterance(text, kind=kind))


def danger_by_rules(text: str, *, organisation: str) -> frozenset[Label]:
    """Return the danger of which a rule is not talked out by the model, under a body's policy."""
    thresholds = policy_pack(organisation).thresholds
    return frozenset(
        found.label
        for found in label(text).findings
        if found.label in AT_RISK_LABELS
        and not found.by_model
        and found.score >= thresholds.of(found.label).review
    )


def judge(
    text: str,
    *,
    organisation: str = "mid-and-south-essex",
    kind: Kind = Kind.COMMENT,
    platform: Platform = Platform.FACEBOOK,
) -> Decision:
    """Label a text and decide under a body's own pack."""
    written = utterance(text, kind=kind, platform=platform)
    labelling = labeller().label(written, local_knowledge(organisation))
    return decide(labelling, policy_pack(organisation), written)
