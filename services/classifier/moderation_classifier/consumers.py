"""Inbound events: comments as they arrive, change and go, and what people decide about them."""

from __future__ import annotations

from moderation_classifier.usecases import JudgeComments
from moderation_classifier.usecases.keeping_examples import KeepExamples
from moderation_classifier.usecases.keeping_records import KeepRecords
from moderation_classifier.usecases.watching_visibility import WatchVisibility
from moderation_common.events import (
    CaseClosed,
    CommentEdited,
    CommentReceived,
    CommentRemoved,
    CommentVisibilityChanged,
    Event,
    MeasureDecided,
    ReviewDecided,
)


class CommentsConsumer:
    """Hands each event of the comments topic to its use case."""

    def __init__(self, judge: JudgeComments, visibility: WatchVisibility) -> None:
        self._judge = judge
        self._visibility = visibility

    async def handle(self, event: Event) -> None:
        """Handle one event; passes over those that change nothing here."""
        match event.data:
            case CommentReceived(comment=comment) | CommentEdited(comment=comment):
                await self._judge.judge(event, comment)
            case CommentRemoved(ref=ref, removed_at=removed_at):
                await self._judge.remove(event, ref, removed_at)
            case CommentVisibilityChanged() as changed:
                await self._visibility.told(event, changed)
            case _:
                return


class VerdictsConsumer:
    """Hands each decision of a person on the cases topic to be learnt from."""

    def __init__(self, keep: KeepExamples) -> None:
        self._keep = keep

    async def handle(self, event: Event) -> None:
        """Handle one event; passes over those that nobody learns from."""
        match event.data:
            case ReviewDecided() as decided:
                await self._keep.keep(event, decided)
            case CaseClosed() as closed:
                await self._keep.keep_case(event, closed)
            case _:
                return


class RecordsConsumer:
    """Hands what people decide on the cases topic to what is kept of comments and authors."""

    def __init__(self, keep: KeepRecords, visibility: WatchVisibility) -> None:
        self._keep = keep
        self._visibility = visibility

    async def handle(self, event: Event) -> None:
        """Handle one event; passes over those that change no record."""
        match event.data:
            case ReviewDecided() as decided:
                await self._keep.review(event, decided)
                # After it: what was shown on the platform meanwhile takes back what it confirms.
                await self._visibility.decided(event, decided)
            case MeasureDecided() as decided:
                await self._keep.measure(event, decided)
            case _:
                return
