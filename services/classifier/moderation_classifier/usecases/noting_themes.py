"""Noting what a comment is about, within the transaction that judges it; its text stays unkept."""

from __future__ import annotations

from moderation_classifier.domain.behaviour.author import AuthorHasher
from moderation_classifier.domain.decision import Decision
from moderation_classifier.domain.outcome import decision_id_of
from moderation_classifier.domain.text import normalise
from moderation_classifier.domain.themes.remark import (
    Remark,
    is_removal,
    may_lend_phrases,
    mood_of,
)
from moderation_classifier.domain.themes.topics import TopicList
from moderation_classifier.domain.themes.wording import PhraseHasher, Vocabulary, phrases_of
from moderation_classifier.ports import UnitOfWork
from moderation_classifier.usecases.occasion import Occasion
from moderation_common.events import Comment


class NoteThemes:
    """Finds topics and phrases, and keeps them as ids and hashes."""

    def __init__(
        self,
        *,
        topics: TopicList,
        vocabulary: Vocabulary,
        hasher: PhraseHasher,
        authors: AuthorHasher,
    ) -> None:
        self._topics = topics
        self._vocabulary = vocabulary
        self._hasher = hasher
        self._authors = authors

    async def note(
        self, unit: UnitOfWork, occasion: Occasion, *, comment: Comment, decision: Decision
    ) -> None:
        """Keep what the version in force is about."""
        text = normalise(comment.text)
        phrases: tuple[str, ...] = ()
        if may_lend_phrases(decision, comment.kind):
            author = comment.author
            staff = [name for member in occasion.pack.staff_directory for name in member.names]
            phrases = phrases_of(
                text,
                self._vocabulary,
                barred=[*staff, *filter(None, (author.name, author.handle))],
            )
        organisation = occasion.organisation
        await unit.themes.keep(
            Remark(
                ref=comment.ref,
                decision_id=decision_id_of(occasion.event.id),
                organisation=organisation,
                platform=comment.ref.platform,
                kind=comment.kind,
                said_at=comment.created_at,
                author=self._authors.key_of(
                    organisation, comment.ref.platform, comment.author.author_id
                ),
                mood=mood_of(decision),
                topics=self._topics.find(text),
                phrases=self._hasher.keys_of(organisation, phrases),
                removal=is_removal(decision),
                permalink=comment.permalink,
                version=self._topics.version,
            ),
            now=occasion.now,
        )
