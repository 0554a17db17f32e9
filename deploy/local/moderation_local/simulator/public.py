"""What members of the public do: write, edit, remove; each is kept and then told by webhook.

The state and the event that tells it come together or not at all.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from moderation_common.vocabulary import Kind, Platform
from moderation_local.simulator.accounts import SimulatedAccount
from moderation_local.simulator.comments import RemovedBy, StoredComment
from moderation_local.simulator.composition import Composer, NotPossibleError, Writing
from moderation_local.simulator.deliveries import Event
from moderation_local.simulator.facebook import events as facebook_events
from moderation_local.simulator.facebook.subscriptions import Subscriptions
from moderation_local.simulator.world import World
from moderation_local.simulator.x import events as x_events

MAX_TEXT: Final = {Platform.FACEBOOK: 8000, Platform.X: 25_000}
"""Longest text that the platform takes, in characters."""
_SOMEBODY_ELSE: Final = "Another member of the public"


@dataclass(frozen=True)
class Written:
    """What came of it."""

    comment: StoredComment
    created: bool
    """False when the name was known already."""


class PublicSide:
    """Acts as the public; raises `NotPossibleError`."""

    def __init__(self, world: World, subscriptions: Subscriptions) -> None:
        self._world = world
        self._subscriptions = subscriptions
        self._composer = Composer(world)

    def write(self, writing: Writing) -> Written:
        """Write a comment, reply, mention or message."""
        account = self._world.accounts.find(writing.platform, writing.account_id)
        if account is None:
            msg = f"There is no account {writing.account_id} on {writing.platform}."
            raise NotPossibleError(msg)
        self._check_text(writing.text, writing.platform)
        with self._world.storage.transaction():
            if writing.ref is not None:
                known = self._world.comments.find_by_ref(
                    writing.platform, writing.account_id, ref=writing.ref
                )
                if known is not None:
                    return Written(known, created=False)
            if writing.parent is not None:
                writing = self._below_parent(writing, account)
            comment = self._composer.compose(writing, account)
            self._world.comments.add(comment)
            self._tell(comment, self._written_events(comment, account))
        return Written(comment, created=True)

    def _below_parent(self, writing: Writing, account: SimulatedAccount) -> Writing:
        """Return the reply with its parent's id; the parent is written and told where it is new."""
        if writing.parent is None or writing.kind is not Kind.REPLY or writing.parent_id:
            raise NotPossibleError("Only a reply has a parent, named by its id or by its text.")
        post = self._composer.post_for(writing, account)
        parent = self._world.comments.find_by_text(post, text=writing.parent)
        if parent is None:
            parent = self.write(
                Writing(
                    platform=writing.platform,
                    account_id=writing.account_id,
                    kind=Kind.COMMENT,
                    text=writing.parent,
                    author_name=_SOMEBODY_ELSE,
                    post=writing.post,
                    created_at=writing.created_at,
                )
            ).comment
        return replace(writing, parent=None, parent_id=parent.id)

    def edit(
        self, platform: Platform, comment_id: str, *, text: str, announce: bool | None = None
    ) -> StoredComment:
        """Change a text as its author; returns the new version.

        X makes a new post of it and tells nobody, Facebook tells; `announce` overrules that.
        """
        self._check_text(text, platform)
        with self._world.storage.transaction():
            comment, account = self._composer.standing(platform, comment_id)
            now = self._world.now()
            if platform is Platform.FACEBOOK:
                edited = self._world.comments.set_text(comment, text=text, now=now)
                if announce is not False:
                    self._tell(edited, [self._facebook_edit(edited, account, at=now)])
                return edited
            edited = self._composer.compose_version(comment, account, text=text, now=now)
            self._world.comments.add(edited)
            if announce:
                self._tell(edited, self._written_events(edited, account))
            return edited

    def remove(self, platform: Platform, comment_id: str) -> StoredComment:
        """Remove a comment as its author; X tells nobody of it."""
        with self._world.storage.transaction():
            comment, _account = self._composer.standing(platform, comment_id)
            now = self._world.now()
            removed = self._world.comments.remove(comment, by=RemovedBy.AUTHOR, now=now)
            if platform is Platform.FACEBOOK:
                self._tell(removed, [_facebook_removal(removed, at=now)])
            return removed

    def redeliver(self, platform: Platform, comment_id: str) -> int:
        """Send every event about a comment once more, as platforms do; returns how many."""
        with self._world.storage.transaction():
            return self._world.queue.repeat(platform, subject_id=comment_id)

    def revoke_access(self, account: SimulatedAccount, *, subcode: int | None) -> None:
        """Withdraw an account's token; X tells of it."""
        with self._world.storage.transaction():
            self._world.faults.revoke_token(account.platform, account.account_id, subcode=subcode)
            if account.platform is Platform.X:
                self._world.queue.add(
                    Platform.X,
                    account.account_id,
                    subject_id=account.account_id,
                    event=x_events.revoked_event(account=account),
                )

    def _written_events(self, comment: StoredComment, account: SimulatedAccount) -> Sequence[Event]:
        if comment.platform is Platform.FACEBOOK:
            return [facebook_events.written(comment, recipient_id=account.account_id)]
        if comment.kind is Kind.DIRECT_MESSAGE:
            event = x_events.message_event(
                comment, account=account, recipient_id=account.account_id
            )
            return [event]
        answers_account = self._composer.answers_account(
            account, parent_id=comment.parent_id, post_id=comment.post_id
        )
        return x_events.post_events(
            comment,
            account=account,
            versions=self._world.comments.versions_of(comment),
            answers_account=answers_account,
        )

    def _facebook_edit(
        self, comment: StoredComment, account: SimulatedAccount, *, at: float
    ) -> Event:
        match comment.kind:
            case Kind.DIRECT_MESSAGE:
                return facebook_events.message_edit_event(
                    comment, recipient_id=account.account_id, edits=comment.edits, at=at
                )
            case Kind.MENTION:
                return facebook_events.mention_event(comment, "edited", at=at)
            case Kind.COMMENT | Kind.REPLY:
                return facebook_events.comment_event(comment, "edited", at=at)

    def _check_text(self, text: str, platform: Platform) -> None:
        if not text.strip():
            raise NotPossibleError("The text is empty.")
        longest = MAX_TEXT[platform]
        if len(text) > longest:
            raise NotPossibleError(f"The text is longer than the {longest} that {platform} takes.")

    def _tell(self, comment: StoredComment, events: Sequence[Event]) -> None:
        on_facebook = comment.platform is Platform.FACEBOOK
        if on_facebook and not self._subscriptions.holds(comment.account_id):
            return
        for event in events:
            self._world.queue.add(
                comment.platform, comment.account_id, subject_id=comment.id, event=event
            )


def _facebook_removal(comment: StoredComment, *, at: float) -> Event:
    match comment.kind:
        case Kind.DIRECT_MESSAGE:
            raise NotPossibleError("Facebook tells nothing of an unsent message.")
        case Kind.MENTION:
            return facebook_events.mention_event(comment, "remove", at=at)
        case Kind.COMMENT | Kind.REPLY:
            return facebook_events.comment_event(comment, "remove", at=at)
