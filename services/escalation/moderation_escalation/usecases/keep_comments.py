"""Keeping comments: the text that people read when they decide, and what became of it."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from moderation_common.events import (
    ActionCompleted,
    Comment,
    CommentEdited,
    CommentVisibilityChanged,
    Event,
)
from moderation_common.identity import CommentRef
from moderation_common.vocabulary import Action
from moderation_escalation.domain.case import Note
from moderation_escalation.ports import UnitsOfWork
from moderation_escalation.usecases.settle_groups import ask_about_hidden

_CONSUMER: Final = "keep_comments"


class KeepComments:
    """Keeps the newest version of each comment."""

    def __init__(self, units: UnitsOfWork) -> None:
        self._units = units

    async def store(self, event: Event, comment: Comment) -> None:
        """Keep a version of a comment; one older than what is kept changes nothing."""
        edited = isinstance(event.data, CommentEdited)
        async with self._units() as unit:
            if not await unit.claim(event, consumer=_CONSUMER):
                return
            await unit.lock_comment(event.organisation, comment.ref)
            kept = await unit.comments.store(
                comment,
                organisation=event.organisation,
                event_id=event.id,
                received_at=event.time,
                edited=edited,
            )
            if not (kept and edited):
                return
            note = Note(event.time, "The author changed the comment.")
            for case in await unit.cases.lock_open_about(event.organisation, comment.ref):
                await unit.cases.add_note(case.case_id, note)

    async def note_action(self, event: Event, done: ActionCompleted) -> None:
        """Note that we have hidden a comment, or shown it again.

        Whom its hiding overtook, after a person had left others like it, is asked about.
        """
        if done.action in (Action.HIDE, Action.UNHIDE):
            hidden = done.action is Action.HIDE
            await self._note_visibility(event, done.ref, hidden=hidden, at=event.time)

    async def note_visibility(self, event: Event, changed: CommentVisibilityChanged) -> None:
        """Note that somebody has shown a comment; what others hide is theirs to show."""
        if not changed.hidden:
            await self._note_visibility(event, changed.ref, hidden=False, at=changed.changed_at)

    async def _note_visibility(
        self, event: Event, ref: CommentRef, *, hidden: bool, at: datetime
    ) -> None:
        async with self._units() as unit:
            if await unit.claim(event, consumer=_CONSUMER):
                await unit.lock_comment(event.organisation, ref)
                await unit.comments.note_visibility(
                    ref, organisation=event.organisation, hidden=hidden, at=at
                )
                if hidden:
                    await ask_about_hidden(unit, event.organisation, ref, now=at)

    async def remove(self, event: Event, ref: CommentRef, removed_at: datetime) -> None:
        """Note that a comment is gone; its cases stay, because somebody may still need help."""
        async with self._units() as unit:
            if not await unit.claim(event, consumer=_CONSUMER):
                return
            await unit.lock_comment(event.organisation, ref)
            await unit.comments.note_removal(
                ref, organisation=event.organisation, removed_at=removed_at
            )
            note = Note(removed_at, "The comment was removed from the platform.")
            for case in await unit.cases.lock_open_about(event.organisation, ref):
                await unit.cases.add_note(case.case_id, note)
