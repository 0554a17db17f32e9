"""Strikes: the offences of one author that count, one each, until they expire or are taken back.

An offence is one comment in all its versions and with all its labels, or one message that its
author wrote several times. It counts when the machine acted upon it by itself or a person confirmed
it, and no more once a person has decided otherwise. Nothing here acts on anybody.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from types import MappingProxyType
from typing import Final, Self

from moderation_common.identity import CommentRef, GroupId, derive_id
from moderation_common.policy import PolicyPack
from moderation_common.policy.house_rules import REMOVALS, REMOVING_LABELS
from moderation_common.vocabulary import Action, Category, Label

_ACTED: Final = REMOVALS | {Action.REPORT}


class Basis(StrEnum):
    """On whose word a comment counts as an offence."""

    MACHINE = "machine"
    """The machine removed it by itself."""
    PERSON = "person"
    """A person decided that it breaks a rule."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Breach:
    """One comment that broke a rule, acted upon."""

    ref: CommentRef
    message_id: GroupId | None
    """The message of which it is one copy."""
    labels: frozenset[Label]
    clauses: tuple[str, ...]
    points: int
    """At least 1."""
    basis: Basis
    at: datetime
    lasts: timedelta


@dataclass(frozen=True, slots=True, kw_only=True)
class Strike:
    """One offence."""

    strike_id: str
    message_id: GroupId | None
    comments: Mapping[CommentRef, Basis]
    """The comments for which it counts; empty once all of them were taken back."""
    labels: frozenset[Label]
    clauses: tuple[str, ...]
    points: int
    struck_at: datetime
    expires_at: datetime

    def counts(self, now: datetime) -> bool:
        """Say whether it counts at a moment."""
        return bool(self.comments) and now < self.expires_at

    @property
    def confirmed(self) -> bool:
        """Whether a person decided on one of its comments."""
        return Basis.PERSON in self.comments.values()

    def widened(self, breach: Breach) -> Self:
        """Return the strike with one more comment, or version of one: still one strike."""
        basis = Basis.PERSON if self.comments.get(breach.ref) is Basis.PERSON else breach.basis
        renewed = not self.comments
        return replace(
            self,
            comments=MappingProxyType({**self.comments, breach.ref: basis}),
            labels=breach.labels if renewed else self.labels | breach.labels,
            clauses=breach.clauses
            if renewed
            else tuple(dict.fromkeys((*self.clauses, *breach.clauses))),
            points=breach.points if renewed else max(self.points, breach.points),
        )

    def without(self, ref: CommentRef) -> Self:
        """Return the strike after a person took back one of its comments.

        With it falls what the machine alone made of the other copies, because a person has said
        what these words are; what a person confirmed about another copy stays.
        """
        if ref not in self.comments:
            return self
        left = {
            other: basis
            for other, basis in self.comments.items()
            if other != ref and basis is Basis.PERSON
        }
        return replace(self, comments=MappingProxyType(left))


@dataclass(frozen=True, slots=True)
class History:
    """All that is kept of one author's offences."""

    strikes: tuple[Strike, ...] = ()

    def counting(self, now: datetime) -> tuple[Strike, ...]:
        """Return the strikes that count at a moment, oldest first."""
        return tuple(strike for strike in self.strikes if strike.counts(now))

    def points(self, now: datetime) -> int:
        """Return what they amount to."""
        return sum(strike.points for strike in self.counting(now))

    def with_breach(self, breach: Breach) -> History:
        """Return the history with a breach in it; what counts already is not counted again."""
        known = self._strike_of(breach)
        if known is not None:
            return self._replaced(known, known.widened(breach))
        strike = Strike(
            strike_id=derive_id(f"{breach.ref}/{breach.at.isoformat()}", "strike"),
            message_id=breach.message_id,
            comments=MappingProxyType({breach.ref: breach.basis}),
            labels=breach.labels,
            clauses=breach.clauses,
            points=breach.points,
            struck_at=breach.at,
            expires_at=breach.at + breach.lasts,
        )
        return History((*self.strikes, strike))

    def reversed(self, ref: CommentRef) -> History:
        """Return the history after a person decided that a comment is no breach."""
        return History(tuple(strike.without(ref) for strike in self.strikes))

    def _strike_of(self, breach: Breach) -> Strike | None:
        def fits(strike: Strike) -> bool:
            return breach.ref in strike.comments or (
                breach.message_id is not None and strike.message_id == breach.message_id
            )

        by_comment = (s for s in self.strikes if breach.ref in s.comments)
        by_message = (s for s in self.strikes if fits(s) and breach.at < s.expires_at)
        return next(by_comment, None) or next(by_message, None)

    def _replaced(self, old: Strike, new: Strike) -> History:
        return History(tuple(new if strike is old else strike for strike in self.strikes))


def breach_of(
    ref: CommentRef,
    *,
    labels: Iterable[Label],
    actions: Iterable[Action],
    rules: Iterable[str],
    basis: Basis,
    message_id: GroupId | None,
    pack: PolicyPack,
    at: datetime,
) -> Breach | None:
    """Return the breach that a decision amounts to; `None` when it amounts to none.

    It takes a label that breaks a house rule and an action upon it: the machine's own hiding or
    deleting, or a person's hiding, deleting or reporting. What is only criticism, or a concern, is
    none, whatever was done to it.
    """
    broken = frozenset(labels) & REMOVING_LABELS
    acted = _ACTED if basis is Basis.PERSON else REMOVALS
    if not broken or acted.isdisjoint(actions):
        return None
    points = pack.strikes.points_for(broken, rules)
    if points < 1:
        return None
    spoken = [pack.rule_for(label) for label in Label if label in broken]
    return Breach(
        ref=ref,
        message_id=message_id,
        labels=broken,
        clauses=tuple(dict.fromkeys(rule.clause for rule in spoken if rule)),
        points=points,
        basis=basis,
        at=at,
        lasts=timedelta(days=pack.strikes.expire_after_days),
    )


def takes_back(actions: Iterable[Action]) -> bool:
    """Say whether a person's decision leaves a comment standing, or shows it again."""
    return _ACTED.isdisjoint(actions)


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
