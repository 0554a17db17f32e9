"""Breaches: which decisions of the machine and of people are an offence, and how grave a one.

A breach is what one decision about one version of a comment amounts to. It counts when the machine
acted upon it by itself, in no doubt, or a person confirmed it. What an author's breaches add up to,
`strikes` tells.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final

from moderation_classifier.domain.decision import Decision
from moderation_common.identity import CommentRef, EventId, GroupId
from moderation_common.policy import PolicyPack
from moderation_common.policy.house_rules import REMOVALS, REMOVING_LABELS
from moderation_common.vocabulary import AT_RISK_LABELS, Action, Category, Label

_ACTED: Final = REMOVALS | {Action.REPORT}


class Basis(StrEnum):
    """On whose word a comment counts as an offence."""

    MACHINE = "machine"
    """The machine removed it by itself, in no doubt."""
    PERSON = "person"
    """A person decided that it breaks a rule."""


@dataclass(frozen=True, slots=True)
class CommentVersion:
    """One version of a comment, named by the event that carried it."""

    ref: CommentRef
    event_id: EventId | None = None
    """None where it is not known which version it was."""

    def may_be(self, other: CommentVersion) -> bool:
        """Say whether the two are the same version, as far as is known."""
        known = None not in (self.event_id, other.event_id)
        return self.ref == other.ref and (not known or self.event_id == other.event_id)


@dataclass(frozen=True, slots=True)
class Leaving:
    """A person's decision to leave a version of a comment, or to show it again."""

    version: CommentVersion
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Breach:
    """One version of a comment that broke a rule, acted upon."""

    version: CommentVersion
    message_id: GroupId | None
    """The message of which it is one copy."""
    labels: frozenset[Label]
    clauses: tuple[str, ...]
    points: int
    """At least 1."""
    basis: Basis
    at: datetime
    """When the machine acted or a person decided."""
    lasts: timedelta
    """For how long it counts from when the version was written."""
    written_at: datetime
    """When the version was written."""

    @property
    def ref(self) -> CommentRef:
        """The comment."""
        return self.version.ref


def breach_of(
    version: CommentVersion,
    *,
    labels: Iterable[Label],
    actions: Iterable[Action],
    rules: Iterable[str],
    basis: Basis,
    message_id: GroupId | None,
    pack: PolicyPack,
    at: datetime,
    written_at: datetime | None = None,
) -> Breach | None:
    """Return the breach that a decision amounts to; `None` when it amounts to none.

    It takes a label that `broken_by` returns, and at least one point. `rules` are the house rules
    that the decision rests on; a person names none, so then each label weighs by its own. Where it
    is not known when the version was written, or a platform says that it will be, it is `at`.
    """
    broken = broken_by(labels, actions, basis=basis)
    grounds = tuple(rules)
    points = _points_for(broken, grounds, pack=pack)
    if points < 1:
        return None
    return Breach(
        version=version,
        message_id=message_id,
        labels=broken,
        clauses=_clauses_for(broken, grounds, pack=pack),
        points=points,
        basis=basis,
        at=at,
        lasts=timedelta(days=pack.strikes.expire_after_days),
        written_at=at if written_at is None else min(at, written_at),
    )


def struck_by_machine(decision: Decision, pack: PolicyPack) -> frozenset[Label]:
    """Return the labels that a removal by the machine may count for, on its own word.

    Those alone for which it may remove by itself: what is merely certain beside them has removed
    nothing. None at all while a person is asked about the comment, who then says what it is, nor
    where somebody may be at risk, though the label is switched off: a cry for help in bad words is
    no offence before a person has read it.
    """
    if decision.review or not AT_RISK_LABELS.isdisjoint(decision.conceivable):
        return frozenset()
    return frozenset(
        label
        for label in decision.labels
        if decision.counting.get(label, 0.0) >= pack.thresholds.of(label).removal
    )


def broken_by(
    labels: Iterable[Label], actions: Iterable[Action], *, basis: Basis
) -> frozenset[Label]:
    """Return the labels for which a decision acts on a comment, whatever they weigh.

    They break a house rule, and the action is the machine's own hiding or deleting, or a person's
    hiding, deleting or reporting. What is only criticism, or a concern, is none, whatever was done.
    """
    acted = _ACTED if basis is Basis.PERSON else REMOVALS
    if acted.isdisjoint(actions):
        return frozenset()
    return frozenset(labels) & REMOVING_LABELS


def _points_for(labels: frozenset[Label], rules: tuple[str, ...], *, pack: PolicyPack) -> int:
    if rules:
        return pack.strikes.points_for(labels, rules)
    spoken = {label: pack.rule_for(label) for label in labels}
    return max(
        (
            pack.strikes.points_for([label], [rule.id] if rule else [])
            for label, rule in spoken.items()
        ),
        default=0,
    )


def _clauses_for(
    labels: frozenset[Label], rules: tuple[str, ...], *, pack: PolicyPack
) -> tuple[str, ...]:
    """Return what is cited: the rules acted upon, then those of labels that none of them covers."""
    named = (pack.house_rule(rule_id) for rule_id in rules)
    grounds = [rule for rule in named if rule is not None and not labels.isdisjoint(rule.labels)]
    covered = {label for rule in grounds for label in rule.labels}
    others = [pack.rule_for(label) for label in Label if label in labels - covered]
    return tuple(dict.fromkeys(rule.clause for rule in (*grounds, *others) if rule is not None))


def takes_back(actions: Iterable[Action]) -> bool:
    """Say whether a person's decision leaves a comment standing, or shows it again."""
    return _ACTED.isdisjoint(actions)


def is_excused(breach: Breach, leaving: Leaving | None) -> bool:
    """Say whether a person has let the same words stand after what makes them a breach.

    Decisions about two comments come in any order, and one may be about both.
    """
    return leaving is not None and leaving.at > breach.at and leaving.version.may_be(breach.version)


def labels_found(
    named: Iterable[Label], category: Category, suspected: Iterable[Label]
) -> frozenset[Label]:
    """Return the labels of a person's decision: those named, else those suspected before.

    Who names none and yet calls it abuse, misinformation or spam means what was suspected.
    """
    own = frozenset(named)
    if own or category is Category.ANYTHING_ELSE:
        return own
    return frozenset(suspected)
