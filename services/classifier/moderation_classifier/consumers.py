"""Inbound events: comments as they arrive, change and go."""

from __future__ import annotations

from moderation_classifier.usecases import JudgeComments
from moderation_common.events import (
    CommentEdited,
    CommentReceived,
    CommentRemoved,
    Event,
)


class CommentsConsumer:
    """Hands each event of the comments topic to its use case."""

    def __init__(self, judge: JudgeComments) -> None:
        self._judge = judge

    async def handle(self, event: Event) -> None:
        """Handle one event; passes over those that change nothing here."""
        match event.data:
            case CommentReceived(comment=comment) | CommentEdited(comment=comment):
                await self._judge.judge(event, comment)
            case CommentRemoved(ref=ref, removed_at=removed_at):
                await self._judge.remove(event, ref, removed_at)
            case _:
                return
