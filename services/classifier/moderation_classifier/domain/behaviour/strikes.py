"""Strikes: the offences of one author that count, one each, until they expire or are taken back.

An offence is one comment in all its versions and with all its labels, or one message that its
author wrote several times within 72 hours; later, and after a person has decided on a warning or
block for it, the same words are another. When comments were written tells, not when they were heard
of, and from then on it counts for its time: what is heard of late was not done late. It counts no
more once a person has decided otherwise about the same words. Nothing here acts on anybody.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from itertools import chain
from operator import itemgetter
from types import MappingProxyType
from typing import Final, Self

from moderation_classifier.domain.behaviour.breaches import Basis, Breach, CommentVersion
from moderation_common.identity import CommentRef, GroupId, derive_id
from moderation_common.policy.strikes import GROUP_WINDOW
from moderation_common.vocabulary import Label

_NOTHING_DECIDED: Final[Mapping[str, datetime]] = MappingProxyType({})


@dataclass(frozen=True, slots=True, kw_only=True)
class Struck:
    """What one version of a comment adds to a strike."""

    basis: Basis
    labels: frozenset[Label]
    clauses: tuple[str, ...]
    points: int
    written_at: datetime
    """When the version was written, as far as is known."""


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
    """When the first of its comments was written, of those that it has had."""
    expires_at: datetime

    def counts(self, now: datetime) -> bool:
        """Say whether it counts at a moment."""
        return bool(self.comments) and now < self.expires_at

    @property
    def began_at(self) -> datetime:
        """When the first of its comments was written; when it was struck, if none is left."""
        return min((each.written_at for each in self.comments.values()), default=self.struck_at)

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
                struck_at=breach.written_at,
                expires_at=breach.written_at + breach.lasts,
            )
        struck = _struck_by(breach, known=self.comments.get(breach.version))
        widened = self.made_of({**self.comments, breach.version: struck})
        return widened.dated(min(self.struck_at, struck.written_at))

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
        return self.made_of(kept)

    def takes(self, breach: Breach, *, decided_at: datetime | None) -> bool:
        """Say whether a copy written at that moment may be the same offence.

        `decided_at` is when a person decided on a measure for it, if one has.
        """
        since_it_began = breach.written_at - self.began_at
        if decided_at is None:
            return abs(since_it_began) <= GROUP_WINDOW
        # What a person decided about keeps its window, so that no copy before it moves another out.
        return breach.written_at <= decided_at and timedelta(0) <= since_it_began <= GROUP_WINDOW

    def dated(self, struck_at: datetime) -> Self:
        """Return it as of when its first comment was written; it counts as long as before."""
        moved = self.expires_at + (struck_at - self.struck_at)
        return replace(self, struck_at=struck_at, expires_at=moved)

    def made_of(self, comments: Mapping[CommentVersion, Struck]) -> Self:
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

    def with_breach(
        self, breach: Breach, *, decided: Mapping[str, datetime] = _NOTHING_DECIDED
    ) -> History:
        """Return the history with a breach in it; what counts already is not counted again.

        `decided` says for which strikes, by their ids, people have decided on measures, and when
        first. In whichever order copies of one message arrive, they make the same strikes.
        """
        known = self._strike_of(breach, decided)
        if known is not None:
            widened = self._replaced(known, known.widened(breach))
            return widened._parted(known.message_id, at=breach.at, decided=decided)  # noqa: SLF001
        strike = Strike(
            strike_id=derive_id(f"{breach.ref}/{breach.at.isoformat()}", "strike"),
            message_id=breach.message_id,
            comments=MappingProxyType({breach.version: _struck_by(breach)}),
            labels=breach.labels,
            clauses=breach.clauses,
            points=breach.points,
            struck_at=breach.written_at,
            expires_at=breach.written_at + breach.lasts,
        )
        added = History((*self.strikes, strike))
        return added._parted(breach.message_id, at=breach.at, decided=decided)

    def reversed(self, version: CommentVersion) -> History:
        """Return the history after a person decided that a version of a comment is no breach."""
        return History(tuple(strike.without(version) for strike in self.strikes))

    def _strike_of(self, breach: Breach, decided: Mapping[str, datetime]) -> Strike | None:
        def copies(strike: Strike) -> bool:
            return (
                breach.message_id is not None
                and strike.message_id == breach.message_id
                and breach.written_at < strike.expires_at
                and strike.takes(breach, decided_at=decided.get(strike.strike_id))
            )

        of_comment = [s for s in self.strikes if any(v.ref == breach.ref for v in s.comments)]
        same = (s for s in of_comment if breach.version in s.comments)
        by_comment = (s for s in of_comment if breach.written_at < s.expires_at)
        # Of words that are not known it is taken, for the author, that they have counted before.
        unknown = (s for s in of_comment if any(v.may_be(breach.version) for v in s.comments))
        # What was decided about comes first, as it would have, had the copy arrived in time.
        by_message = sorted(
            (s for s in self.strikes if copies(s)),
            key=lambda s: (s.strike_id not in decided, not s.comments, s.began_at),
        )
        return next(chain(same, by_comment, unknown, by_message), None)

    def _parted(
        self, message_id: GroupId | None, *, at: datetime, decided: Mapping[str, datetime]
    ) -> History:
        """Return the history with one message's copies parted into windows anew.

        Each begins with the first copy that no earlier one holds, whichever was heard of first.
        What people have decided about stays as they saw it, and so does what has expired.
        """
        if message_id is None:
            return self
        open_ones = [
            strike
            for strike in self.strikes
            if strike.message_id == message_id
            and strike.counts(at)
            and strike.strike_id not in decided
        ]
        parts = _windows(open_ones)
        # Most often nothing is to be moved.
        if {frozenset(part) for part in parts} == {frozenset(s.comments) for s in open_ones}:
            return self
        empty = [
            strike
            for strike in self.strikes
            if strike.message_id == message_id
            and not strike.comments
            and strike.strike_id not in decided
        ]
        made: dict[str, Strike] = {}
        for part in parts:
            of_part = [
                strike for strike in open_ones if not part.keys().isdisjoint(strike.comments)
            ]
            # One that a move has emptied begins anew, as it does with a breach.
            usable = (strike for strike in (*of_part, *empty) if strike.strike_id not in made)
            free = next(usable, None)
            model = free or replace(
                of_part[0],
                strike_id=derive_id(f"{of_part[0].strike_id}/{next(iter(part)).ref}", "strike"),
            )
            began_at = min(struck.written_at for struck in part.values())
            made[model.strike_id] = model.made_of(part).dated(began_at)
        nothing: Mapping[CommentVersion, Struck] = MappingProxyType({})
        emptied = {
            s.strike_id: replace(s, comments=nothing) for s in open_ones if s.strike_id not in made
        }
        moved = made | emptied
        kept = [moved.pop(strike.strike_id, strike) for strike in self.strikes]
        return History((*kept, *moved.values()))

    def _replaced(self, old: Strike, new: Strike) -> History:
        return History(tuple(new if strike is old else strike for strike in self.strikes))


def _windows(strikes: Iterable[Strike]) -> list[dict[CommentVersion, Struck]]:
    """Return the comments of strikes, the oldest first, parted so that each part fits a window.

    All versions of a comment stay together; it was written when the first of them was.
    """
    of_comments: dict[CommentRef, dict[CommentVersion, Struck]] = {}
    for strike in strikes:
        for version, struck in strike.comments.items():
            of_comments.setdefault(version.ref, {})[version] = struck
    dated = sorted(
        (min(each.written_at for each in versions.values()), str(ref), versions)
        for ref, versions in of_comments.items()
    )
    parts: list[dict[CommentVersion, Struck]] = []
    began: datetime | None = None
    for written_at, _, versions in dated:
        if began is None or written_at - began > GROUP_WINDOW:
            parts.append({})
            began = written_at
        parts[-1].update(versions)
    return parts


def _struck_by(breach: Breach, *, known: Struck | None = None) -> Struck:
    struck = Struck(
        basis=breach.basis,
        labels=breach.labels,
        clauses=breach.clauses,
        points=breach.points,
        written_at=breach.written_at if known is None else min(known.written_at, breach.written_at),
    )
    if known is None:
        return struck
    if known.basis is not breach.basis:
        said = struck if breach.basis is Basis.PERSON else known
        return replace(said, written_at=struck.written_at)
    return Struck(
        basis=known.basis,
        labels=known.labels | breach.labels,
        clauses=tuple(dict.fromkeys((*known.clauses, *breach.clauses))),
        points=max(known.points, breach.points),
        written_at=struck.written_at,
    )
