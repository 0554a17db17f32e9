"""Judging comments: one event in, one transaction, a decision and its automatic actions out."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from typing import Final

from moderation_classifier import metrics
from moderation_classifier.domain.behaviour.grouping import heed_earlier_leaving
from moderation_classifier.domain.behaviour.similarity import Said
from moderation_classifier.domain.context import (
    Thread,
    addressee_of,
    note_on_addressee,
    own_handles_of,
    speaks_to_another,
)
from moderation_classifier.domain.decision import Decision, ask_about_attachments
from moderation_classifier.domain.labelling import Utterance
from moderation_classifier.domain.outcome import decision_events, decision_id_of
from moderation_classifier.domain.quality.judgement import Judgement
from moderation_classifier.domain.quality.sampling import SAMPLED_DOUBT, Sampling
from moderation_classifier.domain.second_opinion import Opinion, heed
from moderation_classifier.domain.switches import NOTHING_OFF, Switches
from moderation_classifier.ports import Judge, Standing, UnitOfWork, UnitsOfWork
from moderation_classifier.usecases.noting_themes import NoteThemes
from moderation_classifier.usecases.occasion import Occasion
from moderation_classifier.usecases.second_opinion import SeekSecondOpinion
from moderation_classifier.usecases.watching_behaviour import WatchBehaviour, Weighed
from moderation_classifier.usecases.watching_shadow import WatchShadow
from moderation_classifier.usecases.watching_visibility import note_hiding
from moderation_common.clock import Clock
from moderation_common.errors import PermanentError
from moderation_common.events import Comment, CommentEdited, Event
from moderation_common.identity import CommentRef
from moderation_common.platforms import capabilities
from moderation_common.policy import Circumstances, ModeName, PolicyPack, PolicyPacks
from moderation_common.policy.house_rules import REMOVALS, REMOVING_LABELS
from moderation_common.vocabulary import Action, Kind

_CONSUMER: Final = "classifier"
_RECONSIDER: Final = (
    "It was hidden or deleted and its author has changed it; decide whether to show it again."
)


class JudgeComments:
    """Judges each version of each comment once, under the pack then in force."""

    def __init__(
        self,
        *,
        units: UnitsOfWork,
        judge: Judge,
        packs: Callable[[], PolicyPacks],
        clock: Clock,
        sampling: Sampling | None = None,
        behaviour: WatchBehaviour | None = None,
        shadow: WatchShadow | None = None,
        themes: NoteThemes | None = None,
        second_opinion: SeekSecondOpinion | None = None,
        switches: Callable[[str], Switches] = lambda _: NOTHING_OFF,
        modes: Callable[[str], frozenset[ModeName]] = lambda _: frozenset(),
    ) -> None:
        """Without `behaviour` each comment is judged for itself, as if there were no others.

        `switches` gives what a body has off at run time, by its key; `judge` has the same. `modes`
        gives what it has declared.
        """
        self._units = units
        self._judge = judge
        self._packs = packs
        self._clock = clock
        self._sampling = sampling or Sampling()
        self._behaviour = behaviour
        self._shadow = shadow
        self._themes = themes
        self._second_opinion = second_opinion
        self._switches = switches
        self._modes = modes

    async def judge(self, event: Event, comment: Comment) -> None:
        """Decide about one version of a comment and publish what follows.

        A version that a later one has overtaken, and a comment that is gone, are judged all the
        same, because somebody may be in danger, but nothing is asked of the platform for them.
        Raises `PermanentError` when the organisation has no policy pack.
        """
        pack = self._packs().get(event.organisation)
        if pack is None:
            msg = f"There is no policy pack for {event.organisation!r}; add it and send again."
            raise PermanentError(msg)
        edited = isinstance(event.data, CommentEdited)
        opinion: Opinion | None = None
        if self._second_opinion is not None:
            opinion = await self._second_opinion.seek(utterance_of(comment, pack, Thread()), pack)
        async with self._units() as unit:
            if not await unit.claim(event, consumer=_CONSUMER):
                return
            standing = await unit.take_version(
                comment.ref, version_at=comment.version_at, event_id=event.id, edited=edited
            )
            thread = Thread()
            if self._behaviour is not None:
                thread = await self._behaviour.listen(unit, event.organisation, comment)
            occasion = Occasion(event, pack, self._clock())
            utterance = replace(
                utterance_of(comment, pack, thread),
                circumstances=await self._circumstances(unit, occasion, comment),
            )
            weighed = await self._weigh(
                unit,
                occasion,
                comment=comment,
                utterance=utterance,
                standing=standing,
                opinion=opinion,
            )
            decision = await self._keep(
                unit, occasion, comment, utterance=utterance, weighed=weighed, standing=standing
            )
            if decision is not weighed.decision:
                weighed = weighed.alone(decision)
            if standing.superseded:
                metrics.SUPERSEDED.inc()
            else:
                await self._note_actions(unit, event, comment.ref, weighed=weighed)
            await unit.publish(
                decision_events(
                    event,
                    comment,
                    decision,
                    pack=pack,
                    now=self._clock(),
                    superseded=standing.superseded,
                    group=weighed.group,
                    modes=utterance.circumstances.modes,
                )
            )
            if self._behaviour is not None and not standing.superseded:
                await self._behaviour.strike(unit, occasion, comment=comment, weighed=weighed)
            if self._shadow is not None and not standing.superseded:
                await self._shadow.watch(unit, occasion, comment=comment, utterance=utterance)
            # Last, because the rows of common phrases are shared by all comments of a body.
            if self._themes is not None and not (standing.superseded or standing.removed):
                await self._themes.note(unit, occasion, comment=comment, decision=decision)
        metrics.DECISIONS.labels(
            event.organisation, decision.category.value, str(decision.review).lower()
        ).inc()

    async def _circumstances(
        self, unit: UnitOfWork, occasion: Occasion, comment: Comment
    ) -> Circumstances:
        """Return under what a comment is judged; a table that asks for no record costs no query."""
        points = 0
        asked = occasion.pack.asks_points or (
            self._shadow is not None and self._shadow.asks_points(occasion.organisation)
        )
        if asked and self._behaviour is not None:
            points = await self._behaviour.points(unit, occasion, comment)
        return Circumstances(modes=self._modes(occasion.organisation), points=points)

    async def _weigh(
        self,
        unit: UnitOfWork,
        occasion: Occasion,
        *,
        comment: Comment,
        utterance: Utterance,
        standing: Standing,
        opinion: Opinion | None,
    ) -> Weighed:
        pack = occasion.pack
        off = self._switches(occasion.organisation).joined(pack)
        decision, apart = self._decide(comment, utterance, pack=pack, standing=standing)
        decision = heed(decision, opinion, pack, off=off)
        removes = not REMOVALS.isdisjoint(decision.actions)
        if removes and await unit.is_left(
            occasion.organisation,
            comment.ref,
            version=occasion.event.id,
            said=self._said(comment),
            labels=REMOVING_LABELS.intersection(decision.labels),
        ):
            # Apart, so that no verdict on others takes away what a person has let stand.
            decision, apart = heed_earlier_leaving(decision), True
        if decision.review:
            decision = _with_addressee(decision, comment, pack)
        if self._behaviour is None or standing.superseded:
            return Weighed(decision=decision)
        return await self._behaviour.weigh(
            unit,
            occasion,
            comment=comment,
            decision=decision,
            utterance=utterance,
            off=off,
            apart=apart,
        )

    def _decide(
        self, comment: Comment, utterance: Utterance, *, pack: PolicyPack, standing: Standing
    ) -> tuple[Decision, bool]:
        """Return the decision on the comment, and whether it is about this comment alone."""
        decision = ask_about_attachments(self._judge.decide(utterance, pack), comment)
        if standing.removed or standing.superseded:
            return replace(decision, actions=(Action.LEAVE,)), True
        if standing.hidden and REMOVALS.isdisjoint(decision.actions):
            return replace(decision, review=True, doubts=(*decision.doubts, _RECONSIDER)), True
        # What was decided about equal words says nothing about another picture.
        return decision, bool(comment.attachments)

    async def _keep(
        self,
        unit: UnitOfWork,
        occasion: Occasion,
        comment: Comment,
        *,
        utterance: Utterance,
        weighed: Weighed,
        standing: Standing,
    ) -> Decision:
        """Keep what was decided; a decision that is drawn for checking goes to a person too."""
        event, decision = occasion.event, weighed.decision
        decision_id = decision_id_of(event.id)
        draw = self._sampling.draw(
            decision, decision_id, outside=standing.superseded or standing.removed
        )
        judgement = Judgement.of(
            event,
            comment,
            decision,
            utterance=utterance,
            decision_id=decision_id,
            draw=draw,
            superseded=standing.superseded,
            now=self._clock(),
            group_id=weighed.group.group_id if weighed.group else None,
            wording_id=weighed.group.wording_id if weighed.group else None,
            said=self._said_to_keep(comment, standing),
        )
        await unit.keep_judgement(judgement, comment)
        if not draw.asked or decision.review:
            return decision
        metrics.SAMPLED.labels(event.organisation, draw.stratum.value).inc()
        return replace(decision, review=True, doubts=(SAMPLED_DOUBT,))

    def _said(self, comment: Comment) -> Said | None:
        return self._behaviour.said(comment) if self._behaviour is not None else None

    def _said_to_keep(self, comment: Comment, standing: Standing) -> Said | None:
        """Return by what a later version is told to say the same, where it could be removed."""
        removable = capabilities(comment.ref.platform, comment.kind) & REMOVALS
        private = comment.kind is Kind.DIRECT_MESSAGE
        return self._said(comment) if removable and not (private or standing.removed) else None

    async def _note_actions(
        self, unit: UnitOfWork, event: Event, ref: CommentRef, *, weighed: Weighed
    ) -> None:
        await unit.note_actions(ref, frozenset(weighed.decision.actions))
        if weighed.removes:
            await note_hiding(unit, ref, version=event.id, at=self._clock())

    async def remove(self, event: Event, ref: CommentRef, removed_at: datetime) -> None:
        """Remember that a comment is gone."""
        async with self._units() as unit:
            if await unit.claim(event, consumer=_CONSUMER):
                await unit.note_removal(ref, removed_at=removed_at)
                await unit.themes.drop(event.organisation, ref)


def utterance_of(comment: Comment, pack: PolicyPack, thread: Thread) -> Utterance:
    """Return a comment as the labelling takes it, with what was said around it."""
    return Utterance(
        text=comment.text,
        kind=comment.kind,
        platform=comment.ref.platform,
        post_text=thread.post_text or comment.post_text,
        parent_text=thread.parent_text or comment.parent_text,
        author=comment.author.name,
        internal=_is_internal(pack, comment.ref),
        earlier=thread.earlier,
        later=thread.later,
        to_another=speaks_to_another(
            comment.text,
            kind=comment.kind,
            answers_other=thread.answers_other,
            own_handles=own_handles_of(pack),
        ),
    )


def _with_addressee(decision: Decision, comment: Comment, pack: PolicyPack) -> Decision:
    addressee = addressee_of(
        comment.text,
        kind=comment.kind,
        answers_comment=comment.parent_id is not None,
        own_handles=own_handles_of(pack),
    )
    note = note_on_addressee(addressee)
    return replace(decision, doubts=(*decision.doubts, note)) if note else decision


def _is_internal(pack: PolicyPack, ref: CommentRef) -> bool:
    account = pack.account(ref.platform, ref.account_id)
    return account is not None and account.internal
