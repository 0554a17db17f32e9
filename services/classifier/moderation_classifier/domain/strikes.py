"""Strikes: the offences of one author that count, one each, until they expire or are taken back.

An offence is one comment in all its versions and with all its labels, or one message that its
author wrote several times. It counts when the machine acted upon it by itself, in no doubt, or a
person confirmed it, and no more once a person has decided otherwise about the same words. Nothing
here acts on anybody.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from itertools import chain
from operator import itemgetter
from types import MappingProxyType
from typing import Final, Self

from moderation_classifier.domain.decision import Decision
from moderation_common.identity import CommentRef, EventId, GroupId, derive_id
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
    lasts: timedelta

    @property
    def ref(self) -> CommentRef:
        """The comment."""
        return self.version.ref


@dataclass(frozen=True, slots=True, kw_only=True)
class Struck:
    """What one version of a comment adds to a strike."""

    basis: Basis
    labels: frozenset[Label]
    clauses: tuple[str, ...]
    points: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Strike:
    """One offence."""

    strike_id: str
    message_id: GroupId | None
    comments: Mapping[CommentVersion, Struck]
    """The versions of comments for which it counts; empty once all of them were taken back."""
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
        return any(struck.basis is Basis.PERSON for struck in self.comments.values())

    @property
    def bases(self) -> Mapping[CommentRef, Basis]:
        """On whose word each of its comments counts, in whichever version."""
        found: dict[CommentRef, Basis] = {}
        for version, struck in self.comments.items():
            if found.get(version.ref) is not Basis.PERSON:
                found[version.ref] = struck.basis
        return MappingProxyType(found)

    def foremost(self, limit: int, *, with_ref: CommentRef) -> tuple[CommentRef, ...]:
        """Return those of its comments, at most `limit`, that a person must look at first.

        `with_ref`, where it is one of them; then those that people decided on; then those with the
        gravest words. They come in the order of their names.
        """
        points: dict[CommentRef, int] = {}
        for version, struck in self.comments.items():
            points[version.ref] = max(struck.points, points.get(version.ref, 0))
        bases = self.bases
        ranked = sorted(
            (ref != with_ref, bases[ref] is not Basis.PERSON, -weight, str(ref), ref)
            for ref, weight in points.items()
        )
        return tuple(ref for *_, ref in sorted(ranked[:limit], key=itemgetter(3)))

    def widened(self, breach: Breach) -> Self:
        """Return the strike with one more comment, or version of one: still one strike.

        What a person says of a version takes the place of what the machine made of it. A strike
        that was taken back altogether begins anew with the breach.
        """
        if not self.comments:
            return replace(
                self,
                comments=MappingProxyType({breach.version: _struck_by(breach)}),
                labels=breach.labels,
                clauses=breach.clauses,
                points=breach.points,
                struck_at=breach.at,
                expires_at=breach.at + breach.lasts,
            )
        struck = _struck_by(breach, known=self.comments.get(breach.version))
        return self._made_of({**self.comments, breach.version: struck})

    def without(self, version: CommentVersion) -> Self:
        """Return the strike after a person took back one version of one of its comments.

        With it falls what the machine alone made of the other copies, because a person has said
        what these words are; what a person confirmed about another copy stays. So does another
        version of the same comment, which has other words, and then the copies with it.
        """
        kept = {other: how for other, how in self.comments.items() if not other.may_be(version)}
        if len(kept) == len(self.comments):
            return self
        if all(other.ref != version.ref for other in kept):
            kept = {other: how for other, how in kept.items() if how.basis is Basis.PERSON}
        if not kept:
            # What it weighed is still shown, though it counts no more.
            return replace(self, comments=MappingProxyType(kept))
        return self._made_of(kept)

    def _made_of(self, comments: Mapping[CommentVersion, Struck]) -> Self:
        """Return the strike for these versions, at least one: it weighs what they weigh."""
        said = [clause for struck in comments.values() for clause in struck.clauses]
        known = [clause for clause in self.clauses if clause in said]
        return replace(
            self,
            comments=MappingProxyType(comments),
            labels=frozenset(label for struck in comments.values() for label in struck.labels),
            clauses=tuple(dict.fromkeys((*known, *said))),
            points=max(struck.points for struck in comments.values()),
        )


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
            comments=MappingProxyType({breach.version: _struck_by(breach)}),
            labels=breach.labels,
            clauses=breach.clauses,
            points=breach.points,
            struck_at=breach.at,
            expires_at=breach.at + breach.lasts,
        )
        return History((*self.strikes, strike))

    def reversed(self, version: CommentVersion) -> History:
        """Return the history after a person decided that a version of a comment is no breach."""
        return History(tuple(strike.without(version) for strike in self.strikes))

    def _strike_of(self, breach: Breach) -> Strike | None:
        def copies(strike: Strike) -> bool:
            return breach.message_id is not None and strike.message_id == breach.message_id

        of_comment = [s for s in self.strikes if any(v.ref == breach.ref for v in s.comments)]
        same = (s for s in of_comment if breach.version in s.comments)
        by_comment = (s for s in of_comment if breach.at < s.expires_at)
        # Of words that are not known it is taken, for the author, that they have counted before.
        unknown = (s for s in of_comment if any(v.may_be(breach.version) for v in s.comments))
        by_message = (s for s in self.strikes if copies(s) and breach.at < s.expires_at)
        return next(chain(same, by_comment, unknown, by_message), None)

    def _replaced(self, old: Strike, new: Strike) -> History:
        return History(tuple(new if strike is old else strike for strike in self.strikes))


def _struck_by(breach: Breach, *, known: Struck | None = None) -> Struck:
    struck = Struck(
        basis=breach.basis,
        labels=breach.labels,
        clauses=breach.clauses,
        points=breach.points,
    )
    if known is None:
        return struck
    if known.basis is not breach.basis:
        return struck if breach.basis is Basis.PERSON else known
    return Struck(
        basis=known.basis,
        labels=known.labels | breach.labels,
        clauses=tuple(dict.fromkeys((*known.clauses, *breach.clauses))),
        points=max(known.points, breach.points),
    )


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
) -> Breach | None:
    """Return the breach that a decision amounts to; `None` when it amounts to none.

    It takes a label that `broken_by` returns, and at least one point. `rules` are the house rules
    that the decision rests on; a person names none, so then each label weighs by its own.
    """
    broken = broken_by(labels, actions, basis=basis)
    points = _points_for(broken, tuple(rules), pack=pack)
    if points < 1:
        return None
    spoken = [pack.rule_for(label) for label in Label if label in broken]
    return Breach(
        version=version,
        message_id=message_id,
        labels=broken,
        clauses=tuple(dict.fromkeys(rule.clause for rule in spoken if rule)),
        points=points,
        basis=basis,
        at=at,
        lasts=timedelta(days=pack.strikes.expire_after_days),
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
