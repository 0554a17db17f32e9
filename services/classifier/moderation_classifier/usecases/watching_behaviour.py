"""Watching behaviour while a comment is judged: groups, repetition, and strikes that follow."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from moderation_classifier import metrics
from moderation_classifier.domain.behaviour.author import AuthorHasher, AuthorKey
from moderation_classifier.domain.behaviour.breaches import (
    Basis,
    CommentVersion,
    breach_of,
    struck_by_machine,
)
from moderation_classifier.domain.behaviour.grouping import (
    NO_REMOVALS,
    Group,
    Message,
    Removals,
    group_of,
    heed_leaving,
    heed_leaving_apart,
    may_be_campaign,
    may_share_decision,
    shares_settlement,
    suspect_campaign,
    suspect_repetition,
)
from moderation_classifier.domain.behaviour.similarity import Fingerprint, Fingerprinter, Said
from moderation_classifier.domain.context import Thread
from moderation_classifier.domain.decision import Decision
from moderation_classifier.domain.labelling import Utterance
from moderation_classifier.domain.switches import Switches
from moderation_classifier.ports import GroupVerdict, SeenComment, UnitOfWork
from moderation_classifier.usecases.changing_records import note_breaches
from moderation_classifier.usecases.occasion import Occasion
from moderation_common.events import Comment
from moderation_common.policy import PolicyPack
from moderation_common.policy.house_rules import REMOVALS, REMOVING_LABELS
from moderation_common.vocabulary import DANGER_LABELS, Kind


@dataclass(frozen=True, slots=True, kw_only=True)
class Weighed:
    """A decision after the author's and other people's comments were looked at."""

    decision: Decision
    message: Message | None = None
    group: Group | None = None
    settled_by: GroupVerdict | None = None
    """What a person had done to others of the wording, where it is done to this one at once."""

    @property
    def removes(self) -> bool:
        """Whether the comment is hidden or deleted without anybody being asked first."""
        by_person = self.settled_by.actions if self.settled_by is not None else frozenset()
        return not REMOVALS.isdisjoint(by_person | frozenset(self.decision.actions))

    def alone(self, decision: Decision) -> Weighed:
        """Return the same with a decision that concerns this comment only."""
        return replace(self, decision=decision, group=None, settled_by=None)


class WatchBehaviour:
    """Looks at what a comment has in common with others, within the judging's transaction."""

    def __init__(self, *, authors: AuthorHasher, fingerprinter: Fingerprinter) -> None:
        self._authors = authors
        self._fingerprinter = fingerprinter

    def author_of(self, organisation: str, comment: Comment) -> AuthorKey | None:
        """Return the author's keyed hash; `None` where the platform withholds who wrote."""
        return self._authors.key_of(organisation, comment.ref.platform, comment.author.author_id)

    def said(self, comment: Comment) -> Said:
        """Return by what a later version of a comment is told to say the same."""
        return self._fingerprinter.note_said(comment.text, of=comment.ref)

    async def listen(self, unit: UnitOfWork, organisation: str, comment: Comment) -> Thread:
        """Return what was said around a comment, whose version has been taken."""
        author = self.author_of(organisation, comment)
        return await unit.heard.thread(organisation, comment, author=author)

    async def points(self, unit: UnitOfWork, occasion: Occasion, comment: Comment) -> int:
        """Return the strike points that the author has beside this comment.

        What is said in private is judged by itself, and so is what an unknown author says.
        """
        author = self.author_of(occasion.organisation, comment)
        if author is None or comment.kind is Kind.DIRECT_MESSAGE:
            return 0
        return await unit.records.points(
            occasion.organisation, author, beside=comment.ref, now=occasion.now
        )

    async def weigh(
        self,
        unit: UnitOfWork,
        occasion: Occasion,
        *,
        comment: Comment,
        decision: Decision,
        utterance: Utterance,
        off: Switches,
        apart: bool,
    ) -> Weighed:
        """Return what becomes of a decision beside those on other comments, and remember it.

        `off` is what the pack and the switches have off together; `apart` is for a comment that a
        person is asked about for itself whatever others say.
        """
        organisation, now = occasion.organisation, occasion.now
        author = self.author_of(organisation, comment)
        await unit.messages.leave(organisation, comment.ref)
        weighed = Weighed(decision=decision)
        fingerprint = self._fingerprinter.take(comment.text)
        if fingerprint is not None:
            # Copies are one offence of their author, also where each is decided by itself.
            message = await unit.messages.join(
                organisation, comment.ref, fingerprint, author=author, now=now
            )
            weighed = replace(weighed, message=message)
            if not apart and may_share_decision(decision):
                weighed = await self._group(
                    unit,
                    occasion,
                    comment=comment,
                    decision=decision,
                    utterance=utterance,
                    off=off,
                    fingerprint=fingerprint,
                    message=message,
                )
        possible = (*weighed.decision.labels, *(r.label for r in weighed.decision.reasons))
        seen = SeenComment(
            ref=comment.ref,
            author=author,
            message_id=weighed.message.message_id if weighed.message else None,
            group_id=weighed.group.group_id if weighed.group else None,
            wording_id=weighed.group.wording_id if weighed.group else None,
            labels=tuple(dict.fromkeys(label for label in possible if label in REMOVING_LABELS)),
        )
        await unit.heard.keep(organisation, comment, seen, now=now)
        return weighed

    async def _group(
        self,
        unit: UnitOfWork,
        occasion: Occasion,
        *,
        comment: Comment,
        decision: Decision,
        utterance: Utterance,
        off: Switches,
        fingerprint: Fingerprint,
        message: Message,
    ) -> Weighed:
        organisation, pack, now = occasion.organisation, occasion.pack, occasion.now
        author = self.author_of(organisation, comment)
        suspected = suspect_repetition(
            decision, message, words=fingerprint.words, pack=pack, utterance=utterance, off=off
        )
        group_id = group_of(
            message.message_id,
            suspected,
            kind=comment.kind,
            post_id=None if fingerprint.minima else comment.post_id,
            stance=fingerprint.stance,
        )
        words = self._fingerprinter.hash_words(comment.text, under=group_id)
        wording_id = await unit.messages.word(group_id, words, now=now)
        verdict = own = None
        if not message.begun:
            verdict = await unit.messages.verdict(group_id, now=now)
        if verdict is not None and verdict.breach:
            # What nobody has read in these words is removed with no others.
            own = await unit.messages.breach_in(wording_id, now=now)
        if verdict is not None and not verdict.breach:
            suspected = heed_leaving(suspected)
        elif (verdict is not None or suspected.review) and await unit.is_left(
            organisation, comment.ref, version=occasion.event.id
        ):
            # Apart, so that no verdict on others takes away what a person has let stand.
            apart = heed_leaving_apart(suspected) if verdict is not None else suspected
            return Weighed(decision=apart, message=message)
        group = await unit.messages.join_group(
            organisation, group_id, message=message, author=author, now=now
        )
        if group.size > 1:
            kind = "campaign" if message.has_several_authors else "repetition"
            metrics.GROUPED.labels(organisation, kind).inc()
        authors = await _campaigning(
            unit, group, message=message, verdict=verdict, author=author, pack=pack, now=now
        )
        removals = NO_REMOVALS
        may_ask = may_be_campaign(fingerprint.words, comment.kind) and _removes(suspected)
        if may_ask and (authors >= pack.strikes.campaign_authors or group.waits):
            removals = await _removals(unit, group, verdict=verdict, now=now)
        removing = suspected
        suspected = suspect_campaign(
            suspected,
            authors=authors,
            words=fingerprint.words,
            kind=comment.kind,
            pack=pack,
            removals=removals,
        )
        if suspected is not removing and _removes(removing) and not group.waits:
            await unit.messages.note_asked(group_id, at=now)
        settles = own is not None and all(
            DANGER_LABELS.isdisjoint(each.labels)
            and shares_settlement(
                each.actions, suspected, platform=comment.ref.platform, kind=comment.kind
            )
            # Danger found, or a report, in any wording asks about all that comes after it.
            for each in (verdict, own)
            if each is not None
        )
        return Weighed(
            decision=suspected,
            message=message,
            group=replace(group, wording_id=wording_id),
            settled_by=own if settles else None,
        )

    async def strike(
        self,
        unit: UnitOfWork,
        occasion: Occasion,
        *,
        comment: Comment,
        weighed: Weighed,
    ) -> None:
        """Note the offence when the machine acts on the comment, or a person already has.

        The latter holds for a later copy of what a person has decided about as a group. Where a
        person has yet to decide, what they say then counts.
        """
        author = self.author_of(occasion.organisation, comment)
        if author is None:
            return
        decision, verdict = weighed.decision, weighed.settled_by
        by_person = verdict if verdict is not None and verdict.labels else None
        labels = by_person.labels if by_person else struck_by_machine(decision, occasion.pack)
        breach = breach_of(
            CommentVersion(comment.ref, occasion.event.id),
            labels=labels,
            actions=(by_person or decision).actions,
            rules=[decision.house_rule] if decision.house_rule and by_person is None else [],
            basis=Basis.PERSON if by_person else Basis.MACHINE,
            message_id=weighed.message.message_id if weighed.message else None,
            pack=occasion.pack,
            at=occasion.now,
            written_at=comment.version_at,
        )
        if breach is not None:
            await note_breaches(unit, occasion, author=author, breaches=(breach,))


async def _campaigning(
    unit: UnitOfWork,
    group: Group,
    *,
    message: Message,
    verdict: GroupVerdict | None,
    author: AuthorKey | None,
    pack: PolicyPack,
    now: datetime,
) -> int:
    """Return how many authors a comment counts as a campaign for, itself included.

    Those of 72 hours. What a person had done to the group holds for 72 hours more, also for a copy
    that comes when fewer write it: then all that the group had count.
    """
    limit = pack.strikes.campaign_authors
    if message.authors < limit or (verdict is not None and verdict.breach):
        return group.authors
    return await unit.messages.recent_authors(group, message, author=author, now=now, limit=limit)


async def _removals(
    unit: UnitOfWork,
    group: Group,
    *,
    verdict: GroupVerdict | None,
    now: datetime,
) -> Removals:
    if verdict is not None and verdict.breach:
        return Removals(confirmed=True)
    comments, authors = await unit.messages.removed(group, now=now)
    return Removals(comments=comments, authors=authors, waits=group.waits)


def _removes(decision: Decision) -> bool:
    return not REMOVALS.isdisjoint(decision.actions)
