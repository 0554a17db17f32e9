"""Watching whether comments are hidden, by whom, and what follows when one is shown again.

Known here are the machine's removals, what people decide, and what the platform tells. An amended
comment is put before a person by it. Nothing here hides or shows anything.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Final

from moderation_classifier import metrics
from moderation_classifier.domain.behaviour.author import AuthorKey
from moderation_classifier.domain.behaviour.breaches import CommentVersion
from moderation_classifier.domain.behaviour.visibility import Hiding
from moderation_classifier.domain.quality.example import Verdict
from moderation_classifier.ports import GroupVerdict, UnitOfWork, UnitsOfWork, VersionSeen
from moderation_classifier.usecases.changing_records import take_back
from moderation_classifier.usecases.occasion import Occasion
from moderation_classifier.usecases.parting import parts_of
from moderation_common.clock import Clock
from moderation_common.errors import PermanentError
from moderation_common.events import CommentVisibilityChanged, Event, ReviewDecided
from moderation_common.identity import CommentRef, EventId, ReviewId
from moderation_common.policy import PolicyPacks
from moderation_common.policy.house_rules import REMOVALS
from moderation_common.vocabulary import Action, Category

_CONSUMER: Final = "visibility"
_NOBODY: Final = ""
"""The platform does not say who showed a comment."""


async def note_hiding(unit: UnitOfWork, ref: CommentRef, *, version: EventId, at: datetime) -> None:
    """Remember that a version of a comment is hidden or deleted as soon as it is judged."""
    for seen in (await unit.visibility.lock([ref])).values():
        visibility, _ = seen.visibility.hidden_here(Hiding(at=at, event_id=version))
        await unit.visibility.save(ref, visibility)


class WatchVisibility:
    """Takes what people decide, and what the platform tells, into what is known to be hidden."""

    def __init__(
        self, *, units: UnitsOfWork, packs: Callable[[], PolicyPacks], clock: Clock
    ) -> None:
        self._units = units
        self._packs = packs
        self._clock = clock

    async def decided(self, event: Event, decided: ReviewDecided) -> None:
        """Note what a person had hidden or shown; a decision to leave changes nothing.

        Raises `PermanentError` when a record has to change and the body has no policy pack.
        """
        hides = not REMOVALS.isdisjoint(decided.actions)
        if not hides and Action.UNHIDE not in decided.actions:
            return
        for number, refs in enumerate(parts_of(decided)):
            consumer = f"{_CONSUMER}/{number}" if number else _CONSUMER
            async with self._units() as unit:
                if not await unit.claim(event, consumer=consumer):
                    continue
                known = await unit.visibility.lock(refs)
                if hides:
                    await self._hide(unit, event, decided=decided, known=known)
                    continue
                for ref, seen in known.items():
                    await unit.visibility.save(ref, seen.visibility.shown_here(event.time))

    async def told(self, event: Event, changed: CommentVisibilityChanged) -> None:
        """Note what the platform says; who shows there what was hidden here undoes it.

        Then it counts no more for its author, and is an example of what is left. Raises
        `PermanentError` when a record has to change and the body has no policy pack.
        """
        async with self._units() as unit:
            if not await unit.claim(event, consumer=_CONSUMER):
                return
            known = await unit.visibility.lock([changed.ref])
            for ref, seen in known.items():
                visibility, undone = seen.visibility.told_by_platform(
                    hidden=changed.hidden, at=changed.changed_at
                )
                await unit.visibility.save(ref, visibility)
                if undone is None or not _stood_at(seen, undone, changed.changed_at):
                    continue
                occasion = self._occasion(event)
                if seen.event_id == undone.event_id:
                    await _leave_the_like(unit, occasion, ref, at=changed.changed_at)
                await _take_back(unit, occasion, {ref: undone})
                await _keep_example(unit, occasion, ref, undone=undone, at=changed.changed_at)

    async def _hide(
        self,
        unit: UnitOfWork,
        event: Event,
        *,
        decided: ReviewDecided,
        known: Mapping[CommentRef, VersionSeen],
    ) -> None:
        late: dict[CommentRef, Hiding] = {}
        for ref, seen in known.items():
            told = decided.comment_event_id if ref == decided.ref else None
            hiding = Hiding(at=event.time, event_id=told or seen.event_id)
            visibility, undone = seen.visibility.hidden_here(hiding)
            await unit.visibility.save(ref, visibility)
            shown_at = visibility.changed_at
            if undone is not None and shown_at is not None and _stood_at(seen, undone, shown_at):
                late[ref] = undone
        if late:
            await _take_back(unit, self._occasion(event), late)

    def _occasion(self, event: Event) -> Occasion:
        pack = self._packs().get(event.organisation)
        if pack is None:
            msg = f"There is no policy pack for {event.organisation!r}; add it and send again."
            raise PermanentError(msg)
        return Occasion(event, pack, self._clock())


async def _leave_the_like(
    unit: UnitOfWork, occasion: Occasion, ref: CommentRef, *, at: datetime
) -> None:
    """Have a person asked about comments like it, unless one has decided about them all."""
    seen = await unit.messages.find(occasion.organisation, ref)
    if seen is None or seen.group_id is None:
        return
    if await unit.messages.verdict(seen.group_id, now=occasion.now) is None:
        await unit.messages.keep_verdict(seen.group_id, GroupVerdict(breach=False), at=at)


async def _take_back(
    unit: UnitOfWork, occasion: Occasion, undone: Mapping[CommentRef, Hiding]
) -> None:
    known = await unit.messages.find_each(occasion.organisation, undone.keys())
    of_authors: dict[AuthorKey, list[CommentVersion]] = {}
    for ref, seen in known.items():
        if seen.author is not None:
            version = CommentVersion(ref, undone[ref].event_id)
            of_authors.setdefault(seen.author, []).append(version)
    striking = await unit.records.with_strikes(occasion.organisation, of_authors.keys())
    # Everybody locks authors in the same order, so that no two wait for each other.
    for author in sorted(striking):
        await take_back(unit, occasion, author=author, versions=of_authors[author])


async def _keep_example(
    unit: UnitOfWork, occasion: Occasion, ref: CommentRef, *, undone: Hiding, at: datetime
) -> None:
    shown = Verdict(
        event_id=occasion.event.id,
        review_id=ReviewId(_NOBODY),
        ref=ref,
        organisation=occasion.organisation,
        decided_at=at,
        decided_by=_NOBODY,
        role=None,
        category=Category.ANYTHING_ELSE,
        labels=(),
        actions=(Action.UNHIDE,),
        decision_id=None,
        comment_event_id=undone.event_id,
        on_platform=True,
    )
    if undone.event_id is not None and await unit.keep_verdict(shown):
        metrics.EXAMPLES.labels(occasion.organisation).inc()


def _stood_at(seen: VersionSeen, hiding: Hiding, moment: datetime) -> bool:
    """Say whether what was hidden is what stood there at a moment, and no amended version.

    Who shows what its author has amended says nothing about what stood there before.
    """
    if hiding.event_id == seen.event_id or hiding.event_id is None:
        return True
    return seen.version_at is not None and seen.version_at > moment
